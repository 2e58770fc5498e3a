"""People pasted out of a spreadsheet, a chat or the line of addresses of a mail: a name and an address on each line.

A column with the sector, or a cell that names one, says for which sector the person sits.
"""

import re
from dataclasses import dataclass
from zlib import crc32

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import AddressField, NameField, clean_line
from labs.queries.pasted import OUTCOMES, UNCHANGED
from stakeholders.imports.choice_words import read_sector
from stakeholders.imports.columns import COLUMNS
from stakeholders.imports.people_headings import PEOPLE_HEADINGS
from stakeholders.models import Profile
from stakeholders.queries.people_listed import fold_name

# So many people are read at once.
MOST_LINES = 100
# It begins where a word begins: else a long line without an address would be read again from each of its signs.
ADDRESS = re.compile(r"(?<![^\s<>;,|\"'()\[\]])[^\s<>;,|\"'()\[\]]+@[^\s<>;,|\"'()\[\]]+")
# Several people on one line stand as a mail program writes them: each ends with its address in brackets.
NEXT_PERSON = re.compile(r"(?<=>)\s*[,;]\s*")
NUMBERING = re.compile(r"^\s*(?:\d+[.)]|[-•*–])\s+")
SEPARATORS = re.compile(r"[\t;|,،؛]")
QUOTES = " \"'“”„<>()[]"
# What a whole cell stands in; “<b>” at its beginning alone is no quotation.
PAIRS = {'""', "''", "“”", "„“", "<>", "()", "[]"}
SECTOR_HEADINGS = {"sector", "sectors", *COLUMNS["sector"][1]}
HEADINGS = {*SECTOR_HEADINGS, *PEOPLE_HEADINGS}
NAME, MAIL = NameField(max_length=80, required=False), AddressField(required=False)


@dataclass
class PastedPerson:
    """What one line says. `problem`: why nobody can be added by it; `outcome`: what it becomes (`queries.pasted`).

    `person`: who of this name in the city was chosen for it; `sector`: the line's own.
    """

    number: int
    line: str
    name: str = ""
    email: str = ""
    problem: str = ""
    outcome: str = ""
    person: Profile | None = None
    sector: int | None = None

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
    found = [
        PastedPerson(number, part)
        for number, line in enumerate(text.splitlines(), start=1)
        for part in NEXT_PERSON.split(clean_blanks(line))
        if part.strip(QUOTES + ";,|\t")
    ]
    heading = _split_cells(found.pop(0).line) if found and _is_heading(found[0].line) else []
    column = next((index for index, cell in enumerate(heading) if cell in SECTOR_HEADINGS), None)
    if len(found) > MOST_LINES:
        too_many = _("At most %(most)s people at once. Your list has %(n)s.")
        raise ValidationError(too_many, params={"most": MOST_LINES, "n": len(found)})
    for person in found:
        _read_person(person, _read_sector(person, column))
    return found


def clean_blanks(line: str) -> str:
    """The line without signs that nobody sees; its tabs, which part the cells, stay."""
    return "\t".join(clean_line(cell) for cell in line.split("\t"))


def _is_heading(line: str) -> bool:
    return not ADDRESS.search(line) and any(cell in HEADINGS for cell in _split_cells(line))


def _split_cells(line: str) -> list[str]:
    """The cells of a heading, as they are compared."""
    return [cell.strip(QUOTES).casefold().replace("״", "").replace('"', "") for cell in SEPARATORS.split(line)]


def _read_sector(person: PastedPerson, column: int | None) -> str:
    """The cell from which the person's sector is read; "" where none says it.

    Under a heading it is the cell of its column, whatever stands there; else one that names a sector in words.
    """
    cells = [_strip_pairs(cell) for cell in SEPARATORS.split(person.line)]
    if column is not None:
        said = cells[column] if column < len(cells) else ""
        person.sector = read_sector(said)
        if said and not person.sector:
            person.problem = gettext("“%(word)s” is none of the four sectors.") % {"word": said[:40]}
        return said
    words = [cell for cell in cells if any(sign.isalpha() for sign in cell)]
    said = next((cell for cell in words if read_sector(cell)), "") if len(words) > 1 else ""
    person.sector = read_sector(said) if said else None
    return said


def _strip_pairs(cell: str) -> str:
    """The cell without quotation marks and brackets around the whole of it; those that stand alone at an end go too."""
    cell = cell.strip()
    while len(cell) > 1 and cell[0] + cell[-1] in PAIRS and not set(cell[1:-1]) & set("<>"):
        cell = cell[1:-1].strip()
    return cell if "<" in cell.strip("<>") or ">" in cell.strip("<>") else cell.strip(QUOTES)


def _read_person(person: PastedPerson, sector: str) -> None:
    """`sector`: the cell that says the sector, and is no part of the name."""
    addresses = ADDRESS.findall(person.line)
    rest = ADDRESS.sub("\t", NUMBERING.sub("", person.line))
    cells = [_strip_pairs(cell) for cell in SEPARATORS.split(rest)]
    if sector in cells:
        cells.remove(sector)
    # A cell without a letter is a number of something: a telephone, a row.
    name = " ".join(cell for cell in cells if any(sign.isalpha() for sign in cell))
    if person.problem:
        return
    if len(addresses) > 1:
        person.problem = str(_("There are several addresses on it. Write each person on a line of their own."))
        return
    try:
        person.name = NAME.clean(name)
        person.email = MAIL.clean(addresses[0].rstrip(".")).lower() if addresses else ""
    except ValidationError as error:
        person.problem = " ".join(error.messages)
