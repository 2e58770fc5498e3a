"""Initiatives: what the city does because of its model."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, is_same_row, lock_row
from journeys import verbs
from journeys.models import Initiative, InitiativeBlock, InitiativePartner, ModelBlock
from labs.actions.cohorts import check_working
from labs.models import Cohort
from labs.queries.facilitators import active_facilitators
from stakeholders.models import Organisation, Representation

ENDED = Initiative.ENDED


@transaction.atomic
def plan_initiative(
    cohort: Cohort,
    *,
    actor: User,
    partners: Iterable[Organisation] = (),
    blocks: Iterable[ModelBlock] = (),
    **fields: Any,
) -> Initiative:
    """A planned initiative with its owner, partners and the blocks it follows from; sent twice it is one.

    `fields`: title, activity, owner, starts_on, due_on.
    """
    check_working(cohort)
    lock_row(cohort)
    twins = Initiative.objects.filter(cohort=cohort, title=fields["title"], owner=fields["owner"])
    twin = twins.exclude(state__in=ENDED).first()
    if twin:
        if not is_same_row(twin, fields) or not _has_partners(twin, partners):
            text = _(
                "An initiative of this name and owner is planned already. Change that one, or choose another name."
            )
            raise DomainError(text, code="journeys.initiative_twin", field="title")
        return twin
    initiative = Initiative.objects.create(cohort=cohort, **fields)
    for partner in partners:
        _add_partner(initiative, partner)
    InitiativeBlock.objects.bulk_create([InitiativeBlock(initiative=initiative, block=block) for block in blocks])
    record(verbs.INITIATIVE_PLANNED, initiative, actor=actor, title=initiative.title, owner=initiative.owner_id)
    return initiative


def _has_partners(initiative: Initiative, partners: Iterable[Organisation]) -> bool:
    wanted = {one.pk for one in partners} - {initiative.owner_id}
    return set(initiative.partners.values_list("organisation_id", flat=True)) == wanted


def _add_partner(initiative: Initiative, organisation: Organisation) -> InitiativePartner | None:
    if organisation.pk == initiative.owner_id:
        return None
    row, is_new = InitiativePartner.objects.get_or_create(
        initiative=initiative, organisation=organisation, defaults={"sector": organisation.sector}
    )
    return row if is_new else None


def check_running(initiative: Initiative) -> None:
    """Raises DomainError for an initiative at its end."""
    if refusal := describe_why_initiative_stays(initiative):
        raise DomainError(refusal, code="journeys.initiative_ended")


def describe_why_initiative_stays(initiative: Initiative) -> str:
    """Why an initiative at its end is not changed, in a sentence; "" for one that is worked on."""
    if initiative.state == Initiative.State.STOPPED:
        return _("This initiative was stopped and stays as it is. To change it, resume it first.")
    if initiative.state == Initiative.State.EMBEDDED:
        return _("This initiative is part of everyday work now and stays as it is.")
    return ""


def _lock_initiative(initiative: Initiative) -> Initiative:
    now = lock_row(initiative)
    check_running(now)
    return now


@transaction.atomic
def change_initiative(
    initiative: Initiative, *, actor: User, blocks: Iterable[ModelBlock] | None = None, **fields: Any
) -> None:
    """The initiative reads anew. `blocks`: from these it follows now; None leaves them as they are."""
    now = _lock_initiative(initiative)
    changed = apply_changes(now, fields)
    apply_changes(initiative, fields)
    tied = blocks is not None and _set_blocks(now, {block.pk for block in blocks})
    if changed:
        initiative.save(update_fields=changed)
        InitiativePartner.objects.filter(initiative=initiative, organisation_id=initiative.owner_id).delete()
    if changed or tied:
        if tied:
            changed.append("blocks")
        record(verbs.INITIATIVE_CHANGED, initiative, actor=actor, title=initiative.title, changed=changed)


def _set_blocks(initiative: Initiative, wanted: set[int]) -> bool:
    """The initiative follows from these blocks; was that news?"""
    tied = set(initiative.blocks.values_list("block_id", flat=True))
    initiative.blocks.filter(block_id__in=tied - wanted).delete()
    new = [InitiativeBlock(initiative=initiative, block_id=pk) for pk in sorted(wanted - tied)]
    InitiativeBlock.objects.bulk_create(new)
    return tied != wanted


@transaction.atomic
def report_progress(initiative: Initiative, *, actor: User, progress: int, blocked_by: str = "") -> None:
    """How far it is, 0 to 100, and what holds it up, if anything."""
    now = _lock_initiative(initiative)
    if now.state == Initiative.State.PLANNED:
        raise DomainError(_("Begin the pilot first: a plan has no progress yet."), code="journeys.initiative_not_begun")
    if (now.progress, now.blocked_by) == (progress, blocked_by):
        return
    initiative.progress, initiative.blocked_by = progress, blocked_by
    initiative.save(update_fields=["progress", "blocked_by"])
    record(
        verbs.INITIATIVE_PROGRESSED,
        initiative,
        actor=actor,
        title=initiative.title,
        progress=progress,
        is_blocked=bool(blocked_by),
    )


@transaction.atomic
def move_initiative(initiative: Initiative, *, actor: User, to: str) -> None:
    """The initiative stands one step on, or pauses. It begins only when at least two sectors carry it."""
    check_running(initiative)
    if to == Initiative.State.PILOTING and initiative.state == Initiative.State.PLANNED:
        _check_sectors(initiative)
    if to == Initiative.State.STOPPED:
        raise DomainError(_("Say why the initiative stops."), code="journeys.stops_with_reason")
    old = initiative.state
    initiative.move(Initiative.State(to))
    record(_move_verb(old, to), initiative, actor=actor, title=initiative.title, old=old, new=initiative.state)


def _move_verb(old: str, to: str) -> Verb:
    if to == Initiative.State.PAUSED:
        return verbs.INITIATIVE_PAUSED
    return verbs.INITIATIVE_RESUMED if old == Initiative.State.PAUSED else verbs.INITIATIVE_MOVED


@transaction.atomic
def stop_initiative(initiative: Initiative, *, actor: User, reason: str) -> None:
    """The initiative goes on no more; who carries it and who guides its lab read why."""
    old = initiative.state
    initiative.move(Initiative.State.STOPPED)
    told = [user for user in list_carrying_users(initiative) if user != actor]
    data = {"title": initiative.title, "old": old, "new": initiative.state}
    record(verbs.INITIATIVE_STOPPED, initiative, actor=actor, notify=told, url="", reason=reason, **data)


@transaction.atomic
def resume_initiative(initiative: Initiative, *, actor: User) -> None:
    """A stopped initiative goes on where it stood; who carries it hears of it."""
    if initiative.state != Initiative.State.STOPPED:
        raise DomainError(_("This initiative is not stopped. Load the page again."), code="journeys.not_stopped")
    about = {"target_type": initiative._meta.label_lower, "target_id": str(initiative.pk)}
    stopped = AuditEntry.objects.filter(verb=verbs.INITIATIVE_STOPPED.code, **about).first()
    initiative.move(Initiative.State(stopped.data["old"] if stopped else Initiative.State.PLANNED))
    told = [user for user in list_carrying_users(initiative) if user != actor]
    data = {"title": initiative.title, "old": Initiative.State.STOPPED, "new": initiative.state}
    record(verbs.INITIATIVE_RESUMED, initiative, actor=actor, notify=told, url="", **data)


def list_carrying_users(initiative: Initiative, *, partner: InitiativePartner | None = None) -> list[User]:
    """Who speaks for the initiative's owner and partners, and who guides its lab; with `partner`, who speaks for that one."""
    if partner:
        ids, guides = [partner.organisation_id], User.objects.none()
    else:
        ids = [initiative.owner_id, *initiative.partners.values_list("organisation_id", flat=True)]
        seats = active_facilitators(initiative.cohort.lab)
        guides = User.objects.filter(pk__in=seats.values_list("profile__user_id", flat=True))
    speaking = Representation.objects.current().filter(organisation_id__in=ids)
    return list(User.objects.filter(pk__in=speaking.values("profile__user_id")).union(guides))


