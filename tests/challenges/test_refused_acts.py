"""Of what a child sends to whose account no was said nothing is kept, and the link says so as often as it is opened."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from challenges.actions import delete_old_submissions, refusals, send_again, store_act
from challenges.models import Challenge, Contribution, IdeaPhoto, PendingAct
from consents.actions import change_consents, expire_questions, refuse_guardian, take_consent_back
from consents.models import Consent, GuardianLink
from educities.activity.models import Message
from educities.kit.errors import DomainError
from stakeholders.models import Profile
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import ChallengeFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
TEXT = "A zebra-striped hammock for everybody"
PAYLOAD = {"text": TEXT, "display_name": "Zoe Fairweather", "guardian_email": "aunt@example.org"}
DELETED = "We have deleted what you sent."


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture
def child(scope: Any) -> Profile:
    return child_of(scope, UserFactory(email="zoe@example.org"))


def sent(challenge: Challenge, kind: str = "idea", email: str = "zoe@example.org") -> tuple[PendingAct, str]:
    """The act that waits, and its link."""
    payload: Any = PAYLOAD
    act = store_act(challenge, kind, email=email, language="en", payload=payload)
    return act, Message.objects.filter(recipient=email).latest("pk").payload["url"]


def refuse(child: Profile) -> GuardianLink:
    return refuse_guardian(asked(child)[1])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["idea", "join"])
def test_nothing_is_kept_once_the_link_is_opened(
    client: Client, challenge: Challenge, child: Profile, kind: str, method: str
) -> None:
    refuse(child)
    act, link = sent(challenge, kind)
    pages = [getattr(client, method)(link, follow=True), client.get(link), client.post(link, follow=True)]
    for page in (answer.content.decode() for answer in pages):
        assert "An adult said no." in page
        assert DELETED in page
        assert "We keep what you sent" not in page
        assert '<button class="btn primary"' not in page
        assert TEXT not in page
    act.refresh_from_db()
    assert (act.payload, act.done_at, act.refused_at is None) == ({}, None, False)
    assert not Contribution.objects.exists()


def test_a_photo_goes_with_it(client: Client, challenge: Challenge, child: Profile) -> None:
    refuse(child)
    act, link = sent(challenge)
    IdeaPhoto.objects.create(act=act, width=10, height=10)
    client.get(link)
    assert not IdeaPhoto.objects.exists()


def test_what_the_child_itself_said_no_to_is_not_kept_either(
    client: Client, challenge: Challenge, child: Profile
) -> None:
    answered(child, YES)
    take_consent_back(Consent.objects.get(subject=child, purpose="account"), actor=child.user)
    act, link = sent(challenge)
    assert DELETED in client.get(link).content.decode()
    act.refresh_from_db()
    assert act.payload == {}


def test_who_has_another_part_is_refused_here_too(
    client: Client, challenge: Challenge, child: Profile, other_city: Any
) -> None:
    MembershipFactory(user=child.user, city=other_city, role="resident")
    refuse(child)
    act, link = sent(challenge)
    page = client.get(link).content.decode()
    assert "An adult said no." in page
    assert DELETED in page
    act.refresh_from_db()
    assert act.payload == {}


def test_after_a_yes_the_link_of_what_was_deleted_opens_nothing(
    client: Client, challenge: Challenge, child: Profile
) -> None:
    link_of_adult = answered(child, YES)
    change_consents(link_of_adult, guardian=link_of_adult.guardian, consents=dict.fromkeys(YES, False))
    act, link = sent(challenge)
    client.get(link)
    link_of_adult = GuardianLink.objects.get(pk=link_of_adult.pk)
    change_consents(link_of_adult, guardian=link_of_adult.guardian, consents=YES)
    answer = client.get(link)
    assert (answer.status_code, DELETED in answer.content.decode()) == (410, False)
    with pytest.raises(DomainError):
        send_again(act)


def test_who_nobody_answered_for_keeps_what_was_sent(client: Client, challenge: Challenge, child: Profile) -> None:
    asked(child)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    expire_questions()
    act, link = sent(challenge)
    assert TEXT in client.get(link).content.decode()
    assert refusals.refuse_act(act) == ""
    act.refresh_from_db()
    assert act.payload == PAYLOAD


@pytest.mark.parametrize("email", ["zoe@example.org", "adult@example.org", "nobody@example.org"])
def test_who_may_act_keeps_what_was_sent(challenge: Challenge, child: Profile, email: str) -> None:
    answered(child, YES)
    UserFactory(email="adult@example.org")
    act, _link = sent(challenge, email=email)
    assert refusals.refuse_act(act) == ""
    assert PendingAct.objects.get(pk=act.pk).payload == PAYLOAD


def test_what_was_done_before_the_no_keeps_that_it_was_done(challenge: Challenge, child: Profile) -> None:
    act, _link = sent(challenge)
    PendingAct.objects.filter(pk=act.pk).update(done_at=timezone.now(), payload={})
    refuse(child)
    act.refresh_from_db()
    assert refusals.refuse_act(act) == ""
    assert PendingAct.objects.get(pk=act.pk).refused_at is None


def test_the_nightly_round_deletes_what_nobody_opened(challenge: Challenge, child: Profile) -> None:
    refuse(child)
    sent(challenge)
    sent(challenge, email="nobody@example.org")
    assert delete_old_submissions() == 0
    PendingAct.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert delete_old_submissions() == 1
    assert PendingAct.objects.get().email == "nobody@example.org"
