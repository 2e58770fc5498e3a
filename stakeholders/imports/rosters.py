"""Rosters of schools: a zip of CSV files as OneRoster 1.1 and 1.2 or Clever give them.

Of pupils nothing is read but how many there are. Whom any part of the roster calls a pupil is invited by nobody.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from stakeholders.imports.addresses import is_email
from stakeholders.imports.columns import find_script
from stakeholders.imports.limits import MAX_BYTES, MAX_CELL, MAX_UNZIPPED, import_error
from stakeholders.imports.text_file import decode_text

MAX_FILES = 60
GONE = ("tobedeleted", "inactive")
PUPILS, TEACHERS = {"student"}, {"teacher"}
Record = dict[str, str]


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
    teachers: list[Teacher] = field(default_factory=list)
    pupils: int = 0
    others: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    def add_fault(self, file: str, code: str, value: str = "") -> None:
        """The preview says it; `row` is no row here."""
        self.faults.append({"row": 0, "column": file, "code": code, "value": value[:200]})

    def as_rows(self) -> list[dict[str, Any]]:
        """The schools with their teachers, as they are kept until somebody takes them in."""
        return [
            {**asdict(school), "teachers": [[one.name, one.email] for one in self.teachers if one.school == school.key]}
            for school in self.schools.values()
        ]


class Archive:
    """The CSV files of a zip, by their names without folders."""

    def __init__(self, data: bytes) -> None:
        try:
            self.file = zipfile.ZipFile(io.BytesIO(data))
            parts = [part for part in self.file.infolist() if part.filename.lower().endswith(".csv")]
        except zipfile.BadZipFile as error:
            raise import_error("broken", _("The file is incomplete or damaged. Save it again and retry.")) from error
        if len(parts) > MAX_FILES or sum(part.file_size for part in parts) > MAX_UNZIPPED or len(data) > MAX_BYTES:
            raise import_error("too_big", _("Unpacked, this file is too large. Save only the sheet you need."))
        self.parts = {PurePosixPath(part.filename).name.lower(): part for part in parts}

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str) -> Iterator[Record]:
        """The records of a file, by headings without capitals and underscores; none where there is no such file."""
        if name not in self.parts:
            return
        try:
            text = decode_text(self.file.read(self.parts[name])).replace("\x00", "")
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise import_error("broken", _("The file is incomplete or damaged. Save it again and retry.")) from error
        reader = csv.reader(io.StringIO(text, newline=""))
        head = [cell.strip().lower().replace("_", "") for cell in next(reader, [])]
        for cells in reader:
            if any(cells):
                yield dict(zip(head, [cell.strip()[:MAX_CELL] for cell in cells], strict=False))


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
        roster.schools[key] = School(
            key, _read_name(one.get("schoolname") or key), key[:40], address, one.get("schoolphone", "")[:30]
        )
    for one in archive.read("sections.csv"):
        _count_class(roster, one.get("schoolid", ""), "sections.csv")
    for one in archive.read("teachers.csv"):
        name = f"{one.get('firstname', '')} {one.get('lastname', '')}"
        _add_teacher(roster, [one.get("schoolid", "")], name, one.get("teacheremail", ""), "teachers.csv")
    roster.pupils = sum(1 for _one in archive.read("students.csv"))
    return roster


def _read_oneroster(archive: Archive) -> Roster:
    roster = Roster()
    classes = [one for one in archive.read("classes.csv") if _is_there(one)]
    taught = Counter(one.get("schoolsourcedid", "") for one in classes)
    orgs = list(archive.read("orgs.csv"))
    known = {one.get("sourcedid", "") for one in orgs}
    for one in filter(_is_there, orgs):
        _add_school(roster, one, known, taught)
    for one in classes:
        _count_class(roster, one.get("schoolsourcedid", ""), "classes.csv")
    _read_users(archive, roster)
    return roster


def _add_school(roster: Roster, one: Record, known: set[str], taught: Counter[str]) -> None:
    key, kind, parent = one.get("sourcedid", ""), one.get("type", "").lower(), one.get("parentsourcedid", "")
    if kind != "school" and not taught[key]:
        return
    if kind != "school":
        roster.add_fault("orgs.csv", "roster_no_school", f"{one.get('name', '')}: {kind}")
    if parent and parent not in known:
        roster.add_fault("orgs.csv", "roster_no_parent", parent)
    identifier = one.get("identifier", "")
    number = identifier if any(sign.isdigit() for sign in identifier) else key
    roster.schools[key] = School(key, _read_name(one.get("name") or key), number[:40])


def _count_class(roster: Roster, school: str, file: str) -> None:
    if school in roster.schools:
        roster.schools[school].classes += 1
    else:
        roster.add_fault(file, "roster_class_of_none", school)


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
        roster.add_fault("enrollments.csv", "roster_role_differs")
    elif names & TEACHERS:
        name = f"{one.get('givenname', '')} {one.get('familyname', '')}"
        schools = [org for role, org in held if role in TEACHERS]
        _add_teacher(roster, schools, name, one.get("email", ""), "users.csv")
    else:
        roster.others += 1


def _add_teacher(roster: Roster, schools: list[str], name: str, email: str, file: str) -> None:
    school = next((one for one in schools if one in roster.schools), "")
    if not school:
        roster.add_fault(file, "roster_teacher_of_none")
    elif not is_email(email):
        roster.add_fault(file, "roster_no_email")
    if school:
        good = email.lower() if is_email(email) else ""
        roster.teachers.append(Teacher(school, " ".join(name.split())[:80], good))
