from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.actions import accept_invitation
from cities.models import Invitation
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.sentences import record_sentence
from educities.kit.errors import DomainError, Moved
from journeys.models import Initiative
from labs.actions import labs as actions
from labs.models import Cohort, Lab, LabSeat
from stakeholders.actions import archive_organisation
from tests.factories import (
    ChildFactory,
    CohortFactory,
    InitiativeFactory,
    LabFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    UserFactory,
    add_second_step,
)
from tests.labs import ways
from tests.support import assert_same_queries, refused, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab(scope):
    return LabFactory(state="gathering")


class TestBegin:
    def test_a_lab_gathers_from_its_first_day(self, scope, director):
        lab = actions.begin_lab(actor=director, name={"en": "Street"})
        assert (lab.state, verbs_of(lab)) == ("gathering", ["labs.lab_proposed"])

    def test_sent_twice_it_is_one_lab(self, scope, director):
        first = actions.begin_lab(actor=director, name={"en": "Street"})
        assert actions.begin_lab(actor=director, name={"en": "Street"}) == first
        assert Lab.objects.count() == 1

    def test_a_closed_lab_stays_as_it_is(self, lab, director):
        actions.close_lab(lab, actor=director, reason="The question is answered")
        for act in (
            lambda: actions.change_lab(lab, actor=director, name={"en": "Other"}),
            lambda: actions.seat_facilitator(lab, actor=director, profile=ProfileFactory(user=UserFactory())),
        ):
            assert refused(act) == "labs.lab_closed"

    def test_changes_are_recorded_by_name_of_the_line(self, lab, director):
        actions.change_lab(lab, actor=director, question={"en": "Why?"}, name=lab.name)
        assert AuditEntry.objects.get(verb="labs.lab_changed").data["changed"] == ["question"]
        actions.change_lab(lab, actor=director, question={"en": "Why?"})
        assert verbs_of(lab) == ["labs.lab_changed"]


class TestSeats:
    def test_the_sector_is_frozen_on_the_seat(self, lab, director):
        spoken_for = RepresentationFactory(organisation__sector=4, profile__user=UserFactory())
        given = {"profile": spoken_for.profile, "organisation": spoken_for.organisation}
        seat = actions.seat_representative(lab, actor=director, **given)
        assert actions.seat_representative(lab, actor=director, **given) == seat
        spoken_for.organisation.sector = 1
        spoken_for.organisation.save()
        seat.refresh_from_db()
        assert (seat.sector, verbs_of(lab)) == (4, ["labs.seat_given"])
        assert Notice.objects.get().user == spoken_for.profile.user

    def test_who_may_not_sit(self, lab, director):
        gone = OrganisationFactory(state="archived")
        assert (
            refused(
                lambda: actions.seat_representative(lab, actor=director, profile=ProfileFactory(), organisation=gone)
            )
            == "labs.organisation_gone"
        )
        assert (
            refused(
                lambda: actions.seat_representative(
                    lab, actor=director, profile=ChildFactory(), organisation=OrganisationFactory()
                )
            )
            == "labs.representative_minor"
        )

    def test_one_person_sits_for_one_organisation(self, lab, director):
        person = ProfileFactory()
        actions.seat_representative(lab, actor=director, profile=person, organisation=OrganisationFactory())
        assert (
            refused(
                lambda: actions.seat_representative(
                    lab, actor=director, profile=person, organisation=OrganisationFactory()
                )
            )
            == "labs.seated_for_another"
        )

    def test_a_facilitators_seat_gives_the_role_and_ends_it(self, lab, director):
        person = ProfileFactory(user=UserFactory())
        add_second_step(person.user)
        seat = actions.seat_facilitator(lab, actor=director, profile=person)
        role = person.user.memberships.get()
        assert (role.role, role.scope_type, role.scope_id) == ("facilitator", "lab", lab.pk)
        assert type(person.user).objects.get(pk=person.user_id).has_perm("labs.change_lab", lab)
        assert not type(person.user).objects.get(pk=person.user_id).has_perm("labs.change_lab", LabFactory())
        actions.remove_seat(seat, actor=director, reason="They moved away")
        assert not type(person.user).objects.get(pk=person.user_id).has_perm("labs.change_lab", lab)
        assert verbs_of(lab) == ["labs.seat_given", "labs.seat_taken_back"]
        given = AuditEntry.objects.get(verb="cities.role_granted")
        sentence = record_sentence(given.verb, given.target_type, given.data)
        assert f"{lab}, {lab.city}" in sentence

    def test_a_facilitator_needs_an_account_and_years(self, lab, director):
        without = ProfileFactory()
        assert refused(lambda: actions.seat_facilitator(lab, actor=director, profile=without)) == (
            "labs.facilitator_without_account"
        )
        child = ChildFactory(user=UserFactory())
        assert refused(lambda: actions.seat_facilitator(lab, actor=director, profile=child)) == "labs.facilitator_minor"

    def test_a_running_cohort_keeps_its_last_facilitator(self, lab, director):
        first = ways.seat_guide(lab)
        cohort = CohortFactory(lab=lab, state="running")
        assert (
            refused(lambda: actions.remove_seat(first, actor=director, reason="They moved away"))
            == "labs.last_facilitator"
        )
        ways.seat_guide(lab)
        actions.remove_seat(first, actor=director, reason="They moved away")
        assert cohort.lab.seats.count() == 1

    def test_an_invited_facilitator_sits_once_the_invitation_is_accepted(self, lab, director):
        actions.invite_facilitator(lab, actor=director, email="new@example.org", display_name="Dana")
        assert LabSeat.objects.count() == 0
        user = accept_invitation(Invitation.objects.get(), is_adult=True)
        seat = LabSeat.objects.get()
        assert (seat.lab, seat.profile.user, seat.role) == (lab, user, "facilitator")
        add_second_step(user)
        assert user.has_perm("labs.seat_lab", lab)


