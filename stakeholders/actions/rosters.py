"""A roster is taken in: its schools as organisations with a site each, its classes as the site's units, its teachers as
people who are invited. Of pupils nothing is kept."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.actions.invitations import invite_person
from cities.models import Invitation, Role
from cities.queries.second_hands import find_holders
from educities.accounts.models import User
from educities.activity.actions.records import publish_each, record
from educities.kit.mailboxes import mailbox_of
from educities.kit.multilingual import translate_plain
from educities.tenancy.scope import require_city_id
from stakeholders import verbs
from stakeholders.actions.organisations import change_organisation
from stakeholders.actions.sites import add_site, change_site
from stakeholders.imports.limits import nothing_to_import
from stakeholders.imports.rosters import read_roster
from stakeholders.models import Field, ImportRun, Organisation, Sector, Site
from stakeholders.values import normalise_number, normalise_text

CODE_LENGTH = 20


def fill_roster_run(run: ImportRun, data: bytes) -> None:
    """The run holds the schools and teachers of the roster and the counts of what is left out; it is not saved."""
    roster = read_roster(data)
    run.rows = roster.as_rows()
    run.problems = [*roster.as_problems(), *_note_named_alike(run)]
    run.counts = {
        **count_schools(run),
        "classes": sum(school.classes for school in roster.schools.values()),
        "teachers": roster.count_teachers(),
        "reachable": len(_find_unasked(run)),
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
            counts["same" if _is_same(site, school) else "changed"] += 1
    return counts


def _is_same(site: Site | None, school: dict[str, Any]) -> bool:
    """A roster that names no class of a school says nothing about its site."""
    return not school["classes"] or (site is not None and site.units_total == school["classes"])


def _find_unasked(run: ImportRun) -> set[str]:
    """Of each teacher's mailbox the first address, but of people who have any role in the city, or a link that waits."""
    spelled: dict[str, list[str]] = {}
    for school in run.rows:
        for _name, email in school["teachers"]:
            if email:
                spelled.setdefault(mailbox_of(email), []).append(email)
    named = {email for emails in spelled.values() for email in emails}
    members = {mailbox for mailbox, held in find_holders(require_city_id(), named).items() if held}
    waiting = Invitation.objects.open().filter(email__in=named).values_list("email", flat=True)
    asked = members | {mailbox_of(email) for email in waiting}
    return {emails[0] for mailbox, emails in spelled.items() if mailbox not in asked}


def _find_known(run: ImportRun) -> dict[str, Organisation]:
    """The city's organisations that are schools of the roster, by the numbers there: of the same number, else, where one
    alone of them has the name and no number, and one school alone there, by its name."""
    numbers = {normalise_number(school["number"]) for school in run.rows}
    rows = list(Organisation.objects.known())
    found = {number: row for row in rows if (number := normalise_number(row.registry_no)) in numbers}
    named: dict[str, list[Organisation]] = {}
    for row in rows:
        for name in {normalise_text(text) for text in row.name.values()} if not row.registry_no else ():
            named.setdefault(name, []).append(row)
    alike = [(school, _find_alike(school, named)) for school in run.rows]
    meant = Counter(row.pk for _school, row in alike if row)
    for school, row in alike:
        if row and meant[row.pk] == 1:
            found.setdefault(normalise_number(school["number"]), row)
    return found


def _find_alike(school: dict[str, Any], named: dict[str, list[Organisation]]) -> Organisation | None:
    """The one organisation that bears a name of the school; None for none, and for several."""
    alike = {row.pk: row for text in school["name"].values() for row in named.get(normalise_text(text), ())}
    return next(iter(alike.values())) if len(alike) == 1 else None


def list_new_schools(run: ImportRun) -> list[str]:
    """The schools that the city does not know yet, by their names."""
    known = _find_known(run)
    return [translate_plain(one["name"]) for one in run.rows if normalise_number(one["number"]) not in known]


def _note_named_alike(run: ImportRun) -> list[dict[str, Any]]:
    """A note on each school that the city knows by its name alone."""
    known = _find_known(run)
    return [
        {
            "row": "",
            "column": "",
            "code": "roster_same_name",
            "value": school["number"],
            "name": translate_plain(row.name),
        }
        for school in run.rows
        if (row := known.get(normalise_number(school["number"]))) and not row.registry_no
    ]


