"""What a person does with an organisation."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import Membership
from educities.accounts.models import User
from educities.activity.actions.records import record, record_each
from educities.activity.models import AuditEntry
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, refusing
from stakeholders import verbs
from stakeholders.actions.acts import sign_for
from stakeholders.models import Organisation, Representation
from stakeholders.queries.sector_counts import forget_sector_counts

State = Organisation.State


def directors_of(city_id: int, *, but: User | None = None) -> list[Any]:
    """The people who direct the city today, without `but`."""
    rows = Membership.objects.directors().filter(city_id=city_id).select_related("user")
    return [row.user for row in rows if but is None or row.user_id != but.pk]


def propose_organisation(*, actor: User, **values: Any) -> Organisation:
    """A new organisation waits to be verified; the directors know of it. A taken registry number is refused."""
    organisation = Organisation(**values)
    with refusing_taken_number():
        organisation.save()
        notify = directors_of(organisation.city_id, but=actor)
        record(
            verbs.ORGANISATION_PROPOSED,
            organisation,
            actor=actor,
            notify=notify,
            title=organisation.name,
            sector=organisation.sector,
        )
    return organisation


def describe_why_archived(organisation: Organisation) -> str:
    """That the organisation has left the lists and stays as it is, in a sentence; "" when it has not."""
    return _("This organisation is archived. Restore it first.") if organisation.state == State.ARCHIVED else ""


def change_organisation(organisation: Organisation, *, actor: User, **values: Any) -> Organisation:
    """The given lines stand changed. The sector does not change once the organisation was verified."""
    if refusal := describe_why_archived(organisation):
        raise DomainError(refusal, code="stakeholders.organisation_archived")
    if organisation.state != State.PROPOSED and values.get("sector", organisation.sector) != organisation.sector:
        raise DomainError(
            _("You cannot change the sector of a verified organisation. Archive it and propose it again."),
            code="stakeholders.sector_frozen",
            field="sector",
        )
    changed = apply_changes(organisation, values)
    if not changed:
        return organisation
    with refusing_taken_number():
        organisation.save(update_fields=changed)
        kept = sign_for(organisation, actor)
        record(
            verbs.ORGANISATION_CHANGED, organisation, actor=actor, title=organisation.name, changed=changed, kept=kept
        )
    return organisation


@transaction.atomic
def verify_organisation(organisation: Organisation, *, actor: User) -> Organisation:
    """The organisation is verified, and whoever proposed it hears of it; active at once when a representative has accepted."""
    organisation.move(State.VERIFIED, before={State.PROPOSED}, verified_by_id=actor.pk, verified_at=timezone.now())
    told = list_proposers(organisation, actor)
    record_organisation(verbs.ORGANISATION_VERIFIED, organisation, actor, sector=organisation.sector, notify=told)
    if organisation.representations.current().exists():
        activate_organisation(organisation, actor=actor)
    return organisation


@transaction.atomic
def verify_organisations(organisations: Iterable[Organisation], *, actor: User) -> int:
    """Each of those that wait is verified, all or none; those that somebody dealt with meanwhile are passed over.

    As `verify_organisation`, in the same few statements for three and for a whole register. Returns how many.
    """
    chosen = [organisation.pk for organisation in organisations]
    waiting = list(Organisation.objects.select_for_update().waiting().filter(pk__in=chosen).defer("about"))
    if not waiting:
        raise DomainError(_("Choose at least one that waits to be verified."), code="stakeholders.none_chosen")
    now = timezone.now()
    rows = Organisation.objects.filter(pk__in=[organisation.pk for organisation in waiting])
    rows.filter(state=State.PROPOSED).update(state=State.VERIFIED, verified_by_id=actor.pk, verified_at=now)
    record_each(verbs.ORGANISATION_VERIFIED, [_record_target(one, sector=one.sector) for one in waiting], actor=actor)
    spoken_for = set(
        Representation.objects.current().filter(organisation__in=rows).values_list("organisation", flat=True)
    )
    if awake := [organisation for organisation in waiting if organisation.pk in spoken_for]:
        rows.filter(pk__in=spoken_for, state=State.VERIFIED).update(state=State.ACTIVE, last_act_at=now)
        record_each(verbs.ORGANISATION_ACTIVE, [_record_target(one) for one in awake], actor=actor)
    forget_sector_counts()
    return len(waiting)


def _record_target(organisation: Organisation, **data: Any) -> tuple[Organisation, dict[str, Any]]:
    return organisation, {"title": organisation.name, **data}


@transaction.atomic
def activate_organisation(organisation: Organisation, *, actor: User) -> None:
    """A verified organisation with its first accepted representative is active."""
    organisation.move(State.ACTIVE, last_act_at=timezone.now())
    record_organisation(verbs.ORGANISATION_ACTIVE, organisation, actor)


@transaction.atomic
def reject_organisation(organisation: Organisation, *, actor: User, reason: str) -> Organisation:
    """The proposal is not accepted; whoever proposed it reads why."""
    organisation.move(State.REJECTED)
    record_organisation(
        verbs.ORGANISATION_REJECTED,
        organisation,
        actor,
        reason=reason,
        notify=list_proposers(organisation, actor),
        url="",
    )
    return organisation


def list_proposers(organisation: Organisation, but: User) -> list[User]:
    """Who proposed the organisation and reads what became of it; not the person who decides."""
    about = {"target_type": organisation._meta.label_lower, "target_id": str(organisation.pk)}
    entries = AuditEntry.objects.filter(verb=verbs.ORGANISATION_PROPOSED.code, **about)
    return list(
        User.objects.filter(pk__in=entries.values_list("actor_id", flat=True)).exclude(pk=getattr(but, "pk", None))
    )


def record_organisation(verb: Verb, organisation: Organisation, actor: User, *, reason: str = "", **data: Any) -> None:
    forget_sector_counts()
    record(verb, organisation, actor=actor, reason=reason, title=organisation.name, **data)


def refusing_taken_number() -> AbstractContextManager[None]:
    text = _("Another organisation of the city has this registry number.")
    return refusing("stakeholders_registry_no", text=text, code="stakeholders.registry_no_taken")
