"""Faults in who may: roles, rules, and the doors that ask them."""

from tests.mutants.mutant import Mutant

PERMISSIONS = "tests/test_permissions.py"

WHO_MAY = [
    Mutant(
        "cities/rules/roles.py",
        'h.role in roles and h.scope_type == "city" for h in held',
        "h.role in roles for h in held",
        f"tests/labs/test_access.py {PERMISSIONS} tests/cities",
    ),
    Mutant(
        "cities/rules/roles.py",
        "(h.scope_type, h.scope_id) == (scope_type, scope_id)",
        "h.scope_type == scope_type",
        f"{PERMISSIONS} tests/labs/test_access.py tests/labs/test_facilitators.py",
    ),
    Mutant(
        "cities/rules/roles.py",
        "ends_on IS NULL OR ends_on >= GREATEST(today, starts_on))",
        "ends_on IS NULL OR ends_on >= GREATEST(today - 1, starts_on))",
        "tests/cities",
    ),
    Mutant(
        "cities/rules/roles.py",
        "CASE WHEN starts_on > today THEN starts_on END",
        "CASE WHEN false THEN starts_on END",
        "tests/cities tests/stakeholders",
    ),
    Mutant("cities/rules/roles.py", "AND NOT (%(passed)s AND EXISTS", "AND NOT (EXISTS", "tests/cities tests/accounts"),
    Mutant(
        "cities/rules/roles.py",
        'NEED_SECOND_STEP = ("steward", "director", "facilitator")',
        'NEED_SECOND_STEP = ("steward", "director")',
        "tests/cities/test_second_step.py tests/accounts/test_sign_in.py",
    ),
    Mutant(
        "cities/rules/roles.py",
        "settings.EMBEDDED or (may_have_passed(user) and is_mfa_enabled(user))",
        "True",
        "tests/cities tests/accounts",
    ),
    Mutant(
        "cities/rules/__init__.py",
        'return getattr(obj, "role", "") in {"director", "steward"}',
        "return True",
        "tests/cities",
    ),
    Mutant("cities/rules/__init__.py", 'return getattr(obj, "role", "") == "steward"', "return False", "tests/cities"),
    Mutant(
        "labs/rules.py",
        'return obj is not None and getattr(user, "pk", None) not in obj.askers',
        "return obj is None",
        f"{PERMISSIONS} tests/labs/test_overrides.py tests/labs/test_asked.py",
    ),
    Mutant(
        "labs/rules.py",
        'return ("active", "co_facilitator") in _cohort_seats(user, obj)',
        'return any(role == "co_facilitator" for _state, role in _cohort_seats(user, obj))',
        f"{PERMISSIONS} tests/labs",
    ),
    Mutant(
        "labs/rules.py",
        'any(state in {"invited", "active"} for state, _role in _cohort_seats(user, obj))',
        'any(state in {"invited", "active", "removed"} for state, _role in _cohort_seats(user, obj))',
        f"{PERMISSIONS} tests/labs",
    ),
    Mutant(
        "labs/rules.py",
        "(is_steward(user, obj) and _has_director_as_asker(obj))",
        "is_steward(user, obj)",
        "tests/labs/test_overrides.py tests/labs/test_rules.py tests/labs/test_nobody_decides.py",
    ),
    Mutant(
        "stakeholders/rules.py",
        "return obj is not None and not obj.is_minor",
        "return obj is not None",
        f"{PERMISSIONS} tests/stakeholders tests/consents/test_guardian_pages.py",
    ),
    Mutant(
        "consents/queries.py",
        "guardian__user_id=user.pk, state=GuardianLink.State.CONFIRMED",
        "guardian__user_id=user.pk",
        f"{PERMISSIONS} tests/consents tests/stakeholders/test_people.py",
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
        f"{PERMISSIONS} tests/consents/test_mine.py",
    ),
    Mutant(
        "journeys/rules.py",
        "obj.by is not None and",
        "obj.by is not None or",
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
        "tests/access/test_every_address.py tests/access/test_foreign_rows.py",
    ),
    Mutant(
        "educities/kit/views.py",
        'and getattr(request, "second_factor_missing", False):',
        "and False:",
        "tests/cities/test_second_step.py tests/accounts",
    ),
    Mutant(
        "educities/accounts/views/__init__.py",
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
