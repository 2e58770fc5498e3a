"""People pasted out of a spreadsheet, a chat or the line of addresses of a mail: a name and an address on each line.

A column with the sector, or a cell that names one, says for which sector the person sits. Under a heading each column
keeps to itself; without one, what looks like a broken address is no part of a name.
"""

import re
from dataclasses import dataclass
from zlib import crc32

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import AddressField, NameField, clean_line, holds_link
from labs.queries.pasted import OUTCOMES, UNCHANGED
from stakeholders.imports.choice_words import read_sector
from stakeholders.imports.pasted_columns import (
    SEPARATORS,
    PeopleColumns,
    is_people_heading,
    looks_like_address,
    pick_cells,
    read_people_columns,
    says_no_address,
)
from stakeholders.models import Profile
from stakeholders.queries.people_listed import fold_name

# So many people are read at once.
MOST_LINES = 100
# It begins where a word begins: else a long line without an address would be read again from each of its signs.
ADDRESS = re.compile(r"(?<![^\s<>;,|\"'()\[\]])[^\s<>;,|\"'()\[\]]+@[^\s<>;,|\"'()\[\]]+")
# Several people on one line stand as a mail program writes them: each ends with its address in brackets.
NEXT_PERSON = re.compile(r"(?<=>)\s*[,;]\s*")
NUMBERING = re.compile(r"^\s*(?:\d+[.)]|[-•*–])\s+")
QUOTES = " \"'“”„<>()[]"
# What a whole cell stands in; “<b>” at its beginning alone is no quotation.
PAIRS = {'""', "''", "“”", "„“", "<>", "()", "[]"}
# Letters and figures in one word beside an address: half of it, and no name.
HALF_ADDRESS = re.compile(r"(?<!\S)(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]+(?!\S)", re.IGNORECASE)
SEVERAL = gettext_noop("There are several addresses on it. Write each person on a line of their own.")
NAME, MAIL = NameField(max_length=80, required=False), AddressField(required=False)


@dataclass
class PastedPerson:
    """What one line says. `problem`: why nobody can be added by it; `outcome`: what it becomes (`queries.pasted`).

    `person`: who of this name in the city was chosen for it; `sector`: the line's own. `no_address`: the words by which
    it says that there is none; `unknown_sector`: what stands in the column of sectors and is none.
    """

    number: int
    line: str
    name: str = ""
    email: str = ""
    problem: str = ""
    outcome: str = ""
    person: Profile | None = None
    sector: int | None = None
    no_address: str = ""
    unknown_sector: str = ""

    @property
    def outcome_text(self) -> str:
        """What the line becomes, in words."""
        return str(OUTCOMES[self.outcome])

    @property
    def takes_place(self) -> bool:
        """Does somebody get a place by it?"""
        return not self.problem and self.outcome not in UNCHANGED

    @property
    def sector_box(self) -> str:
        """The name of the box in which its sector is chosen: it stays the person's where the list changes around it."""
        return f"sector_{crc32((self.email or fold_name(self.name)).encode()):08x}"


