"""Signing in by a link of one's own mail: offered beside the code, used once, from whatever browser the mail is read in."""

from datetime import timedelta

from allauth.account import app_settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts import verbs
from educities.accounts.actions.addresses import account_for
from educities.accounts.models import SignInLink, User
from educities.activity.actions.records import record
from educities.kit.ended_links import describe_ended_link
from educities.kit.errors import DomainError
from educities.kit.tokens import hash_token, new_token

LONGEST = 500


@transaction.atomic
def offer_link(user: User, email: str, *, target: str = "") -> str:
    """A new link waits for its tap, as long as the code does; the one before it is void. Returns its secret."""
    token, token_hash = new_token()
    fresh = {
        "email": email,
        "token_hash": token_hash,
        "target": target if len(target) <= LONGEST else "",
        "expires_at": timezone.now() + timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT),
        "used_at": None,
    }
    SignInLink.objects.update_or_create(user=user, defaults=fresh)
    return token


def find_link(token: str) -> SignInLink:
    """The link with this secret that still signs in. Raises DomainError for one that is used up or past."""
    link = SignInLink.objects.select_related("user").filter(token_hash=hash_token(token), used_at=None).first()
    if link is None or link.expires_at < timezone.now():
        raise _link_ended_error()
    return link


def _link_ended_error() -> DomainError:
    text = _("Open the newest email from us, or ask for a new link on the sign-in page: it comes at once.")
    return DomainError(describe_ended_link(text), code="accounts.sign_in_link_ended")


@transaction.atomic
def use_link(token: str) -> SignInLink:
    """The link is used up and its address proven: its person may be signed in. Twice at once, one comes through."""
    link = find_link(token)
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise _link_ended_error()
    user = account_for(link.email, link.user.language)
    if not user.is_active or user.pk != link.user_id:
        raise DomainError(_("This account is closed."), code="accounts.account_closed")
    # The account as the proof has left it, not as it was when the link was read.
    link.user = user
    record(verbs.SIGNED_IN_BY_LINK, link, actor=user)
    return link


def void_links(user: User) -> None:
    """Who is signed in needs the link no more, and nobody else may use it."""
    SignInLink.objects.filter(user=user, used_at=None).update(used_at=timezone.now())
