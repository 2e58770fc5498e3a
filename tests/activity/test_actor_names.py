"""Who answered for a child, or as a child, is named to nobody: in no mail, no inbox and no history."""

import json
from typing import Any

import pytest

from educities.activity.actions.records import record
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.activity.texts.history_rows import history_lines
from educities.activity.texts.inbox_rows import inbox_groups
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import render_mail
from educities.activity.values import VERBS, verb
from tests.factories import ProfileFactory, UserFactory
from tests.mail_samples import Samples

pytestmark = pytest.mark.django_db
GUARDIAN = "Berta Quillon"
HIDING = sorted(verb.code for verb in VERBS if verb.hides_actor)
# Private acts of which mails go out, and may say who acted: an adult in an office or of a side, or the reader themselves.
NAMED = {
    # What staff did about an adult, or an adult about their own part.
    "accelerator": "staff, heads of school and teachers, all of them adults",
    "collaborations": "people who speak for an organisation, and endorsements, whose mails name adults alone",
    "matching": "adults who ask to be introduced",
    "growth": "adults who speak for an organisation",
    "challenges": "the reader's own place in a challenge",
    "stakeholders": "the reader's own profile, and who keeps it",
    "consents.ward_handed_over": "the adult who keeps the child's profile now, whom its guardians are to know",
    "consents.ward_vouched": "a school",
    "consents.entered_for_you": "staff who typed a form",
    "consents.own_renewal_asked": "nobody: it happens by itself",
    "consents.city_left": "the reader",
    "consents.account_erased": "the reader",
    "consents.kept_erased": "staff",
}


def test_each_private_act_of_which_mails_go_out_hides_who_did_it_or_says_why_not() -> None:
    mailed = {kind.code for kind in MAIL_KINDS}
    named = {one.code for one in VERBS if one.is_private and not one.hides_actor and one.code in mailed}
    assert {code for code in named if code not in NAMED and code.partition(".")[0] not in NAMED} == set()
    assert {code for code in NAMED if "." in code} - named == set()


def test_what_mails_hide_the_history_hides_too() -> None:
    with pytest.raises(ValueError, match="the history names them"):
        verb("journeys.answered_openly", "A parent answered", hides_actor=True)


@pytest.mark.parametrize("code", HIDING)
def test_no_mail_inbox_event_or_history_names_who_answered(code: str, scope: Any) -> None:
    samples = Samples(scope)
    actor = ProfileFactory(display_name=GUARDIAN, user=UserFactory()).user
    reader = ProfileFactory(display_name="Noa", user=UserFactory()).user
    row, data, _own = samples._about(code)
    data = {**{name: value for name, value in data.items() if name != "reason"}, "changes": []}
    entry = record(VERBS[code], row, actor=actor, notify=[reader], reason="A reason", **data)
    mail = Message.objects.filter(kind=code, user=reader).first()
    drawn = render_mail(mail) if mail else None
    shown = [rows.sentence for group in inbox_groups(Notice.objects.filter(user=reader), scope) for rows in group.rows]
    lines = history_lines(AuditEntry.objects.filter(pk=entry.pk))
    told = [str(drawn), json.dumps(mail.payload if mail else {}), *shown, *(line.who for line in lines)]
    told += [json.dumps(event.data) for event in Event.objects.all()]
    assert shown != []
    assert [text for text in told if GUARDIAN in text] == []
    assert "by" not in (mail.payload if mail else {})
