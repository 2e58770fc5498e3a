"""Invariant 5 of the domain, by name: nothing brings an adult and a child together. The others stand in docs/invariants.md."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from educities.accounts.models import User
from stakeholders.models import Profile, StrengthClaim
from stakeholders.models.visibility import LINES, Visibility
from stakeholders.queries.growth_areas import match_growth_areas
from stakeholders.queries.people_found import find_by_words_and_areas, suggest_spelling
from stakeholders.queries.people_listed import listed_people
from stakeholders.queries.visibility import Circles, Sight, show_to
from tests.factories import AreaFactory, ChildFactory, ProfileFactory, StrengthClaimFactory
from tests.machines import count_runs

pytestmark = pytest.mark.django_db
# Tables that know two people, and why none of them brings a child and a stranger together.
PAIRS = {
    "stakeholders.Profile": "who keeps it, and the row of the same person: merged are adults alone",
    "stakeholders.ProfileMerge": "two rows of one person, adults alone",
    "stakeholders.ClaimCode": "a code for the person's own profile; none for a minor",
    "stakeholders.Verification": "whoever met the person and says so",
    "stakeholders.StrengthClaim": "whoever wrote it down for the person",
    "consents.GuardianLink": "the guardian and the minor",
    "consents.Consent": "the minor, and the guardian or the person who gave it",
    "meetings.Attendance": "whoever called the roll",
    "meetings.AttendanceCorrection": "whoever called the roll",
    "labs.CohortMember": "whoever wrote the seat down",
    "collaborations.Endorsement": "who shared a recorded session; the database lets no words through to a child or from one",
    "collaborations.Collaboration": "who proposed it, or who of the office brought its sides together",
    "collaborations.Party": "a side, and who answered for its organisation; the database takes no minor as a side",
    "matching.MatchSuggestion": "whoever looks for somebody, and whom they could meet; the database takes no minor as either",
    "growth.Invitee": "who is invited, and who answered for its organisation; the database takes no minor as invited",
    "challenges.Contribution": "the author, and who entered, hid or answered it for the city",
}


def count_people(model: Any) -> int:
    links = [field for field in model._meta.concrete_fields if field.related_model in {Profile, User}]
    return len(links) if any(field.related_model is Profile for field in links) or model is Profile else 0


def test_invariant_5_no_table_brings_an_adult_and_a_child_together() -> None:
    """A match, an introduction or a message from one person to another would be a table that knows two people. A new one
    has a constraint that keeps minors out, and stands in the list with its reason.
    """
    assert {model._meta.label for model in apps.get_models() if count_people(model) > 1} == set(PAIRS)


LEVELS = st.sampled_from(Visibility.values)


@settings(max_examples=count_runs(4), deadline=None, suppress_health_check=list(HealthCheck))
@given(shown=st.dictionaries(st.sampled_from(LINES), LEVELS), level=LEVELS, sees=st.sets(LEVELS))
def test_invariant_5_whatever_a_child_shows_no_adult_finds_it(
    scope: Any, shown: dict[str, str], level: str, sees: set[str]
) -> None:
    """By name, by a line, by a strength, by a misspelled name or beside a wish of the city, from all its circles."""
    point = transaction.savepoint()
    area = AreaFactory(label={"en": "Kites"})
    child = ChildFactory(display_name="Lior", offer={"en": "Kites"}, visibilities=shown)
    StrengthClaimFactory(profile=child, area=area, visibility=level)
    ProfileFactory(display_name="Dana")
    near = frozenset({child.pk})
    sight = Sight(frozenset(sees), Circles(near, near))
    people = show_to(listed_people(), sight)
    assert not any(find_by_words_and_areas(people, text, sight).exists() for text in ("lior", "kites", "li"))
    assert child not in people.filter(is_shown=True)
    assert suggest_spelling(people, "liorr") == ""
    wish = StrengthClaim.objects.create(area=area, kind="growth")
    assert [(one.people, one.named) for one in match_growth_areas([wish], sight)] == [(0, [])]
    transaction.savepoint_rollback(point)
