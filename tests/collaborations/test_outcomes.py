"""A yes is to the words that were read; who proposed it changes it, withdraws it, and hears what comes of it."""

import re

import pytest
from django.urls import reverse

from cities.models import Membership
from collaborations.actions import course
from collaborations.actions.outcomes import go_on_with_agreed, lapse_unanswered, withdraw_proposal
from collaborations.actions.proposals import agree_to_collaboration, decline_collaboration, propose_collaboration
from collaborations.actions.sides import Group
from collaborations.models import Collaboration
from educities.activity.models import AuditEntry, Event, Message, Notice
from reports.queries.staff_days import read_day
from stakeholders.models import Profile
from tests.collaborations.support import WORDS, agree_all, make_person, propose
from tests.factories import OrganisationFactory, ProfileFactory
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def rana(scope):
    return make_person(scope, display_name="Rana")


@pytest.fixture
def brought(noa, omar, rana, facilitator):
    return propose_collaboration([noa, omar, rana], actor=facilitator, **WORDS)


def say_yes(row, person):
    agree_to_collaboration(row.parties.get(profile=person), actor=person.user)


def states(row):
    return dict(row.parties.values_list("profile__display_name", "state"))


class TestOtherWords:
    def test_whoever_had_agreed_is_asked_again_by_mail_and_on_their_day(self, scope, noa, rana, director):
        person = Profile.objects.get(user=director)
        row = propose(noa, person, rana)
        say_yes(row, person)
        Message.objects.all().delete()
        course.change_collaboration(row, actor=noa.user, title={"en": "A camp for the whole of July"}, circle="city")
        assert states(row) == {"Noa": "agreed", person.display_name: "asked", "Rana": "asked"}
        assert set(Message.objects.values_list("user", flat=True)) == {person.user_id, rana.user_id}
        assert Notice.objects.filter(verb="collaborations.asked_again", user=director).exists()
        lines = read_day(scope, fresh(director), 9)[0].lines
        assert row.get_absolute_url() in [line.url for line in lines]

    def test_a_change_by_who_brought_them_together_asks_each_of_them(self, brought, noa, facilitator):
        say_yes(brought, noa)
        course.change_collaboration(brought, actor=facilitator, circle="world")
        assert set(states(brought).values()) == {"asked"}

    def test_nobody_who_said_no_is_asked_again(self, brought, omar, facilitator):
        decline_collaboration(brought.parties.get(profile=omar), actor=omar.user)
        course.change_collaboration(brought, actor=facilitator, circle="world")
        assert states(brought)["Omar"] == "declined"
        assert not Notice.objects.filter(verb="collaborations.asked_again", user=omar.user).exists()

    def test_what_changes_nothing_asks_nobody(self, brought, noa, facilitator):
        say_yes(brought, noa)
        course.change_collaboration(brought, actor=facilitator, circle=brought.circle)
        assert states(brought)["Noa"] == "agreed"

    def test_once_it_is_agreed_the_others_read_of_it(self, agreed, noa, omar):
        course.change_collaboration(agreed, actor=noa.user, circle="city")
        assert Notice.objects.get(verb="collaborations.changed").user == omar.user
        assert states(agreed) == {"Noa": "agreed", "Omar": "agreed"}

    def test_the_event_log_tells_of_it(self, agreed, noa):
        course.change_collaboration(agreed, actor=noa.user, circle="city")
        assert Event.objects.get(name="collaboration.changed").data["circle"] == "city"

    def test_a_yes_on_an_old_page_is_asked_once_more_with_the_words_of_now(self, client, scope, noa, omar, sign_in):
        row = propose(noa, omar)
        sign_in(client, omar.user, second_factor=False)
        url = reverse("agree_to_collaboration", args=[scope.slug, row.parties.get(profile=omar).pk])
        read = re.search(r'name="read" value="([^"]+)"', client.get(url).content.decode())[1]
        course.change_collaboration(row, actor=noa.user, title={"en": "A camp"})
        page = client.post(url, {"gives_en": "A spade", "read": read})
        assert page.status_code == 422
        assert "A camp" in page.content.decode()
        assert "The proposal has changed since you opened this page" in page.content.decode()
        again = re.search(r'name="read" value="([^"]+)"', page.content.decode())[1]
        assert client.post(url, {"gives_en": "A spade", "read": again}).status_code == 302
        row.refresh_from_db()
        assert row.state == "agreed"


