from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

_at_hand: ContextVar["User | None"] = ContextVar("account_at_hand", default=None)


@contextmanager
def account_at_hand(account: "User | None") -> Iterator[None]:
    """Inside, the account just read beside its session is not asked for once more by its number."""
    token = _at_hand.set(account)
    try:
        yield
    finally:
        _at_hand.reset(token)


class UserManager(BaseUserManager["User"]):
    """Accounts are found by mail address, whatever its capitals."""

    def get(self, *args: Any, **kwargs: Any) -> "User":
        """As ever, but an account at hand is answered without a query."""
        account = _at_hand.get()
        return account if account and not args and kwargs == {"pk": account.pk} else super().get(*args, **kwargs)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password it signs in by link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An operator of the platform."""
        return self.create_user(email, password, is_operator=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One account over all cities: a mail address and a language, no name. Names live in each city's profile."""

    email = models.EmailField(_("email address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(default=True)
    # Closed because no grown-up agrees to it: a guardian's yes opens it again, and nothing else does.
    waits_for_guardian = models.BooleanField(default=False)
    # Why it waits: a "guardian" said no, the "child" itself did, or the "time" was over.
    closed_by = models.CharField(max_length=10, blank=True, default="", db_default="", editable=False)
    # A city knows the person as under 18, so no other one makes a grown-up of them. No page shows it.
    is_minor = models.BooleanField(default=False, db_default=False)
    # Others typed this address and made a profile of it, and the person has not said yet whether they are 18: until then
    # they are an adult nowhere. Accounts of before this column count as having said it.
    is_age_unsaid = models.BooleanField(default=False, db_default=False)
    is_operator = models.BooleanField(_("operator of the platform"), default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    # Counted up to end the sessions of before; see `end_other_sessions`.
    session_version = models.PositiveIntegerField(default=0, editable=False)

    # Set for the person of a request alone: did this session pass a second step? None where no session asks.
    passed_second_step: bool | None = None

    IS_PERSON = True
    DATA: ClassVar = {
        "internal": "is_superuser is_operator session_version",
        "personal": "email language is_active joined_at last_login",
        "child": "waits_for_guardian closed_by is_minor is_age_unsaid",
        "secret": "password",
    }

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email",
                violation_error_code="email",
                violation_error_message=_("There is an account with this address already."),
            ),
            models.CheckConstraint(
                condition=models.Q(waits_for_guardian=False) | models.Q(is_active=False),
                name="accounts_user_closed",
                violation_error_code="is_active",
                violation_error_message=_("An account that waits for a guardian stays closed."),
            ),
        )

    def __str__(self) -> str:
        return f"account {self.pk}"

    def get_session_auth_hash(self) -> str:
        """What a session must carry to stand for this account: it changes with the password and with `session_version`."""
        return self._versioned(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the secret keys of before."""
        for digest in super().get_session_auth_fallback_hash():
            yield self._versioned(digest)

    def _versioned(self, digest: str) -> str:
        # The account's own digest is the secret part; the number beside it says nothing by itself.
        return f"{digest}.{self.session_version}" if self.session_version else digest

    def has_perm(self, perm: str, obj: models.Model | AnonymousUser | None = None) -> bool:
        """Asked of the rules alone: no account, not even an operator's, is above them."""
        return self.is_active and ask_rules(self, perm, obj)


class Visitor(AnonymousUser):
    """Somebody who has not signed in, asked about by the rules alone, as accounts are."""

    def has_perm(self, perm: str, obj: models.Model | AnonymousUser | None = None) -> bool:
        """The answer of the rules. Django would ask each way of signing in, of which the others know no permissions."""
        return ask_rules(self, perm, obj)


def ask_rules(person: "User | Visitor", perm: str, obj: models.Model | AnonymousUser | None) -> bool:
    """What the rules answer about this person."""
    from rules.permissions import has_perm  # noqa: PLC0415 (rules reads the settings)

    return has_perm(perm, person, obj)


# Whoever a question of who may is asked about: an account, or somebody who has not signed in.
Person = User | AnonymousUser
