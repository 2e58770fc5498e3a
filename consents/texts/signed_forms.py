"""What is asked before a signed form is taken in: which answer is the newer one, what ends with it, and who is told."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.texts.changes import name_ends
from consents.values import PURPOSE_NAMES
from educities.kit.day_words import format_day
from educities.kit.multilingual import join_localised

# How the answer that applies now was given -> the sentence that says so.
GIVEN: dict[str, Promise] = {
    "web": gettext_lazy("%(name)s answered on the web on %(day)s: %(answers)s."),
    "paper": gettext_lazy("A form that %(name)s signed on %(day)s has been entered: %(answers)s."),
    "school": gettext_lazy("A form that %(name)s signed on %(day)s has been entered: %(answers)s."),
}


class FormQuestion(NamedTuple):
    """`newer`: why it is asked which answer is the newer one; `ends`: what ends, a line each; `told`: who hears of it."""

    newer: Sequence[str] = ()
    ends_account: bool = False
    ends: Sequence[str] = ()
    told: str = ""

    @property
    def mark(self) -> str:
        """What was asked: the yes to it sends it back, and is no yes to another question."""
        return " | ".join([*self.newer, *(["account"] if self.ends_account else []), *self.ends])


def ask_which_is_newer(name: str, given: tuple[date, str], answers: str, signed_on: date) -> list[str]:
    """That the adult's answer of now (`given`: its day and how it was given) is not older than the form, and says otherwise."""
    day, proof = given
    first = GIVEN[proof] % {"name": name, "day": format_day(day), "answers": answers}
    if day > signed_on:
        text = _(
            "The form that you are entering was signed earlier, on %(day)s. If both days are right, go back and leave it: "
            "the newer answer stays. Go on only if the form is in fact the newer answer."
        )
        return [first, text % {"day": format_day(signed_on)}]
    text = _(
        "The form that you are entering is of the same day. Go on only if it is the newer of the two answers; else go back "
        "and leave it."
    )
    return [first, text]


def describe_ends(purposes: Collection[str]) -> list[str]:
    """What ends with these purposes, a line each."""
    return name_ends([purpose for purpose in PURPOSE_NAMES if purpose in purposes])


def describe_readers(names: Sequence[str], *, child: bool) -> str:
    """Who hears of it; that nobody does where no address is known."""
    told = [*([_("the child")] if child else []), *names]
    if not told:
        return _("We know no email address to write to, so tell the adults and the child yourself.")
    return _("We tell of it: %(names)s.") % {"names": join_localised(told)}
