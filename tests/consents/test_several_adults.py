"""Two adults are asked: one yes is enough, who is asked is seen, and who has not answered is asked no more if the child wants."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consents.actions import expire_questions, guardian_status_message, take_question_back
from consents.models import Consent, GuardianLink
from consents.queries import has_consent
from consents.views.guardians import guardian_answer_message
from educities.activity.models import AuditEntry, Message
from educities.kit.errors import Moved
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of

pytestmark = pytest.mark.django_db
ASK = "/c/bat-galim/ask-guardian/"


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope)


def test_one_yes_of_two_is_promised_and_enough(child: Any) -> None:
    asked(child)
    asked(child, "aunt@example.org")
    assert "As soon as one of them agrees, you can continue." in guardian_status_message(child)
    answered(child, YES, "aunt@example.org")
    assert has_consent(child, "publication")


def test_the_page_that_asks_says_who_is_asked_already(client: Any, child: Any, sign_in: Any) -> None:
    sign_in(client, child.user)
    assert "Who is asked already" not in client.get(ASK).content.decode()
    link, _token = asked(child)
    answered(child, YES, "aunt@example.org")
    page = client.get(ASK).content.decode()
    assert "mother@example.org" in page
    assert "aunt@example.org" in page
    assert page.count("/back/") == 1
    assert f"/c/bat-galim/guardians/{link.pk}/back/" in page


def test_who_has_not_answered_is_asked_no_more(client: Any, child: Any, sign_in: Any) -> None:
    link, token = asked(child)
    sign_in(client, child.user)
    back = f"/c/bat-galim/guardians/{link.pk}/back/"
    assert "Withdraw this question?" in client.get(back).content.decode()
    assert client.post(back).url == ASK
    assert GuardianLink.objects.get().state == "withdrawn"
    assert Message.objects.get(recipient="mother@example.org").state == "cancelled"
    assert "mother@example.org" not in client.get(ASK).content.decode()
    assert "mother@example.org" not in client.get("/c/bat-galim/mine/").content.decode()
    assert set(Consent.objects.values_list("state", flat=True)) == {"requested"}
    client.logout()
    assert client.get(f"/c/bat-galim/guardian/{token}/").status_code == 410
    asked(child)
    assert GuardianLink.objects.get().state == "invited"


def test_a_yes_beside_the_no_of_another_adult_is_not_said_to_apply(child: Any) -> None:
    first = answered(child, ACCOUNT_ALONE)
    assert guardian_answer_message(first).endswith("You can change it at any time on the page about your child.")
    second = answered(child, YES, "aunt@example.org")
    assert not has_consent(child, "publication")
    assert "except where another adult has not agreed" in guardian_answer_message(second)


def test_it_is_taken_back_once(child: Any) -> None:
    link, _token = asked(child)
    copy = GuardianLink.objects.get(pk=link.pk)
    take_question_back(link, actor=child.user)
    with pytest.raises(Moved):
        take_question_back(copy, actor=child.user)
    assert AuditEntry.objects.filter(verb="consents.question_taken_back").count() == 1


def test_an_answer_is_not_taken_back_with_the_question(client: Any, child: Any, sign_in: Any) -> None:
    link = answered(child, YES)
    sign_in(client, child.user)
    client.post(f"/c/bat-galim/guardians/{link.pk}/back/")
    link.refresh_from_db()
    assert link.state == "confirmed"


def test_nobody_else_takes_it_back(client: Any, child: Any, resident: Any, sign_in: Any) -> None:
    link, _token = asked(child)
    sign_in(client, resident)
    assert client.post(f"/c/bat-galim/guardians/{link.pk}/back/").status_code == 404


def answer_shown(client: Any, purpose: str) -> str:
    parts = {part["template"]: part for part in client.get("/c/bat-galim/mine/").context["parts"]}
    questions = parts["consents/_my_guardians.html"]["questions"]
    return next(one.answers for one in questions if one.consent.purpose == purpose)


def test_one_no_and_one_who_has_not_answered_are_both_said(client: Any, child: Any, sign_in: Any) -> None:
    answered(child, {**YES, "photo": False})
    asked(child, "father@example.org")
    sign_in(client, child.user)
    assert (
        answer_shown(client, "photo")
        == "One adult said no, so it is not allowed for now. Not everyone has answered yet."
    )
    assert answer_shown(client, "lab") == "Your parent or guardian said yes."


def test_before_any_answer_nobody_said_no(client: Any, child: Any, sign_in: Any) -> None:
    asked(child)
    asked(child, "father@example.org")
    sign_in(client, child.user)
    assert answer_shown(client, "photo") == "Your parent or guardian has not answered yet."


def test_the_silence_of_one_leaves_the_no_of_the_other(child: Any) -> None:
    answered(child, {**YES, "photo": False})
    asked(child, "father@example.org")
    GuardianLink.objects.filter(state="invited").update(expires_at=timezone.now() - timedelta(days=1))
    expire_questions()
    latest = {consent.purpose: consent.state for consent in child.consents.order_by("pk")}
    assert latest == {**dict.fromkeys(YES, "given"), "photo": "refused"}
