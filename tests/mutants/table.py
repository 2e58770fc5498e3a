"""Mutants: small faults put into the code one at a time. The tests that are named beside each must fail of it.

`old` must stand exactly once in the file. A mutant belongs here when the fault is one that a person could make and that
would hurt somebody: a rule that lets anybody in, a count that is off by one, a name that reaches the log.
"""

from typing import NamedTuple


class Mutant(NamedTuple):
    """In `path` the text `old` reads `new`; `tests` must see it."""

    path: str
    old: str
    new: str
    tests: str


PERMISSIONS = "tests/test_permissions.py"

WHO_MAY = [
    Mutant(
        "cities/roles.py",
        'h.role in roles and h.scope_type == "city" for h in held',
        "h.role in roles for h in held",
        f"{PERMISSIONS} tests/cities tests/labs/test_access.py tests/labs/test_rules.py",
    ),
    Mutant(
        "cities/roles.py",
        "(h.scope_type, h.scope_id) == (scope_type, scope_id)",
        "h.scope_type == scope_type",
        f"{PERMISSIONS} tests/labs/test_access.py tests/labs/test_guides.py",
    ),
    Mutant(
        "cities/roles.py",
        "ends_on IS NULL OR ends_on >= %(today)s",
        "ends_on IS NULL OR ends_on >= %(today)s - 1",
        "tests/cities",
    ),
    Mutant(
        "cities/roles.py",
        "starts_on <= %(today)s",
        "(starts_on <= %(today)s OR true)",
        "tests/cities tests/stakeholders",
    ),
    Mutant("cities/roles.py", "AND NOT (%(passed)s AND EXISTS", "AND NOT (EXISTS", "tests/cities tests/accounts"),
    Mutant(
        "cities/roles.py",
        'NEED_SECOND_STEP = ("steward", "director", "facilitator")',
        'NEED_SECOND_STEP = ("steward", "director")',
        "tests/cities/test_second_step.py tests/accounts/test_sign_in.py",
    ),
    Mutant(
        "cities/roles.py",
        "settings.EMBEDDED or (may_have_passed(user) and is_mfa_enabled(user))",
        "True",
        "tests/cities tests/accounts",
    ),
    Mutant(
        "cities/rules.py",
        'return getattr(obj, "role", "") in {"director", "steward"}',
        "return True",
        "tests/cities",
    ),
    Mutant("cities/rules.py", 'return getattr(obj, "role", "") == "steward"', "return False", "tests/cities"),
    Mutant(
        "labs/rules.py",
        "return obj is not None and obj.requested_by_id != ",
        "return obj is None or obj.requested_by_id is not ",
        f"{PERMISSIONS} tests/labs/test_overrides.py tests/labs/test_asked.py",
    ),
    Mutant(
        "labs/rules.py",
        'return ("active", "co_facilitator") in _seats(user, obj)',
        'return any(role == "co_facilitator" for _state, role in _seats(user, obj))',
        f"{PERMISSIONS} tests/labs",
    ),
    Mutant(
        "labs/rules.py",
        'any(state in {"invited", "active"} for state, _role in _seats(user, obj))',
        'any(state in {"invited", "active", "removed"} for state, _role in _seats(user, obj))',
        f"{PERMISSIONS} tests/labs",
    ),
    Mutant(
        "labs/rules.py",
        "(is_steward(user, obj) and is_director(obj.requested_by, obj))",
        "is_steward(user, obj)",
        "tests/labs/test_overrides.py tests/labs/test_rules.py tests/labs/test_nobody_decides.py",
    ),
    Mutant(
        "stakeholders/rules.py",
        "return obj is not None and not obj.is_minor",
        "return obj is not None",
        f"{PERMISSIONS} tests/stakeholders tests/challenges/test_guardian_pages.py",
    ),
    Mutant(
        "stakeholders/rules.py",
        'guardian__user_id=user.pk, state="confirmed"',
        "guardian__user_id=user.pk",
        f"{PERMISSIONS} tests/challenges tests/accounts/test_guardians.py",
    ),
    Mutant(
        "stakeholders/rules.py",
        'return user_id is not None and getattr(user, "pk", None) == user_id',
        'return getattr(user, "pk", None) == user_id',
        f"{PERMISSIONS} tests/stakeholders",
    ),
    Mutant(
        "stakeholders/rules.py",
        '("organisation", "organisation", obj.pk) for h in held',
        '("organisation", "organisation", h.scope_id) for h in held',
        f"{PERMISSIONS} tests/stakeholders",
    ),
    Mutant(
        "challenges/rules.py",
        "return profile is not None and profile.user_id == user.pk",
        "return profile is not None",
        f"{PERMISSIONS} tests/challenges/test_mine.py",
    ),
    Mutant(
        "journeys/rules.py",
        "obj.by_id is not None and obj.by.user_id == ",
        "obj.by_id is not None or obj.by.user_id == ",
        f"{PERMISSIONS} tests/journeys",
    ),
]

