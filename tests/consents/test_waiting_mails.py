"""What waits for the morning is asked again when it goes out: no mail says what a guardian's no has ended by then."""

from typing import Any

import pytest

from challenges.actions import answer_idea, hide_idea, join_challenge, merge_ideas, withdraw_idea
from challenges.models import Challenge, Contribution
from cities.models import City
from consents.actions import change_consents, refuse_guardian, report_wrong_recipient, return_question
from consents.models import GuardianLink
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.held_messages import reschedule_for_quiet_hours
from educities.activity.models import Message
from educities.tenancy.scope import city_scope
from tests.challenges.people import published
from tests.consents.people import ACCOUNT_ALONE, NO, YES, answered, asked, child_of
from tests.factories import ChallengeFactory, MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCOUNT_AND_LAB = {**ACCOUNT_ALONE, "lab": True}


def be_quiet(city: Any, until: str) -> None:
    """The city writes to nobody (until 23:59), or to everybody (until 00:00)."""
    City.objects.filter(pk=city.pk).update(quiet_from="00:00", quiet_until=until, keeps_sabbath=False)


@pytest.fixture
def night(scope: Any) -> Any:
    be_quiet(scope, "23:59")
    return scope


@pytest.fixture
def challenge(night: Any) -> Challenge:
    return ChallengeFactory(places=1)


@pytest.fixture
def child(night: Any) -> Any:
    return child_of(night, display_name="Lior")


def wait_for_morning(city: Any) -> None:
    """A run at night sends what is urgent alone; in the morning all that waits is handed over."""
    deliver_due()
    be_quiet(city, "00:00")
    reschedule_for_quiet_hours()
    deliver_due()


def list_sent(user: Any) -> list[str]:
    return sorted(Message.objects.filter(user=user, state="sent").values_list("kind", flat=True))


def fill_the_night(child: Any, challenge: Challenge) -> tuple[GuardianLink, Contribution]:
    """An idea of the child is published, answered and merged while the city is quiet; a place is taken."""
    link = answered(child, YES)
    idea = published(child, challenge)
    join_challenge(challenge, profile=child, actor=child.user)
    answer_idea(idea, actor=None, answer_state="accepted", answer="We will build it in spring.")
    return link, idea


def test_what_is_still_true_goes_out_in_the_morning(child: Any, challenge: Challenge, night: Any) -> None:
    fill_the_night(child, challenge)
    deliver_due()
    assert list_sent(child.user) == []
    wait_for_morning(night)
    assert list_sent(child.user) == [
        "challenges.idea_answered",
        "challenges.idea_published",
        "challenges.joined",
        "consents.guardian_confirmed",
    ]


def test_a_closed_account_gets_the_mail_about_its_closing_alone(child: Any, challenge: Challenge, night: Any) -> None:
    link, _idea = fill_the_night(child, challenge)
    change_consents(link, guardian=link.guardian, consents=NO)
    wait_for_morning(night)
    assert list_sent(child.user) == ["consents.child_closed"]
    left = Message.objects.filter(user=child.user).exclude(state="sent")
    assert {(one.state, str(one.payload)) for one in left} == {("cancelled", "{}")}


def test_a_closed_account_gets_nothing_of_another_city(
    child: Any, challenge: Challenge, night: Any, other_city: Any
) -> None:
    link, _idea = fill_the_night(child, challenge)
    be_quiet(other_city, "00:00")
    with city_scope(other_city.pk):
        waiting = {"kind": "cities.role_ended", "channel": "mail", "dedupe_key": "one", "payload": {"verb": "x"}}
        Message.objects.create(user=child.user, recipient=child.user.email, **waiting)
    change_consents(link, guardian=link.guardian, consents=NO)
    deliver_due()
    with city_scope(other_city.pk):
        assert Message.objects.get(dedupe_key="one").state == "cancelled"


def test_who_has_another_part_gets_nothing_about_the_one_that_ended(
    child: Any, challenge: Challenge, night: Any, other_city: Any
) -> None:
    MembershipFactory(user=child.user, city=other_city, role="resident")
    link, _idea = fill_the_night(child, challenge)
    change_consents(link, guardian=link.guardian, consents=NO)
    wait_for_morning(night)
    assert list_sent(child.user) == ["consents.child_closed"]


def test_what_waits_for_its_address_alone_goes_with_the_account(child: Any, challenge: Challenge) -> None:
    link, _idea = fill_the_night(child, challenge)
    waiting = {"kind": "challenges.confirm_act", "channel": "mail", "dedupe_key": "one", "payload": {"text": "mine"}}
    for state in ("pending", "dead", "held"):
        Message.objects.create(recipient=child.user.email.upper(), state=state, **{**waiting, "dedupe_key": state})
    change_consents(link, guardian=link.guardian, consents=NO)
    left = Message.objects.filter(dedupe_key__in=["pending", "dead", "held"])
    assert set(left.values_list("state", flat=True)) == {"cancelled"}
    assert [one.payload for one in left] == [{}, {}, {}]


