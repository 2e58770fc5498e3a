"""What comes onto the forum's agenda by itself, or is sent up: each app says what of its own rows does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from educities.kit.hooks import Hook


@dataclass(frozen=True, slots=True)
class AgendaKind:
    """`rows()`: the records of this kind; `name(row)`: what an item about one of them is called, in the reader's language.

    `find(today)`: which of them are a matter of the forum by themselves now; None where they come by being sent up alone.
    `permission`: asked about a row, who may send it up; "" = nobody. `effect`: what a decision can do to the record,
    as a sentence that is ticked, and `carry_out(row, decision, actor)` does it; `describe_why_no_effect(row, actor)`: why it
    cannot be done by this person now, in a sentence. `describe_left_open(row)`: what a decision that was taken without it
    leaves open, and who can say it afterwards. `find_since(row)`: from which moment on the record is as it is now. What
    was said before is no answer to it, and who decides names the moment that their page showed. None: it does not matter.
    `find_stamp(row)`: what the record says as well, where that can change while nobody puts it before the forum anew.
    `send_back(row, decision, actor)`: what becomes of the record when the forum did not carry what was proposed, with the
    objection as its reason; `sent_back` says so in a sentence. `stays_open`: what was not carried is no answer, so that the
    record is on the agenda again.
    """

    key: str
    label: Promise
    rows: Callable[[], QuerySet]
    name: Callable[[Any], str] = str
    url: Callable[[Any], str] = lambda row: row.get_absolute_url()
    find: Callable[[date], QuerySet] | None = None
    permission: str = ""
    effect: Promise | str = ""
    carry_out: Callable[[Any, Any, Any], None] | None = None
    describe_why_no_effect: Callable[[Any, Any], str] = lambda _row, _actor: ""
    describe_left_open: Callable[[Any], str] = lambda _row: ""
    find_since: Callable[[Any], datetime | None] = lambda _row: None
    find_stamp: Callable[[Any], str] | None = None
    send_back: Callable[[Any, Any, Any], None] | None = None
    sent_back: Promise | str = ""
    stays_open: bool = False
    order: int = 50

    def name_version(self, row: Any) -> str:
        """Which state of the record this is: the same as long as nobody has put it before the forum anew, nor changed it."""
        if self.find_stamp is not None:
            return self.find_stamp(row)
        since = self.find_since(row)
        return since.isoformat() if since else ""


AGENDA: Hook[AgendaKind] = Hook(
    "forum.agenda",
    "What is a matter of the strategic forum: which records come onto its agenda by themselves, and which can be sent up.",
    key=lambda kind: kind.key,
    order=lambda kind: kind.order,
)