DOORS = [
    Mutant(
        "educities/kit/views.py",
        "return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else fallback",
        "return target or fallback",
        "tests/kit tests/cities tests/test_urls.py",
    ),
    Mutant(
        "educities/kit/views.py",
        'return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])',
        'return get_object_or_404(self.model._base_manager.using("network"), pk=self.kwargs["pk"])',
        "tests/access/test_every_address.py",
    ),
    Mutant(
        "educities/kit/views.py",
        'and getattr(request, "second_factor_missing", False):',
        "and False:",
        "tests/cities/test_second_step.py tests/accounts",
    ),
    Mutant(
        "educities/accounts/views.py",
        "allowed = url_has_allowed_host_and_scheme(link.target, {request.get_host()}, request.is_secure())",
        "allowed = True",
        "tests/accounts",
    ),
    Mutant(
        "educities/kit/states.py",
        "filter(pk=row.pk, **{field: old})",
        "filter(pk=row.pk)",
        "tests/test_states.py tests/labs/test_cohorts.py",
    ),
]

TENANCY = [
    Mutant(
        "educities/tenancy/models.py",
        "super().get_queryset().filter(city_id=require_city_id())",
        "super().get_queryset()",
        "tests/tenancy",
    ),
    Mutant(
        "educities/tenancy/models.py",
        "super().get_queryset().filter(city_id=current_city_id())",
        "super().get_queryset()",
        "tests/tenancy tests/activity",
    ),
    Mutant(
        "educities/tenancy/models.py",
        "if self.city_id != city_id:",
        "if False:",
        "tests/tenancy",
    ),
    Mutant("educities/tenancy/models.py", "if self.city_id != current_city_id():", "if False:", "tests/tenancy"),
    Mutant(
        "educities/tenancy/models.py",
        'exclude=set(exclude or ()) - {"city"}',
        "exclude=set(exclude or ())",
        "tests/tenancy tests/kit tests/stakeholders tests/labs",
    ),
    Mutant(
        "educities/tenancy/scope.py",
        "(city_id is None and not connection.in_atomic_block)",
        "(city_id is None)",
        "tests/tenancy",
    ),
    Mutant("educities/tenancy/scope.py", "_current.reset(token)", "pass", "tests/tenancy"),
    Mutant(
        "educities/tenancy/inspect.py",
        "if table not in GLOBAL_TABLES:",
        "if table in GLOBAL_TABLES:",
        "tests/tenancy/test_mutations.py",
    ),
    Mutant("educities/tenancy/inspect.py", 'or command != "ALL"', "", "tests/tenancy/test_mutations.py"),
    Mutant(
        "educities/tenancy/tasks.py",
        "with city_scope(city_id):",
        "with city_scope(None):",
        "tests/tenancy tests/activity",
    ),
]

