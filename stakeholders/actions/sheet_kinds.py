"""The city's own spreadsheets: of each kind its rows, its columns, and the acts by which a changed or new line is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.queries import city_today
from educities.accounts.models import User
from educities.kit.forms import LONGEST_LINE, LONGEST_TEXT
from educities.tenancy.scope import require_city_id
from stakeholders.actions import sheet_acts as acts
from stakeholders.actions.commitments import change_commitment, promise_commitment
from stakeholders.actions.organisations import change_organisation
from stakeholders.actions.people import change_profile
from stakeholders.actions.sites import add_site, change_site
from stakeholders.imports import sheet_cells as cells
from stakeholders.imports.sheet_marks import MARK_LABEL, Mark, digest_cell
from stakeholders.models import Commitment, Field, ImportRun, Organisation, Representation, Sector, Site
from stakeholders.queries.managed import find_kept_people
from stakeholders.texts.sheets import REFERENCE

Kind = ImportRun.Kind
LANGUAGES = {"he": _("in Hebrew"), "ar": _("in Arabic"), "en": _("in English")}


@dataclass(frozen=True)
class SheetLine:
    """A column: how a row is written into it, and how its cell is read.

    `only_new`: it is read in new lines; of a row that is there it says what cannot be changed here. `is_shown`: nothing is
    read of it at all. `is_beside`: it only says in words what another column says. `by_value`: two cells are the same where
    they are read the same. `choices`: what may stand there.
    """

    name: str
    label: str | Promise
    write: Callable[[Any], str]
    read: Callable[[str], Any] = str
    only_new: bool = False
    is_shown: bool = False
    is_beside: bool = False
    by_value: bool = False
    choices: tuple[tuple[Any, Any], ...] = ()

    @property
    def heading(self) -> str:
        """What stands above the column: a column that no file changes says so."""
        if self.is_shown:
            return gettext("%(column)s (only to read)") % {"column": self.label}
        return gettext("%(column)s (new lines only)") % {"column": self.label} if self.only_new else str(self.label)

    def say(self, text: str) -> str:
        """The cell in the reader's language, where it is one of few words; else as it is."""
        if not self.by_value or not text:
            return text
        try:
            value = self.read(text)
        except cells.CellError:
            return text
        return _say_flag(value) if isinstance(value, bool) else str(dict(self.choices).get(value, text))


@dataclass(frozen=True)
class SheetKind:
    """One kind of spreadsheet. `may_change`: the permission asked of each row before its line is changed.

    `keys`: what a new line is known by. Where one of them is `taken`, in the city or by a line above, the line is refused
    with the sentence of `twin`.
    """

    kind: str
    lines: tuple[SheetLine, ...]
    rows: Callable[[User], Any]
    add: Callable[[dict[str, Any], User], Any]
    change: Callable[[Any, dict[str, Any], User], Any]
    may_change: str
    keys: Callable[[dict[str, Any]], set[str]] = lambda _values: set()
    taken: Callable[[], set[str]] = set
    twin: str = ""


def _write_attribute(name: str) -> Callable[[Any], str]:
    def write(row: Any) -> str:
        value = getattr(row, name)
        return "" if value is None else str(value)

    return write


def _word_lines(name: str, label: Promise, most: int) -> tuple[SheetLine, ...]:
    """A column for each language."""
    read = cells.read_line(most) if most <= LONGEST_LINE else cells.read_text(most)
    return tuple(
        SheetLine(
            f"{name}_{lang}",
            format_lazy("{}, {}", label, said),
            lambda row, lang=lang: getattr(row, name).get(lang, ""),
            read,
        )  # type: ignore[misc]
        for lang, said in LANGUAGES.items()
    )


def _choice_line(name: str, label: Promise, choices: Iterable[tuple[Any, Any]]) -> SheetLine:
    listed = list(choices)
    about: dict[str, Any] = {"by_value": True, "choices": tuple(listed)}
    return SheetLine(
        name, label, lambda row: str(dict(listed).get(getattr(row, name), "")), cells.read_choice(listed), **about
    )


