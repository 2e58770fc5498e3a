"""An address as people paste it comes in the same through every page that takes one, and is refused the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from challenges.models import PendingAct
from consents.models import GuardianLink
from educities.activity.models import Message
from tests.consents.people import child_of
from tests.factories import ChallengeFactory, CohortFactory, OrganisationFactory, UserFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "dana5@example.org"
CITY = "/c/bat-galim"
AS_PASTED = {
    "a sign of direction behind": "dana5@example.org\u200f",
    "a blank of no width within": "dana5\u200b@example.org",
    "isolated": "\u2068dana5@example.org\u2069",
    "turned": "\u202bdana5@example.org\u202c",
    "a mark of byte order before": "\ufeffdana5@example.org",
    "blanks around": "\u00a0 dana5@example.org ",
    "a soft hyphen within": "da\u00adna5@example.org",
    "a link of a page": "mailto:dana5@example.org?subject=Hello",
    "a name before": "Dana Cohen <dana5@example.org\u200f>",
}
# To none of these a mail can leave.
NOT_AN_ADDRESS = {
    "nothing but signs": "\u200f\u200b",
    "two": "dana5@example.org, noa@example.org",
    "a second line": "dana5@example.org\nBcc: noa@example.org",
    "no host": "dana5@",
    "a host of one word": "dana5@example",
    "an address of the web": "http://evil.example/",
    "a null": "dana5@exam\x00ple.org",
}
Door = Callable[[Any], tuple[str, dict[str, str], str]]


def idea(scope: Any) -> tuple[str, dict[str, str], str]:
    form = {"text": "Benches in the shade", "display_name": "Dana", "age": "older"}
    return f"{CITY}/challenges/{ChallengeFactory().pk}/idea/", form, "email"


def guardian_of_an_idea(scope: Any) -> tuple[str, dict[str, str], str]:
    form = {
        "text": "Swings for the little ones",
        "display_name": "Lior",
        "email": "lior@example.org",
        "age": "younger",
        "birth_month": "3",
    }
    return f"{CITY}/challenges/{ChallengeFactory().pk}/idea/", {**form, "birth_year": "2014"}, "guardian_email"


def guardian(scope: Any) -> tuple[str, dict[str, str], str]:
    return f"{CITY}/ask-guardian/", {}, "guardian_email"


def code(scope: Any) -> tuple[str, dict[str, str], str]:
    return "/accounts/login/code/", {}, "email"


def sign_up(scope: Any) -> tuple[str, dict[str, str], str]:
    return "/accounts/signup/", {}, "email"


def invitation(scope: Any) -> tuple[str, dict[str, str], str]:
    return f"{CITY}/roles/new/", {"display_name": "Dana", "role": "facilitator", "language": "en"}, "email"


def representative(scope: Any) -> tuple[str, dict[str, str], str]:
    form = {"display_name": "Dana", "language": "en"}
    return f"{CITY}/organisations/{OrganisationFactory(state='verified').pk}/appoint/", form, "email"


def member(scope: Any) -> tuple[str, dict[str, str], str]:
    form = {"display_name": "Dana", "language": "en", "sector": "1", "role": "member"}
    return f"{CITY}/cohorts/{CohortFactory().pk}/members/new/", form, "email"


DOORS = [idea, guardian_of_an_idea, guardian, code, sign_up, invitation, representative, member]


@pytest.fixture
def go(scope: Any, director: Any, facilitator: Any) -> Callable[[Door, str], Any]:
    """The form of a door is sent, by whoever meets it, with this in its box of the address."""
    child = child_of(scope)

    def send(door: Door, typed: str) -> Any:
        path, form, box = door(scope)
        who = {guardian: child.user, invitation: director, representative: director, member: director}.get(door)
        client = Client() if who is None else sign_in(Client(), who)
        return client.post(path, {**form, box: typed})

    return send


def written_to() -> set[str]:
    return set(Message.objects.values_list("recipient", flat=True)) | {to for one in mail.outbox for to in one.to}


@pytest.mark.parametrize("typed", AS_PASTED.values(), ids=AS_PASTED.keys())
@pytest.mark.parametrize("door", DOORS, ids=lambda one: one.__name__)
def test_the_mail_goes_to_the_address_that_is_seen(go: Any, door: Door, typed: str) -> None:
    if door is code:
        UserFactory(email=ADDRESS)
    answer = go(door, typed)
    assert answer.status_code in {200, 302}, answer.context["form"].errors
    if door is guardian_of_an_idea:
        assert written_to() == {"lior@example.org"}
        assert PendingAct.objects.get().payload["guardian_email"] == ADDRESS
    else:
        assert written_to() == {ADDRESS}


@pytest.mark.parametrize("typed", NOT_AN_ADDRESS.values(), ids=NOT_AN_ADDRESS.keys())
@pytest.mark.parametrize("door", DOORS, ids=lambda one: one.__name__)
def test_what_no_mail_can_be_sent_to_is_refused_at_its_box(go: Any, door: Door, typed: str) -> None:
    if door is member and typed == NOT_AN_ADDRESS["nothing but signs"]:
        pytest.skip("a member may have no address")
    answer = go(door, typed)
    assert written_to() == set()
    assert not GuardianLink.objects.exists()
    assert answer.status_code in {200, 422}
    assert list(answer.context["form"].errors) == ["guardian_email" if "guardian" in door.__name__ else "email"]
