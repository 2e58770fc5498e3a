import threading

import pytest
from django.db import connection
from django.urls import reverse

from consents.actions import ask_consent, give_consent
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Message
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from labs.actions import members as actions
from labs.models import CohortMember
from stakeholders.models import Profile
from tests.factories import (
    ChildFactory,
    CohortFactory,
    CohortMemberFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.labs import ways
from tests.support import assert_same_queries, refused, say_adult

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory(state="recruiting", capacity=3)


def taken(cohort):
    cohort.refresh_from_db()
    return cohort.places_taken


class TestAdd:
    def test_the_seats_sector_is_the_organisations_and_stays(self, cohort, facilitator):
        organisation = OrganisationFactory(sector=3)
        seat = actions.add_member(
            cohort, actor=facilitator, profile=ProfileFactory(), organisation=organisation, sector=1
        )
        organisation.sector = 2
        organisation.save()
        seat.refresh_from_db()
        assert (seat.sector, seat.state, taken(cohort)) == (3, "active", 1)
        assert AuditEntry.objects.get(verb="labs.member_added").data["sector"] == 3

    def test_the_sector_is_chosen_where_there_is_no_organisation(self, cohort, facilitator):
        assert refused(lambda: actions.add_member(cohort, actor=facilitator, profile=ProfileFactory())) == (
            "labs.sector_needed"
        )
        assert actions.add_member(cohort, actor=facilitator, profile=ProfileFactory(), sector=4).sector == 4

    def test_a_person_is_added_once(self, cohort, facilitator):
        person = ProfileFactory()
        seats = {actions.add_member(cohort, actor=facilitator, profile=person, sector=1) for _n in range(2)}
        assert (len(seats), taken(cohort)) == (1, 1)

    def test_a_new_person_by_name_sent_twice_is_one(self, cohort, facilitator):
        for _n in range(2):
            actions.add_member(cohort, actor=facilitator, display_name="Avi", sector=1)
        assert (Profile.objects.filter(display_name="Avi").count(), taken(cohort)) == (1, 1)

    def test_a_new_person_by_mail_has_an_account_and_is_told(self, cohort, facilitator):
        seat = actions.add_member(
            cohort, actor=facilitator, display_name="Avi", email="AVI@example.org", sector=1, agreed=False
        )
        assert (seat.state, seat.profile.user.email) == ("invited", "avi@example.org")
        assert Message.objects.get().recipient == "avi@example.org"
        again = actions.add_member(cohort, actor=facilitator, display_name="A.", email="avi@example.org", sector=1)
        assert (again, User.objects.filter(email="avi@example.org").count()) == (seat, 1)

    def test_who_has_no_account_cannot_be_asked_by_mail(self, cohort, facilitator):
        seat = actions.add_member(cohort, actor=facilitator, display_name="Avi", sector=1, agreed=False)
        assert seat.state == "active"

    @pytest.mark.parametrize("state", ["planned", "suspended", "completed", "cancelled"])
    def test_closed_doors(self, scope, facilitator, state):
        cohort = CohortFactory(state=state)
        assert refused(lambda: actions.add_member(cohort, actor=facilitator, display_name="Avi", sector=1)) == (
            "labs.cohort_takes_no_members"
        )

    def test_a_full_cohort_says_so_and_writes_nobody_down(self, cohort, facilitator):
        for _n in range(3):
            actions.add_member(cohort, actor=facilitator, profile=ProfileFactory(), sector=1)
        before = Profile.objects.count()
        act = lambda: actions.add_member(cohort, actor=facilitator, display_name="Late", sector=1)  # noqa: E731
        assert refused(act) == "labs.cohort_full"
        assert (Profile.objects.count(), taken(cohort)) == (before, 3)


class TestMinors:
    def test_a_child_waits_for_the_guardians_consent(self, cohort, facilitator):
        child = ChildFactory(user=UserFactory())
        seat = actions.add_member(cohort, actor=facilitator, profile=child, sector=3)
        assert seat.state == "invited"
        assert refused(lambda: actions.accept_seat(seat, actor=child.user)) == "labs.consent_needed"
        consent = ask_consent(child, "lab", actor=facilitator)
        give_consent(consent, actor=facilitator, given_by=ProfileFactory(), assent=True)
        actions.accept_seat(seat, actor=child.user)
        assert seat.state == "active"

    def test_children_are_named_to_those_who_lead_alone(self, client, cohort, director, facilitator, sign_in):
        CohortMemberFactory(cohort=cohort, profile=ChildFactory(display_name="Lior"))
        member = CohortMemberFactory(cohort=cohort, profile=ProfileFactory(user=UserFactory(), display_name="Noam"))
        url = reverse("cohort_members", args=[cohort.city.slug, cohort.pk])
        for user, named in ((director, True), (facilitator, True), (member.profile.user, False)):
            sign_in(client, user)
            page = client.get(url).content.decode()
            assert ("Lior" in page, "Noam" in page) == (named, True)

    def test_children_stand_in_no_list_to_choose_from(self, client, cohort, director, sign_in):
        ChildFactory(display_name="Lior Katan")
        ProfileFactory(display_name="Lior Gadol")
        sign_in(client, director)
        page = client.get(reverse("new_member", args=[cohort.city.slug, cohort.pk])).content.decode()
        assert ("Lior Gadol" in page, "Lior Katan" in page) == (True, False)
        found = {"name": "profile", "profile-q": "Lior"}
        page = client.get(reverse("find_people", args=[cohort.city.slug]), found).content.decode()
        assert ("Lior Gadol" in page, "Lior Katan" in page) == (True, False)


class TestLeave:
    def test_the_place_is_free_again_and_the_person_may_come_back(self, cohort, facilitator):
        person = ProfileFactory()
        seat = actions.add_member(cohort, actor=facilitator, profile=person, sector=1)
        actions.leave_cohort(seat, actor=facilitator)
        assert (seat.state, taken(cohort)) == ("withdrawn", 0)
        again = actions.add_member(cohort, actor=facilitator, profile=person, sector=2)
        assert (again.pk != seat.pk, again.sector, taken(cohort)) == (True, 2, 1)

    def test_leaving_twice_frees_one_place(self, cohort, facilitator):
        seat, other = (actions.add_member(cohort, actor=facilitator, profile=ProfileFactory(), sector=1) for _n in "ab")
        stale = CohortMember.objects.get(pk=seat.pk)
        actions.leave_cohort(seat, actor=facilitator)
        assert refused(lambda: actions.leave_cohort(stale, actor=facilitator)) == "state.moved"
        assert (taken(cohort), other.state) == (1, "active")

    def test_taking_out_needs_a_reason(self, cohort, facilitator):
        seat = actions.add_member(cohort, actor=facilitator, profile=ProfileFactory(), sector=1)
        assert refused(lambda: actions.remove_member(seat, actor=facilitator, reason=" ")) == "labs.reason_needed"
        actions.remove_member(seat, actor=facilitator, reason="Broke the charter twice")
        assert (seat.state, taken(cohort)) == ("removed", 0)
        assert AuditEntry.objects.get(verb="labs.member_removed").reason == "Broke the charter twice"


class TestPages:
    def test_that_a_sector_is_needed_is_said_beforehand(self, client, scope, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        page = client.get(reverse("new_member", args=[scope.slug, cohort.pk])).content.decode()
        assert "(needed unless the person speaks for an organisation)" in page

    def test_the_facilitator_adds_by_name_and_by_choice(self, client, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("new_member", args=[cohort.city.slug, cohort.pk])
        assert (
            f'href="{url}"'
            in client.get(reverse("cohort_members", args=[cohort.city.slug, cohort.pk])).content.decode()
        )
        assert client.get(url).status_code == 200
        assert client.post(url, {"display_name": "Avi", "role": "member"}).status_code == 422
        assert client.post(url, {"display_name": "Avi", "role": "member", "sector": "2"}).status_code == 302
        person, school = ProfileFactory(), OrganisationFactory(sector=1)
        form = {"profile": person.pk, "organisation": school.pk, "role": "member", "agreed": "on"}
        for _n in range(2):
            assert client.post(url, form).status_code == 302
        assert list(cohort.members.order_by("pk").values_list("sector", flat=True)) == [2, 1]

    def test_who_is_in_or_was_asked_is_not_offered_once_more(self, client, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        inside, asked, left, other = (
            CohortMemberFactory(cohort=cohort, state=state).profile if state else ProfileFactory()
            for state in ("active", "invited", "withdrawn", "")
        )
        form = client.get(reverse("new_member", args=[cohort.city.slug, cohort.pk])).context["form"]
        offered = set(form.fields["profile"].queryset)
        assert {left, other} <= offered
        assert not {inside, asked} & offered

    def test_who_is_in_already_under_another_name_is_named(self, client, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("new_member", args=[cohort.city.slug, cohort.pk])
        form = {"display_name": "Avi Levi", "email": "avi@example.org", "role": "member", "sector": "2"}
        assert "An invitation is on its way to Avi Levi." in client.post(url, form, follow=True).content.decode()
        page = client.post(url, {**form, "display_name": "Avraham"}, follow=True).content.decode()
        assert "Avi Levi has a place in this cohort already. Nothing was changed." in page
        assert (cohort.members.count(), "An invitation" in page) == (1, False)

    def test_who_speaks_for_one_organisation_sits_for_it(self, client, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("new_member", args=[cohort.city.slug, cohort.pk])
        one = RepresentationFactory(organisation=OrganisationFactory(sector=3))
        form = {"profile": one.profile_id, "role": "member", "agreed": "on"}
        assert client.post(url, form).status_code == 302
        seat = cohort.members.get()
        assert (seat.sector, seat.organisation) == (3, one.organisation)

    def test_who_speaks_for_two_organisations_is_asked(self, client, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("new_member", args=[cohort.city.slug, cohort.pk])
        one = RepresentationFactory(organisation=OrganisationFactory(sector=3))
        RepresentationFactory(profile=one.profile)
        assert client.post(url, {"profile": one.profile_id, "role": "member"}).status_code == 422

    def test_one_after_the_other_is_added(self, client, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("new_member", args=[cohort.city.slug, cohort.pk])
        assert 'name="another"' in client.get(url).content.decode()
        form = {"display_name": "Avi", "role": "member", "sector": "2"}
        page = client.post(url, {**form, "another": "1"}, follow=True)
        assert page.redirect_chain == [(url, 302)]
        assert "Place reserved for Avi." in page.content.decode()
        assert client.post(url, {**form, "display_name": "Dana"}).url.endswith("/members/")

    def test_a_full_cohort_keeps_what_was_typed(self, client, cohort, facilitator, sign_in):
        ways.members_of_four(cohort := CohortFactory(state="recruiting", capacity=4))
        sign_in(client, facilitator)
        answer = client.post(
            reverse("new_member", args=[cohort.city.slug, cohort.pk]),
            {"display_name": "Avi Late", "role": "member", "sector": "2"},
        )
        assert (answer.status_code, "Avi Late" in answer.content.decode()) == (409, True)

    def test_the_invited_person_says_yes_or_no(self, client, cohort, facilitator, sign_in):
        seat = actions.add_member(
            cohort, actor=facilitator, display_name="Avi", email="avi@example.org", sector=1, agreed=False
        )
        say_adult(seat.profile)
        sign_in(client, seat.profile.user)
        page = client.get(cohort.get_absolute_url()).content.decode()
        assert reverse("join_cohort", args=[cohort.city.slug, seat.pk]) in page
        client.post(reverse("join_cohort", args=[cohort.city.slug, seat.pk]))
        seat.refresh_from_db()
        assert seat.state == "active"
        assert seat.profile.user.memberships.filter(city=cohort.city, role="resident").exists()
        client.post(reverse("give_up_seat", args=[cohort.city.slug, seat.pk]))
        assert (CohortMember.objects.get().state, taken(cohort)) == ("withdrawn", 0)

    def test_nobody_answers_for_another(self, client, cohort, facilitator, resident, sign_in):
        seat = actions.add_member(
            cohort, actor=facilitator, display_name="Avi", email="avi@example.org", sector=1, agreed=False
        )
        slug = cohort.city.slug
        sign_in(client, resident)
        for name in ("join_cohort", "give_up_seat", "accept_seat", "leave_cohort"):
            assert client.post(reverse(name, args=[slug, seat.pk])).status_code == 403
        assert client.get(reverse("remove_member", args=[slug, seat.pk])).status_code == 403
        assert client.post(reverse("new_member", args=[slug, cohort.pk]), {}).status_code == 403

    def test_taking_out_is_a_page_that_asks_why(self, client, cohort, facilitator, sign_in):
        seat = actions.add_member(cohort, actor=facilitator, profile=ProfileFactory(), sector=1)
        sign_in(client, facilitator)
        url = reverse("remove_member", args=[cohort.city.slug, seat.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"reason": ""}).status_code == 422
        assert client.post(url, {"reason": "Broke the charter"}).status_code == 302

    def test_the_page_costs_the_same_with_more_rows(self, client, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("cohort_members", args=[cohort.city.slug, cohort.pk])
        assert_same_queries(
            lambda: client.get(url),
            lambda n: CohortMemberFactory.create_batch(n, cohort=cohort, organisation=OrganisationFactory()),
            most=12,
        )


@pytest.mark.django_db(transaction=True)
def test_forty_people_ask_for_ten_places_and_ten_get_one(scope, facilitator):
    cohort = CohortFactory(state="recruiting", capacity=10)
    people = ProfileFactory.create_batch(40)
    start, answers = threading.Barrier(40), []

    def ask(person):
        try:
            start.wait(120)
            with city_scope(scope.pk):
                actions.add_member(cohort, actor=facilitator, profile=person, sector=1)
            answers.append("in")
        except DomainError as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["in"] * 10 + ["labs.cohort_full"] * 30
    assert (taken(cohort), cohort.members.count()) == (10, 10)