class TestLaunch:
    def test_a_ready_lab_is_launched_once(self, scope, director):
        lab = ways.ready_lab()
        launched = actions.launch_lab(lab, actor=director)
        assert (launched.state, launched.launched_at is not None) == ("launched", True)
        assert verbs_of(lab) == ["labs.lab_launched"]
        assert refused(lambda: actions.launch_lab(lab, actor=director)) == "state.not_allowed"

    @pytest.mark.parametrize("code", ["L1", "L2", "L3"])
    def test_what_is_missing_is_said(self, scope, director, code):
        lab = ways.ready_lab(but=code)
        with pytest.raises(DomainError) as error:
            actions.launch_lab(lab, actor=director)
        assert (error.value.code, error.value.data["rules"]) == ("labs.launch_gate", [code])
        lab.refresh_from_db()
        assert (lab.state, AuditEntry.objects.filter(verb="labs.lab_launched").count()) == ("gathering", 0)

    def test_a_missing_sector_is_named(self, scope, director):
        with pytest.raises(DomainError) as error:
            actions.launch_lab(ways.ready_lab(but="L1"), actor=director)
        assert "social business" in str(error.value)


class TestRest:
    def test_a_lab_rests_wakes_and_closes(self, scope, director):
        lab = ways.ready_lab()
        lab.move("launched")
        actions.pause_lab(lab, actor=director, reason="No room in winter")
        assert refused(lambda: actions.pause_lab(lab, actor=director, reason="Again")) == "labs.lab_not_paused"
        actions.resume_lab(lab, actor=director)
        actions.close_lab(lab, actor=director, reason="The question is answered")
        assert verbs_of(lab) == ["labs.lab_rested", "labs.lab_woken", "labs.lab_closed"]
        assert refused(lambda: actions.resume_lab(lab, actor=director)) == "labs.lab_closed"

    def test_a_lab_that_lost_its_sectors_is_not_woken_and_says_why(self, client, scope, director, sign_in):
        lab = ways.ready_lab()
        lab.move("launched")
        sign_in(client, director)
        page = client.get(lab.get_absolute_url())
        assert [line["tone"] for line in page.context["gate"]] == ["green"] * 3
        actions.remove_seat(lab.seats.get(sector=4), actor=director, reason="They moved away")
        page = client.get(lab.get_absolute_url())
        assert [line["tone"] for line in page.context["gate"]] == ["red", "green", "green"]
        assert "Launch the lab" not in page.content.decode()
        actions.pause_lab(lab, actor=director, reason="No room in winter")
        assert refused(lambda: actions.resume_lab(lab, actor=director)) == "labs.launch_gate"

    @pytest.mark.parametrize("state", Cohort.State.values)
    def test_a_cohort_on_its_way_keeps_the_lab_open(self, scope, director, state):
        lab = CohortFactory(state=state).lab
        if state in {"completed", "cancelled"}:
            actions.close_lab(lab, actor=director, reason="Done")
            assert lab.state == "closed"
        else:
            assert refused(lambda: actions.close_lab(lab, actor=director, reason="Done")) == "labs.lab_has_cohorts"

    def test_two_people_closing_at_once_close_it_once(self, lab, director):
        stale = Lab.objects.get(pk=lab.pk)
        actions.close_lab(lab, actor=director, reason="Done")
        with pytest.raises(Moved):
            actions.close_lab(stale, actor=director, reason="Done")


