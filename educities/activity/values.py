"""What can be recorded: each app declares its verbs in `verbs.py` and registers them in `hooks.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

from django.utils.functional import Promise

from educities.kit.hooks import Hook

# What becomes of the values that a record keeps.
CHANGED, PROPOSED, UNDONE = "changed", "proposed", "undone"
# Mails of this kind go out at once, in quiet hours too: the page of the quiet hours says of each what it is (`at_once`).
URGENT_KIND = "security"
KINDS = ("security", "work", "session", "challenge", "answer", "digest")


@dataclass(frozen=True, slots=True, eq=False)
class Verb:
    """A verb is itself alone, whatever language its words are read in: it serves as a key.

    `label` is the sentence of the history, with {title} and the record's data in it.

    `subject`: the same for the person it concerns, as the subject of a mail and in the inbox: what to do or to know.
    Without one they read the label.
    `number`: the part of the record's data that chooses the plural form, where label or subject is an `ngettext_lazy`.

    `event`: the name in the partner's event log, `<thing>.<past verb>`, or "" when it does not leave the city.
    `ends`: it ends something. Whoever does it is asked first, on a page whose view names the verb (`ends`).
    `needs_reason`: it concerns people, who read why; `record` takes no word of a person without one.
    `is_notice`: it says once more what is known, to somebody: no line of the history.
    `is_private`: an act of a resident, a child or a guardian on their own behalf; the history does not name them.
    `hides_actor`: a child did it, or an adult who answers for one, or only its being done by somebody tells of such an
    answer: no mail names who did it, to whomever it goes.
    `tells_age`: it happens by itself on a birthday. No line of the history, which would tell the month of birth for ever.
    `settled_by`: codes of the verbs after which nothing is left of what the subject asks for; the label is then what is read.
    `values_are`: what the record's values of before and after are of this act: `CHANGED` by it, only `PROPOSED`, or `UNDONE`:
    the values of before stand again.
    `says`: what the sentence names besides the record's data, asked at the moment it is read: "today", "tomorrow".
    `at_once`: what the page of the quiet hours says of its mails, which do not wait: of the kind `security` and no other.
    """

    code: str
    label: Promise | str
    event: str = ""
    kind: str = "work"
    says: Callable[[Mapping[str, Any]], dict[str, str]] | None = None
    subject: Promise | str = ""
    number: str = ""
    ends: bool = False
    needs_reason: bool = False
    is_notice: bool = False
    is_private: bool = False
    tells_age: bool = False
    settled_by: tuple[str, ...] = ()
    values_are: str = CHANGED
    at_once: Promise | str = ""
    hides_actor: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for an unknown kind, where what goes out at once does not say what it is, and where the history
        would name whom the mails do not."""
        if self.kind not in KINDS:
            msg = f"verb {self.code} is of an unknown kind, {self.kind}"
            raise ValueError(msg)
        if bool(self.at_once) != (self.kind == URGENT_KIND):
            msg = f"verb {self.code} says that it goes out at once, and does not, or the other way round"
            raise ValueError(msg)
        if self.hides_actor and not self.is_private:
            msg = f"verb {self.code} hides who did it in mails alone, and the history names them"
            raise ValueError(msg)

    def __hash__(self) -> int:
        """Of the code alone: a label is another text in each language, so a table by verbs would be found in one of them."""
        return hash(self.code)


@dataclass(frozen=True, slots=True)
class Course:
    """What is told of one thing from its announcement to its end; each reader is sent what follows from what they know.

    `opening` tells of it first, `moved` that it is at another time, `changed` that something else of it is new (None:
    `moved` tells of both), `ending` that it does not take place. `start`: what the data call its time; `facts`: everything of
    it that the data hold and a reader remembers, the time too.
    """

    opening: Verb
    moved: Verb
    ending: Verb
    changed: Verb | None = None
    start: str = "starts_at"
    facts: tuple[str, ...] = ("starts_at", "ends_at")

    @property
    def codes(self) -> list[str]:
        """The codes of all its verbs."""
        return [one.code for one in (self.opening, self.moved, self.changed, self.ending) if one is not None]


VERBS: Hook[Verb] = Hook(
    "activity.verbs",
    "What can be recorded; found by its code when history, inbox and mails are read.",
    key=lambda verb: verb.code,
)


class RowName(NamedTuple):
    """What rows of a model are called in the history: `target_type` is the model's label in small letters."""

    target_type: str
    name: Promise | str


ROW_NAMES: Hook[RowName] = Hook(
    "activity.row_names",
    "What rows of a model are called in the history; found by the model's label. A model without one is called by its verbose name.",
    key=lambda row: row.target_type,
)


def name_rows(app: str, **names: Promise | str) -> tuple[RowName, ...]:
    """The names of an app's rows, by the model's name in small letters; to be registered with `ROW_NAMES`."""
    return tuple(RowName(f"{app}.{model}", name) for model, name in names.items())


def verb(
    code: str,
    label: Promise | str,
    *,
    event: str = "",
    kind: str = "work",
    says: Callable[[Mapping[str, Any]], dict[str, str]] | None = None,
    subject: Promise | str = "",
    number: str = "",
    ends: bool = False,
    needs_reason: bool = False,
    is_notice: bool = False,
    is_private: bool = False,
    tells_age: bool = False,
    settled_by: tuple[str, ...] = (),
    values_are: str = CHANGED,
    at_once: Promise | str = "",
    hides_actor: bool = False,
) -> Verb:
    """The verb, to be registered with the others of its app. Raises ValueError as `Verb` says."""
    return Verb(
        code,
        label,
        event,
        kind,
        says,
        subject,
        number,
        ends,
        needs_reason,
        is_notice,
        is_private,
        tells_age,
        settled_by,
        values_are,
        at_once,
        hides_actor,
    )


# What a child does, or an adult who answers for one: nobody reads who did it, neither in the history nor in a mail.
answer_verb = partial(verb, is_private=True, hides_actor=True)


def is_urgent(code: str) -> bool:
    """Do mails of the verb with this code go out at once, in quiet hours too?"""
    verb = VERBS.get(code)
    return verb is not None and verb.kind == URGENT_KIND


def list_urgent_mails() -> list[Promise | str]:
    """What goes out at once, each once, in the order of the verbs."""
    return list({str(verb.at_once): verb.at_once for verb in VERBS if verb.kind == URGENT_KIND}.values())


def list_verbs(module: ModuleType) -> list[Verb]:
    """The verbs that a module declares."""
    return [value for value in vars(module).values() if isinstance(value, Verb)]
