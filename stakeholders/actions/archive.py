"""An organisation leaves the lists, and comes back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import ngettext

from cities.models import Membership, Scope
from educities.accounts.models import User
from educities.activity.actions.reminders import cancel_news
from educities.activity.actions.undo import check_undoable
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from stakeholders import verbs
from stakeholders.actions.commitments import promise_again_with_organisation, withdraw_with_organisation
from stakeholders.actions.organisations import directors_of, record_organisation, refusing_taken_number
from stakeholders.models import Organisation, Representation

State = Organisation.State
ArchiveBlocker = Callable[[Organisation], str]
ARCHIVE_BLOCKERS: Hook[ArchiveBlocker] = Hook(
    "stakeholders.archive_blockers",
    "Asked before an organisation is archived: (organisation) -> the sentence that stands against it, or nothing.",
)
ArchiveEffects = Callable[[Organisation], list[str]]
ARCHIVE_EFFECTS: Hook[ArchiveEffects] = Hook(
    "stakeholders.archive_effects",
    "Asked on the page before an organisation is archived: (organisation) -> what hangs on it, in sentences.",
)
ArchiveReaders = Callable[[Organisation], list[User]]
ARCHIVE_READERS: Hook[ArchiveReaders] = Hook(
    "stakeholders.archive_readers",
    "Asked when an organisation is archived: (organisation) -> who works with it and reads why.",
)


def list_archive_effects(organisation: Organisation) -> list[str]:
    """What hangs on the organisation and changes when it is archived, in sentences."""
    return [
        *_list_speaking_effects(organisation),
        *_list_commitment_effects(organisation),
        *(sentence for answer in ARCHIVE_EFFECTS for sentence in answer(organisation)),
    ]


def _list_speaking_effects(organisation: Organisation) -> list[str]:
    """Whoever was asked and has not answered represents nothing yet: the request ends, no representation."""
    speaking = _list_speaking(organisation)
    waiting = speaking.filter(accepted_at=None).count()
    accepted = speaking.count() - waiting
    effects = []
    if accepted:
        text = ngettext("%(n)s person no longer represents it.", "%(n)s people no longer represent it.", accepted)
        effects.append(text % {"n": accepted})
    if waiting:
        text = ngettext(
            "%(n)s request to represent it is cancelled.", "%(n)s requests to represent it are cancelled.", waiting
        )
        effects.append(text % {"n": waiting})
    return effects


def _list_commitment_effects(organisation: Organisation) -> list[str]:
    """What was promised and has not arrived is promised no longer."""
    n = organisation.commitments.open().count()
    text = ngettext("%(n)s open commitment is withdrawn.", "%(n)s open commitments are withdrawn.", n)
    return [text % {"n": n}] if n else []


def list_archive_blockers(organisation: Organisation) -> list[str]:
    """What stands against archiving the organisation, in sentences."""
    return [text for answer in ARCHIVE_BLOCKERS if (text := answer(organisation))]


@transaction.atomic
def archive_organisation(organisation: Organisation, *, actor: User, reason: str) -> Organisation:
    """The organisation is out of every list, its representations and managers' roles end today; nobody is asked about it.

    Its representatives and whoever works with it read why. Refused while work depends on it. What ended with it stands
    in the record, so that it can be restored.
    """
    for text in list_archive_blockers(organisation):
        raise DomainError(text, code="stakeholders.organisation_in_use")
    unasked = _cancel_requests(organisation)
    told = [user for user in _list_readers(organisation, actor) if user.pk not in unasked]
    organisation.move(State.ARCHIVED)
    today = organisation.city.today()
    ended = {"representations": _list_speaking(organisation), "roles": _list_managers(organisation)}
    numbers = {name: list(rows.values_list("pk", flat=True)) for name, rows in ended.items()}
    numbers["commitments"] = [row.pk for row in withdraw_with_organisation(organisation)]
    # A representation ends on the day that its end names; a role's last day is one on which it still holds.
    ends = {"representations": {"ends_on": today}, "roles": {"ends_on": today - timedelta(days=1), "ended_on": today}}
    for name, rows in ended.items():
        rows.filter(pk__in=numbers[name]).update(**ends[name])
    cancel_news(organisation, verbs.ORGANISATION_ASKED)
    record_organisation(
        verbs.ORGANISATION_ARCHIVED, organisation, actor, reason=reason, notify=told, kept={"ended": numbers}
    )
    return organisation


def _cancel_requests(organisation: Organisation) -> set[int | None]:
    """Requests to represent it that have not left the city are not sent. Returns whose: nobody else has told them of it."""
    rows = _list_speaking(organisation).filter(accepted_at=None).select_related("profile")
    return {row.profile.user_id for row in rows if cancel_news(row, verbs.REPRESENTATIVE_APPOINTED)}


@transaction.atomic
def restore_organisation(organisation: Organisation, *, actor: User) -> Organisation:
    """An archived organisation is back with the people who spoke for it then; a rejected one waits to be verified again.

    Whoever reads that one was archived reads that it is back.

    Raises DomainError when another organisation has taken its registry number meanwhile.
    """
    is_archived = organisation.state == State.ARCHIVED
    with refusing_taken_number():
        organisation.move(State.VERIFIED if is_archived else State.PROPOSED)
    if is_archived:
        _reopen_representations(organisation)
    told = _list_readers(organisation, actor) if is_archived else []
    if organisation.representations.current().exists() and is_archived:
        organisation.move(State.ACTIVE)
    record_organisation(verbs.ORGANISATION_RESTORED, organisation, actor, notify=told)
    return organisation


@transaction.atomic
def undo_verification(organisation: Organisation, *, actor: User) -> None:
    """The organisation waits to be verified again. Only right after the verification, by the person who verified it,
    and while nothing depends on it.
    """
    check_undoable(organisation, verbs.ORGANISATION_VERIFIED, actor=actor, along=[verbs.ORGANISATION_ACTIVE])
    for text in list_archive_blockers(organisation):
        raise DomainError(text, code="stakeholders.organisation_in_use")
    organisation.move(State.PROPOSED, verified_by_id=None, verified_at=None)
    record_organisation(verbs.VERIFICATION_UNDONE, organisation, actor)


def _reopen_representations(organisation: Organisation) -> None:
    """What ended with the archiving lasts again."""
    about = {"target_type": organisation._meta.label_lower, "target_id": str(organisation.pk)}
    entry = AuditEntry.objects.filter(verb=verbs.ORGANISATION_ARCHIVED.code, **about).first()
    ended = entry.data.get("ended", {}) if entry else {}
    rows = organisation.representations.filter(pk__in=ended.get("representations", []), profile__user__is_active=True)
    users = list(User.objects.filter(pk__in=rows.values_list("profile__user_id", flat=True)))
    numbers = list(rows.values_list("pk", flat=True))
    Representation.objects.filter(pk__in=numbers).update(ends_on=None)
    roles = Membership.objects.filter(pk__in=ended.get("roles", []), city_id=organisation.city_id, user__in=users)
    roles.update(ends_on=None, ended_on=None)
    promise_again_with_organisation(organisation.commitments.filter(pk__in=ended.get("commitments", [])))


def _list_readers(organisation: Organisation, actor: User) -> list[User]:
    speaking = _list_speaking(organisation).values_list("profile__user_id", flat=True)
    told = set(User.objects.filter(pk__in=speaking)) | set(directors_of(organisation.city_id))
    told |= {user for answer in ARCHIVE_READERS for user in answer(organisation)}
    return [user for user in told if user != actor]


def _list_speaking(organisation: Organisation) -> Any:
    today = organisation.city.today()
    return organisation.representations.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)


def _list_managers(organisation: Organisation) -> Any:
    managers = Membership.objects.current().filter(scope_type=Scope.ORGANISATION, scope_id=organisation.pk)
    return managers.filter(city_id=organisation.city_id)
