"""Grown-ups who answer for a child: asked, yes, no, too late, twice, and a second one."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.accounts.actions import (
    answer_guardian,
    end_guardian,
    find_guardian_link,
    has_consent,
    invite_guardian,
    refuse_guardian,
)
from educities.accounts.actions.guardians import MOST_GUARDIANS
from educities.accounts.models import Consent, GuardianLink
from educities.activity.models import AuditEntry, Message
from educities.kit.errors import DomainError, Moved
from tests.challenges.people import NO, YES, answered, asked, child_of
from tests.factories import ChildFactory, ProfileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior")


def states(child: Any) -> dict[str, str]:
    return dict(Consent.objects.filter(subject=child).order_by("pk").values_list("purpose", "state"))


def test_asking_opens_every_question_and_names_no_child_in_the_mail(child: Any) -> None:
    link, token = asked(child)
    assert (link.state, find_guardian_link(token)) == ("invited", link)
    assert set(states(child).items()) == {(purpose, "requested") for purpose in YES}
    assert "Lior" not in str(Message.objects.get().payload)
    assert token not in link.token_hash
    assert AuditEntry.objects.filter(verb="accounts.guardian_invited").count() == 1


def test_asking_again_ends_the_link_before(child: Any) -> None:
    _link, old = asked(child)
    link, new = asked(child)
    assert (GuardianLink.objects.count(), find_guardian_link(new)) == (1, link)
    with pytest.raises(DomainError) as refused:
        find_guardian_link(old)
    assert refused.value.code == "accounts.guardian_link_ended"


def test_a_child_is_not_its_own_guardian(child: Any) -> None:
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, child.user.email.upper(), actor=child.user)
    assert refused.value.code == "accounts.own_guardian"


def test_five_grown_ups_are_too_many(child: Any) -> None:
    for number in range(MOST_GUARDIANS):
        invite_guardian(child, f"grown-up-{number}@example.org", actor=None)
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, "one-more@example.org", actor=None)
    assert refused.value.code == "accounts.too_many_guardians"
    invite_guardian(child, "grown-up-0@example.org", actor=None)


def test_a_yes_holds_for_its_purpose_alone(child: Any) -> None:
    link = answered(child, {**NO, "lab": True})
    assert link.state == "confirmed"
    assert states(child) == {"account": "refused", "lab": "given", "publication": "refused", "photo": "refused"}
    assert [has_consent(child, purpose) for purpose in ("lab", "publication")] == [True, False]
    assert AuditEntry.objects.filter(verb="accounts.consent_given").count() == 1


@pytest.mark.parametrize("how", ["child", "itself"])
def test_a_minor_cannot_answer(child: Any, how: str) -> None:
    _link, token = asked(child)
    with pytest.raises(DomainError) as refused:
        answer_guardian(token, consents=YES, guardian_profile=child if how == "itself" else ChildFactory())
    assert refused.value.code == "accounts.guardian_not_adult"
    assert GuardianLink.objects.get().state == "invited"
    assert not has_consent(child, "lab")


def test_a_no_to_everything_is_a_no_to_every_purpose(child: Any) -> None:
    _link, token = asked(child)
    assert refuse_guardian(token).state == "refused"
    assert set(states(child).values()) == {"refused"}
    with pytest.raises(DomainError):
        answer_guardian(token, consents=YES, guardian_profile=ProfileFactory())


def test_a_link_past_its_day_answers_nothing(child: Any) -> None:
    _link, token = asked(child)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    for answer in (refuse_guardian, lambda t: answer_guardian(t, consents=YES, guardian_profile=ProfileFactory())):
        with pytest.raises(DomainError) as refused:
            answer(token)
        assert refused.value.code == "accounts.guardian_link_ended"
    assert set(states(child).values()) == {"requested"}


def test_a_grown_up_who_said_no_may_be_asked_anew(child: Any) -> None:
    _link, token = asked(child)
    refuse_guardian(token)
    link = answered(child, YES)
    assert (link.state, has_consent(child, "lab")) == ("confirmed", True)


def test_the_no_of_a_second_grown_up_outweighs_the_yes_of_the_first(child: Any) -> None:
    answered(child, YES)
    _link, token = asked(child, "father@example.org")
    refuse_guardian(token)
    assert [has_consent(child, purpose) for purpose in YES] == [False] * 4
    assert Consent.objects.filter(state="withdrawn").count() == 4
    assert sorted(GuardianLink.objects.values_list("state", flat=True)) == ["confirmed", "refused"]


def test_a_second_grown_up_may_agree_after_the_first_said_nothing(child: Any) -> None:
    asked(child)
    answered(child, YES, "father@example.org")
    assert has_consent(child, "publication")


def test_an_ended_guardian_is_ended_once(child: Any) -> None:
    link = answered(child, YES)
    copy = GuardianLink.objects.get(pk=link.pk)
    end_guardian(link, actor=None)
    with pytest.raises(Moved):
        end_guardian(copy, actor=None)
    assert AuditEntry.objects.filter(verb="accounts.guardian_ended").count() == 1
