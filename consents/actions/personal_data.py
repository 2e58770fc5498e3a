"""The file of what the city knows of a person: taken by the person or a guardian, and recorded without its contents."""

from django.db import transaction
from django.utils.translation import gettext as _

from consents import verbs
from consents.queries import answers_for
from consents.values.personal_data import DATA_FORMATS
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit
from stakeholders.models import Profile

MOST_FILES, WITHIN_SECONDS = 10, 60 * 60


def check_reader(profile: Profile, user: User) -> None:
    """Raises DomainError for anybody but the person and a guardian who answers for it now."""
    if profile.user_id != user.pk and not answers_for(user, profile):
        raise DomainError(_("Only the person and a parent or guardian may take this file."), code="consents.not_yours")


@transaction.atomic
def take_data_file(profile: Profile, *, actor: User, format: str) -> None:  # noqa: A002 (the field's name)
    """It is recorded who took a file about whom and of which kind; nothing that stands in it is.

    Raises DomainError for another reader, for an unknown kind, and TooOften for whoever takes one file after the other.
    """
    check_reader(profile, actor)
    if DATA_FORMATS.get(format) is None:
        raise DomainError(_("Choose the kind of file."), code="consents.unknown_format", field="format")
    check_limit("data-file", str(actor.pk), most=MOST_FILES, seconds=WITHIN_SECONDS)
    acting_for = profile.user if profile.user_id != actor.pk else None
    record(verbs.DATA_FILE_TAKEN, profile, actor=actor, acting_for=acting_for, format=format)
