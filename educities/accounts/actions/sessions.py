"""Where somebody is signed in, ended from elsewhere."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.actions.sign_in import void_links
from educities.accounts.models import SignedInSession, SignInLink, User
from educities.kit.errors import DomainError
from educities.kit.tokens import hash_token


def end_session(user: User, digest: str) -> None:
    """The session of this person whose key has this hash is over. Raises DomainError when it is over already."""
    for row in SignedInSession.objects.filter(user=user):
        if hash_token(row.session_key) == digest:
            row.delete()
            return
    raise DomainError(_("This device is signed out already."), code="accounts.session_ended")


def end_sessions(user: User, *, keep: str | None = None) -> None:
    """Nobody is signed in as this person, but for the session with the key `keep`; no link in a mail signs in either."""
    SignedInSession.objects.filter(user=user).exclude(session_key=keep or "").delete()
    void_links(user)


@transaction.atomic
def end_all_sessions() -> int:
    """Nobody is signed in, and no link in a mail signs in. Returns how many sessions there were."""
    SignInLink.objects.all().delete()
    return SignedInSession.objects.all().delete()[0]


def forget_sessions() -> int:
    """Sessions whose time is over are gone. Returns how many."""
    return SignedInSession.objects.filter(expire_date__lt=timezone.now()).delete()[0]
