"""A consent: asked once, given, refused, taken back, past its day; and what rests on it hears of it at once."""

from datetime import timedelta
from typing import Any

import pytest

from cities.queries import city_today
from consents.actions import CONSENT_CHANGED, ask_consent, give_consent, refuse_consent, withdraw_consent
from consents.models import Consent
from consents.queries import has_consent
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from tests.factories import ChildFactory, ProfileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(scope: Any) -> Any:
    return ChildFactory()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What the further apps were told."""
    told: list[tuple[str, bool]] = []
    answer = lambda _profile, purpose, given: told.append((purpose, given))  # noqa: E731
    monkeypatch.setitem(CONSENT_CHANGED.answers, answer, answer)
    return told


def test_who_needs_no_guardian_needs_no_consent(scope: Any) -> None:
    assert has_consent(ProfileFactory(), "lab")
    assert not has_consent(ChildFactory(), "lab")


def test_one_question_stands_open_however_often_it_is_asked(child: Any) -> None:
    first = ask_consent(child, "lab", actor=None)
    assert ask_consent(child, "lab", actor=None) == first
    assert AuditEntry.objects.filter(verb="consents.consent_asked").count() == 1


def test_given_twice_is_told_once(child: Any, heard: Any) -> None:
    consent = ask_consent(child, "lab", actor=None)
    for _time in range(2):
        give_consent(consent, actor=None, given_by=ProfileFactory(), assent=True)
    assert (consent.state, consent.assent_of_child, heard) == ("given", True, [("lab", True)])


def test_a_consent_holds_through_its_last_day_and_no_longer(child: Any) -> None:
    consent = ask_consent(child, "lab", actor=None)
    give_consent(consent, actor=None, given_by=ProfileFactory())
    for day, holds in ((city_today(), True), (city_today() - timedelta(days=1), False)):
        Consent.objects.update(valid_until=day)
        assert has_consent(child, "lab") is holds


def test_a_refusal_of_what_was_given_takes_it_back(child: Any, heard: Any) -> None:
    consent = ask_consent(child, "publication", actor=None)
    give_consent(consent, actor=None, given_by=ProfileFactory())
    refuse_consent(consent, actor=None, given_by=ProfileFactory())
    assert (consent.state, heard[-1]) == ("withdrawn", ("publication", False))
    assert consent.withdrawn_at is not None
    with pytest.raises(DomainError):
        withdraw_consent(consent, actor=None)


def test_nothing_is_taken_back_when_what_rests_on_it_fails(child: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    consent = ask_consent(child, "lab", actor=None)
    give_consent(consent, actor=None, given_by=ProfileFactory())

    def broken(*_told: Any) -> None:
        raise OSError

    monkeypatch.setitem(CONSENT_CHANGED.answers, broken, broken)
    with pytest.raises(OSError):
        withdraw_consent(consent, actor=None)
    assert has_consent(child, "lab")
    assert not AuditEntry.objects.filter(verb="consents.consent_withdrawn").exists()