GATES = [
    Mutant(
        "labs/stages.py",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.8, 2",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.7, 2",
        "tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/stages.py",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.8, 2",
        "SHARE_WITH_CLAIMS, FULL_SESSIONS = 0.8, 1",
        "tests/labs/test_gates.py",
    ),
    Mutant("labs/stages.py", 'if self.code == "L1" else', 'if self.code == "L2" else', "tests/labs"),
    Mutant(
        "labs/stages.py",
        'Rule("G22", 2, NEVER, active=True)',
        'Rule("G22", 2, DIRECTOR, active=True)',
        "tests/labs tests/journeys/test_gates.py",
    ),
    Mutant(
        "labs/stages.py",
        "if rule.gate == gate and rule.active",
        'if rule.gate == gate and rule.active and rule.code != "G13"',
        "tests/labs/test_gates.py tests/labs/test_cohorts.py",
    ),
    Mutant(
        "labs/gates/compute.py",
        "return self.met or (self.override is not None and self.override.is_standing)",
        "return self.met or self.override is not None",
        "tests/labs/test_overrides.py tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/gates/cohorts.py",
        "state=CohortMember.State.ACTIVE).order_by()",
        "state__in=CohortMember.HOLDS_PLACE).order_by()",
        "tests/labs",
    ),
    Mutant(
        "labs/gates/cohorts.py",
        "session__state=Session.State.RECORDED, status__in=THERE",
        "status__in=THERE",
        "tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/gates/cohorts.py",
        "THERE = (Attendance.Status.PRESENT, Attendance.Status.LATE)",
        "THERE = (Attendance.Status.PRESENT, Attendance.Status.LATE, Attendance.Status.EXCUSED)",
        "tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/gates/labs.py",
        "standing = [Organisation.State.VERIFIED, Organisation.State.ACTIVE]",
        "standing = list(Organisation.State)",
        "tests/labs/test_labs.py tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/gates/labs.py",
        "return Program.objects.signed().exists()",
        "return Program.objects.exists()",
        "tests/labs",
    ),
    Mutant(
        "labs/actions/cohorts.py",
        "forward = to > cohort.stage",
        "forward = to > cohort.stage + 1",
        "tests/labs/test_cohorts.py tests/labs/test_gates.py",
    ),
    Mutant(
        "labs/actions/cohorts.py",
        "if seen is not None and seen != cohort.stage:",
        "if False:",
        "tests/labs/test_cohorts.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "if not today < until <= today + timedelta(days=rule.longest_days):",
        "if not today <= until <= today + timedelta(days=rule.longest_days):",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "until <= today + timedelta(days=rule.longest_days):",
        "until <= today + timedelta(days=rule.longest_days + 1):",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "if override.requested_by_id == actor.pk:",
        "if False:",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "elif override.expires_on < city.today():",
        "elif override.expires_on <= city.today():",
        "tests/labs/test_overrides.py",
    ),
    Mutant(
        "labs/actions/overrides.py",
        "exclude(pk=override.requested_by_id)",
        "all()",
        "tests/labs/test_overrides.py tests/labs/test_nobody_decides.py",
    ),
]

