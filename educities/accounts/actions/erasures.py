"""An account is erased: nobody signs in by it, and no table says whose it was. What stays is its number."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from educities.accounts.actions.sessions import end_sessions
from educities.accounts.models import AccountChange, Erasure, SignInLink, User

# No mail server has such an address (RFC 2606).
ERASED_HOST = "erased.invalid"


def list_addresses(user: User) -> list[str]:
    """Every address that leads, or led in the last days, to the account: its own first, in small letters."""
    found = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    found += AccountChange.objects.filter(user=user).values_list("email", flat=True)
    return list(dict.fromkeys(one.lower() for one in found))


@transaction.atomic
def erase_account(user: User) -> None:
    """No address, password, second step, session or link of the account is left, and nobody can sign in by it.

    Its number stays, with the language of the installation, for the records that name nobody.
    """
    end_sessions(user)
    for model in (SignInLink, AccountChange, Authenticator, EmailAddress):
        model._default_manager.filter(user=user).delete()
    user.set_unusable_password()
    user.email, user.language = f"{user.pk}@{ERASED_HOST}", settings.LANGUAGE_CODE[:2]
    user.is_active, user.waits_for_guardian, user.closed_by, user.is_minor = False, False, "", False
    user.is_age_unsaid, user.is_operator, user.is_superuser, user.last_login = False, False, False, None
    user.session_version += 1
    user.save()


def note_erasure(number: int, row_made_at: datetime, *, city_number: int | None, keeps_texts: bool) -> None:
    """The ledger has it, once."""
    add_erasures([Erasure(number=number, row_made_at=row_made_at, city_number=city_number, keeps_texts=keeps_texts)])


def add_erasures(rows: Iterable[Erasure]) -> None:
    """The ledger has these too; what it has already stays as it is."""
    Erasure.objects.bulk_create(rows, ignore_conflicts=True)
