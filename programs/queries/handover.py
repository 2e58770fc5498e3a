"""The hand-over list of years 4 and 5: each thing that goes on, with who carries it on."""

from dataclasses import dataclass

from programs.models import HandoverLine, Program
from programs.values.handover import HANDOVER, Carried

# From this year on somebody has to know who carries things on.
FIRST_YEAR = 4


@dataclass(frozen=True)
class HandoverShown:
    """One thing of the list; `line`: who carries it on, None while nobody has said."""

    kind: str
    thing: Carried
    line: HandoverLine | None


@dataclass(frozen=True)
class HandoverGroup:
    """The things of one kind. `permission`, `opened_by`: as in `HandoverKind`."""

    label: str
    lines: list[HandoverShown]
    permission: str = ""
    opened_by: str = ""


def list_handover(program: Program) -> list[HandoverGroup]:
    """Each kind with its things; one query for the lines, and those of the apps."""
    said = {(row.kind, row.record_id): row for row in program.handover.select_related("organisation")}
    groups = [
        HandoverGroup(
            str(kind.label),
            [HandoverShown(kind.key, one, said.get((kind.key, one.number))) for one in kind.list_things()],
            kind.permission,
            kind.opened_by,
        )
        for kind in HANDOVER
    ]
    return [group for group in groups if group.lines]


def count_open(groups: list[HandoverGroup]) -> int:
    """How many things have nobody who carries them on."""
    return sum(one.line is None for group in groups for one in group.lines)


def find_thing(key: str, number: int) -> Carried | None:
    """The thing of this kind and number that goes on today; None when there is none."""
    kind = HANDOVER.get(key)
    return next((one for one in kind.list_things() if one.number == number), None) if kind else None
