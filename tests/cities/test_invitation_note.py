"""The few words of whoever invites: in the mail with their name, and kept nowhere."""

from typing import Any

import pytest
from django.core import mail

from cities.models import City, Invitation
from educities.accounts.models import User
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import AuditEntry, Event, Message

pytestmark = pytest.mark.django_db
NOTE = "We met at the school fair. You asked how to help."
FORM = {"display_name": "Dana", "email": "dana@example.org", "role": "facilitator", "language": "en"}


@pytest.fixture
def invite(client: Any, scope: City, director: User, sign_in: Any, settings: Any) -> Any:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sign_in(client, director)
    return lambda **more: client.post(f"/c/{scope.slug}/roles/new/", {**FORM, **more})


def test_the_mail_quotes_who_invites(invite: Any) -> None:
    assert invite(note=NOTE.replace(". ", ".\n")).status_code == 302
    deliver_due()
    bare = mail.outbox[-1].body.replace("\u2068", "").replace("\u2069", "")
    assert f"Ruth writes: “{NOTE}”" in bare


def test_without_a_note_nothing_is_quoted(invite: Any) -> None:
    invite()
    deliver_due()
    assert "writes" not in mail.outbox[-1].body


def test_markup_is_shown_as_it_was_typed(invite: Any) -> None:
    invite(note="<b>Come</b> & see")
    deliver_due()
    assert "&lt;b&gt;Come&lt;/b&gt; &amp; see" in mail.outbox[-1].alternatives[0][0]


@pytest.mark.parametrize("note", ["see https://evil.example", "write to me@example.org", "x" * 281])
def test_addresses_and_long_ones_are_refused_at_their_field(invite: Any, note: str) -> None:
    answer = invite(note=note)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["note"])
    assert not Invitation.objects.exists()


def test_it_is_kept_nowhere(invite: Any) -> None:
    invite(note=NOTE)
    deliver_due()
    kept = [
        *AuditEntry.objects.values(),
        *Event.objects.values(),
        *Message.objects.values(),
        *Invitation.objects.values(),
    ]
    assert len(kept) > 2
    assert "school fair" not in str(kept)
