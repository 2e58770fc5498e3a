"""An organisation is archived with its reason, says what hangs on it, and comes back."""

from typing import Any

import pytest
from django.urls import reverse

from cities.models import Membership
from educities.activity.models import AuditEntry, Event, Message, Notice
from stakeholders import actions
from stakeholders.actions.dormancy import ask_organisation
from stakeholders.models import Organisation
from tests.factories import (
    AreaFactory,
    InitiativeFactory,
    MembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
)
from tests.labs import ways
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaking(scope: Any) -> Any:
    """Somebody speaks for an organisation and manages its page."""
    row = RepresentationFactory(organisation__state="active", profile__user=MembershipFactory(city=scope).user)
    about = {"scope_type": "organisation", "scope_id": row.organisation_id}
    MembershipFactory(city=scope, user=row.profile.user, role="organisation", **about)
    return row


def test_the_page_says_in_which_labs_it_sits(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    lab = ways.ready_lab()
    organisation = lab.seats.get(sector=4).organisation
    sign_in(client, director)
    page = client.get(reverse("archive_organisation", args=[scope.slug, organisation.pk]))
    assert f"It has a seat in the lab “{lab}”." in page.content.decode()
    assert "1 person no longer represents it." in page.content.decode()


def test_a_request_that_waits_is_no_representation(scope: Any) -> None:
    waiting = RepresentationFactory(organisation__state="verified", accepted_at=None)
    assert actions.list_archive_effects(waiting.organisation) == ["1 request to represent it is cancelled."]
    RepresentationFactory(organisation=waiting.organisation)
    assert actions.list_archive_effects(waiting.organisation) == [
        "1 person no longer represents it.",
        "1 request to represent it is cancelled.",
    ]


def test_a_request_that_has_not_left_is_not_sent_nor_its_end_told(scope: Any, director: Any) -> None:
    """Nobody reads in one morning that they are asked for an organisation and that it is archived."""
    organisation = OrganisationFactory(state="verified")
    asked = {"email": "noam@example.org", "display_name": "Noam"}
    row = actions.appoint_representative(organisation, actor=director, **asked)
    actions.archive_organisation(organisation, actor=director, reason="It closed")
    assert [(one.kind, one.state) for one in Message.objects.filter(user=row.profile.user)] == [
        ("stakeholders.representative_appointed", "cancelled")
    ]
    assert not Notice.objects.filter(user=row.profile.user, verb="stakeholders.organisation_archived").exists()


def test_what_stands_against_it_is_said_instead_of_asked(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    lab = ways.ready_lab()
    initiative = InitiativeFactory(owner=lab.host)
    sign_in(client, director)
    url = reverse("archive_organisation", args=[scope.slug, lab.host_id])
    page = client.get(url).content.decode()
    assert f"It hosts the lab “{lab}”. Choose another host organisation for the lab first." in page
    assert "It owns 1 open initiative. Give it another owner, or stop it first." in page
    assert 'name="reason"' not in page
    type(initiative).objects.update(state="stopped")
    type(lab).objects.update(state="closed")
    assert 'name="reason"' in client.get(url).content.decode()


def test_who_guides_its_labs_reads_why(scope: Any, director: Any) -> None:
    lab = ways.ready_lab()
    guide = lab.seats.get(role="facilitator").profile.user
    actions.archive_organisation(lab.seats.get(sector=4).organisation, actor=director, reason="It closed")
    notice = Notice.objects.get(user=guide, verb="stakeholders.organisation_archived")
    assert notice.data["reason"] == "It closed"


def test_a_tap_alone_archives_nothing(client: Any, scope: Any, director: Any, sign_in: Any, speaking: Any) -> None:
    sign_in(client, director)
    page = client.post(reverse("archive_organisation", args=[scope.slug, speaking.organisation_id]))
    assert page.status_code == 422
    assert Organisation.objects.get().state == "active"


def test_restored_it_has_the_people_it_had(scope: Any, director: Any, speaking: Any) -> None:
    organisation = speaking.organisation
    earlier = RepresentationFactory(organisation=organisation)
    actions.end_representation(earlier, actor=director, reason="She left")
    actions.archive_organisation(organisation, actor=director, reason="It closed")
    actions.restore_organisation(organisation, actor=director)
    speaking.refresh_from_db()
    earlier.refresh_from_db()
    assert organisation.state == "active"
    assert speaking.ends_on is None
    assert earlier.ends_on == scope.today()
    assert Membership.objects.get(role="organisation").ends_on is None
    assert Notice.objects.filter(user=speaking.profile.user, verb="stakeholders.organisation_restored").count() == 1


def test_whoever_reads_that_it_is_archived_reads_that_it_is_back(scope: Any, director: Any) -> None:
    lab = ways.ready_lab()
    organisation = lab.seats.get(sector=4).organisation
    other = MembershipFactory(city=scope, role="director").user
    actions.archive_organisation(organisation, actor=director, reason="It closed")
    actions.restore_organisation(organisation, actor=director)
    told = [
        set(Notice.objects.filter(verb=f"stakeholders.organisation_{verb}").values_list("user_id", flat=True))
        for verb in ("archived", "restored")
    ]
    assert told[0] == told[1] >= {other.pk, lab.seats.get(role="facilitator").profile.user_id}


def test_the_pages_say_who_archived_it_and_who_represents_it_again(
    client: Any, scope: Any, director: Any, sign_in: Any, speaking: Any
) -> None:
    organisation = speaking.organisation
    ask_organisation(organisation, actor=director)
    asked = Message.objects.get(kind="stakeholders.organisation_asked")
    actions.archive_organisation(organisation, actor=director, reason="It closed")
    asked.refresh_from_db()
    assert asked.state == Message.State.CANCELLED
    sign_in(client, director)
    shown = client.get(organisation.get_absolute_url()).content.decode()
    assert "It closed" in shown
    assert "<time" in shown.partition('aria-labelledby="ending"')[2].partition("</section>")[0]
    page = client.post(reverse("restore_organisation", args=[scope.slug, organisation.pk]), follow=True)
    assert f"represented again by: {speaking.profile.display_name}." in page.content.decode()
    rejected = OrganisationFactory(state="rejected")
    page = client.post(reverse("restore_organisation", args=[scope.slug, rejected.pk]), follow=True)
    assert "It waits to be verified again." in page.content.decode()


def test_a_rejected_one_waits_again(scope: Any, director: Any) -> None:
    organisation = OrganisationFactory(state="rejected")
    actions.restore_organisation(organisation, actor=director)
    assert organisation.state == "proposed"


def test_a_number_taken_meanwhile_keeps_it_archived(scope: Any, director: Any) -> None:
    organisation = OrganisationFactory(state="active", registry_no="580")
    actions.archive_organisation(organisation, actor=director, reason="It closed")
    OrganisationFactory(registry_no="580")
    code = refused(lambda: actions.restore_organisation(organisation, actor=director))
    assert code == "stakeholders.registry_no_taken"


def test_what_a_way_back_needs_stays_in_the_audit_log(scope: Any, director: Any, speaking: Any) -> None:
    actions.archive_organisation(speaking.organisation, actor=director, reason="It closed")
    entry = AuditEntry.objects.get(verb="stakeholders.organisation_archived")
    assert entry.data["ended"]["representations"] == [speaking.pk]
    assert "ended" not in Event.objects.get(name="organisation.archived").data


def test_whose_representation_ends_reads_why(scope: Any, director: Any, speaking: Any) -> None:
    assert refused(lambda: actions.end_representation(speaking, actor=director)) == "activity.reason_needed"
    actions.end_representation(speaking, actor=director, reason="A new head teacher")
    notice = Notice.objects.get(user=speaking.profile.user)
    assert (notice.verb, notice.data["reason"]) == ("stakeholders.representative_ended", "A new head teacher")


def test_who_steps_down_tells_the_directors(
    client: Any, scope: Any, director: Any, sign_in: Any, speaking: Any
) -> None:
    sign_in(client, speaking.profile.user)
    answer = client.post(reverse("end_representation", args=[scope.slug, speaking.pk]), {"reason": ""})
    assert answer.status_code == 302
    assert Notice.objects.get(user=director).verb == "stakeholders.representative_left"


def test_a_representation_that_ended_is_not_asked_about_again(
    client: Any, scope: Any, director: Any, sign_in: Any, speaking: Any
) -> None:
    actions.end_representation(speaking, actor=director, reason="A new head teacher")
    page = sign_in(client, director).get(reverse("end_representation", args=[scope.slug, speaking.pk]))
    assert "This representation ended on " in page.content.decode()
    assert 'name="reason"' not in page.content.decode()


def test_an_archived_organisation_claims_nothing(scope: Any, director: Any, speaking: Any) -> None:
    row = speaking.organisation
    actions.archive_organisation(row, actor=director, reason="It closed")
    code = refused(lambda: actions.claim_area(row, actor=director, area=AreaFactory(), kind="strength"))
    assert code == "stakeholders.organisation_archived"


def test_nobody_speaks_for_an_archived_organisation(
    client: Any, scope: Any, director: Any, sign_in: Any, speaking: Any
) -> None:
    sign_in(client, director)
    page = speaking.organisation.get_absolute_url()
    assert "Who speaks for it" in client.get(page).content.decode()
    Organisation.objects.filter(pk=speaking.organisation_id).update(state="archived")
    assert "Who speaks for it" not in client.get(page).content.decode()


class TestInvariants14And16:
    """The sector of a seat is frozen, and an organisation that carries open work is not archived."""

    def test_a_seat_keeps_its_sector(self, scope: Any) -> None:
        seat = ways.ready_lab().seats.get(sector=4)
        Organisation.objects.filter(pk=seat.organisation_id).update(sector=2)
        seat.refresh_from_db()
        assert seat.sector == 4

    def test_open_initiatives_stand_against_it(self, scope: Any, director: Any) -> None:
        organisation = InitiativeFactory().owner
        code = refused(lambda: actions.archive_organisation(organisation, actor=director, reason="It closed"))
        assert code == "stakeholders.organisation_in_use"
