"""Who may read a guardian's link: its page names the child, so it opens for nobody but the adult who was asked."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from consents.models import GuardianLink
from consents.queries import has_mailbox
from educities.accounts.actions import proven_owner
from educities.accounts.models import User
from educities.accounts.queries import list_refused_accounts
from educities.kit.errors import DomainError
from educities.kit.multilingual import isolate_ltr


def check_reader(link: GuardianLink, signed_in: User | AnonymousUser) -> None:
    """Raises DomainError when somebody else than the asked adult is signed in: what is answered there does not count.

    Nobody signed in is right: the link was opened from the mail. A child's browser is refused, the child's own as that of
    another one; an adult's other account is named, so that an answer never changes without a word who is signed in.
    """
    if not signed_in.is_authenticated:
        return
    child = link.minor.user
    if child is not None and (signed_in.pk == child.pk or has_mailbox(child, signed_in.email)):
        text = _(
            "The child is signed in on this device, so an answer given here does not count. If you are the "
            "parent or guardian, sign the child out or open the link in your email on your own device."
        )
        raise DomainError(text, code="consents.answered_by_child")
    if signed_in.is_minor:
        text = _(
            "Someone under 18 is signed in on this device, so an answer given here does not count. If you are the "
            "parent or guardian, sign them out or open the link in your email on your own device."
        )
        raise DomainError(text, code="consents.answered_by_child")
    if signed_in.email.lower() != link.guardian_email and proven_owner(link.guardian_email) != signed_in:
        text = _(
            "This question was emailed to %(asked)s, but %(own)s is signed in on this device. Sign out to answer it; this "
            "page then opens again."
        )
        names = {"asked": isolate_ltr(link.guardian_email), "own": isolate_ltr(signed_in.email)}
        raise DomainError(text % names, code="consents.other_account")


def check_guardian_address(link: GuardianLink) -> None:
    """Raises DomainError when the account of the asked address is closed or of somebody under 18: nobody can answer there."""
    refused = list_refused_accounts([link.guardian_email])
    if any(is_open for _pk, _address, is_open in refused):
        text = _("Only a parent or guardian who is 18 or over can answer this question.")
        raise DomainError(text, code="consents.guardian_not_adult")
    if refused:
        raise DomainError(
            _("The account of this address is closed, so it cannot answer."), code="consents.account_closed"
        )
