"""An adult who does not know the child says so: the question is over, and the child gives another address in its place."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consents.actions import expire_questions, invite_guardian, refuse_guardian, report_wrong_recipient
from consents.models import Consent, GuardianLink
from educities.activity.models import Message
from educities.kit.errors import DomainError
from tests.consents.people import YES, answered, asked, child_of

pytestmark = pytest.mark.django_db
MINE = "/c/bat-galim/mine/"
WRONG = "wrong@example.org"


@pytest.fixture
def child(scope: Any) -> Any:
    """A child whose mail went to somebody else."""
    child = child_of(scope)
    report_wrong_recipient(asked(child, WRONG)[1])
    return child


def my_guardians(client: Any) -> dict[str, Any]:
    parts = {part["template"]: part for part in client.get(MINE).context["parts"]}
    return parts["consents/_my_guardians.html"]


def test_the_page_says_so_and_asks_for_another_address_there(client: Any, child: Any, sign_in: Any) -> None:
    sign_in(client, child.user)
    part = my_guardians(client)
    assert part["may_only_wait"].startswith(f"The person who reads \u2066{WRONG}\u2069 does not know you.")
    assert part["guardians"] == []
    page = client.get(MINE).content.decode()
    assert 'action="/c/bat-galim/ask-guardian/"' in page
    assert 'name="guardian_email"' in page


def test_with_another_address_the_wrong_one_is_gone(client: Any, child: Any, sign_in: Any) -> None:
    sign_in(client, child.user)
    assert client.post("/c/bat-galim/ask-guardian/", {"guardian_email": "mother@example.org"}).url == MINE
    assert [link.guardian_email for link in my_guardians(client)["guardians"]] == ["mother@example.org"]
    page = client.get(MINE).content.decode()
    assert WRONG not in page
    assert 'name="guardian_email"' not in page


def test_who_does_not_know_the_child_is_not_written_to_again(child: Any) -> None:
    before = Message.objects.count()
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, WRONG.upper(), actor=child.user)
    assert refused.value.code == "consents.guardian_unknown"
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    "spelling", ["WRONG@example.org", "wrong+x@example.org", "Wrong+Mum@Example.org", " wrong@example.org"]
)
def test_nor_under_another_spelling_of_the_mailbox(child: Any, spelling: str) -> None:
    before = Message.objects.count()
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, spelling, actor=child.user)
    assert refused.value.code == "consents.guardian_unknown"
    assert Message.objects.count() == before


def test_nor_where_another_spelling_was_asked_before(child: Any) -> None:
    """A question to `mum+x@` was open when `mum@` said: not for me."""
    asked(child, "m.um+x@gmail.com")
    report_wrong_recipient(asked(child, "mum@googlemail.com")[1])
    before = Message.objects.count()
    for spelling in ("m.um+x@gmail.com", "MUM@gmail.com", "m.u.m+1@googlemail.com"):
        with pytest.raises(DomainError) as refused:
            invite_guardian(child, spelling, actor=child.user)
        assert refused.value.code == "consents.guardian_unknown"
    assert Message.objects.count() == before


def test_a_no_is_not_asked_around_by_an_open_question_of_another_spelling(child: Any) -> None:
    asked(child, "mum+x@example.org")
    refuse_guardian(asked(child, "mum@example.org")[1])
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, "mum+x@example.org", actor=child.user)
    assert refused.value.code == "consents.guardian_said_no"


def test_wrong_addresses_are_not_counted_as_adults_but_have_an_end(child: Any) -> None:
    for number in range(11):
        report_wrong_recipient(asked(child, f"{number}@example.org")[1])
    with pytest.raises(DomainError) as refused:
        invite_guardian(child, "mother@example.org", actor=child.user)
    assert refused.value.code == "consents.too_many_guardians"


def test_the_child_has_as_long_as_the_question_had(child: Any) -> None:
    assert expire_questions() == 0
    assert set(Consent.objects.values_list("state", flat=True)) == {"requested"}
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert (expire_questions(), expire_questions()) == (1, 0)
    assert GuardianLink.objects.get().state == "mistaken"
    assert set(Consent.objects.values_list("state", flat=True)) == {"expired"}
    child.user.refresh_from_db()
    assert (child.user.is_active, child.user.waits_for_guardian) == (False, True)


def test_an_address_that_is_asked_later_has_its_own_time(child: Any) -> None:
    asked(child)
    GuardianLink.objects.filter(guardian_email=WRONG).update(expires_at=timezone.now() - timedelta(days=1))
    expire_questions()
    assert set(Consent.objects.values_list("state", flat=True)) == {"requested"}


def test_beside_an_adult_who_answers_nothing_is_asked(client: Any, child: Any, sign_in: Any) -> None:
    answered(child, YES)
    sign_in(client, child.user)
    assert my_guardians(client)["ask_form"] is None
    assert WRONG not in client.get(MINE).content.decode()
