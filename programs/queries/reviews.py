"""What the page of a year review reads: its parts as the records say them now, or as they were kept."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils import translation

from cities.queries.second_hands import find_same_hands
from educities.kit.concurrent_edit import digest_values
from educities.kit.day_words import days_with_years
from educities.kit.multilingual import LANGUAGES, in_all_languages, translate_plain
from programs.models import ProgramYear, YearReview
from programs.queries.evidence import EvidenceLink
from programs.values.evidence import EVIDENCE
from programs.values.reviews import (
    REVIEW_PARTS,
    REVIEW_PRINTERS,
    YEAR_ANSWERED_BY,
    YEAR_CONFIRMED_BY,
    YEAR_REFUSED_BY,
    Confirmation,
    ForumAnswer,
    ReviewLine,
)


@dataclass(frozen=True)
class PartShown:
    """One part of a review in the reader's language."""

    key: str
    title: str
    lines: list[ReviewLine]


def list_parts(
    year: ProgramYear, review: YearReview | None, facts: list[dict[str, Any]] | None = None
) -> list[PartShown]:
    """The parts as a page shows them: of a confirmed review what was kept, else what the records say now.

    `facts`: what they say now in all languages, where it was computed already.
    """
    if review is not None and review.state == YearReview.State.CONFIRMED:
        return [read_part(part) for part in review.facts]
    if facts is not None:
        return [read_part(part) for part in facts]
    with days_with_years():
        return [PartShown(part.key, str(part.title), list(part.list_lines(year))) for part in REVIEW_PARTS]


def read_part(part: dict[str, Any]) -> PartShown:
    """A part as it was kept, in the reader's language."""
    lines = [
        ReviewLine(translate_plain(line["text"]), translate_plain(line["note"]), line["tone"]) for line in part["lines"]
    ]
    return PartShown(part["key"], translate_plain(part["title"]), lines)


def compute_facts(year: ProgramYear) -> list[dict[str, Any]]:
    """What the records say of the year today, part by part, each line in all languages."""
    said: dict[str, dict[str, list[ReviewLine]]] = {}
    for code in LANGUAGES:
        with translation.override(code), days_with_years():
            for part in REVIEW_PARTS:
                said.setdefault(part.key, {})[code] = list(part.list_lines(year))
    return [
        {
            "key": part.key,
            "title": in_all_languages(part.title),
            "lines": [_join_line(line) for line in zip(*said[part.key].values(), strict=True)],
        }
        for part in REVIEW_PARTS
    ]


def _join_line(line: tuple[ReviewLine, ...]) -> dict[str, Any]:
    """One line in all languages."""
    return {
        "text": dict(zip(LANGUAGES, (one.text for one in line), strict=True)),
        "note": dict(zip(LANGUAGES, (one.note for one in line), strict=True)),
        "tone": line[0].tone,
    }


def keep_pictures(year: ProgramYear) -> dict[str, Any]:
    """What ribbon and chart show today, by language; nothing where nobody draws."""
    kept = {}
    for code in LANGUAGES:
        with translation.override(code), days_with_years():
            for printer in REVIEW_PRINTERS:
                kept[code] = printer.keep_pictures(year)
    return kept


def stamp_review(review: YearReview, facts: list[dict[str, Any]] | None = None) -> str:
    """Which submission waits to be confirmed, and what the records say with it: another one as soon as either changes.

    "" of a review that does not wait. `facts`: where they were computed already.
    """
    if not review.submission:
        return ""
    said = compute_facts(review.year) if facts is None else facts
    words = [review.words, review.changes, review.missing]
    text = json.dumps([words, said], sort_keys=True, ensure_ascii=False)
    return f"{review.submission} {digest_values(text)}"


def find_decision(review: YearReview) -> Confirmation | None:
    """The forum's decision that confirms the submitted review, where the forum keeps one."""
    return next((found for ask in YEAR_CONFIRMED_BY if (found := ask(review))), None)


def find_answer(review: YearReview) -> ForumAnswer | None:
    """The forum's decision about the review as it was submitted, of which nobody has noted that it confirms the review."""
    if review.submitted_at is None or review.is_by_forum:
        return None
    return next((found for ask in YEAR_ANSWERED_BY if (found := ask(review))), None)


def list_hands(review: YearReview) -> set[int]:
    """Who submitted it, and whose word is no second one beside theirs."""
    if review.submitted_by_id is None:
        return set()
    return {
        review.submitted_by_id,
        *find_same_hands(review.city_id, review.submitted_by_id, review.acting_for_id),
    }


def load_decision(review: YearReview) -> EvidenceLink | None:
    """The decision by which the review was confirmed, as pages show it; None where a second person did, or it is gone."""
    return _load_link(review.decision_kind, review.decision_id)


class AnswerShown(NamedTuple):
    """What the forum decided about a review that it did not confirm, as pages show it: the day, and the way there."""

    day: date
    link: EvidenceLink


def load_answer(review: YearReview) -> AnswerShown | None:
    """The forum's decision about the review that nobody noted as its confirmation; None where there is none."""
    answer = find_answer(review)
    link = _load_link(answer.kind, answer.number) if answer else None
    return AnswerShown(answer.day, link) if answer and link else None


class RefusalShown(NamedTuple):
    """That the forum did not carry a review, as pages show it: the day, the way there, and what was objected."""

    day: date
    link: EvidenceLink
    reason: str


def load_refusals(review: YearReview) -> list[RefusalShown]:
    """Each time that the forum did not carry the review, the newest first; none of one that it confirmed."""
    if review.is_by_forum:
        return []
    found = [one for ask in YEAR_REFUSED_BY for one in ask(review)]
    shown = [(one, _load_link(one.kind, one.number)) for one in found]
    return [RefusalShown(one.day, link, one.reason) for one, link in shown if link]


def _load_link(key: str, number: int | None) -> EvidenceLink | None:
    kind = EVIDENCE.get(key)
    row = kind.rows().filter(pk=number).first() if kind else None
    return EvidenceLink(kind.label, kind.name(row), kind.url(row), is_still_offered=True) if kind and row else None


def has_confirmed_review(year: ProgramYear) -> bool:
    """Is the last version of the year's review confirmed? One query."""
    review = year.reviews.first()
    return review is not None and review.state == YearReview.State.CONFIRMED
