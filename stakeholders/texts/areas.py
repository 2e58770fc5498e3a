"""What stands under a word of the vocabulary, in sentences."""

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext

from stakeholders.queries.area_uses import MovedRows, UsedRows


def count_claims(n: int) -> str:
    """So many strengths and growth areas."""
    return ngettext("%(n)s strength or growth area", "%(n)s strengths or growth areas", n) % {"n": n}


def describe_uses(counted: Iterable[UsedRows], cities: int, *, is_own: bool) -> list[str]:
    """What stands under the word and stays, a sentence for each kind; of the network's, in how many cities."""
    said = [gettext("Stays as it is: %(what)s.") % {"what": use.count_text(number)} for use, number in counted]
    if cities and not is_own:
        said.append(ngettext("It was chosen in %(n)s city.", "It was chosen in %(n)s cities.", cities) % {"n": cities})
    return said or [gettext("Nobody uses this area. It will no longer be offered.")]


def describe_moves(counted: Iterable[MovedRows]) -> list[str]:
    """What moves to the other word, and what stays where it is, a sentence for each kind."""
    said = []
    for use, moves, stays in counted:
        if moves:
            said.append(gettext("Moves to the other area: %(what)s.") % {"what": use.count_text(moves)})
        if stays:
            text = gettext("Stays where it is, because both areas are named there already: %(what)s.")
            said.append(text % {"what": use.count_text(stays)})
    return said


def describe_returns(counted: Iterable[MovedRows]) -> list[str]:
    """What comes back when a word is split from the other one."""
    said = []
    for use, moves, stays in counted:
        if moves:
            said.append(gettext("Comes back: %(what)s.") % {"what": use.count_text(moves)})
        if stays:
            text = gettext("Moved then, and changed or removed since: %(what)s.")
            said.append(text % {"what": use.count_text(stays)})
    return said