def _flag_line(name: str, label: Promise) -> SheetLine:
    return SheetLine(name, label, lambda row: _say_flag(getattr(row, name)), cells.read_flag, by_value=True)


def _number_line(name: str, label: Promise, *, is_shown: bool = False) -> SheetLine:
    return SheetLine(
        name,
        label,
        lambda row: cells.write_number(getattr(row, name)),
        cells.read_number,
        by_value=True,
        is_shown=is_shown,
    )


def _say_flag(value: object) -> str:
    return gettext("yes") if value else gettext("no")


KEY = SheetLine(REFERENCE, _("reference (leave as it is; empty for a new line)"), lambda row: str(row.pk))
OF_ORGANISATION = (
    SheetLine(
        "organisation_id",
        _("organisation: its reference or registry number"),
        lambda row: str(row.organisation_id),
        acts.need_organisation,
        only_new=True,
    ),
    SheetLine(
        "organisation",
        _("organisation"),
        lambda row: next(iter(row.organisation.name.values()), ""),
        is_shown=True,
        is_beside=True,
    ),
)


def _state_line(choices: Iterable[tuple[Any, Any]]) -> SheetLine:
    return replace(_choice_line("state", _("state"), choices), is_shown=True)


NAME = _word_lines("name", _("name"), LONGEST_LINE)
SHEETS: dict[str, SheetKind] = {
    Kind.ORGANISATIONS: SheetKind(
        Kind.ORGANISATIONS,
        (
            KEY,
            *NAME,
            _choice_line("sector", _("sector"), Sector.choices),
            _choice_line("field", _("field"), Field.choices),
            SheetLine("registry_no", _("registry number"), _write_attribute("registry_no"), cells.read_code(40)),
            SheetLine("email", _("email address"), _write_attribute("email"), cells.read_email),
            SheetLine("phone", _("phone"), _write_attribute("phone"), cells.read_phone(30)),
            SheetLine("website", _("web address"), _write_attribute("website"), cells.read_web_address),
            SheetLine("contact", _("whom to ask for"), _write_attribute("contact"), cells.read_line(160)),
            SheetLine("address", _("postal address"), _write_attribute("address"), cells.read_line(300)),
            *_word_lines("about", _("about"), LONGEST_TEXT),
            _state_line(Organisation.State.choices),
        ),
        lambda _actor: Organisation.objects.known().order_by("search", "pk"),
        acts.add_organisation,
        acts.change_by(change_organisation),
        "stakeholders.change_organisation",
        acts.spell_organisation,
        acts.list_organisation_names,
        "organisation_here",
    ),
    Kind.SITES: SheetKind(
        Kind.SITES,
        (
            KEY,
            *OF_ORGANISATION,
            *NAME,
            _choice_line("kind", _("what kind"), Site.Kind.choices),
            SheetLine("code", _("number in the register"), _write_attribute("code"), cells.read_code(20)),
            _number_line("units_total", _("units")),
            SheetLine("address", _("address"), _write_attribute("address"), cells.read_line(300)),
        ),
        lambda _actor: Site.objects.open().select_related("organisation").order_by("organisation__search", "pk"),
        acts.add_of_organisation(Site, add_site),
        acts.change_by(change_site),
        "stakeholders.change_site",
    ),
    Kind.COMMITMENTS: SheetKind(
        Kind.COMMITMENTS,
        (
            KEY,
            *OF_ORGANISATION,
            _choice_line("kind", _("what kind"), Commitment.Kind.choices),
            *_word_lines("title", _("what is promised"), LONGEST_LINE),
            _number_line("quantity", _("how much")),
            _choice_line("unit", _("unit"), Commitment.Unit.choices),
            SheetLine(
                "period", _("school year that begins in"), _write_attribute("period"), cells.read_period, by_value=True
            ),
            SheetLine("due_on", _("by when"), lambda row: cells.write_day(row.due_on), cells.read_day, by_value=True),
            _number_line("delivered", _("delivered"), is_shown=True),
            _state_line(Commitment.State.choices),
        ),
        lambda _actor: Commitment.objects.select_related("organisation").order_by("organisation__search", "pk"),
        acts.add_of_organisation(Commitment, promise_commitment, promised_on=city_today),
        acts.change_by(change_commitment),
        "stakeholders.change_commitment",
    ),
    Kind.REPRESENTATIVES: SheetKind(
        Kind.REPRESENTATIVES,
        (
            KEY,
            *OF_ORGANISATION,
            SheetLine(
                "display_name", _("name"), lambda row: str(row.profile.display_name), cells.read_name(80), only_new=True
            ),
            # Of those who are there no address goes out; a new line needs one.
            SheetLine("email", _("email address"), lambda _row: "", cells.read_email, only_new=True),
            SheetLine("title", _("title in the organisation"), _write_attribute("title"), cells.read_line(120)),
            _flag_line("may_commit", _("may make commitments")),
            _flag_line("may_manage", _("may manage its page")),
            SheetLine(
                "starts_on",
                _("from"),
                lambda row: cells.write_day(row.starts_on),
                cells.read_day,
                is_shown=True,
                by_value=True,
            ),
            # People are told the last day, as on the page; the row ends on the day behind it.
            SheetLine(
                "ends_on",
                _("last day"),
                lambda row: cells.write_day(row.last_day),
                acts.read_last_day,
                by_value=True,
            ),
            SheetLine(
                "accepted",
                _("request accepted"),
                lambda row: _say_flag(row.accepted_at),
                cells.read_flag,
                is_shown=True,
                by_value=True,
            ),
        ),
        lambda _actor: (
            Representation.objects.exclude(ends_on__lte=city_today())
            .filter(profile__age_band="adult", profile__left_at=None)
            .select_related("organisation", "profile__user")
            .order_by("organisation__search", "pk")
        ),
        acts.add_representative,
        acts.change_representative,
        "stakeholders.end_representation",
        acts.spell_request,
        twin="asked_above",
    ),
    Kind.PEOPLE: SheetKind(
        Kind.PEOPLE,
        (
            KEY,
            SheetLine("display_name", _("name"), _write_attribute("display_name"), cells.read_name(80)),
            SheetLine("phone", _("phone"), _write_attribute("phone"), cells.read_phone(20)),
            SheetLine("neighbourhood", _("neighbourhood"), _write_attribute("neighbourhood"), cells.read_name(80)),
            _choice_line("language", _("language"), settings.LANGUAGES),
            SheetLine(
                "managed_for",
                _("kept for the organisation: its reference or registry number"),
                lambda row: str(row.managed_for_id or ""),
                acts.find_organisation,
                only_new=True,
            ),
        ),
        # Of people only those whose profile this person keeps: of others nobody takes away a list with phones.
        lambda actor: find_kept_people(actor).grown_up(),
        acts.add_person,
        acts.change_by(change_profile),
        "stakeholders.change_profile",
        acts.spell_person,
        acts.list_people_names,
        "person_here",
    ),
}


def name_columns(kind: str) -> dict[str, SheetLine]:
    """The columns of the kind, by their names."""
    return {line.name: line for line in SHEETS[kind].lines}


def make_table(sheet: SheetKind, actor: User) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) of what the person's file holds, in the language of now; last the mark of each line."""
    # Before the rows are read: who changes one of them meanwhile has done it since.
    now, city = timezone.now(), require_city_id()
    heads = [*(line.heading for line in sheet.lines), str(MARK_LABEL)]
    return heads, [_write_row(sheet, row, now, city) for row in sheet.rows(actor)]


def _write_row(sheet: SheetKind, row: models.Model, now: datetime, city: int) -> list[str]:
    written = [(line, line.write(row)) for line in sheet.lines]
    digests = {line.name: digest_cell(line, text) for line, text in written if line.name != REFERENCE}
    return [*(text for _line, text in written), Mark(sheet.kind, city, row.pk, now, digests).write()]
