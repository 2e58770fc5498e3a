"""What the page of the five years says about the contract itself. Reads only."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from cities.models import Membership, Role, Scope
from educities.activity.texts.history_rows import PastAct, find_last_act, name_person
from educities.kit.concurrent_edit import digest_values
from educities.kit.multilingual import tag_original
from programs import verbs
from programs.imports.template import VERSION, load_lines
from programs.models import Milestone, MilestoneOverride, Program, Signature, Suspension
from programs.values.template import FIRST_TITLES
from stakeholders.models import Profile


@dataclass(frozen=True)
class TemplateDifference:
    """How the city's milestones differ from those of the template: numbers, and by how many days days have moved."""

    changed: list[Milestone]
    added: list[Milestone]
    dropped: list[Milestone]
    moved: list[Milestone]

    @property
    def is_any(self) -> bool:
        """Does the city go its own way anywhere?"""
        return bool(self.changed or self.added or self.dropped or self.moved)


@dataclass(frozen=True)
class ContractState:
    """Who signed, whether it rests and has rested, and how it differs from the template."""

    signatures: list[tuple[Signature, str]]
    suspensions: list[Suspension]
    difference: TemplateDifference

    @property
    def open_suspension(self) -> Suspension | None:
        """The rest that has not ended."""
        return next((row for row in self.suspensions if row.resumed_on is None), None)

    @property
    def is_by_one(self) -> bool:
        """Was it signed by one side alone, because the city had no steward?"""
        return len(self.signatures) == 1


def load_contract(program: Program, milestones: Iterable[Milestone], suspensions: list[Suspension]) -> ContractState:
    """One query."""
    return ContractState(list_signatures(program), suspensions, compare_with_template(program, milestones))


@dataclass(frozen=True)
class OpenRest:
    """The rest that holds now, and who said so and when."""

    row: Suspension
    act: PastAct | None


def find_open_rest(program: Program) -> OpenRest | None:
    """From when, until when, why and by whom the program rests; None, without a query, where it does not."""
    if program.state != Program.State.SUSPENDED:
        return None
    row = program.suspensions.filter(resumed_on=None).first()
    return OpenRest(row, find_last_act([program], verbs.PROGRAM_SUSPENDED)) if row else None


def list_signatures(program: Program) -> list[tuple[Signature, str]]:
    """Who signed, the first one first, each with the person's name as the city has it."""
    names = Profile.objects.filter(user_id=OuterRef("person_id")).values("display_name")[:1]
    rows = program.signatures.select_related("person").annotate(name=Subquery(names))
    return [(row, _name_signer(row, row.name or "")) for row in rows]


def _name_signer(row: Signature, name: str) -> str:
    person = row.person
    return name_person(name, is_active=person.is_active, is_operator=person.is_active and person.is_operator)


def compare_with_template(program: Program, milestones: Iterable[Milestone]) -> TemplateDifference:
    """What the city changed, added, dropped and moved since the template laid out its five years. No query."""
    rows = list(milestones)
    titles = _titles_of(program.template_version)
    own = [one for one in rows if not _is_from_template(one, program.template_version)]
    kept = [one for one in rows if one not in own]
    return TemplateDifference(
        changed=[one for one in kept if one.code and titles.get(one.code) != one.title],
        added=own,
        dropped=[one for one in kept if one.state == Milestone.State.DROPPED],
        moved=[one for one in kept if one.slip_days and one.state != Milestone.State.DROPPED],
    )


def _titles_of(version: str) -> dict[str, dict[str, str]]:
    return {f"{VERSION}/{code}": line.title for code, line in load_lines().items()} if version == VERSION else {}


def _is_from_template(milestone: Milestone, version: str) -> bool:
    """Of the first template milestones keep no code: they are known by their words."""
    return bool(milestone.code) if version == VERSION else milestone.title.get("en", "") in FIRST_TITLES


def load_request(milestone: Milestone) -> MilestoneOverride | None:
    """The last question for an override of the milestone, with who asked and who decided. One query."""
    return milestone.overrides.select_related("requested_by", "decided_by").first()


def stamp_request(milestone: Milestone, reason: str) -> str:
    """What an override is asked for: the milestone's words, day and owner, and why. Another one as soon as any of it changes."""
    title = json.dumps(tag_original(milestone.title), sort_keys=True, ensure_ascii=False)
    return digest_values(title, milestone.due_on, milestone.owner_id, milestone.owner_role, reason)


def stamp_contract(program: Program) -> str:
    """What is signed: the years with their focus, and the milestones. Another one as soon as any of it changes. Two queries."""
    years = program.years.order_by("number").values_list("number", "starts_on", "ends_on", "focus")
    milestones = Milestone.objects.filter(year__program=program).order_by("pk")
    said = milestones.values_list("pk", "year_id", "title", "due_on", "owner_id", "owner_role", "state")
    return digest_values(json.dumps([list(years), list(said)], default=str, sort_keys=True, ensure_ascii=False))


def find_half_signed(numbers: Collection[int]) -> set[int]:
    """Those of these programs that one side has signed as they are, and that wait for the other one."""
    return set(_find_proposed(numbers).filter(signatures__isnull=False).values_list("pk", flat=True))


def find_unsigned(numbers: Collection[int]) -> set[int]:
    """Those of these programs that nobody has signed as they are, and that can be signed."""
    return set(_find_proposed(numbers).filter(signatures__isnull=True).values_list("pk", flat=True))


def _find_proposed(numbers: Collection[int]) -> QuerySet[Program]:
    return Program.objects.filter(pk__in=numbers, state=Program.State.PROPOSED)


def end_of_rest(row: Suspension, today: date) -> date:
    """Until which day a rest is drawn: its end, the day on which it is to end, else today."""
    return row.resumed_on or row.expected_until or max(today, row.starts_on)


def has_steward(program: Program) -> bool:
    """Does somebody of the network accompany the city now?"""
    held = Membership.objects.current().filter(city_id=program.city_id, scope_type=Scope.CITY, role=Role.STEWARD)
    return held.exists()