PEOPLE_AND_WORDS = [
    Mutant("challenges/actions/ideas.py", "if not author.is_minor:", "if True:", "tests/challenges"),
    Mutant("challenges/actions/ideas.py", "if not may_be_public(idea.author):", "if False:", "tests/challenges"),
    Mutant(
        "challenges/actions/ideas.py",
        "if was_visible:\n        unpublished(idea)\n    note =",
        "if False:\n        unpublished(idea)\n    note =",
        "tests/challenges/test_moderation.py",
    ),
    Mutant(
        "challenges/actions/ideas.py",
        "if rule not in set(Rule.values) - {Rule.CONSENT}:",
        "if rule not in set(Rule.values):",
        "tests/challenges/test_moderation.py",
    ),
    Mutant(
        "challenges/actions/ideas.py",
        "actor=actor, notify=[idea.author.user], note=note, rule=rule)",
        "actor=actor, notify=[idea.author.user], because=because, note=note, rule=rule)",
        "tests/challenges/test_moderation.py tests/challenges/test_saying.py",
    ),
    Mutant(
        "challenges/actions/ideas.py",
        'note={"title": text[:60]}, title=challenge.question)',
        "text=text[:60], title=challenge.question)",
        "tests/challenges",
    ),
    Mutant("challenges/actions/supports.py", "if idea.author_id == profile.pk:", "if False:", "tests/challenges"),
    Mutant(
        "challenges/actions/supports.py",
        'waits = not has_consent(profile, "lab")',
        "waits = False",
        "tests/challenges/test_supports_of_children.py",
    ),
    Mutant(
        "challenges/names.py", 'PUBLIC_NEEDS = ("lab", "publication")', 'PUBLIC_NEEDS = ("lab",)', "tests/challenges"
    ),
    Mutant(
        "challenges/names.py",
        'if profile.is_minor:\n        return ""',
        'if False:\n        return ""',
        "tests/challenges",
    ),
    Mutant(
        "educities/accounts/actions/consents.py",
        "Q(valid_until=None) | Q(valid_until__gte=day)",
        "Q(valid_until=None) | Q(valid_until__gt=day)",
        "tests/accounts/test_consents.py",
    ),
    Mutant(
        "educities/accounts/actions/guardians.py",
        ".count() >= MOST_GUARDIANS:",
        ".count() > MOST_GUARDIANS:",
        "tests/accounts/test_guardians.py tests/challenges",
    ),
    Mutant(
        "challenges/actions/residents.py",
        "if act.expires_at < now:",
        "if False:",
        "tests/challenges/test_confirming.py",
    ),
    Mutant(
        "challenges/actions/participation.py",
        'places_taken__lt=F("places")',
        'places_taken__lte=F("places")',
        "tests/challenges/test_places.py tests/challenges/test_residents.py",
    ),
    Mutant(
        "labs/actions/members.py",
        'places_taken__lt=F("capacity")',
        'places_taken__lte=F("capacity")',
        "tests/labs/test_members.py",
    ),
    Mutant(
        "meetings/actions/attendance.py",
        "if tries and tries > TRIES:",
        "if tries and tries > TRIES + 1:",
        "tests/meetings/test_attendance.py",
    ),
    Mutant(
        "meetings/actions/attendance.py",
        "late = timezone.now() > session.starts_at + LATE_AFTER",
        "late = timezone.now() > session.starts_at",
        "tests/meetings/test_attendance.py",
    ),
    Mutant("cities/actions/roles.py", "if not others.exists():", "if False:", "tests/cities"),
    Mutant("cities/actions/invitations.py", "update(accepted_at=now)", "exists()", "tests/cities/test_people.py"),
    Mutant(
        "educities/activity/record.py",
        "data={name: marked(value) for name, value in data.items()},\n        reason",
        "data={name: marked(value) for name, value in {**data, **(note or {})}.items()},\n        reason",
        "tests/activity tests/cities tests/challenges",
    ),
    Mutant(
        "educities/activity/record.py",
        "if verb.event and current_city_id() is not None:\n        Event.objects.create(name=verb.event, target_type=entry.target_type, target_id=entry.target_id, data=data)",
        'if verb.event and current_city_id() is not None:\n        Event.objects.create(\n            name=verb.event, target_type=entry.target_type, target_id=entry.target_id, data={**data, "reason": reason}\n        )',
        "tests/activity tests/api tests/stakeholders",
    ),
    Mutant(
        "journeys/actions/expeditions.py",
        "if now.minors_travel and not now.safeguarding.strip():",
        "if False:",
        "tests/journeys/test_expeditions.py",
    ),
    Mutant(
        "journeys/actions/expeditions.py",
        "if expedition.starts_on > expedition.city.today():",
        "if False:",
        "tests/journeys/test_expeditions.py",
    ),
    Mutant("stakeholders/actions/organisations.py", "speaking.update(ends_on=today)", "pass", "tests/stakeholders"),
    Mutant(
        "programs/actions/milestones.py",
        "if not year.starts_on <= due_on <= year.ends_on:",
        "if not year.starts_on <= due_on < year.ends_on:",
        "tests/programs",
    ),
]

MUTANTS = [*WHO_MAY, *DOORS, *TENANCY, *GATES, *PEOPLE_AND_WORDS]
