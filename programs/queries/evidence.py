"""The records by which one can see that milestones are reached."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Q, When
from django.utils.functional import Promise

from educities.tenancy.kept_queries import Given, KeptQuery
from programs.imports.template import load_lines
from programs.models import Milestone
from programs.values.evidence import EVIDENCE, EvidenceKind

# A record as a form sends it, `lab:7`, in two parts.
EvidenceKey = tuple[str, int]


class EvidenceLink(NamedTuple):
    """A record as pages show it."""

    label: str | Promise
    name: str
    url: str
    # A confirmed figure may be changed later: it is shown as evidence still, and no longer called confirmed.
    is_still_offered: bool


def read_evidence_key(value: str) -> EvidenceKey:
    """The kind and the number of a chosen record; number 0 when it is none."""
    kind, _colon, pk = value.partition(":")
    return kind, int(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else 0


def is_offered(key: EvidenceKey) -> bool:
    """Is it a record of this city that may be chosen?"""
    kind = EVIDENCE.get(key[0])
    return kind is not None and kind.rows().filter(kind.offered, pk=key[1]).exists()


def list_kinds(milestone: Milestone | None) -> list[EvidenceKind]:
    """The kinds of records that can show that it is reached, as the template names them; all of them for the city's own.

    Nothing where the template names a kind that no app keeps yet.
    """
    line = load_lines().get(milestone.code.partition("/")[2]) if milestone else None
    if line is None:
        return list(EVIDENCE)
    return [kind for key in line.proof if (kind := EVIDENCE.get(key))]


def list_offered(kind: EvidenceKind, *, most: int, text: str = "", pk: int | None = None) -> list[tuple[str, str]]:
    """(value, words) of the records of one kind that may be chosen, those whose words hold the text. One query."""
    rows = kind.rows().filter(kind.offered, kind.find(text) if text else Q())
    rows = rows.filter(pk=pk) if pk else rows
    return [(f"{kind.key}:{row.pk}", kind.name(row)[:120]) for row in rows[:most]]


def load_evidence(milestones: Iterable[Milestone]) -> dict[EvidenceKey, EvidenceLink]:
    """The records of these milestones that are still there. One query for each kind that any of them has."""
    wanted: dict[str, set[int]] = {}
    for one in milestones:
        if one.evidence_id is not None:
            wanted.setdefault(one.evidence_kind, set()).add(one.evidence_id)
    found = {}
    for kind in EVIDENCE:
        for row in _rows_of(kind, wanted[kind.key]) if kind.key in wanted else ():
            found[kind.key, row.pk] = EvidenceLink(kind.label, kind.name(row), kind.url(row), row.is_still_offered)
    return found


def _rows_of(kind: EvidenceKind, numbers: set[int]) -> list[Any]:
    found: list[Any] = _ask_by_number(kind).ask(numbers=list(numbers))
    return found


@cache
def _ask_by_number(kind: EvidenceKind) -> KeptQuery:
    still = Case(When(kind.offered, then=True), default=False, output_field=BooleanField())
    numbers = Given("numbers", many=True)
    return KeptQuery(lambda: kind.rows().filter(pk__in=numbers).annotate(is_still_offered=still))
