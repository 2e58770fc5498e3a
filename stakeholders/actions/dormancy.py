"""Organisations that went quiet: asked whether they are still there, at rest after half a year, back by an act."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from stakeholders import verbs
from stakeholders.actions.acts import sign_for
from stakeholders.models import Organisation
from stakeholders.queries.dormancy import is_question_due, list_quiet_organisations, list_speakers
from stakeholders.queries.sector_counts import forget_sector_counts
from stakeholders.values import QUIET_DAYS

State = Organisation.State


def rest_quiet_organisations(_city: City) -> int:
    """Each active organisation of the scope's city without an act for half a year is dormant. Returns how many."""
    quiet = Organisation.objects.quiet_since(timezone.now() - timedelta(days=QUIET_DAYS))
    return sum(_rest_organisation(organisation) for organisation in quiet.defer("about"))


@transaction.atomic
def _rest_organisation(organisation: Organisation) -> int:
    """One that acts at this moment stays active: the update asks once more how long it has been quiet."""
    quiet = Organisation.objects.quiet_since(timezone.now() - timedelta(days=QUIET_DAYS))
    if not quiet.filter(pk=organisation.pk).update(state=State.DORMANT):
        return 0
    forget_sector_counts()
    record(verbs.ORGANISATION_DORMANT, organisation, actor=None, title=organisation.name)
    return 1


@transaction.atomic
def ask_organisation(organisation: Organisation, *, actor: User) -> int:
    """Those who speak for it are asked by mail whether it is still there. Returns how many. Once a month."""
    organisation = lock_row(organisation)
    if organisation.state not in {State.ACTIVE, State.DORMANT}:
        raise DomainError(
            _("Only an active or inactive organisation can be asked."), code="stakeholders.organisation_not_asked"
        )
    if not is_question_due(organisation):
        raise DomainError(
            _("The organisation was asked within the last 30 days."), code="stakeholders.organisation_asked_lately"
        )
    told = list_speakers(organisation)
    if not told:
        raise DomainError(
            _("Nobody speaks for this organisation at present. Ask someone to represent it first."),
            code="stakeholders.nobody_to_ask",
        )
    Organisation.objects.filter(pk=organisation.pk).update(asked_at=timezone.now())
    record(verbs.ORGANISATION_ASKED, organisation, actor=actor, notify=told, title=organisation.name)
    return len(told)


@transaction.atomic
def ask_quiet_organisations(*, actor: User) -> int:
    """Each quiet organisation that has a representative and was not asked within a month is asked. Returns how many."""
    asked = 0
    for organisation in list_quiet_organisations().order_by("pk"):
        if is_question_due(organisation) and list_speakers(organisation):
            ask_organisation(organisation, actor=actor)
            asked += 1
    if not asked:
        raise DomainError(
            _("There is nobody to ask: each was asked within 30 days, or has no representative."),
            code="stakeholders.nobody_to_ask",
        )
    return asked


@transaction.atomic
def answer_still_here(organisation: Organisation, *, actor: User) -> None:
    """The organisation is still there: that is an act, and a dormant one is active again by it."""
    if organisation.state not in {State.ACTIVE, State.DORMANT}:
        raise DomainError(_("This organisation is no longer in the lists."), code="stakeholders.organisation_gone")
    kept = sign_for(organisation, actor)
    record(verbs.ORGANISATION_STILL_HERE, organisation, actor=actor, kept=kept, title=organisation.name)
