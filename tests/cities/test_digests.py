"""The weekly email: on the person's day at noon, in their language, once, and never with nothing to say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cities.actions import digests
from cities.actions.digests import send_digests
from educities.activity.actions.preferences import choose_mail, stop_mail
from educities.activity.actions.records import record
from educities.activity.models import DigestMark, Message
from educities.activity.texts.mails import render_mail
from educities.activity.values import VERBS
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, add_second_step

pytestmark = pytest.mark.django_db
FRIDAY_NOON = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
CODE = "cities.week_told"


@pytest.fixture
def director_here(scope: Any) -> Any:
    user = UserFactory(language="he")
    add_second_step(user)
    MembershipFactory(user=user, city=scope, role="director")
    return user


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(digests.timezone, "now", lambda: moment)

    return set_clock


def propose(director: Any, name: str) -> None:
    organisation = OrganisationFactory(state="proposed", name={"en": name, "he": name})
    record(
        VERBS["stakeholders.organisation_proposed"],
        organisation,
        actor=None,
        notify=[director],
        title=organisation.name,
    )


def digest_messages() -> list[Message]:
    return list(Message.objects.filter(kind=CODE))


def test_what_is_folded_is_not_sent_by_itself(scope: Any, director_here: Any) -> None:
    propose(director_here, "Café")
    assert Message.objects.count() == 0


def test_it_waits_on_fridays_from_noon_and_is_written_once(scope: Any, director_here: Any, at: Any) -> None:
    propose(director_here, "Café")
    at(FRIDAY_NOON - timedelta(hours=2))
    assert send_digests(scope) == 0
    at(FRIDAY_NOON)
    assert [send_digests(scope) for _n in range(2)] == [1, 0]
    assert len(digest_messages()) == 1


def test_it_says_in_the_readers_language_how_much_waits(scope: Any, director_here: Any, at: Any) -> None:
    propose(director_here, "קפה")
    at(FRIDAY_NOON)
    send_digests(scope)
    letter = render_mail(digest_messages()[0])
    assert letter.subject == "\u200fהשבוע שלך: דבר אחד מחכה לך"
    assert "קפה" in letter.text


def test_names_stand_in_it_as_they_are_written_each_in_its_own_direction(
    scope: Any, director_here: Any, at: Any
) -> None:
    propose(director_here, "R&D <קפה>")
    at(FRIDAY_NOON)
    send_digests(scope)
    message = digest_messages()[0]
    letter = render_mail(message)
    (line,) = message.payload["data"]["waiting"]
    assert line.startswith("\u2068R&D <קפה>\u2069")
    assert "&amp;" not in letter.text
    assert "R&amp;D &lt;קפה&gt;" in letter.html
    assert "&amp;amp;" not in letter.html


def test_a_week_with_nothing_to_say_brings_no_email(scope: Any, director_here: Any, at: Any) -> None:
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0
    assert DigestMark.objects.get(user=director_here).told_until == FRIDAY_NOON


def test_whoever_chose_another_day_gets_it_then(scope: Any, director_here: Any, at: Any) -> None:
    propose(director_here, "Café")
    choose_mail(director_here, wanted=["weekly"], offered=["weekly"], weekday=0)
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0
    at(FRIDAY_NOON + timedelta(days=3))
    assert send_digests(scope) == 1


def test_whoever_stopped_it_gets_none(scope: Any, director_here: Any, at: Any) -> None:
    propose(director_here, "Café")
    stop_mail(director_here.pk, "weekly")
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0


def test_residents_get_none(scope: Any, at: Any) -> None:
    MembershipFactory(city=scope, role="resident")
    at(FRIDAY_NOON)
    assert send_digests(scope) == 0
    assert DigestMark.objects.count() == 0