def _find_sites(run: ImportRun) -> dict[int, Site]:
    """Of each organisation of the roster its school, by the organisation's number."""
    organisations = [row.pk for row in _find_known(run).values()]
    rows = Site.objects.open().filter(organisation__in=organisations, kind=Site.Kind.SCHOOL).order_by("-pk")
    return {row.organisation_id: row for row in rows}


def write_roster(run: ImportRun, actor: User) -> bool:
    """The schools stand with their sites, and the teachers are invited if that was chosen. Must run in a transaction.

    False, and nothing is written, where the city has changed since the preview, which shows from now on what is so.
    """
    unasked = _find_unasked(run) if run.defaults.get("invite") else set()
    counts = count_schools(run)
    if counts != {name: run.counts[name] for name in counts}:
        run.counts |= {**counts, "reachable": len(unasked)}
        return False
    if not counts["new"] + counts["changed"] + len(unasked):
        raise nothing_to_import()
    known, sites = _find_known(run), _find_sites(run)
    made = [_build_school(run, one) for one in run.rows if normalise_number(one["number"]) not in known]
    Organisation.objects.bulk_create(made)
    publish_each(verbs.ORGANISATION_IMPORTED, made)
    known |= {normalise_number(row.registry_no): row for row in made}
    for school in run.rows:
        organisation = known[normalise_number(school["number"])]
        if not organisation.registry_no:
            change_organisation(organisation, actor=actor, registry_no=school["number"])
        _write_site(organisation, sites.get(organisation.pk), school, actor)
    _invite_teachers(run, unasked, actor)
    told = run.waiting_people
    run.move(
        ImportRun.State.DONE,
        done_at=timezone.now(),
        lease_until=None,
        refusal="",
        rows=[],
        touched=_list_candidates(run, known) if run.defaults.get("invite") else [],
    )
    about: dict[str, Any] = {"title": run.file_name, "new": len(made), "changed": counts["changed"]}
    record(verbs.SHEET_APPLIED, run, actor=actor, notify=told, **about)
    return True


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
    if _is_same(site, school):
        return
    if site is not None:
        change_site(site, actor=actor, units_total=units)
        return
    code = school["number"] if len(school["number"]) <= CODE_LENGTH else ""
    taken = code and Site.objects.open().filter(code=code).exists()
    values = {"name": school["name"], "kind": Site.Kind.SCHOOL, "address": school["address"], "units_total": units}
    add_site(organisation, actor=actor, code="" if taken else code, **values)


def _invite_teachers(run: ImportRun, unasked: set[str], actor: User) -> None:
    """Each gets one link, and nothing else stands of them before their yes."""
    for school in run.rows:
        for name, email in school["teachers"]:
            if email in unasked:
                unasked.remove(email)
                _invite_teacher(run, school, name, email, actor)


def _list_candidates(run: ImportRun, known: dict[str, Organisation]) -> list[dict[str, Any]]:
    """Of each school the teachers who are invited: a director may ask one of them to represent it, while this is kept.

    One mailbox is one person, called as at first; `others`: the other names that stand beside it.
    """
    found: dict[tuple[int, str], dict[str, Any]] = {}
    called: dict[str, dict[str, Any]] = {}
    for school in run.rows:
        pk = known[normalise_number(school["number"])].pk
        for name, email in school["teachers"]:
            if email:
                first = called.setdefault(mailbox_of(email), {"name": name, "email": email, "others": []})
                if name not in {first["name"], *first["others"]}:
                    first["others"].append(name)
                found.setdefault((pk, mailbox_of(email)), {"school": pk, "of": first})
    return [{"school": one["school"], **one["of"]} for one in found.values()]


def _invite_teacher(run: ImportRun, school: dict[str, Any], name: str, email: str, actor: User) -> None:
    language = run.city.language
    with override(language):
        note = _("Your school: %(school)s") % {"school": translate_plain(school["name"])}
    about: dict[str, Any] = {"display_name": name, "role": Role.RESIDENT, "language": language, "note": note}
    # Nobody waits for this link at night: it waits for the morning, as what they are asked later does.
    invite_person(run.city, actor=actor, email=email, waits=True, **about)