def _check_sectors(initiative: Initiative) -> None:
    if not initiative.partners.exclude(sector=initiative.owner.sector).exists():
        text = _("An initiative needs organisations from at least two sectors. Add a partner from another sector.")
        raise DomainError(text, code="journeys.one_sector_only")


@transaction.atomic
def add_partner(initiative: Initiative, *, actor: User, organisation: Organisation) -> None:
    """The organisation carries the initiative along, with its sector as it is today; adding it twice is once."""
    now = _lock_initiative(initiative)
    if organisation.pk == now.owner_id:
        raise DomainError(
            _("This organisation already owns the initiative. Choose another one."), code="journeys.owner_is_partner"
        )
    if _add_partner(now, organisation):
        record(
            verbs.PARTNER_ADDED,
            now,
            actor=actor,
            title=now.title,
            organisation=organisation.pk,
            sector=organisation.sector,
        )


@transaction.atomic
def remove_partner(partner: InitiativePartner, *, actor: User, reason: str = "") -> None:
    """The organisation carries it no longer; who speaks for it reads why."""
    now = _lock_initiative(partner.initiative)
    told = [user for user in list_carrying_users(now, partner=partner) if user != actor]
    data = {"title": now.title, "organisation": partner.organisation_id}
    record(verbs.PARTNER_REMOVED, now, actor=actor, notify=told, url="", reason=reason, **data)
    partner.delete()
