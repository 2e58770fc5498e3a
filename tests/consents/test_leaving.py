"""Leaving one city: what goes, what stays, what stands against it, and that no other city notices."""

import threading
from typing import Any

import pytest
from django.db import connection

from challenges.actions import join_challenge, support_idea
from challenges.models import Contribution, Participation
from cities.actions import end_role
from cities.models import City, Membership
from consents.actions.erasure import erase_person, leave_city
from educities.accounts.models import Erasure
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import Event, Message, Notice
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from labs.models import CohortMember, LabSeat
from stakeholders.actions import profile_for
from stakeholders.models import Profile, Representation
from tests.challenges.people import published
from tests.consents.people import YES, answered, child_of
from tests.factories import (
    ChallengeFactory,
    CityFactory,
    CohortMemberFactory,
    MembershipFactory,
    ProfileFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.support import record_proof, refused, sign_in

pytestmark = pytest.mark.django_db
WORDS = "A bench under the old fig tree"


@pytest.fixture
def noa(scope: City) -> Profile:
    user = UserFactory(email="noa@example.org", language="en")
    MembershipFactory(user=user, city=scope)
    return ProfileFactory(user=user, display_name="Noa Barzilai", phone="050-7654321", story={"en": "I paint"})


def leave(profile: Profile, **how: Any) -> Profile:
    leave_city(profile, actor=profile.user, **{"keep_texts": False, **how})
    return Profile.objects.get(pk=profile.pk)


def test_whoever_leaves_has_no_name_no_account_and_no_role_there(noa: Profile) -> None:
    gone = leave(noa)
    assert gone.left_at is not None
    assert (gone.user, gone.display_name, gone.phone, gone.story) == (None, "former participant", "", {})
    assert not noa.user.memberships.current().exists()
    assert Event.objects.get(name="person.left").data == {}
    assert Erasure.objects.get().number == noa.pk


@pytest.mark.parametrize("keep", [True, False])
def test_texts_stay_without_a_name_or_go_as_the_person_chose(noa: Profile, keep: bool) -> None:
    challenge = ChallengeFactory()
    idea, other = published(noa, challenge, text=WORDS), published(ProfileFactory(user=UserFactory()), challenge)
    support_idea(other, profile=noa, actor=noa.user)
    join_challenge(challenge, profile=noa, actor=noa.user, bring="I can paint")
    leave(noa, keep_texts=keep)
    found = Contribution.objects.get(pk=idea.pk)
    assert (found.text, found.state) == ((WORDS, "visible") if keep else ("", "withdrawn"))
    assert found.shown_as == ""
    other.refresh_from_db()
    assert other.supports_count == 1
    assert Participation.objects.get(profile=noa).state == "cancelled"


def test_a_text_that_stays_is_by_a_former_participant(noa: Profile, client: Any) -> None:
    idea = published(noa, text=WORDS)
    leave(noa, keep_texts=True)
    page = client.get(f"/c/bat-galim/challenges/{idea.challenge_id}/").content.decode()
    assert WORDS in page
    assert "former participant" in page
    assert "Noa" not in page


def test_seats_and_representations_end(noa: Profile) -> None:
    seat, speaks = CohortMemberFactory(profile=noa), RepresentationFactory(profile=noa, title="Head of school")
    LabSeat.objects.create(
        lab=seat.cohort.lab, profile=noa, organisation=speaks.organisation, sector=1, role="representative"
    )
    leave(noa)
    assert CohortMember.objects.get(pk=seat.pk).state == "withdrawn"
    assert not LabSeat.objects.filter(profile=noa).exists()
    ended = Representation.objects.get(pk=speaks.pk)
    assert (ended.has_ended, ended.title) == (True, "")


def test_the_director_hears_of_a_free_role_without_a_name(noa: Profile, director: Any) -> None:
    MembershipFactory(user=noa.user, city=noa.city, role="steward")
    leave(noa)
    notice = Notice.objects.get(user=director, verb="consents.duty_freed")
    assert notice.data["roles"]["en"] == "network steward"
    assert "Noa" not in str(notice.data)


def test_one_mail_says_what_went_and_the_row_names_no_address_afterwards(noa: Profile) -> None:
    City.objects.filter(pk=noa.city_id).update(quiet_from="00:00", quiet_until="00:00", keeps_sabbath=False)
    leave(noa)
    letter = Message.objects.get(recipient="noa@example.org")
    assert "Your ideas and other texts are deleted" in render_mail(letter).text
    deliver_due()
    assert set(Message.objects.values_list("recipient", "user_id", "state")) == {("", None, "sent")}


def test_another_city_is_as_it_was(noa: Profile, other_city: City) -> None:
    MembershipFactory(user=noa.user, city=other_city)
    with city_scope(other_city.pk):
        there = ProfileFactory(user=noa.user, display_name="Noa elsewhere", phone="03-1")
        before = Profile.objects.filter(pk=there.pk).values().get()
        idea = published(there, text="A lamp at the gate")
    leave(noa, erase_too=True)
    with city_scope(other_city.pk):
        assert Profile.objects.filter(pk=there.pk).values().get() == before
        assert Contribution.objects.get(pk=idea.pk).text == "A lamp at the gate"
    assert noa.user.memberships.current().get().city == other_city
    noa.user.refresh_from_db()
    assert noa.user.email == "noa@example.org"


def test_with_the_last_city_the_account_goes_where_that_was_asked(noa: Profile) -> None:
    leave(noa, erase_too=True)
    noa.user.refresh_from_db()
    assert (noa.user.is_active, noa.user.email) == (False, f"{noa.user.pk}@erased.invalid")


def test_whoever_comes_back_begins_anew(noa: Profile) -> None:
    idea = published(noa, text=WORDS)
    user = noa.user
    leave(noa, keep_texts=True)
    again = profile_for(user, display_name="Noa")
    assert again.pk != noa.pk
    assert not Contribution.objects.filter(author=again).exists()
    assert Contribution.objects.get(pk=idea.pk).author_id == noa.pk


def test_twice_is_once(noa: Profile) -> None:
    leave(noa)
    leave_city(noa, actor=UserFactory(), keep_texts=True)
    assert Erasure.objects.count() == 1


def test_the_last_director_is_refused_with_what_to_do(noa: Profile) -> None:
    MembershipFactory(user=noa.user, city=noa.city, role="director")
    assert refused(lambda: leave(noa)) == "consents.cannot_leave"
    with pytest.raises(DomainError, match="Invite another one first"):
        leave(noa)


def test_whom_a_child_needs_is_told_to_answer_first(scope: City) -> None:
    child = child_of(scope)
    link = answered(child, YES)
    MembershipFactory(user=link.guardian.user, city=scope)
    with pytest.raises(DomainError, match="First ask another parent"):
        leave(link.guardian)
    other = answered(child, YES, "father@example.org")
    assert leave(link.guardian).left_at is not None
    link.refresh_from_db()
    other.refresh_from_db()
    assert (link.state, other.state) == ("ended", "confirmed")


def test_a_child_closes_its_account_where_its_consents_are(scope: City) -> None:
    child = child_of(scope)
    answered(child, YES)
    with pytest.raises(DomainError, match="My activity"):
        leave(child)


def leave_here(profile: Profile) -> None:
    leave_city(profile, actor=profile.user, keep_texts=False)


def erase_here(profile: Profile) -> None:
    erase_person(profile.user, actor=profile.user, keep_texts=False)


def end_here(profile: Profile) -> None:
    end_role(Membership.objects.get(user=profile.user), actor=None)


@pytest.mark.parametrize("ways", [(leave_here, leave_here), (erase_here, end_here)])
@pytest.mark.django_db(transaction=True)
def test_two_directors_who_go_at_once_leave_one(ways: Any) -> None:
    city = CityFactory()
    with city_scope(city.pk):
        two = [ProfileFactory(user=MembershipFactory(city=city, role="director").user) for _ in range(2)]
    refusals: list[str] = []

    def work(go: Any, profile: Profile) -> None:
        try:
            with city_scope(city.pk):
                go(profile)
        except DomainError as error:
            refusals.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in zip(ways, two, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert city.memberships.directors().count() == 1


def test_an_account_that_has_left_its_city_is_told_what_stays_there_and_not_asked_again(
    noa: Profile, client: Any
) -> None:
    idea = published(noa, text=WORDS)
    leave(noa, keep_texts=True)
    sign_in(client, noa.user, second_factor=False)
    record_proof(client, noa.user, "code")
    page = client.get("/accounts/me/delete/").content.decode()
    assert "You have left Bat Galim already. Texts that you let stay there stay" in page
    assert "Bat Galim: your name and your profile" not in page
    assert "What becomes of your ideas" not in page
    assert client.post("/accounts/me/delete/", {}).status_code == 422
    answer = client.post("/accounts/me/delete/", {"sure": "on"}).content.decode()
    assert "You have left Bat Galim already." in answer
    assert "so are your ideas" not in answer
    with city_scope(None):
        mail = render_mail(Message.objects.filter(recipient="noa@example.org").latest("pk"))
    assert "Texts that you let stay in a city which you left earlier stay there" in mail.text
    assert "are deleted. You chose this" not in mail.text
    assert Contribution.objects.get(pk=idea.pk).text == WORDS


def test_the_page_asks_both_and_chooses_nothing(noa: Profile, client: Any) -> None:
    sign_in(client, noa.user, second_factor=False)
    published(noa, text=WORDS)
    page = client.get("/c/bat-galim/mine/leave/")
    text = page.content.decode()
    assert "1 idea" in text
    assert "checked" not in text.partition('<form class="stack wide"')[2]
    assert client.post("/c/bat-galim/mine/leave/", {}).status_code == 422
    answer = client.post("/c/bat-galim/mine/leave/", {"texts": "erase", "account": "keep"})
    assert "You have left this city" in answer.content.decode()
    assert Membership.objects.current().filter(user=noa.user).count() == 0
    assert client.get("/accounts/me/").status_code == 200
