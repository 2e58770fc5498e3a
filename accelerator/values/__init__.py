"""The fixed shape of the two years, and what is needed to graduate (docs/method.md)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TERMS = 4
TERM_HOURS = 30
TERMS_A_YEAR = 2
# Two years as schools count them: the last day may come with the summer before.
LEAST_DAYS, MOST_DAYS = 600, 731
DEFAULT_PLACES, MOST_PLACES = 30, 200
MOST_LEADERS = 2
# The boxes of a form in which the two stand.
LEADER_FIELDS = ("first_leader", "second_leader")
MOST_RELEASE = 20
# A missed session is made good by a visit with a note.
MOST_VISITS = 2
LEAST_PRESENCE = 80
# So many sessions a year has by the shape of its terms, where fewer are planned yet.
YEAR_SESSIONS = {1: 15, 2: 12}
OBSERVATIONS = 2
HEAD_MAILS = 5
# So long before the last day graduation is on the director's day.
GRADUATION_DAYS = 21
# A head who has said nothing for so long may be written to again.
HEAD_SILENT_DAYS = 7
# A portfolio holds so many reflections; graduation does not depend on them.
REFLECTIONS = 3
NOTES = 4


class TermShape(NamedTuple):
    """What one of the four terms is about, and what happens between its meetings."""

    theme: Promise
    meetings: Promise
    between: Promise


SHAPE: dict[int, TermShape] = {
    1: TermShape(
        _("My strengths, and those of my class"),
        _("7 sessions of 4 hours, and one day of expedition in the city"),
        _("A talk about strengths with each pupil, and a visit to a colleague’s class"),
    ),
    2: TermShape(
        _("A team with a goal: the classroom project"),
        _("7 sessions of 4 hours, and a visit in pairs"),
        _("The project with a partner of another sector and a goal that the class can see"),
    ),
    3: TermShape(
        _("Opening the school"),
        _("6 sessions of 4 hours, and a learning round in two schools"),
        _("Leading three meetings of a group in one’s own school"),
    ),
    4: TermShape(
        _("Opening the city"),
        _("6 sessions of 4 hours, and an evening for the city"),
        _("A residents’ challenge or an initiative with a lab, and mentoring a teacher of the first term"),
    ),
}


def year_of(term: int) -> int:
    """In which of the two years a term lies."""
    return (term - 1) // TERMS_A_YEAR + 1


def is_enough(there: int, held: int) -> bool:
    """Were they there at four of five sessions? Of nothing held nobody was there."""
    return held > 0 and there * 100 >= held * LEAST_PRESENCE