class TestProposer:
    def test_the_page_names_who_brought_them_together(self, client, brought, noa, facilitator, sign_in):
        sign_in(client, noa.user, second_factor=False)
        named = Profile.objects.get(user=facilitator).display_name
        assert named in client.get(brought.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("then", ["agreed", "declined", "lapsed"])
    def test_they_hear_what_comes_of_it(self, noa, omar, facilitator, then):
        row = propose_collaboration([noa, omar], actor=facilitator, **WORDS)
        if then == "agreed":
            agree_all(row)
        elif then == "declined":
            decline_collaboration(row.parties.get(profile=omar), actor=omar.user)
        else:
            Collaboration.objects.update(answer_by=row.city.today())
            lapse_unanswered()
        assert Notice.objects.filter(user=facilitator, verb=f"collaborations.{then}").count() == 1
        assert Message.objects.filter(user=facilitator, kind=f"collaborations.{then}").count() == 1

    def test_and_how_it_goes_on(self, noa, omar, facilitator):
        row = agree_all(propose_collaboration([noa, omar], actor=facilitator, **WORDS))
        course.begin_collaboration(row, actor=noa.user)
        course.complete_collaboration(row, actor=noa.user, result={"en": "Tomatoes"})
        assert Notice.objects.filter(user=facilitator, verb="collaborations.completed").exists()

    def test_who_no_longer_works_here_hears_nothing(self, brought, noa, omar, rana, facilitator):
        Membership.objects.filter(user=facilitator).exclude(role="resident").delete()
        agree_all(brought)
        assert not Notice.objects.filter(user=facilitator).exists()

    @pytest.mark.parametrize("asks", ["side", "office"])
    def test_they_withdraw_it_with_a_reason_that_those_who_were_asked_read(
        self, client, scope, noa, omar, rana, facilitator, sign_in, asks
    ):
        is_side = asks == "side"
        row = (
            propose(noa, omar, rana)
            if is_side
            else propose_collaboration([noa, omar, rana], actor=facilitator, **WORDS)
        )
        sign_in(client, noa.user if is_side else facilitator, second_factor=not is_side)
        url = reverse("withdraw_proposal", args=[scope.slug, row.pk])
        assert url in client.get(row.get_absolute_url()).content.decode()
        client.post(url, {"reason": "The plot was sold"})
        row.refresh_from_db()
        assert (row.state, row.ended_on) == ("declined", scope.today())
        told = set(Notice.objects.filter(verb="collaborations.withdrawn").values_list("user", flat=True))
        assert told == {omar.user_id, rana.user_id} | (set() if is_side else {noa.user_id})
        assert AuditEntry.objects.get(verb="collaborations.withdrawn").reason == "The plot was sold"
        sign_in(client, omar.user, second_factor=False)
        assert "The plot was sold" in client.get(row.get_absolute_url()).content.decode()
        assert refused(lambda: say_yes(row, omar)) == "collaborations.answered"

    def test_nobody_else_does_and_not_once_it_is_agreed(self, brought, noa, omar, rana, facilitator):
        assert not noa.user.has_perm("collaborations.withdraw_collaboration", brought)
        assert propose(noa, omar).proposer != omar
        agree_all(brought)
        act = lambda: withdraw_proposal(brought, actor=facilitator, reason="Too late")  # noqa: E731
        assert refused(act) == "collaborations.answered"
        assert not fresh(facilitator).has_perm("collaborations.reword_collaboration", brought)

    def test_the_end_of_what_is_only_proposed_says_the_way(self, client, scope, brought, director, sign_in):
        sign_in(client, director)
        shown = client.get(reverse("end_collaboration", args=[scope.slug, brought.pk])).content.decode()
        assert "can withdraw it on its page" in shown


class TestGoOn:
    def test_two_who_agreed_wait_no_longer(self, client, scope, brought, noa, omar, facilitator, sign_in):
        say_yes(brought, noa)
        assert refused(lambda: go_on_with_agreed(brought, actor=noa.user)) == "collaborations.no_start"
        say_yes(brought, omar)
        sign_in(client, omar.user, second_factor=False)
        url = reverse("go_on_with_agreed", args=[scope.slug, brought.pk])
        assert url in client.get(brought.get_absolute_url()).content.decode()
        client.post(url)
        brought.refresh_from_db()
        assert brought.state == "agreed"
        assert states(brought) == {"Noa": "agreed", "Omar": "agreed", "Rana": "declined"}


class TestGroups:
    def test_one_or_two_children_are_no_class(self, noa):
        for size in (1, 2):
            group = Group(OrganisationFactory(), "4b", size)
            assert refused(lambda group=group: propose(noa, group)) == "collaborations.small_group"

    @pytest.mark.parametrize("band", ["child", "adult"])
    @pytest.mark.parametrize("name", ["Lior Levi", " lior  LEVI "])
    def test_no_person_is_a_class_by_name(self, noa, band, name):
        ProfileFactory(display_name="Lior Levi", age_band=band)
        group = Group(OrganisationFactory(), name, 28)
        assert refused(lambda: propose(noa, group)) == "collaborations.person_as_group"

    def test_it_is_said_at_its_box(self, client, scope, noa, sign_in):
        ProfileFactory(display_name="Lior Levi", age_band="child")
        sign_in(client, noa.user, second_factor=False)
        url = reverse("propose_to_organisation", args=[scope.slug, OrganisationFactory().pk])
        fields = {"title_en": "A garden", "circle": "class"}
        page = client.post(url, {**fields, "group_name": "Lior Levi"})
        assert "group_name" in page.context["form"].errors
        page = client.post(url, {**fields, "group_name": "4b", "group_size": "1"})
        assert "group_size" in page.context["form"].errors
