"""Grown-ups who answer for a child: asked, yes, no, too late, twice, and a second one."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consents.actions import (
    answer_consents,
    answer_guardian,
    end_guardian,
    expire_questions,
    find_guardian_link,
    invite_guardian,
    refuse_guardian,
    refused_by_others,
    take_consent_back,
    want_again,
)
from consents.actions.guardians import MOST_GUARDIANS
from consents.models import Consent, GuardianLink
from consents.queries import has_consent
from consents.texts import VERSION
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError, Moved
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of
from tests.factories import ChildFactory, ProfileFactory, UserFactory

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
    assert AuditEntry.objects.filter(verb="consents.guardian_invited").count() == 1


def test_asking_again_ends_the_link_before(child: Any) -> None:
    _link, old = asked(child)
    link, new = asked(child)
    assert (GuardianLink.objects.count(), find_guardian_link(new)) == (1, link)
    with pytest.raises(DomainError) as refused:
        find_guardian_link(old)
    assert refused.value.code == "consents.guardian_link_ended"


def test_a_child_is_not_its_own_guardian(child: Any) -> None:
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, child.user.email.upper(), actor=child.user)
    assert refused.value.code == "consents.own_guardian"


@pytest.mark.parametrize(
    "spelling", ["k2+mum@example.org", "K2@Example.org", "k2@example.org\u200f", "k\u200b2@example.org"]
)
def test_the_childs_own_mailbox_is_noticed_before_a_mail_goes(scope: Any, spelling: str) -> None:
    child = child_of(scope, UserFactory(email="k2@example.org"))
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, spelling, actor=child.user)
    assert refused.value.code == "consents.own_guardian"
    assert not Message.objects.exists()
    assert not GuardianLink.objects.exists()


def test_every_address_of_the_child_is_its_own(child: Any) -> None:
    child.user.emailaddress_set.create(email="lior@school.example", verified=True)
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, "lior+dad@school.example", actor=child.user)
    assert refused.value.code == "consents.own_guardian"


def test_an_answer_from_the_childs_own_mailbox_does_not_count(child: Any) -> None:
    link, token = asked(child)
    name, domain = child.user.email.split("@")
    GuardianLink.objects.filter(pk=link.pk).update(guardian_email=f"{name}+mum@{domain}")
    with pytest.raises(DomainError) as refused:
        answer_guardian(token, consents=YES, guardian_profile=ProfileFactory())
    assert refused.value.code == "consents.guardian_not_adult"
    assert not has_consent(child, "account")


def test_a_no_is_not_asked_around_by_another_spelling(child: Any) -> None:
    _link, token = asked(child)
    refuse_guardian(token)
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, "mother+again@example.org", actor=child.user)
    assert refused.value.code == "consents.guardian_said_no"
    assert GuardianLink.objects.count() == 1


def test_five_grown_ups_are_too_many(child: Any) -> None:
    for number in range(MOST_GUARDIANS):
        invite_guardian(child, f"grown-up-{number}@example.org", actor=None)
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, "one-more@example.org", actor=None)
    assert refused.value.code == "consents.too_many_guardians"
    invite_guardian(child, "grown-up-0@example.org", actor=None)


def test_a_yes_holds_for_its_purpose_alone(child: Any) -> None:
    link = answered(child, {**ACCOUNT_ALONE, "lab": True})
    assert link.state == "confirmed"
    assert states(child) == {**dict.fromkeys(YES, "refused"), "account": "given", "lab": "given"}
    assert [has_consent(child, purpose) for purpose in ("lab", "publication")] == [True, False]
    assert AuditEntry.objects.filter(verb="consents.consent_given").count() == 2


def test_without_the_account_nothing_else_holds(child: Any) -> None:
    answered(child, {**YES, "account": False})
    assert set(states(child).values()) == {"refused"}
    child.user.refresh_from_db()
    assert not child.user.is_active


def test_what_was_answered_is_kept_in_the_words_of_today(child: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question may be older than the text that the page shows."""
    asked(child)
    Consent.objects.update(text_version="2020-1")
    answered(child, {**YES, "photo": False})
    assert set(Consent.objects.values_list("text_version", flat=True)) == {VERSION}


@pytest.mark.parametrize("how", ["child", "itself"])
def test_a_minor_cannot_answer(child: Any, how: str) -> None:
    _link, token = asked(child)
    with pytest.raises(DomainError) as refused:
        answer_guardian(token, consents=YES, guardian_profile=child if how == "itself" else ChildFactory())
    assert refused.value.code == "consents.guardian_not_adult"
    assert GuardianLink.objects.get().state == "invited"
    assert not has_consent(child, "lab")


def test_a_no_to_everything_is_a_no_to_every_purpose(child: Any) -> None:
    _link, token = asked(child)
    assert refuse_guardian(token).state == "refused"
    assert set(states(child).values()) == {"refused"}


def test_a_link_past_its_day_answers_nothing(child: Any) -> None:
    _link, token = asked(child)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    for answer in (refuse_guardian, lambda t: answer_guardian(t, consents=YES, guardian_profile=ProfileFactory())):
        with pytest.raises(DomainError) as refused:
            answer(token)
        assert refused.value.code == "consents.guardian_link_ended"
    assert set(states(child).values()) == {"requested"}


