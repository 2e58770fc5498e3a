"""A confirmed year review on paper, drawn from what was kept on its day, right-to-left where the language is."""

from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from educities.kit.multilingual import get_translation, isolate_ranges, join_localised, text_direction, translate_plain
from programs.models import YearReview
from programs.queries.reviews import PartShown, load_answer, load_refusals, read_part
from reports.renderers.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("year_review.typ")


def draw_review(review: YearReview, language: str) -> bytes:
    """The file as PDF/UA, in the active language."""
    return render_pdf(describe_paper(review, language), TEMPLATE)


def describe_paper(review: YearReview, language: str) -> dict[str, Any]:
    """What the paper says, in the active language."""
    year, pictures = review.year, review.pictures.get(language, {})
    days = f"{date_format(year.starts_on, 'SHORT_DATE_FORMAT')} – {date_format(year.ends_on, 'SHORT_DATE_FORMAT')}"
    parts = [read_part(part) for part in review.facts]
    return {
        "lang": language,
        "dir": text_direction(language),
        "title": f"{translate_plain(review.city.name)} · {review}",
        "subtitle": f"{_('Five-year program')} {isolate_ranges(str(year.program))} · {isolate_ranges(days)}",
        "practice": _("Practice city: everything here is invented.") if review.city.is_practice else "",
        "confirmed": _describe_confirmation(review),
        "own": [
            _own_part(_("In the director’s words"), review.words),
            _own_part(_("What changes next year"), review.changes),
            _own_part(_("Figures that are missing, and why"), review.missing),
        ],
        "indicator": pictures.get("indicator"),
        "years": pictures.get("years"),
        "parts": [_describe_part(part) for part in parts if part.lines],
        "footer": f"{review} · {_('Version %(version)s') % {'version': review.version}}",
    }


def _describe_confirmation(review: YearReview) -> str:
    day = {"day": date_format(review.confirmed_on, "DATE_FORMAT") if review.confirmed_on else ""}
    if review.is_by_forum:
        return _("Confirmed by the strategic forum on %(day)s") % day
    if answer := load_answer(review):
        decided = {"when": date_format(answer.day, "DATE_FORMAT"), "words": answer.link.name}
        text = _(
            "Confirmed by a second person on %(day)s; the strategic forum decided about it on %(when)s: “%(words)s”"
        )
        return text % {**day, **decided}
    if refused := [date_format(one.day, "DATE_FORMAT") for one in load_refusals(review)]:
        text = _("Confirmed by a second person on %(day)s; the strategic forum had not carried it: %(days)s")
        return text % {**day, "days": join_localised(dict.fromkeys(refused))}
    return _("Confirmed by a second person on %(day)s; the forum had recorded no decision about it") % day


def _own_part(title: str, words: dict[str, str]) -> dict[str, str]:
    """The director's words in the reader's language, else in the one they were written in."""
    text, code = get_translation(words)
    return {"title": title, "text": text, "lang": code, "dir": text_direction(code)}


def _describe_part(part: PartShown) -> dict[str, Any]:
    return {
        "title": part.title,
        "lines": [[isolate_ranges(line.text), isolate_ranges(line.note), line.tone] for line in part.lines],
    }
