"""What a grown-up read when they opened the page of their answers, brought together with what is true when it is sent."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# How it is with a grown-up's answer: none yet, a yes to the account, a no to everything, or the child's own end.
Stand = Literal["open", "yes", "no", "child"]
# What a page of before says that was sent after the answer had become another one. Nothing of it is saved.
CHANGED_TO: dict[Stand, Promise] = {
    "no": _(
        "While this page was open, you said no to everything in another window, and the account was closed. So nothing of "
        "it was saved. If you have changed your mind, answer again: the account then opens again, empty."
    ),
    "child": _(
        "While this page was open, the child closed this account. So nothing of it was saved. If you say yes to the "
        "account and send it again, it opens again, empty."
    ),
    "yes": _(
        "While this page was open, you answered in another window. So nothing of it was saved. The boxes show your answer "
        "as it is now: change it if you want to, and send it again."
    ),
}
CHANGED_TO["open"] = CHANGED_TO["yes"]


class Answer(NamedTuple):
    """A grown-up's own answer at one moment: how it is, and the purposes with a yes."""

    stand: Stand
    yes: frozenset[str]

    def write(self) -> str:
        """As the page carries it along."""
        return json.dumps({"stand": self.stand, "yes": sorted(self.yes)})


def parse_answer(text: str, now: Answer) -> Answer:
    """What the page says that its reader saw; a page that says nothing is one of now."""
    try:
        found = json.loads(text or "{}")
        return Answer(found["stand"], frozenset(map(str, found["yes"])))
    # Brackets in brackets without end are no answer either.
    except (ValueError, KeyError, TypeError, RecursionError):
        return now


def merge_answers(said: Mapping[str, bool], *, read: Answer, now: Answer) -> dict[str, bool]:
    """Each purpose as this person has changed it, and as it is now where they have left it as they read it."""
    return {one: is_yes if is_yes != (one in read.yes) else one in now.yes for one, is_yes in said.items()}


def list_kept(said: Mapping[str, bool], merged: Mapping[str, bool], order: Iterable[str]) -> Collection[str]:
    """The purposes that stay as another window has left them, against what this page shows."""
    return [one for one in order if said[one] != merged[one]]
