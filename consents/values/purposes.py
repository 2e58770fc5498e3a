"""What a guardian is asked for."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext

# The purpose that every other one rests on.
ACCOUNT = "account"
ASKED_OF_GUARDIANS = (ACCOUNT, "lab", "publication", "photo", "sharing", "research")
# What a person who needs no guardian is asked: an account of one's own and taking part are no question then.
ASKED_OF_ADULTS = ("photo", "publication", "sharing", "research")
# What each purpose is called, on the guardian's form, on the child's page, in mails and notices.
PURPOSE_NAMES: dict[str, Promise] = {
    "account": gettext_lazy("Keeping the details"),
    "lab": gettext_lazy("Taking part"),
    "publication": gettext_lazy("Publication"),
    "photo": gettext_lazy("Photographs"),
    "sharing": gettext_lazy("Sharing with other cities"),
    "research": gettext_lazy("Research"),
}


def write_answers(answers: Mapping[str, bool]) -> str:
    """What is allowed and what not, in one line."""
    yes, no = pgettext("answer", "yes"), pgettext("answer", "no")
    named = [(name, answers[purpose]) for purpose, name in PURPOSE_NAMES.items() if purpose in answers]
    return " · ".join(f"{name}: {yes if said else no}" for name, said in named)


def describe_changes(data: Mapping[str, Any]) -> dict[str, str]:
    """What a notice says of the answers that have changed: `allowed` and `stopped` of its data name the purposes."""
    answers = {**dict.fromkeys(data.get("allowed") or (), True), **dict.fromkeys(data.get("stopped") or (), False)}
    return {"changes": f" ({write_answers(answers)})" if answers else ""}
