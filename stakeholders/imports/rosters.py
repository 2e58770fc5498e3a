"""Rosters of schools: a zip of CSV files as OneRoster 1.1 and 1.2 or Clever give them.

Of pupils nothing is read but how many there are. Whom any part of the roster calls a pupil is invited by nobody.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from educities.kit.mailboxes import mailbox_of
from stakeholders.imports.addresses import is_email
from stakeholders.imports.columns import find_script
from stakeholders.imports.csv_archive import ROW, Archive, Record
from stakeholders.imports.limits import import_error
from stakeholders.values import normalise_number

GONE = ("tobedeleted", "inactive")
PUPILS, TEACHERS = {"student"}, {"teacher"}
# A roster of which more different things do not fit together was exported without some of its files.
MOST_FAULTS = 2_000
# Of one fault so many rows are named.
SHOWN_ROWS = 12


@dataclass
class School:
    """A school, with as many classes as the roster names."""

    key: str
    name: dict[str, str]
    number: str
    address: str = ""
    phone: str = ""
    classes: int = 0


@dataclass
class Teacher:
    """Whom the roster calls a teacher of a school."""

    school: str
    name: str
    email: str


@dataclass
class Roster:
    """What a roster says that is taken in, and the counts of what is left out. `faults`: what in it is not right."""

    schools: dict[str, School] = field(default_factory=dict)
    numbers: dict[str, School] = field(default_factory=dict)
    teachers: list[Teacher] = field(default_factory=list)
    # By mailbox, how the first teacher of this address is called: one mailbox is one person.
    mailboxes: dict[str, str] = field(default_factory=dict)
    pupils: int = 0
    others: int = 0
    faults: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    fault_rows: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    fault_names: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def count_teachers(self) -> int:
        """How many people teach: whoever has one mailbox is one, at several schools and under several names too."""
        return len(self.mailboxes) + sum(1 for one in self.teachers if not one.email)

    def add_fault(
        self, file: str, code: str, value: str = "", *, times: int = 1, row: str = "", name: str = ""
    ) -> None:
        """The preview says it, of what is the same once and how often. `row`: its number in the file; `name`: of
        whom it is."""
        key = (file, code, value[:200])
        self.faults[key] += times
        rows = self.fault_rows.setdefault(key, [])
        if row and len(rows) < SHOWN_ROWS:
            rows.append(row)
            self.fault_names.setdefault(key, []).extend([name] if name else [])
        if len(self.faults) > MOST_FAULTS:
            text = _(
                "More than 2,000 things in this roster do not fit together. Export it again with all of its files."
            )
            raise import_error("roster_faults", text)

    def as_problems(self) -> list[dict[str, Any]]:
        """What the preview says: of one thing in several rows the first row's number, and the numbers of all."""
        return [
            {
                "row": int(next(iter(rows), 0)),
                "column": file,
                "code": code,
                "value": value or " · ".join(self.fault_names.get((file, code, value), ())),
                "rows": rows,
                "times": times,
            }
            for (file, code, value), times in self.faults.items()
            for rows in (self.fault_rows[file, code, value],)
        ]

    def as_rows(self) -> list[dict[str, Any]]:
        """The schools with their teachers, as they are kept until somebody takes them in."""
        teachers: dict[str, list[list[str]]] = {key: [] for key in self.schools}
        for one in self.teachers:
            teachers[one.school].append([one.name, one.email])
        return [{**asdict(school), "teachers": teachers[key]} for key, school in self.schools.items()]


def read_roster(data: bytes) -> Roster:
    """The roster in this zip. Raises DomainError for a file that is none."""
    archive = Archive(data)
    if "orgs.csv" in archive:
        return _read_oneroster(archive)
    if "schools.csv" in archive:
        return _read_clever(archive)
    raise import_error(
        "no_roster", _("This is no roster: a zip with orgs.csv (OneRoster) or schools.csv (Clever) is needed.")
    )


def _is_there(record: Record) -> bool:
    return record.get("status", "").lower() not in GONE


def _read_name(text: str) -> dict[str, str]:
    return {find_script(text) or "en": " ".join(text.split())[:160]}


def _read_clever(archive: Archive) -> Roster:
    roster = Roster()
    for one in archive.read("schools.csv"):
        key = one.get("schoolid", "")
        parts = [one.get(name, "") for name in ("schooladdress", "schoolcity", "schoolzip")]
        address = ", ".join(part for part in parts if part)[:300]
        words = _read_name(one.get("schoolname") or key)
        _add_school(roster, School(key, words, key[:40], address, one.get("schoolphone", "")[:30]), "schools.csv")
    _count_classes(roster, Counter(one.get("schoolid", "") for one in archive.read("sections.csv")), "sections.csv")
    for one in archive.read("teachers.csv"):
        name = f"{one.get('firstname', '')} {one.get('lastname', '')}"
        _add_teacher(roster, [one.get("schoolid", "")], name, one.get("teacheremail", ""), ("teachers.csv", one[ROW]))
    roster.pupils = sum(1 for _one in archive.read("students.csv"))
    return roster


