"""Beside an answer stands who is responsible and by when; once the day has passed it waits on a day's page."""

from datetime import timedelta
from typing import Any

import pytest

from challenges.actions import answer_idea
from challenges.actions.answers import Promised
from challenges.models import Contribution
from educities.activity.models import Event, Message, Notice
from educities.activity.texts.mails import render_mail
from labs.models import LabSeat
from reports.queries import load_overview
from tests.challenges.people import published
from tests.factories import ChallengeFactory, LabFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries
from tests.support import fresh as fresh_user

pytestmark = pytest.mark.django_db
ANSWER = "The baker builds it in spring."


def make_person(city: Any, *, role: str = "", name: str = "Dalia Regev") -> Any:
    user = UserFactory()
    MembershipFactory(user=user, city=city, **({"role": role} if role else {}))
    return ProfileFactory(user=user, display_name=name)


@pytest.fixture
def idea(scope: Any) -> Contribution:
    return published(make_person(scope, name="Noa"), ChallengeFactory(lab=LabFactory()))


def promise(idea: Contribution, person: Any, days: int, *, actor: Any = None, state: str = "accepted") -> None:
    due = Promised(person, idea.city.today() + timedelta(days=days))
    row = Contribution.objects.select_related("challenge", "author__user").get(pk=idea.pk)
    answer_idea(row, actor=actor, answer_state=state, answer=ANSWER, promise=due)


def lines_of(person: Any, city: Any) -> list[str]:
    found = load_overview(city, fresh_user(person.user)).waiting.lines
    return [str(line.text) for line in found if "promised for" in str(line.text)]


def test_whoever_is_named_is_told_and_the_event_has_the_day(scope: Any, idea: Contribution) -> None:
    dalia = make_person(scope, role="facilitator")
    promise(idea, dalia, 20)
    day = (scope.today() + timedelta(days=20)).isoformat()
    assert Event.objects.get(name="contribution.answered").data["due_on"] == day
    letter = render_mail(Message.objects.get(kind="challenges.idea_promised"))
    assert idea.text in letter.text
    assert ANSWER in letter.text
    assert Notice.objects.get(verb="challenges.idea_promised").user == dalia.user
    assert "Dalia Regev" in render_mail(Message.objects.get(kind="challenges.idea_answered")).text


def test_the_same_once_more_tells_nobody(scope: Any, idea: Contribution) -> None:
    dalia = make_person(scope, role="facilitator")
    for _time in range(2):
        promise(idea, dalia, 20)
    assert Notice.objects.filter(verb="challenges.idea_promised").count() == 1
    promise(idea, dalia, 30, actor=dalia.user)
    assert Notice.objects.filter(verb="challenges.idea_promised").count() == 1


def test_an_answer_without_it_leaves_it(scope: Any, idea: Contribution) -> None:
    promise(idea, make_person(scope), 20)
    row = Contribution.objects.select_related("challenge", "author__user").get(pk=idea.pk)
    answer_idea(row, actor=None, answer_state="in_action", answer=ANSWER)
    row.refresh_from_db()
    assert row.answer_by.display_name == "Dalia Regev"


def test_it_waits_once_the_day_has_passed_with_the_person_responsible(scope: Any, idea: Contribution) -> None:
    dalia, other = make_person(scope, role="facilitator"), make_person(scope, role="director")
    promise(idea, dalia, 0)
    assert lines_of(dalia, scope) == []
    promise(idea, dalia, -1)
    (line,) = lines_of(dalia, scope)
    assert "promised for" in line
    assert lines_of(other, scope) == []


@pytest.mark.parametrize("state", ["not_now", "done"])
def test_nothing_waits_after_the_end(scope: Any, idea: Contribution, state: str) -> None:
    dalia = make_person(scope, role="facilitator")
    promise(idea, dalia, -1)
    Contribution.objects.update(answer_state=state)
    assert lines_of(dalia, scope) == []


def test_of_a_person_without_a_days_page_it_waits_with_those_who_answer(scope: Any, idea: Contribution) -> None:
    dalia, director = make_person(scope), make_person(scope, role="director")
    elsewhere = make_person(scope)
    MembershipFactory(user=elsewhere.user, city=scope, role="facilitator", scope_type="lab", scope_id=LabFactory().pk)
    promise(idea, dalia, -1)
    assert len(lines_of(director, scope)) == 1
    assert lines_of(elsewhere, scope) == []


class TestTheForm:
    @pytest.fixture
    def guide(self, client: Any, sign_in: Any, director: Any) -> Any:
        return sign_in(client, director)

    def test_nothing_is_chosen_beforehand_and_then_what_was(self, guide: Any, scope: Any, idea: Contribution) -> None:
        way = f"/c/bat-galim/manage/ideas/{idea.pk}/answer/"
        dalia = make_person(scope, role="facilitator")
        assert guide.get(way).context["form"]["answer_state"].value() == ""
        assert guide.post(way, {"answer": ANSWER}).status_code == 422
        day = scope.today() + timedelta(days=9)
        sent = {"answer_state": "accepted", "answer": ANSWER, "answer_by": dalia.pk, "answer_due_on": day.isoformat()}
        assert guide.post(way, sent).status_code == 302
        form = guide.get(way).context["form"]
        assert (form["answer_state"].value(), form["answer_by"].value(), form["answer_due_on"].value()) == (
            "accepted",
            dalia.pk,
            day,
        )

    def test_only_who_works_in_the_city_or_sits_in_a_lab(self, guide: Any, scope: Any, idea: Contribution) -> None:
        resident, seated = make_person(scope, name="A resident"), make_person(scope, name="Seated")
        LabSeat.objects.create(lab=idea.challenge.lab, profile=seated, role="facilitator")
        child = ProfileFactory(display_name="A child", age_band="child", needs_guardian=True)
        page = guide.get(f"/c/bat-galim/manage/ideas/{idea.pk}/answer/").content.decode()
        assert "Seated" in page
        assert resident.display_name not in page
        assert child.display_name not in page

    def test_no_day_in_the_past(self, guide: Any, scope: Any, idea: Contribution) -> None:
        day = scope.today() - timedelta(days=1)
        sent = {"answer_state": "accepted", "answer": ANSWER, "answer_due_on": day.isoformat()}
        page = guide.post(f"/c/bat-galim/manage/ideas/{idea.pk}/answer/", sent)
        assert page.status_code == 422
        assert "This day has passed." in page.content.decode()


def test_everybody_reads_it_beside_the_idea(client: Any, scope: Any, idea: Contribution) -> None:
    promise(idea, make_person(scope, role="facilitator"), 20)
    page = client.get(idea.challenge.get_absolute_url()).content.decode()
    assert "Responsible: <bdi>Dalia Regev</bdi>, by" in page
    Contribution.objects.update(answer_state="done")
    assert "Dalia Regev" not in client.get(f"{idea.challenge.get_absolute_url()}?sort=new").content.decode()


def test_one_and_three_take_as_many_queries(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory()
    sign_in(client, director)

    def add(number: int) -> None:
        for _n in range(number):
            row = published(make_person(scope), challenge)
            promise(row, make_person(scope, role="facilitator"), 20)

    assert_same_queries(lambda: client.get(f"/c/bat-galim/manage/challenges/{challenge.pk}/ideas/?show=all"), add)