def test_an_account_that_is_open_again_is_not_said_to_be_closed(child: Any, challenge: Challenge, night: Any) -> None:
    link, _idea = fill_the_night(child, challenge)
    change_consents(link, guardian=link.guardian, consents=NO)
    link = GuardianLink.objects.get(pk=link.pk)
    change_consents(link, guardian=link.guardian, consents=YES)
    wait_for_morning(night)
    assert "consents.child_opened" in list_sent(child.user)
    assert "consents.child_closed" not in list_sent(child.user)


@pytest.mark.parametrize("is_closed", [True, False])
def test_the_other_adult_reads_of_a_closing_only_while_it_stands(child: Any, night: Any, is_closed: bool) -> None:
    mother, father = answered(child, YES), answered(child, YES, "father@example.org")
    for consents in (NO,) if is_closed else (NO, YES):
        father = GuardianLink.objects.get(pk=father.pk)
        change_consents(father, guardian=father.guardian, consents=consents)
    wait_for_morning(night)
    assert ("consents.ward_erased" in list_sent(mother.guardian.user)) == is_closed


@pytest.mark.parametrize("left", [ACCOUNT_ALONE, ACCOUNT_AND_LAB])
def test_nothing_is_said_of_an_idea_that_a_no_has_taken_out_of_sight(
    child: Any, challenge: Challenge, night: Any, left: dict[str, bool]
) -> None:
    link, _idea = fill_the_night(child, challenge)
    change_consents(link, guardian=link.guardian, consents=left)
    wait_for_morning(night)
    about_ideas = [kind for kind in list_sent(child.user) if kind.startswith("challenges.idea")]
    assert about_ideas == ["challenges.idea_rested"]
    assert ("challenges.joined" in list_sent(child.user)) == left["lab"]


def test_a_yes_that_comes_back_publishes_in_one_mail(child: Any, challenge: Challenge, night: Any) -> None:
    link, _idea = fill_the_night(child, challenge)
    for consents in (ACCOUNT_ALONE, YES):
        change_consents(link, guardian=link.guardian, consents=consents)
    wait_for_morning(night)
    about_ideas = [kind for kind in list_sent(child.user) if kind.startswith("challenges.idea")]
    assert about_ideas == ["challenges.idea_published"]


def test_a_merged_idea_whose_yes_is_gone_is_mailed_of_no_more(child: Any, challenge: Challenge, night: Any) -> None:
    link, idea = fill_the_night(child, challenge)
    kept = published(ProfileFactory(user=UserFactory()), challenge, text="Swings for all of us")
    merge_ideas(kept, [idea], actor=None)
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_AND_LAB)
    wait_for_morning(night)
    assert {"challenges.idea_merged", "challenges.idea_answered"}.isdisjoint(list_sent(child.user))


def test_an_adults_idea_too_is_mailed_of_as_it_is_in_the_morning(challenge: Challenge, night: Any) -> None:
    author = ProfileFactory(user=UserFactory())
    idea = published(author, challenge)
    answer_idea(idea, actor=None, answer_state="accepted", answer="We will build it in spring.")
    hide_idea(idea, actor=None, rule="kindness", because="Please say it in a friendlier way.")
    withdrawn = published(author, challenge, text="Another thought of mine")
    answer_idea(withdrawn, actor=None, answer_state="accepted", answer="We will build it in spring.")
    withdraw_idea(withdrawn, actor=author.user)
    wait_for_morning(night)
    assert list_sent(author.user) == ["challenges.idea_hidden"]


def test_an_address_that_was_right_after_all_is_not_said_to_be_wrong(child: Any, night: Any) -> None:
    _link, token = asked(child)
    report_wrong_recipient(token)
    return_question(token)
    wait_for_morning(night)
    assert list_sent(child.user) == ["consents.guardian_found"]


def test_an_answer_that_was_taken_back_by_another_is_not_said_to_be_a_yes(child: Any, night: Any) -> None:
    answered(child, YES)
    refuse_guardian(asked(child, "father@example.org")[1])
    wait_for_morning(night)
    assert list_sent(child.user) == ["consents.child_closed"]


def test_a_mail_whose_words_are_gone_never_goes_out(challenge: Challenge, night: Any) -> None:
    author = ProfileFactory(user=UserFactory())
    idea = published(author, challenge)
    answer_idea(idea, actor=None, answer_state="accepted", answer="We will build it in spring.")
    Contribution.objects.filter(pk=idea.pk).update(text="")
    wait_for_morning(night)
    assert [(one.state, one.payload) for one in Message.objects.filter(user=author.user)] == [("cancelled", {})]


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_empty_marks_that_a_person_typed_are_no_gap(challenge: Challenge, night: Any, language: str) -> None:
    author = ProfileFactory(user=UserFactory(language=language))
    idea = published(author, challenge, text="Marks “” without words «», and ״״ too")
    answer_idea(idea, actor=None, answer_state="accepted", answer="We will build it in spring “”.")
    wait_for_morning(night)
    assert list_sent(author.user) == ["challenges.idea_answered"]
