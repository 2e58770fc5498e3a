"""What was objected, in the record of what the forum said: by the members themselves, and as whoever noted it wrote it down."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.multilingual import LANGUAGES, translate_plain
from forum.models import Decision, Statement


def prefetch_statements(before: str = "") -> Any:
    """For rows of decisions, or of what has one `before` it: what members objected, and whose names stand beside it."""
    return Prefetch(f"{before}statements", Statement.objects.select_related("seat__profile", "seat__organisation"))


def write_objections(decision: Decision, language: str | None = None) -> str:
    """All that was said against it, as plain text, a line each: the words of whoever noted it in the language, else in another
    one; those of the members in their own."""
    against = [one for one in decision.statements.all() if one.is_against]
    return "\n".join(filter(None, [translate_plain(decision.dissent, language), write_statements(against)]))


def write_statements(said: Iterable[Statement]) -> str:
    """What members wrote themselves, as plain text, a line each, with a sign before it: words without a name are not read as those
    of the member before."""
    lines = (f"{isolate_text(one.name)}: {one.words}" if one.name else one.words for one in said)
    return "\n".join(f"• {line}" for line in lines)


def translate_objections(decision: Decision) -> dict[str, str]:
    """The same in each language of the interface, for mails to readers of all."""
    found = {code: write_objections(decision, code) for code in LANGUAGES}
    return {code: text for code, text in found.items() if text}
