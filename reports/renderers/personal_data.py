"""Everything that the city knows of a person on paper: sections with each row, right-to-left where the language is."""

import re
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consents.texts.personal_data import list_kept_titles, list_sections, write_rows
from consents.values.personal_data import DataSection, Subject
from educities.kit.multilingual import (
    isolate_ltr,
    isolate_ranges,
    join_localised,
    text_direction,
    translate_plain,
)
from reports.renderers.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("personal_data.typ")
# A telephone with its signs and blanks, or another number: its parts would change places in Hebrew and Arabic.
NUMBER_ALONE = re.compile(r"[\d\s+()./:–-]*\d[\d\s+()./:–-]*")


def render_personal_data(subject: Subject) -> bytes:
    """The file as PDF/UA."""
    return render_pdf(describe_paper(subject), TEMPLATE)


def describe_paper(subject: Subject) -> dict[str, Any]:
    """What the paper says, in the active language; sections without rows are named together."""
    city, language = subject.profile.city, (get_language() or "en")[:2]
    parts = [_describe_section(section, subject) for section in list_sections(subject)]
    kept = list_kept_titles(subject)
    notes = [
        _(
            "Names, addresses and words of other people are theirs, so they stay out, except who confirmed to know the person, answers to ideas, and what two teachers read together of a visit to a class."
        )
    ]
    ends = []
    if kept:
        ends.append(_("The child may keep these to itself: %(titles)s.") % {"titles": join_localised(kept)})
    if empty := [part["title"] for part in parts if not part["rows"]]:
        ends.append(_("The city keeps nothing of this: %(titles)s.") % {"titles": join_localised(empty)})
    return {
        "lang": language,
        "dir": text_direction(language),
        "title": _("What the city knows of %(name)s") % {"name": subject.profile.display_name},
        "subtitle": translate_plain(city.name),
        "practice": _("Practice city: everything here is invented.") if city.is_practice else "",
        "notes": notes,
        # What is not there stands last, as on the page.
        "ends": ends,
        "sections": [part for part in parts if part["rows"]],
        "footer": _("Made on %(day)s") % {"day": date_format(city.today(), "DATE_FORMAT")},
    }


def _describe_section(section: DataSection, subject: Subject) -> dict[str, Any]:
    return {
        "title": str(section.title),
        "why": str(section.why),
        "correction": str(section.correction),
        "rows": [[(label, isolate_numbers(text)) for label, text in row] for row in write_rows(section, subject)],
    }


def isolate_numbers(text: str) -> str:
    """The text, in which a number stands from left to right, alone or in a sentence."""
    return isolate_ltr(text) if NUMBER_ALONE.fullmatch(text) else isolate_ranges(text)
