"""A child as tests need it, and the grown-up who answers for it."""

from typing import Any

from consents.actions import answer_guardian, invite_guardian
from consents.models import GuardianLink
from consents.values import ASKED_OF_GUARDIANS
from educities.activity.models import Message
from tests.factories import ChildFactory, MembershipFactory, ProfileFactory, UserFactory

YES = dict.fromkeys(ASKED_OF_GUARDIANS, True)
NO = dict.fromkeys(ASKED_OF_GUARDIANS, False)
# The account stands, and nothing else is agreed to.
ACCOUNT_ALONE = {**NO, "account": True}


def child_of(city: Any, user: Any = None, **profile: Any) -> Any:
    """A child with an account and a part in the city."""
    user = user or UserFactory()
    MembershipFactory(user=user, city=city)
    return ChildFactory(user=user, **profile)


def asked(minor: Any, email: str = "mother@example.org") -> tuple[GuardianLink, str]:
    """A grown-up has been asked: the link and the secret in their mail."""
    link = invite_guardian(minor, email, actor=minor.user, language="en")
    message = Message.objects.filter(recipient=email).order_by("-pk").first()
    return link, message.payload["url"].rstrip("/").rsplit("/", 1)[1]


def answered(minor: Any, consents: dict[str, bool], email: str = "mother@example.org") -> GuardianLink:
    """A grown-up with an account has answered for the child."""
    _link, token = asked(minor, email)
    return answer_guardian(token, consents=consents, guardian_profile=ProfileFactory(user=UserFactory(email=email)))
