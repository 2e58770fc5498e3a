"""Faults in ideas, consents, places, records: what people are promised."""

from tests.mutants.mutant import Mutant

PEOPLE_AND_WORDS = [
    Mutant("challenges/actions/ideas.py", "if not author.is_minor:", "if True:", "tests/challenges"),
    Mutant("challenges/actions/ideas.py", "if not may_be_public(idea.author):", "if False:", "tests/challenges"),
    Mutant(
        "challenges/actions/ideas.py",
        "if was_visible:\n        decrement_idea_count(idea)\n        release_merged(idea, actor)\n    note =",
        "if was_visible:\n        release_merged(idea, actor)\n    note =",
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
        "tests/challenges/test_moderation.py tests/challenges/test_messages.py",
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
        "challenges/texts/__init__.py",
        'PUBLIC_NEEDS = ("lab", "publication")',
        'PUBLIC_NEEDS = ("lab",)',
        "tests/challenges",
    ),
    Mutant(
        "challenges/texts/__init__.py",
        'if profile.is_minor:\n        return ""',
        'if False:\n        return ""',
        "tests/challenges",
    ),
    Mutant(
        "consents/queries.py",
        "Q(valid_until=None) | Q(valid_until__gte=day)",
        "Q(valid_until=None) | Q(valid_until__gt=day)",
        "tests/consents/test_consents.py",
    ),
    Mutant(
        "consents/actions/guardians.py",
        ".count() >= MOST_GUARDIANS:",
        ".count() > MOST_GUARDIANS:",
        "tests/consents/test_guardians.py tests/challenges",
    ),
    Mutant(
        "challenges/actions/residents.py",
        "if act.expires_at < now:",
        "if False:",
        "tests/challenges/test_confirmations.py",
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
    Mutant("cities/actions/roles.py", "if is_last_director(membership, city):", "if False:", "tests/cities"),
    Mutant("cities/actions/invitations.py", "update(accepted_at=now)", "exists()", "tests/cities/test_people.py"),
    Mutant(
        "educities/activity/actions/records.py",
        "entry = _build_entry(verb, target, {**data, **(kept or {})}, actor=actor)\n    entry.acting_for",
        "entry = _build_entry(verb, target, {**data, **(kept or {}), **(note or {})}, actor=actor)\n    entry.acting_for",
        "tests/activity tests/cities tests/challenges",
    ),
    Mutant(
        "educities/activity/actions/records.py",
        "_build_event(verb, target, data).save(force_insert=True)",
        '_build_event(verb, target, {**data, "reason": reason}).save(force_insert=True)',
        "tests/activity tests/api tests/stakeholders",
    ),
    Mutant(
        "journeys/actions/expeditions.py",
        "_check_plan(expedition)\n    expedition.save()",
        "expedition.save()",
        "tests/journeys/test_plans.py",
    ),
    Mutant(
        "journeys/actions/expeditions.py",
        "if expedition.starts_on > expedition.city.today():",
        "if False:",
        "tests/journeys/test_expeditions.py",
    ),
    Mutant(
        "stakeholders/actions/archive.py",
        "rows.filter(pk__in=numbers[name]).update(ends_on=today)",
        "pass",
        "tests/stakeholders",
    ),
    Mutant(
        "programs/actions/milestones.py",
        "if not year.starts_on <= due_on <= year.ends_on:",
        "if not year.starts_on <= due_on < year.ends_on:",
        "tests/programs",
    ),
]
