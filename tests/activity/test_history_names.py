"""The history names what it tells of: an app, a figure, a reason in words; and tells a run of many in one line."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from challenges import verbs as challenge_verbs
from cities.actions import accept_invitation, invite_person
from consents.actions.answers import confirm_guardian
from educities.activity.texts.delivery_rows import format_send_time
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.activity.texts.sentences import record_sentence
from educities.kit.day_words import format_day
from programs.actions import Figure, enter_values
from reports.actions.partners import revoke_partner
from stakeholders import actions
from stakeholders.models import ImportRun
from tests.consents.people import YES, asked, child_of
from tests.examples import make_partner_client
from tests.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


def told() -> list[Any]:
    return history_lines(history_entries())


def test_an_import_taken_back_is_one_line(scope: Any, director: Any) -> None:
    data = b"name,sector\n" + b"".join(b"Org %d,2\n" % n for n in range(5))
    run = actions.check_file(data, "a.csv", sector=None, actor=director)
    actions.apply_import(run, actor=director)
    before = len(told())
    actions.undo_import(ImportRun.objects.get(), actor=director, reason="Wrong file")
    assert len(told()) == before + 1
    assert "5 organisations were removed" in told()[0].sentence


def test_nothing_in_it_says_who_answers_for_a_child(scope: Any) -> None:
    child = child_of(scope)
    link, _token = asked(child)
    confirm_guardian(link, display_name="Berta Quillon", language="en", consents=YES)
    lines = told()
    assert any("role" in line.sentence for line in lines)
    assert "Berta" not in " ".join(f"{line.who} {line.about} {line.sentence}" for line in lines)


def test_a_partner_app_is_named(scope: Any, director: Any) -> None:
    partner = make_partner_client(scope)
    revoke_partner(partner, actor=director)
    assert told()[0].sentence == f"Access was revoked for a partner app: {partner.client.name}"


def test_a_figure_tells_from_what_to_what(scope: Any, director: Any) -> None:
    indicator = IndicatorFactory()
    for value in ("20", "74.5"):
        enter_values(indicator, [Figure("actual", 2024, Decimal(value))], actor=director, sure=True)
    (change,) = told()[0].changes
    assert change.endswith("from “20” to “74.5”")
    assert change.startswith("Measured ")


def test_who_joined_by_invitation_leaves_no_gap(scope: Any, director: Any) -> None:
    accept_invitation(
        invite_person(scope, actor=director, email="d@example.org", display_name="D", role="facilitator"), is_adult=True
    )
    sentences = [line.sentence for line in told()]
    assert "An invitation was accepted: facilitator" in sentences
    assert "Someone joined the city" in sentences
    assert not [text for text in sentences if "…" in text]


@pytest.mark.parametrize("code", ["IDEA_HIDDEN", "IDEA_KEPT_BACK", "PHOTO_REFUSED"])
def test_what_is_not_shown_says_why_in_words(scope: Any, code: str) -> None:
    verb = getattr(challenge_verbs, code)
    sentence = record_sentence(verb.code, "challenges.contribution", {"rule": "question"})
    assert sentence.endswith(": does not answer the question")


def test_another_day_is_named(scope: Any) -> None:
    friday = datetime(2026, 11, 27, 22, 29, tzinfo=scope.zone)
    saturday = datetime(2026, 11, 28, 20, 30, tzinfo=scope.zone)
    assert format_day(saturday) in format_send_time(saturday, friday, scope)
    later = datetime(2026, 11, 27, 23, 30, tzinfo=scope.zone)
    assert "27.11" not in format_send_time(later, friday, scope)