def read_people(text: str) -> list[PastedPerson]:
    """Everybody in the pasted text, with the number of the line among all that were pasted; headings are left out.

    Raises ValidationError where there are more than MOST_LINES.
    """
    lines = [(number, clean_blanks(line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line.strip(QUOTES + ";,|\t")]
    columns = None
    if lines and not ADDRESS.search(lines[0][1]) and is_people_heading(lines[0][1]):
        columns = read_people_columns(lines.pop(0)[1], [line for _number, line in lines])
    found = [read for number, line in lines for read in _read_line(number, line, columns)]
    if len(found) > MOST_LINES:
        too_many = _("At most %(most)s people at once. Your list has %(n)s.")
        raise ValidationError(too_many, params={"most": MOST_LINES, "n": len(found)})
    return found


def _read_line(number: int, line: str, columns: PeopleColumns | None) -> list[PastedPerson]:
    """The one person of a line in columns; else whoever stands on it, with signs of every kind between."""
    if columns is not None and (cells := columns.split_line(line)):
        person = PastedPerson(number, line)
        _read_columns(person, cells, columns)
        return [person]
    people = [PastedPerson(number, part) for part in NEXT_PERSON.split(line) if part.strip(QUOTES + ";,|\t")]
    for person in people:
        _read_person(person, _read_sector(person))
    return people


def clean_blanks(line: str) -> str:
    """The line without signs that nobody sees; its tabs, which part the cells, stay."""
    return "\t".join(clean_line(cell) for cell in line.split("\t"))


def _read_columns(person: PastedPerson, cells: list[str], columns: PeopleColumns) -> None:
    """Each cell is what its heading says; what it cannot be is said, and is no part of anything else."""
    _clean_name(person, " ".join(map(_strip_pairs, pick_cells(cells, columns.names))), keep_numbers=True)
    others = [index for index in range(len(cells)) if index not in {*columns.names, *columns.sectors, *columns.phones}]
    for said in pick_cells(cells, columns.mails or others):
        if says_no_address(said):
            person.no_address = said[:40]
        elif columns.mails or "@" in said:
            _read_address(person, said)
    for said in map(_strip_pairs, pick_cells(cells, columns.sectors)):
        person.sector = read_sector(said)
        if not person.sector and not person.problem:
            person.unknown_sector = said[:40]
            person.problem = gettext("“%(word)s” is none of the four sectors.") % {"word": said[:40]}


def _read_address(person: PastedPerson, said: str) -> None:
    """The one address that the cell is."""
    addresses = ADDRESS.findall(said)
    if len(addresses) > 1 or person.email:
        person.problem = person.problem or gettext(SEVERAL)
        return
    try:
        person.email = MAIL.clean(_strip_pairs(said).rstrip(".")).lower()
    except ValidationError:
        person.problem = person.problem or gettext("“%(text)s” is no email address.") % {"text": said[:60]}


def _read_sector(person: PastedPerson) -> str:
    """The cell that names a sector in words, which is read; "" where none does."""
    cells = [_strip_pairs(cell) for cell in SEPARATORS.split(person.line)]
    words = [cell for cell in cells if _has_letter(cell)]
    said = next((cell for cell in words if read_sector(cell)), "") if len(words) > 1 else ""
    person.sector = read_sector(said) if said else None
    return said


def _has_letter(cell: str) -> bool:
    """A cell without one is a number of something: a telephone, a row."""
    return any(sign.isalpha() for sign in cell)


def _strip_pairs(cell: str) -> str:
    """The cell without quotation marks and brackets around the whole of it; those that stand alone at an end go too."""
    cell = cell.strip()
    while len(cell) > 1 and cell[0] + cell[-1] in PAIRS and not set(cell[1:-1]) & set("<>"):
        cell = cell[1:-1].strip()
    return cell if "<" in cell.strip("<>") or ">" in cell.strip("<>") else cell.strip(QUOTES)


def _read_person(person: PastedPerson, sector: str) -> None:
    """`sector`: the cell that says the sector, and is no part of the name."""
    parts = [_strip_pairs(cell) for cell in SEPARATORS.split(NUMBERING.sub("", person.line))]
    if sector in parts:
        parts.remove(sector)
    named = [part for part in parts if _has_letter(ADDRESS.sub("", part))]
    if len(named) > 1 and (absent := [part for part in named if says_no_address(part)]):
        person.no_address = absent[0]
        named = [part for part in named if part not in absent]
    addresses = ADDRESS.findall(person.line)
    if len(addresses) > 1:
        person.problem = gettext(SEVERAL)
        return
    if broken := _find_broken_address(named):
        person.problem = gettext("“%(text)s” is no email address.") % {"text": broken[:60]}
        return
    _clean_name(person, " ".join(_strip_pairs(cell) for part in named for cell in ADDRESS.sub("\t", part).split("\t")))
    try:
        person.email = MAIL.clean(addresses[0].rstrip(".")).lower() if addresses else ""
    except ValidationError as error:
        person.problem = person.problem or " ".join(error.messages)


def _find_broken_address(cells: list[str]) -> str:
    """The cell in which an address was meant and something else stands; "" where there is none.

    An address with words before it is one with a blank in it, where the name stands in another cell.
    """
    for cell in cells:
        rest, has_address = ADDRESS.sub("", cell), bool(ADDRESS.search(cell))
        is_bare = has_address and "<" not in cell
        if "@" in rest or (is_bare and (len(cells) > 1 or HALF_ADDRESS.search(rest))):
            return cell
        if not has_address and looks_like_address(cell) and not holds_link(cell):
            return cell
    return ""


def _clean_name(person: PastedPerson, name: str, *, keep_numbers: bool = False) -> None:
    """`keep_numbers`: the words stand in the column of names, whatever they are."""
    try:
        person.name = NAME.clean(NUMBERING.sub("", name) if keep_numbers else name)
    except ValidationError as error:
        person.problem = person.problem or " ".join(error.messages)
    if not person.problem and looks_like_address(person.name):
        person.problem = gettext("“%(text)s” looks like an address, and stands where the name is.") % {
            "text": name[:60]
        }
