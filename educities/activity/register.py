"""What can be recorded: the register of verbs, filled by each app's `verbs.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

VERBS: dict[str, "Verb"] = {}
# The kinds a person can turn off one by one; `security` cannot be turned off.
KINDS = ("security", "work", "session", "challenge", "answer", "digest")


@dataclass(frozen=True, slots=True)
class Verb:
    """`label` is the sentence of history, inbox and mail subject, with {title} and the record's data in it.

    `event`: the name in the partner's event log, `<thing>.<past verb>`, or "" when it does not leave the city.
    `template`: `<app>/mail/<verb>` (.txt and .html), or "" when the sentence and a link are the whole mail.
    `personal`: the template asks who reads it (`user`); else readers of one language share what was rendered once.
    `says`: what the sentence names besides the record's data, asked at the moment it is read: "today", "tomorrow".
    """

    code: str
    label: Promise | str
    event: str = ""
    kind: str = "work"
    template: str = ""
    personal: bool = False
    says: Callable[[Mapping[str, Any]], dict[str, str]] | None = None


def verb(
    code: str,
    label: Promise | str,
    *,
    event: str = "",
    kind: str = "work",
    template: str = "",
    personal: bool = False,
    says: Callable[[Mapping[str, Any]], dict[str, str]] | None = None,
) -> Verb:
    """The verb stands in the register. Raises ValueError for a code that is there already or an unknown kind."""
    if code in VERBS or kind not in KINDS:
        msg = f"verb {code} ({kind}) is registered already or of an unknown kind"
        raise ValueError(msg)
    VERBS[code] = Verb(code, label, event, kind, template, personal, says)
    return VERBS[code]
