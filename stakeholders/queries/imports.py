"""What earlier imports tell: what the values of files meant, and what has become of what a file brought in."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import ForeignObjectRel, Model, QuerySet

from cities.models import Invitation, Membership, Scope
from educities.activity.models import AuditEntry
from stakeholders import verbs
from stakeholders.imports.columns import CHOICES
from stakeholders.models import ImportRun, Organisation

# How many files back the city's words for its values are looked for.
REMEMBERED_RUNS = 20
State = Organisation.State


def progress_key(pk: int) -> str:
    """Where the cache keeps which part of a file the worker has done."""
    return f"import-progress:{pk}"


def find_progress(run: ImportRun) -> int:
    """The percent of the file that the worker has done; 0 while nobody says."""
    return int(cache.get(progress_key(run.pk)) or 0)


def remembered_meanings() -> dict[str, dict[str, str]]:
    """By line, what the values of the city's latest files meant; the newest word for a value counts."""
    found: dict[str, dict[str, str]] = {line: {} for line in CHOICES}
    recent = list(ImportRun.objects.order_by("-id").values_list("meanings", flat=True)[:REMEMBERED_RUNS])
    for meanings in reversed(recent):
        for line in CHOICES:
            found[line] |= meanings.get(line, {})
    return found


def changed_since_import(run: ImportRun) -> set[int]:
    """The organisations of the file that something was done with since: written, or anything that refers to them.

    That one was verified is no such thing: a whole file is verified with one button.
    """
    rows = Organisation.objects.filter(import_run=run)
    moved = rows.exclude(state__in=[State.PROPOSED, State.VERIFIED]).values_list("pk", flat=True)
    changed = set(moved) | find_named_organisations(rows)
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    written = AuditEntry.objects.filter(target_type=Organisation._meta.label_lower, target_id__in=ids)
    written = written.exclude(verb=verbs.ORGANISATION_VERIFIED.code)
    return changed | set(map(int, written.values_list("target_id", flat=True)))


def changed_since(rows: QuerySet, moment: datetime) -> set[int]:
    """Those of the rows of one model that something was recorded about after the moment."""
    numbers = [str(pk) for pk in rows.values_list("pk", flat=True)]
    written = AuditEntry.objects.filter(target_type=rows.model._meta.label_lower, target_id__in=numbers, at__gt=moment)
    written = written.exclude(verb=verbs.ORGANISATION_VERIFIED.code)
    return set(map(int, written.values_list("target_id", flat=True)))


def find_named_organisations(organisations: QuerySet[Organisation]) -> set[int]:
    """Those that another row of the city names: a representative, a seat, an initiative, a role."""
    found = _find_named(organisations)
    for model in (Membership, Invitation):
        ids = organisations.values("pk")
        scoped = model._default_manager.filter(scope_type=Scope.ORGANISATION, scope_id__in=ids)
        found |= {pk for pk in scoped.values_list("scope_id", flat=True) if pk is not None}
    return found


def find_named_people(people: QuerySet) -> set[int]:
    """Those that another row of the city names: a seat, an attendance, a consent, a code for the profile."""
    return _find_named(people)


def _find_named(rows: QuerySet) -> set[int]:
    """One statement, however many tables refer to such rows."""
    first, *others = (_list_naming(relation, rows) for relation in list_relations(rows.model))
    return set(first.union(*others))


def _list_naming(relation: ForeignObjectRel, rows: QuerySet) -> QuerySet:
    name = relation.field.name
    naming = relation.related_model._default_manager.filter(**{f"{name}__in": rows})
    return naming.order_by().values_list(f"{name}__pk", flat=True)


def relations_to_organisations() -> list[ForeignObjectRel]:
    """Every foreign key that leads to an organisation, also those that have no name on its side."""
    return list_relations(Organisation)


def list_relations(model: type[Model]) -> list[ForeignObjectRel]:
    """The same of any model."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ForeignObjectRel)]