class TestPages:
    def test_from_a_question_to_the_launch(self, client, scope, director, sign_in):
        sign_in(client, director)
        ready = ways.ready_lab()
        url = reverse("new_lab", args=[scope.slug])
        assert client.get(url).status_code == 200
        assert client.post(url, {"name_en": ""}).status_code == 422
        form = {
            "name_en": "Street",
            "question_en": "How?",
            "host": ready.host_id,
            "first_session_on": "2026-12-01",
            "sure": "on",
        }
        assert client.post(url, form).status_code == 302
        lab = Lab.objects.get(question={"en": "How?"})
        launch = reverse("launch_lab", args=[scope.slug, lab.pk])
        assert "cannot be launched yet" in client.post(launch, follow=True).content.decode()
        for seat in ready.seats.filter(role="representative"):
            representation = seat.profile.representations.get()
            place = reverse("seat_representative", args=[scope.slug, lab.pk])
            assert client.post(place, {"representation": representation.pk}).status_code == 302
        guide = ready.seats.get(role="facilitator").profile
        place = reverse("seat_facilitator", args=[scope.slug, lab.pk])
        assert client.post(place, {"profile": ""}).status_code == 422
        assert client.post(place, {"profile": guide.pk}).status_code == 302
        page = client.get(lab.get_absolute_url()).content.decode()
        assert launch in page
        client.post(launch)
        lab.refresh_from_db()
        assert lab.state == "launched"

    def test_without_representatives_the_page_leads_to_the_organisations(self, client, lab, director, sign_in):
        sign_in(client, director)
        page = client.get(f"{lab.get_absolute_url()}?part=seats").content.decode()
        assert reverse("seat_representative", args=[lab.city.slug, lab.pk]) not in page
        assert "No organisation has a further representative." in page

    @pytest.mark.parametrize(("launched_at", "count"), [(None, 3), (timezone.now(), 0)])
    def test_the_form_says_what_the_launch_needs(self, client, scope, director, sign_in, launched_at, count):
        sign_in(client, director)
        lab = LabFactory(state="launched" if launched_at else "gathering", launched_at=launched_at)
        page = client.get(reverse("change_lab", args=[scope.slug, lab.pk])).content.decode()
        assert page.count("(needed for the launch)") == count

    @pytest.mark.parametrize(("adds", "opened"), [("representative", 1), ("facilitator", 1), ("", 0)])
    def test_the_form_that_a_button_promised_is_open(self, client, scope, director, sign_in, adds, opened):
        sign_in(client, director)
        page = client.get(ways.ready_lab(but="L1").get_absolute_url(), {"add": adds})
        assert page.content.decode().count('<details class="card" open>') == opened

    def test_whoever_sits_in_the_lab_is_offered_no_second_seat(self, client, scope, director, sign_in):
        sign_in(client, director)
        lab = ways.ready_lab(but="L1")
        free = RepresentationFactory()
        form = client.get(lab.get_absolute_url()).context["representative_form"]
        assert [row.pk for row in form.fields["representation"].queryset] == [free.pk]
        seated = lab.seats.filter(role="representative").first().profile.representations.get()
        found = client.get(
            reverse("find_representations", args=[scope.slug]),
            {"lab": lab.pk, "name": "representation", "representation-q": str(seated.profile)},
        )
        assert [value for value, _words, _chosen in found.context["options"] if value == seated.pk] == []
        # Whoever sends it all the same, from a page of before, has one seat.
        place = reverse("seat_representative", args=[scope.slug, lab.pk])
        assert client.post(place, {"representation": seated.pk}).status_code == 302
        assert lab.seats.filter(profile=seated.profile).count() == 1

    def test_a_facilitator_is_invited_from_the_labs_page(self, client, lab, director, sign_in):
        sign_in(client, director)
        place = reverse("seat_facilitator", args=[lab.city.slug, lab.pk])
        assert client.post(place, {"display_name": "Dana", "email": "new@example.org"}).status_code == 302
        page = client.get(lab.get_absolute_url()).content.decode()
        assert ("Invited by email." in page, "Seat assigned." in page) == (True, False)
        assert Invitation.objects.get().scope_id == lab.pk
        assert Message.objects.filter(recipient="new@example.org").count() == 1

    @pytest.mark.parametrize("state", Lab.State.values)
    def test_the_page_opens_in_every_state(self, client, scope, director, sign_in, state):
        sign_in(client, director)
        assert client.get(LabFactory(state=state).get_absolute_url()).status_code == 200

    def test_a_lab_rests_by_a_page_that_asks_why(self, client, scope, director, sign_in):
        sign_in(client, director)
        lab = LabFactory()
        for name in ("rest_lab", "close_lab"):
            assert client.get(reverse(name, args=[scope.slug, lab.pk])).status_code == 200
        assert client.post(reverse("rest_lab", args=[scope.slug, lab.pk]), {"reason": ""}).status_code == 422
        client.post(reverse("rest_lab", args=[scope.slug, lab.pk]), {"reason": "Winter"})
        client.post(reverse("wake_lab", args=[scope.slug, lab.pk]))
        client.post(reverse("close_lab", args=[scope.slug, lab.pk]), {"reason": "Answered"})
        lab.refresh_from_db()
        assert lab.state == "closed"

    def test_who_may_not(self, client, scope, lab, resident, facilitator, sign_in):
        sign_in(client, resident)
        assert client.get(lab.get_absolute_url()).status_code == 403
        sign_in(client, facilitator)
        assert client.post(reverse("launch_lab", args=[scope.slug, lab.pk])).status_code == 403
        assert client.get(reverse("new_lab", args=[scope.slug])).status_code == 403

    def test_pages_cost_the_same_with_more_rows(self, client, scope, director, sign_in):
        sign_in(client, director)
        url = reverse("labs", args=[scope.slug])
        assert_same_queries(
            lambda: client.get(url), lambda n: LabFactory.create_batch(n, host=OrganisationFactory()), most=10
        )
        lab = LabFactory(state="gathering")

        def add(number):
            for sector in ways.SECTORS[:number]:
                ways.seat_sector(lab, sector)
                CohortFactory(lab=lab)
                ways.seat_guide(lab)

        assert_same_queries(lambda: client.get(lab.get_absolute_url()), add, most=25)


