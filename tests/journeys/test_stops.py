"""An initiative stops with a reason that its people read, and goes on where it stood."""

from typing import Any

import pytest
from django.urls import reverse

from educities.activity.models import Notice
from journeys.actions import city_model, initiatives
from journeys.models import Initiative
from tests.factories import CohortFactory, InitiativeFactory, OrganisationFactory, RepresentationFactory, UserFactory
from tests.support import refused, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative(scope: Any) -> Any:
    row = InitiativeFactory(state="rolling_out")
    RepresentationFactory(organisation=row.owner, profile__user=UserFactory())
    return row


def test_a_tap_alone_stops_nothing(client: Any, scope: Any, facilitator: Any, sign_in: Any, initiative: Any) -> None:
    sign_in(client, facilitator)
    assert client.post(reverse("stop_initiative", args=[scope.slug, initiative.pk])).status_code == 422
    client.post(reverse("move_initiative", args=[scope.slug, initiative.pk]), {"to": "stopped"})
    assert Initiative.objects.get().state == "rolling_out"


def test_its_people_read_why_it_stops(scope: Any, facilitator: Any, initiative: Any) -> None:
    initiatives.stop_initiative(initiative, actor=facilitator, reason="No money left")
    notice = Notice.objects.get(user=initiative.owner.representations.get().profile.user)
    assert (notice.verb, notice.data["reason"]) == ("journeys.initiative_stopped", "No money left")


def test_the_page_names_who_carries_it(
    client: Any, scope: Any, facilitator: Any, sign_in: Any, initiative: Any
) -> None:
    sign_in(client, facilitator)
    page = client.get(reverse("stop_initiative", args=[scope.slug, initiative.pk])).content.decode()
    assert f"It is run by: {initiative.owner}" in page


def test_it_goes_on_where_it_stood(scope: Any, facilitator: Any, initiative: Any) -> None:
    initiatives.stop_initiative(initiative, actor=facilitator, reason="No money left")
    assert refused(lambda: initiatives.move_initiative(initiative, actor=facilitator, to="piloting")) == (
        "journeys.initiative_ended"
    )
    initiatives.resume_initiative(initiative, actor=facilitator)
    assert initiative.state == "rolling_out"
    assert verbs_of(initiative)[-2:] == ["journeys.initiative_stopped", "journeys.initiative_resumed"]
    assert refused(lambda: initiatives.resume_initiative(initiative, actor=facilitator)) == "journeys.not_stopped"


def test_a_partner_leaves_with_a_reason(scope: Any, facilitator: Any, initiative: Any) -> None:
    partner = OrganisationFactory(sector=4)
    speaks = RepresentationFactory(organisation=partner, profile__user=UserFactory()).profile.user
    initiatives.add_partner(initiative, actor=facilitator, organisation=partner)
    row = initiative.partners.get()
    assert refused(lambda: initiatives.remove_partner(row, actor=facilitator)) == "activity.reason_needed"
    initiatives.remove_partner(row, actor=facilitator, reason="They moved away")
    assert Notice.objects.get(user=speaks).data["reason"] == "They moved away"


def test_a_version_is_withdrawn_with_a_reason(scope: Any, facilitator: Any) -> None:
    version = city_model.start_version(CohortFactory(stage=3), actor=facilitator)
    code = refused(lambda: city_model.move_version(version, actor=facilitator, to="withdrawn"))
    assert code == "journeys.withdrawn_with_reason"
    city_model.withdraw_version(version, actor=facilitator, reason="A fresh start")
    assert version.state == "withdrawn"


def test_the_model_promises_no_public_page(client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
    version = city_model.start_version(CohortFactory(stage=3), actor=facilitator)
    city_model.move_version(version, actor=facilitator, to="in_consultation")
    sign_in(client, facilitator)
    page = client.get(version.get_absolute_url()).content.decode()
    assert "The text of this version is locked." in page
    assert "The consultation is open" not in page
