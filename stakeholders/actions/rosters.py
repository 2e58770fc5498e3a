"""A roster is taken in: its schools as organisations with a site each, its classes as the site's units, its teachers as
people who are invited. Of pupils nothing is kept."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.actions.invitations import invite_person
from cities.models import Invitation, Role
from educities.accounts.models import User
from educities.activity.actions.records import publish_each, record
from educities.kit.errors import DomainError
from educities.kit.multilingual import translate_plain
from stakeholders import verbs
from stakeholders.actions.sites import add_site, change_site
from stakeholders.imports.rosters import read_roster
from stakeholders.models import Field, ImportRun, Organisation, Sector, Site
from stakeholders.values import normalise_number

CODE_LENGTH = 20


def fill_roster_run(run: ImportRun, data: bytes) -> None:
    """The run holds the schools and teachers of the roster and the counts of what is left out; it is not saved."""
    roster = read_roster(data)
    run.rows, run.problems = roster.as_rows(), roster.faults
    teachers = len(roster.teachers)
    reachable = len({one.email for one in roster.teachers if one.email})
    run.counts = {
        **count_schools(run),
        "classes": sum(school.classes for school in roster.schools.values()),
        "teachers": teachers,
        "reachable": reachable,
        "pupils": roster.pupils,
        "others": roster.others,
    }


def count_schools(run: ImportRun) -> dict[str, int]:
    """How many schools the city does not know yet, and how many others have another number of classes by now."""
    known, sites = _find_known(run), _find_sites(run)
    counts = {"new": 0, "changed": 0, "same": 0}
    for school in run.rows:
        organisation = known.get(normalise_number(school["number"]))
        site = sites.get(organisation.pk) if organisation else None
        if organisation is None:
            counts["new"] += 1
        else:
            is_same = site is not None and site.units_total == school["classes"]
            counts["same" if is_same else "changed"] += 1
    return counts


def _find_known(run: ImportRun) -> dict[str, Organisation]:
    """The city's organisations by their numbers, as far as the roster names them."""
    numbers = {normalise_number(school["number"]) for school in run.rows}
    rows = Organisation.objects.known().exclude(registry_no="")
    return {number: row for row in rows if (number := normalise_number(row.registry_no)) in numbers}


def _find_sites(run: ImportRun) -> dict[int, Site]:
    """Of each organisation of the roster its school, by the organisation's number."""
    organisations = [row.pk for row in _find_known(run).values()]
    rows = Site.objects.open().filter(organisation__in=organisations, kind=Site.Kind.SCHOOL).order_by("-pk")
    return {row.organisation_id: row for row in rows}


def write_roster(run: ImportRun, actor: User) -> None:
    """The schools stand with their sites, and the teachers are invited if that was chosen. Must run in a transaction.

    Raises DomainError where the city has changed since the preview."""
    if count_schools(run) != {name: run.counts[name] for name in ("new", "changed", "same")}:
        text = _("The list of organisations has changed. Load the page again and check the preview.")
        raise DomainError(text, code="stakeholders.import_stale")
    known, sites = _find_known(run), _find_sites(run)
    # A number that stands twice in the roster is one school.
    new = {number: one for one in run.rows if (number := normalise_number(one["number"])) not in known}
    made = [_build_school(run, school) for school in new.values()]
    Organisation.objects.bulk_create(made)
    publish_each(verbs.ORGANISATION_IMPORTED, made)
    known |= {normalise_number(row.registry_no): row for row in made}
    for school in {normalise_number(one["number"]): one for one in run.rows}.values():
        organisation = known[normalise_number(school["number"])]
        _write_site(organisation, sites.get(organisation.pk), school, actor)
    touched = []
    if run.defaults.get("invite"):
        _invite_teachers(run, actor)
        touched = _list_candidates(run, known)
    told = run.waiting_people
    run.move(
        ImportRun.State.DONE,
        done_at=timezone.now(),
        lease_until=None,
        refusal="",
        rows=[],
        problems=[],
        touched=touched,
    )
    about: dict[str, Any] = {"title": run.file_name, "new": len(made), "changed": run.counts["changed"]}
    record(verbs.SHEET_APPLIED, run, actor=actor, notify=told, **about)


def _build_school(run: ImportRun, school: dict[str, Any]) -> Organisation:
    return Organisation(
        name=school["name"],
        sector=Sector.PUBLIC,
        field=Field.FORMAL,
        registry_no=school["number"],
        address=school["address"],
        phone=school["phone"],
        import_run=run,
    )


def _write_site(organisation: Organisation, site: Site | None, school: dict[str, Any], actor: User) -> None:
    units = Decimal(school["classes"])
    if site is not None:
        change_site(site, actor=actor, units_total=units)
        return
    code = school["number"] if len(school["number"]) <= CODE_LENGTH else ""
    taken = code and Site.objects.open().filter(code=code).exists()
    values = {"name": school["name"], "kind": Site.Kind.SCHOOL, "address": school["address"], "units_total": units}
    add_site(organisation, actor=actor, code="" if taken else code, **values)


def _invite_teachers(run: ImportRun, actor: User) -> None:
    """Each gets one link, and nothing else stands of them before their yes. Who has the role, or a link, gets no second one."""
    asked = set(Invitation.objects.open().values_list("email", flat=True))
    for school in run.rows:
        for name, email in school["teachers"]:
            if email and email not in asked:
                asked.add(email)
                _invite_teacher(run, school, name, email, actor)


def _list_candidates(run: ImportRun, known: dict[str, Organisation]) -> list[dict[str, Any]]:
    """Of each school the teachers who are invited: a director may ask one of them to represent it, while this is kept."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for school in run.rows:
        organisation = known[normalise_number(school["number"])]
        for name, email in school["teachers"]:
            if email:
                found[organisation.pk, email] = {"school": organisation.pk, "name": name, "email": email}
    return list(found.values())


def _invite_teacher(run: ImportRun, school: dict[str, Any], name: str, email: str, actor: User) -> None:
    language = run.city.language
    with override(language):
        note = _("Your school: %(school)s") % {"school": translate_plain(school["name"])}
    try:
        invite_person(
            run.city, actor=actor, email=email, display_name=name, role=Role.RESIDENT, language=language, note=note
        )
    except DomainError as error:
        if error.code != "cities.has_role":
            raise