def test_an_organisation_that_carries_work_is_not_archived(scope, director):
    owner, host, idle = OrganisationFactory.create_batch(3)
    InitiativeFactory(owner=owner)
    LabFactory(host=host)
    for organisation, words in ((owner, "1 open initiative"), (host, "hosts the lab")):
        with pytest.raises(DomainError, match=words) as refused:
            archive_organisation(organisation, actor=director, reason="closed")
        assert refused.value.code == "stakeholders.organisation_in_use"
    Initiative.objects.get().move("stopped")
    for organisation in (owner, idle):
        assert archive_organisation(organisation, actor=director, reason="closed").state == "archived"


@pytest.mark.parametrize("way", ["rest", "close"])
def test_a_lab_whose_cohort_runs_is_not_asked_for_a_reason_first(
    client: Any, sign_in: Any, scope: Any, director: Any, way: str
) -> None:
    lab = LabFactory(state="launched")
    cohort = CohortFactory(lab=lab, state="running")
    sign_in(client, director)
    address = reverse(f"{way}_lab", args=["bat-galim", lab.pk])
    page = client.get(address).content.decode()
    assert ("still on its way" in page, 'name="reason"' in page) == (True, False)
    assert ("the lab: not possible now" in page, "the lab “" in page) == (True, False)
    assert client.post(address, {"reason": "Everything here is done"}).status_code == 409
    Cohort.objects.filter(pk=cohort.pk).update(state="cancelled")
    assert 'name="reason"' in client.get(address).content.decode()