def test_who_said_no_is_not_asked_again_and_may_change_it(child: Any) -> None:
    _link, token = asked(child)
    refuse_guardian(token)
    Message.objects.all().delete()
    with pytest.raises(DomainError) as refused:
        asked(child)
    assert refused.value.code == "consents.guardian_said_no"
    assert not Message.objects.exists()
    in_time = GuardianLink.objects.get().expires_at
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=300))
    with pytest.raises(DomainError) as refused:
        answer_guardian(token, consents=YES, guardian_profile=ProfileFactory())
    assert refused.value.code == "consents.guardian_link_ended"
    GuardianLink.objects.update(expires_at=in_time)
    link = answer_guardian(token, consents=YES, guardian_profile=ProfileFactory())
    assert (link.state, has_consent(child, "lab")) == ("confirmed", True)
    child.user.refresh_from_db()
    assert child.user.is_active


def test_a_no_stands_until_the_one_who_said_it_changes_it(child: Any) -> None:
    first = answered(child, {**YES, "photo": False})
    second = answered(child, YES, "father@example.org")
    assert not has_consent(child, "photo")
    assert refused_by_others(child, but=second) == {"photo"}
    assert refused_by_others(child, but=first) == set()
    answer_consents(first, YES, given_by=first.guardian)
    assert has_consent(child, "photo")


def test_a_child_does_not_go_round_a_no_with_an_address_of_its_own(child: Any) -> None:
    _link, token = asked(child)
    refuse_guardian(token)
    child.user.refresh_from_db()
    answered(child, YES, "lior.2@example.org")
    assert [has_consent(child, purpose) for purpose in YES] == [False] * len(YES)
    child.user.refresh_from_db()
    assert not child.user.is_active


def test_the_others_hear_of_each_change_and_read_no_name_in_the_subject(child: Any) -> None:
    first, second = answered(child, YES), answered(child, YES, "father@example.org")
    Notice.objects.all().delete()
    answer_consents(first, {"photo": False}, given_by=first.guardian)
    answer_consents(first, {"photo": False}, given_by=first.guardian)
    told = Notice.objects.get(verb="consents.consents_changed")
    assert (told.user, told.url) == (second.guardian.user, second.get_absolute_url())
    mail = render_mail(Message.objects.get(kind="consents.consents_changed"))
    assert "Lior" not in mail.subject
    take_consent_back(Consent.objects.get(purpose="lab", state="given"), actor=child.user)
    assert Notice.objects.filter(verb="consents.consents_changed").count() == 3


def test_what_the_child_took_back_only_the_child_gives_again(child: Any) -> None:
    link = answered(child, YES)
    take_consent_back(Consent.objects.get(purpose="lab"), actor=child.user)
    answer_consents(link, YES, given_by=link.guardian)
    assert not has_consent(child, "lab")
    assert refused_by_others(child, but=link) == {"lab"}
    want_again(child, "lab", actor=child.user)
    assert has_consent(child, "lab")
    with pytest.raises(DomainError) as refused:
        want_again(child, "lab", actor=child.user)
    assert refused.value.code == "consents.not_declined"


def test_who_answers_already_is_told_once_a_day_that_the_child_asks_again(child: Any) -> None:
    link = answered(child, {**YES, "lab": False})
    Message.objects.all().delete()
    for _time in range(2):
        invite_guardian(child, link.guardian_email, actor=child.user)
    assert [m.kind for m in Message.objects.all()] == ["consents.child_asks"]
    assert Notice.objects.get(verb="consents.child_asks").url == link.get_absolute_url()


def test_a_question_that_nobody_answers_ends(child: Any) -> None:
    asked(child)
    asked(child, "father@example.org")
    GuardianLink.objects.filter(guardian_email="mother@example.org").update(expires_at=timezone.now())
    assert (expire_questions(), expire_questions()) == (1, 0)
    assert set(states(child).values()) == {"requested"}
    GuardianLink.objects.update(expires_at=timezone.now())
    assert expire_questions() == 1
    assert set(states(child).values()) == {"expired"}
    assert set(GuardianLink.objects.values_list("state", flat=True)) == {"expired"}
    child.user.refresh_from_db()
    assert (child.user.is_active, child.user.waits_for_guardian) == (False, True)


def test_a_confirmed_link_leads_to_its_page_whatever_its_date(child: Any) -> None:
    _link, token = asked(child)
    answer_guardian(token, consents=YES, guardian_profile=ProfileFactory(user=UserFactory()))
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=300))
    assert find_guardian_link(token).state == "confirmed"


def test_the_no_of_a_second_grown_up_outweighs_the_yes_of_the_first(child: Any) -> None:
    answered(child, YES)
    _link, token = asked(child, "father@example.org")
    refuse_guardian(token)
    assert [has_consent(child, purpose) for purpose in YES] == [False] * len(YES)
    assert Consent.objects.filter(state="withdrawn").count() == len(YES)
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
    assert AuditEntry.objects.filter(verb="consents.guardian_ended").count() == 1


def test_whose_child_decides_alone_reads_so_and_no_name(child: Any) -> None:
    link = answered(child, YES)
    end_guardian(link, actor=None)
    mail = render_mail(Message.objects.get(user=link.guardian.user, kind="consents.guardian_ended"))
    assert mail.subject == "Your child now decides alone"
    assert "no longer see what your child does" in mail.text
    assert child.display_name not in mail.text
