"""What was said, in the record of a decision: by the members themselves, and as whoever noted it wrote down what was said aloud."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import isolate_text
from educities.kit.multilingual import translate_plain
from forum.models import Decision, Statement


def prefetch_statements(before: str = "") -> Any:
    """For rows of decisions, or of what has one `before` it: what members objected, and whose names stand beside it."""
    return Prefetch(f"{before}statements", Statement.objects.select_related("seat__profile", "seat__organisation"))


def write_beside(decision: Decision) -> str:
    """All that stands in the record beside what was noted, as plain text: the same lines in the same order, whoever answered what."""
    members = write_statements(decision.statements.all())
    own = f"{_('In members’ own words')}:\n{members}" if members else ""
    return "\n".join(filter(None, [translate_plain(decision.dissent), own]))


def list_statements(said: Iterable[Statement]) -> list[str]:
    """What members wrote themselves, as plain text, with a sign before each: words without a name are not read as those of the
    member before."""
    lines = (f"{isolate_text(one.name)}: {one.words}" if one.name else one.words for one in said)
    return [f"• {line}" for line in lines]


def write_statements(said: Iterable[Statement]) -> str:
    """The same, a line each."""
    return "\n".join(list_statements(said))