def _read_oneroster(archive: Archive) -> Roster:
    roster = Roster()
    taught = Counter(one.get("schoolsourcedid", "") for one in archive.read("classes.csv") if _is_there(one))
    known = {one.get("sourcedid", "") for one in archive.read("orgs.csv")}
    for one in filter(_is_there, archive.read("orgs.csv")):
        _read_org(roster, one, known, taught)
    _count_classes(roster, taught, "classes.csv")
    _read_users(archive, roster)
    return roster


def _read_org(roster: Roster, one: Record, known: set[str], taught: Counter[str]) -> None:
    key, kind, parent = one.get("sourcedid", ""), one.get("type", "").lower(), one.get("parentsourcedid", "")
    if kind != "school" and not taught[key]:
        return
    if kind != "school":
        roster.add_fault("orgs.csv", "roster_no_school", f"{one.get('name', '')}: {kind}", row=one[ROW])
    if parent and parent not in known:
        roster.add_fault("orgs.csv", "roster_no_parent", parent, row=one[ROW])
    identifier = one.get("identifier", "")
    number = identifier if any(sign.isdigit() for sign in identifier) else key
    _add_school(roster, School(key, _read_name(one.get("name") or key), number[:40]), "orgs.csv")


def _add_school(roster: Roster, school: School, file: str) -> None:
    """One number is one school: of two, and of one without a number, nothing could be found again next year."""
    number = normalise_number(school.number)
    twin = roster.numbers.get(number)
    said = " ".join(school.name.values())
    if not school.key or not number:
        roster.add_fault(file, "roster_no_number", said)
    elif twin is not None:
        roster.add_fault(file, "roster_number_twice", f"{school.number}: {' '.join(twin.name.values())}, {said}")
    else:
        roster.schools[school.key] = roster.numbers[number] = school


def _count_classes(roster: Roster, taught: Counter[str], file: str) -> None:
    for key, classes in taught.items():
        if key in roster.schools:
            roster.schools[key].classes = classes
        else:
            roster.add_fault(file, "roster_class_of_none", key, times=classes)
    for school in roster.schools.values():
        if not school.classes:
            roster.add_fault(file, "roster_no_classes", " ".join(school.name.values()))


def _read_users(archive: Archive, roster: Roster) -> None:
    pupils = {
        one.get("usersourcedid", "") for one in archive.read("enrollments.csv") if one.get("role", "").lower() in PUPILS
    }
    # From 1.2 on a person's roles stand in a file of their own.
    roles: dict[str, list[tuple[str, str]]] = {}
    for one in filter(_is_there, archive.read("roles.csv")):
        roles.setdefault(one.get("usersourcedid", ""), []).append(
            (one.get("role", "").lower(), one.get("orgsourcedid", ""))
        )
    for one in filter(_is_there, archive.read("users.csv")):
        held = roles.get(one.get("sourcedid", ""), [])
        own = [(one.get("role", "").lower(), org.strip()) for org in one.get("orgsourcedids", "").split(",")]
        _read_user(roster, one, held or own, pupils)


def _read_user(roster: Roster, one: Record, held: list[tuple[str, str]], pupils: set[str]) -> None:
    names = {role for role, _org in held}
    is_pupil = one.get("sourcedid", "") in pupils
    if names & PUPILS or (is_pupil and not names & TEACHERS):
        roster.pupils += 1
    elif is_pupil:
        roster.others += 1
        roster.add_fault("users.csv", "roster_role_differs", row=one[ROW])
    elif names & TEACHERS:
        name = f"{one.get('givenname', '')} {one.get('familyname', '')}"
        schools = [org for role, org in held if role in TEACHERS]
        _add_teacher(roster, schools, name, one.get("email", ""), ("users.csv", one[ROW]))
    else:
        roster.others += 1


def _add_teacher(roster: Roster, schools: list[str], name: str, email: str, place: tuple[str, str]) -> None:
    file, row = place
    school = next((one for one in schools if one in roster.schools), "")
    called = " ".join(name.split())[:80]
    if not school:
        roster.add_fault(file, "roster_teacher_of_none", row=row, name=called)
    elif not is_email(email):
        roster.add_fault(file, "roster_no_email", row=row, name=called)
    if school:
        good = email.lower() if is_email(email) else ""
        if good:
            first = roster.mailboxes.setdefault(mailbox_of(good), called)
            if first != called:
                roster.add_fault(file, "roster_mailbox_twice", f"{good}: {first}, {called}", row=row)
        roster.teachers.append(Teacher(school, called, good))
