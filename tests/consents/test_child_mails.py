"""What a child reads when somebody has answered for it: what was said, what happens now, and what it can do."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consents.actions import change_consents, expire_questions, refuse_guardian, take_consent_back
from consents.actions.guardians import ask_confirmed
from consents.models import Consent, GuardianLink
from educities.activity.actions.outbox import ORDINARY, URGENT
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from tests.consents.people import ACCOUNT_ALONE, NO, YES, answered, asked, child_of

pytestmark = pytest.mark.django_db
CHILD, GUARDIAN = "Lior", "mother@example.org"


@pytest.fixture
def child(scope: Any) -> Any:
    scope.contact_email = "office@harbour.example"
    scope.save()
    return child_of(scope, display_name=CHILD)


def last_mail(child: Any, language: str = "en") -> Any:
    """The mail that the child gets last, as it reads it."""
    type(child.user).objects.filter(pk=child.user_id).update(language=language)
    return render_mail(Message.objects.filter(user=child.user).latest("pk"))


def flat(text: str) -> str:
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def test_a_yes_to_all_says_that_nothing_waits_any_more(child: Any) -> None:
    answered(child, YES)
    text = flat(last_mail(child).text)
    assert "Your ideas and your place in challenges no longer wait for a yes." in text
    assert "You can write more ideas." in text
    assert "Would you like another answer?" not in text


def test_a_no_to_a_part_says_what_is_kept_and_whom_to_ask(child: Any) -> None:
    answered(child, ACCOUNT_ALONE)
    text = flat(last_mail(child).text)
    assert "What still needs a yes is kept, and other residents do not see it." in text
    assert "You can write again; new ideas wait as well." in text
    assert "Ask your parent or guardian: they can change it at any time." in text
    assert "people at the city’s education office read it and help you" in text


def test_a_yes_that_another_outweighs_is_not_told_as_if_it_held(child: Any) -> None:
    answered(child, ACCOUNT_ALONE)
    answered(child, YES, "father@example.org")
    text = flat(last_mail(child).text)
    assert "One no counts more than a yes, and someone said no." in text
    assert "no longer wait for a yes" not in text


def test_a_no_to_what_the_child_asked_for_once_more_reaches_it(child: Any) -> None:
    link = answered(child, ACCOUNT_ALONE)
    ask_confirmed(child, "lab", actor=child.user)
    Message.objects.all().delete()
    for _press in range(2):
        change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
        link.refresh_from_db()
    assert [one.kind for one in Message.objects.filter(user=child.user)] == ["consents.ward_answered"]
    assert Notice.objects.filter(user=child.user, verb="consents.ward_answered").count() == 1


def test_an_answer_given_once_more_is_not_told_again(child: Any) -> None:
    link = answered(child, ACCOUNT_ALONE)
    Message.objects.all().delete()
    change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
    assert not Message.objects.filter(user=child.user).exists()


def test_a_no_to_everything_says_who_answered_and_the_way_back(child: Any) -> None:
    refuse_guardian(asked(child)[1])
    text = flat(last_mail(child).text)
    assert "Your parent or guardian said no: you do not take part in" in text
    assert "they can still say yes with the link in their email. After a yes you can write again." in text


def test_a_child_that_closed_its_account_reads_no_word_of_a_guardian_who_said_no(child: Any) -> None:
    answered(child, YES)
    take_consent_back(Consent.objects.get(subject=child, purpose="account", state="given"), actor=child.user)
    text = flat(last_mail(child).text)
    assert "You closed your account in" in text
    assert "said no" not in text
    assert "If nobody answered" not in text


def test_a_child_for_whom_nobody_answered_reads_of_no_no(child: Any) -> None:
    asked(child)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    expire_questions()
    text = flat(last_mail(child).text)
    assert "Nobody answered in time" in text
    assert "Begin again with a new idea on the city’s page." in text
    assert "said no" not in text


@pytest.mark.parametrize("consents", [YES, ACCOUNT_ALONE, NO])
@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_no_subject_holds_a_name_or_an_address(child: Any, consents: Any, language: str) -> None:
    answered(child, consents)
    subject = last_mail(child, language).subject
    assert CHILD not in subject
    assert GUARDIAN not in subject


@pytest.mark.parametrize(
    ("language", "text"),
    [("he", "מה שעוד צריך תשובת כן נשמר"), ("ar", "كل ما ينتظر موافقةً محفوظ")],
)
def test_it_is_read_in_the_childs_language(child: Any, language: str, text: str) -> None:
    answered(child, ACCOUNT_ALONE)
    assert text in flat(last_mail(child, language).text)


def test_the_answer_waits_for_the_morning_as_other_mails_do(child: Any) -> None:
    answered(child, YES)
    assert Message.objects.get(user=child.user).priority == ORDINARY


@pytest.mark.parametrize(
    ("said", "may_take_part"), [(YES, True), (ACCOUNT_ALONE, False), ({**YES, "lab": False}, False)]
)
def test_that_the_child_may_take_part_is_said_only_where_it_may(
    child: Any, said: dict[str, bool], may_take_part: bool
) -> None:
    answered(child, said)
    text = flat(last_mail(child).text)
    assert ("You may take part in Bat Galim." in text) == may_take_part
    assert ("Your parent or guardian has answered in Bat Galim." in text) == (not may_take_part)


def test_each_answer_has_the_name_that_the_form_has_for_it(child: Any) -> None:
    answered(child, ACCOUNT_ALONE)
    assert "Keeping the details: yes · Taking part: no · Publication: no · Photographs: no" in flat(
        last_mail(child).text
    )


def test_what_the_child_asks_for_once_more_goes_out_at_once(child: Any) -> None:
    link = answered(child, ACCOUNT_ALONE)
    ask_confirmed(child, "lab", actor=child.user)
    assert Message.objects.get(kind="consents.child_asks", user=link.account).priority == URGENT
