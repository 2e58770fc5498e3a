"""The places of an organisation."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, refusing
from stakeholders import verbs
from stakeholders.actions.acts import sign_for
from stakeholders.actions.organisations import describe_why_archived
from stakeholders.models import Organisation, Site

State = Site.State


@transaction.atomic
def add_site(organisation: Organisation, *, actor: User, **values: Any) -> Site:
    """The organisation has this place. A number that another site of the city has is refused."""
    if refusal := describe_why_archived(organisation):
        raise DomainError(refusal, code="stakeholders.organisation_archived")
    _check_units(Site(**values))
    with _refusing_taken_code():
        site = Site.objects.create(organisation=organisation, **values)
    record_site(verbs.SITE_ADDED, site, actor)
    return site


@transaction.atomic
def change_site(site: Site, *, actor: User, **values: Any) -> Site:
    """The given lines stand changed."""
    changed = apply_changes(site, values)
    if {"kind", "units_total"} & set(changed):
        _check_units(site)
    if changed:
        with _refusing_taken_code():
            site.save(update_fields=changed)
        record_site(verbs.SITE_CHANGED, site, actor, changed=changed)
    return site


@transaction.atomic
def archive_site(site: Site, *, actor: User) -> None:
    """The place is in no list any more; what was done there stays."""
    site.move(State.ARCHIVED)
    record_site(verbs.SITE_ARCHIVED, site, actor)


@transaction.atomic
def restore_site(site: Site, *, actor: User) -> None:
    """The place is back. Refused where another site has its number by now."""
    with _refusing_taken_code():
        site.move(State.OPEN)
    record_site(verbs.SITE_RESTORED, site, actor)


def record_site(verb: Verb, site: Site, actor: User, **data: Any) -> None:
    """The act stands in the logs, signed by the organisation in whose name it was done."""
    organisation = site.organisation
    kept = sign_for(organisation, actor)
    record(verb, site, actor=actor, kept=kept, title=site.name, organisation=organisation.name, **data)


def _check_units(site: Site) -> None:
    """Raises DomainError for a school or a kindergarten without a class or a group."""
    if site.kind in {Site.Kind.SCHOOL, Site.Kind.KINDERGARTEN} and not site.units_total:
        text = _("A school or a kindergarten has at least half a unit.")
        raise DomainError(text, code="stakeholders.site_without_units", field="units_total")


def _refusing_taken_code() -> Any:
    text = _("Another site of the city has this number.")
    return refusing("stakeholders_site_code", text=text, code="stakeholders.site_code_taken")
