"""What files keep of a person who is forgotten goes by the number of the profile, whatever the person was called then."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from educities.kit.mailboxes import mailbox_of
from stakeholders.models import ImportRun, Representation

Kind = ImportRun.Kind


def forget_in_files(people: Collection[int], addresses: Collection[str]) -> None:
    """No file of the scope's city says what stood in these profiles, nor names a teacher who is reached at such an address.

    `people`: the numbers of the profiles. The lines cannot be undone any more.
    """
    _forget_lines(Kind.PEOPLE, set(people))
    spoken = Representation.objects.filter(profile__in=people).values_list("pk", flat=True)
    _forget_lines(Kind.REPRESENTATIVES, set(spoken))
    if addresses:
        _forget_teachers({mailbox_of(one) for one in addresses})


def _forget_lines(kind: str, numbers: set[int]) -> None:
    """Of the lines that wrote these rows nothing is left, nor of what was said about them."""
    theirs = Q()
    for number in numbers:
        theirs |= Q(touched__contains=[{"pk": number}]) | Q(problems__contains=[{"pk": number}])
    for run in ImportRun.objects.filter(theirs, kind=kind) if theirs else ():
        places = {one["row"] for one in run.touched if one["pk"] in numbers}
        rows = [
            [""] * len(row) if place in places else row
            for place, row in zip(run.numbers or range(1, len(run.rows) + 1), run.rows, strict=False)
        ]
        kept = {name: _drop_lines(getattr(run, name), numbers) for name in ("problems", "touched")}
        ImportRun.objects.filter(pk=run.pk).update(rows=rows, **kept)


def _drop_lines(lines: list[dict[str, Any]], numbers: set[int]) -> list[dict[str, Any]]:
    return [one for one in lines if one.get("pk") not in numbers]


def _forget_teachers(mailboxes: set[str]) -> None:
    for run in ImportRun.objects.filter(kind=Kind.ROSTER).exclude(rows=[], touched=[]):
        touched = [one for one in run.touched if mailbox_of(one["email"]) not in mailboxes]
        rows = [_drop_teachers(school, mailboxes) for school in run.rows]
        if (rows, touched) != (run.rows, run.touched):
            ImportRun.objects.filter(pk=run.pk).update(rows=rows, touched=touched)


def _drop_teachers(school: dict[str, Any], mailboxes: set[str]) -> dict[str, Any]:
    teachers = [one for one in school.get("teachers", ()) if mailbox_of(one[1] or "") not in mailboxes]
    return {**school, "teachers": teachers}
