"""The matrix of the whole house: every permission x every kind of person, on a plain row here and in another city."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rules.permissions import permissions

from cities.models import Invitation
from educities.tenancy.scope import city_scope
from tests import factories

MATRICES = [
    import_module(f"tests.{path.parent.name}.matrix") for path in sorted(Path(__file__).parent.glob("*/matrix.py"))
]
MATRIX = {name: actors for module in MATRICES for name, actors in module.MATRIX.items()}
ACTORS = ("director", "facilitator", "steward", "resident", "stranger", "operator", "organisation", "teacher")


def _override(city: Any) -> Any:
    from labs.models import Override

    return Override.objects.create(
        rule_code="G23",
        cohort=factories.CohortFactory(),
        requested_by=factories.UserFactory(),
        reason="Twenty characters and some more",
        remedy="Later",
        wanted_until=timezone.now().date(),
    )


def _contribution(city: Any) -> Any:
    from challenges.models import Contribution

    return Contribution.objects.create(
        challenge=factories.ChallengeFactory(), author=factories.ProfileFactory(), text="An idea of somebody"
    )


def _participation(city: Any) -> Any:
    from challenges.models import Participation

    return Participation.objects.create(challenge=factories.ChallengeFactory(), profile=factories.ProfileFactory())


def _invitation(city: Any) -> Any:
    return Invitation.objects.create(
        email="a@example.org",
        display_name="A",
        role="facilitator",
        token_hash="x",
        invited_by=factories.UserFactory(),
        expires_at=timezone.now() + timedelta(days=1),
    )


def _version(city: Any) -> Any:
    from journeys.models import ModelVersion

    return ModelVersion.objects.create(cohort=factories.CohortFactory(), number=1)


def _milestone(city: Any) -> Any:
    return factories.ProgramFactory().years.first().milestones.first()


# A plain row for each model that permissions are asked about; the city where it is asked about the city.
ROWS: dict[str, Callable[[Any], Any]] = {
    "organisation": lambda city: factories.OrganisationFactory(),
    "profile": lambda city: factories.ProfileFactory(),
    "strengthclaim": lambda city: factories.StrengthClaimFactory(),
    "representation": lambda city: factories.RepresentationFactory(accepted_at=None),
    "lab": lambda city: factories.LabFactory(),
    "cohort": lambda city: factories.CohortFactory(),
    "cohortmember": lambda city: factories.CohortMemberFactory(),
    "group": lambda city: factories.CohortFactory().group,
    "session": lambda city: factories.SessionFactory(),
    "activityarea": lambda city: factories.ActivityAreaFactory(),
    "expedition": lambda city: factories.ExpeditionFactory(),
    "learning": lambda city: factories.LearningFactory(),
    "initiative": lambda city: factories.InitiativeFactory(),
    "modelversion": _version,
    "override": _override,
    "challenge": lambda city: factories.ChallengeFactory(),
    "contribution": _contribution,
    "participation": _participation,
    "invitation": _invitation,
    "membership": lambda city: factories.MembershipFactory(city=city),
}
# Asked about the city: lists, new rows, and what has no row of its own yet.
ABOUT_CITY = ("list_", "add_lab", "add_organisation", "add_strengthclaim", "add_challenge", "manage_", "import_")


def row_for(permission: str, city: Any) -> Any:
    act, model = permission.split(".")[1].rsplit("_", 1)
    if f"{act}_{model}".startswith(ABOUT_CITY) or model not in ROWS:
        return city
    return ROWS[model](city)


def person(who: str, city: Any, request: Any) -> Any:
    if who in {"organisation", "teacher"}:
        user = factories.UserFactory()
        factories.MembershipFactory(user=user, city=city, role=who)
        return user
    return request.getfixturevalue(who)


def test_every_permission_stands_in_the_matrix() -> None:
    assert set(MATRIX) == set(permissions)


@pytest.mark.django_db
@pytest.mark.parametrize("permission", sorted(MATRIX))
def test_who_may(permission: str, scope: Any, other_city: Any, request: Any) -> None:
    row = row_for(permission, scope)
    allowed = {who for who in ACTORS if person(who, scope, request).has_perm(permission, row)}
    assert allowed == MATRIX[permission] & set(ACTORS)
    assert not AnonymousUser().has_perm(permission, row)
    with city_scope(other_city.pk):
        foreign = row_for(permission, other_city)
    insiders = set(ACTORS) - {"operator"}
    assert {who for who in insiders if person(who, scope, request).has_perm(permission, foreign)} == set()
