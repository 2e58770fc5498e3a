"""The few words of whoever invites: in the mail with their name, and kept nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cities.actions.invitations import withdraw_invitation
from cities.models import City, Invitation
from educities.accounts.models import User
from educities.activity.actions.delivery import MOST_TRIES, deliver_due, expire_messages
from educities.activity.actions.held_messages import discard_held_messages, release_held_messages, retry_same_error
from educities.activity.models import Attempt, AuditEntry, Event, Message

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


def is_kept() -> bool:
    """Does any row of the city hold the note?"""
    kept = [row for model in (AuditEntry, Event, Message, Attempt, Invitation) for row in model.objects.values()]
    assert len(kept) > 2
    return "school fair" in str(kept)


def in_mail() -> str:
    """The last mail without the signs that keep a name's direction."""
    return mail.outbox[-1].body.replace("\u2068", "").replace("\u2069", "")


def refuse_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise OSError("421")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def fail_for_good(monkeypatch: pytest.MonkeyPatch) -> Message:
    """The mail that no server took, however often it was tried."""
    Message.objects.update(attempts=MOST_TRIES - 1)
    with monkeypatch.context() as patch:
        refuse_mail(patch)
        deliver_due()
    message = Message.objects.get(kind="cities.person_invited")
    assert message.state == "dead"
    return message


def test_it_is_kept_nowhere(invite: Any) -> None:
    invite(note=NOTE)
    deliver_due()
    assert not is_kept()


def test_a_mail_that_was_refused_once_goes_out_with_the_note(invite: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    invite(note=NOTE)
    with monkeypatch.context() as patch:
        refuse_mail(patch)
        deliver_due()
    assert Message.objects.get(kind="cities.person_invited").state == "pending"
    Message.objects.update(available_at=timezone.now())
    deliver_due()
    assert f"Ruth writes: “{NOTE}”" in in_mail()
    assert not is_kept()


def test_a_failed_mail_that_is_tried_again_holds_the_note(
    invite: Any, scope: City, director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(note=NOTE)
    assert retry_same_error(fail_for_good(monkeypatch), scope, actor=director) == 1
    deliver_due()
    assert f"Ruth writes: “{NOTE}”" in in_mail()
    assert not is_kept()


def test_a_held_mail_goes_out_with_the_note(invite: Any, scope: City, director: User) -> None:
    invite(note=NOTE)
    Message.objects.update(state="held")
    release_held_messages(scope, actor=director)
    deliver_due()
    assert f"Ruth writes: “{NOTE}”" in in_mail()
    assert not is_kept()


def test_a_held_mail_that_is_given_up_leaves_no_note(invite: Any, scope: City, director: User) -> None:
    invite(note=NOTE)
    Message.objects.update(state="held")
    discard_held_messages(scope, actor=director)
    assert not is_kept()


def test_a_failed_mail_whose_invitation_has_expired_leaves_no_note(
    invite: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(note=NOTE)
    fail_for_good(monkeypatch)
    Message.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_messages()
    assert Message.objects.get(kind="cities.person_invited").state == "cancelled"
    assert not is_kept()


@pytest.mark.parametrize("state", ["pending", "held", "dead"])
def test_an_invitation_that_is_withdrawn_leaves_no_note(invite: Any, director: User, state: str) -> None:
    invite(note=NOTE)
    Message.objects.update(state=state)
    withdraw_invitation(Invitation.objects.get(), actor=director)
    assert not is_kept()


def test_inviting_again_leaves_no_note_of_before(invite: Any) -> None:
    invite(note=NOTE)
    Message.objects.update(state="dead")
    invite(note="Come on Sunday.")
    assert not is_kept()


def test_a_mail_that_somebody_stops_leaves_no_note(invite: Any, client: Any, scope: City) -> None:
    invite(note=NOTE)
    message = Message.objects.get(kind="cities.person_invited")
    answer = client.post(reverse("cancel_message", args=[scope.slug, message.pk]), {"reason": "Wrong address"})
    assert answer.status_code == 302
    assert not is_kept()
