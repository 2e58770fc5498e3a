"""What becomes of a suggestion: saved, not for me, an introduction that the other side answers, a collaboration."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from collaborations.actions.proposals import agree_to_collaboration, propose_collaboration
from collaborations.models import Collaboration
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import LANGUAGES, translate_plain
from educities.kit.rows import lock_row
from matching import verbs
from matching.models import MatchSuggestion
from matching.queries import find_with_mirror, list_answering_users
from matching.queries.who import find_valid
from matching.values import ANSWER_DAYS, MOST_INTRODUCED, REST_DAYS
from stakeholders.actions.adulthood import are_adults
from stakeholders.models import Area, Organisation, Profile

State = MatchSuggestion.State
OVER = MatchSuggestion.ALREADY[State.EXPIRED]
# What a collaboration answers when one of the two has no place for it, or too many proposals that wait.
FULL = {"collaborations.enough", "collaborations.many_asked"}


@transaction.atomic
def save_suggestion(row: MatchSuggestion, *, actor: User) -> None:
    """It is kept for later, until its last day."""
    _check_untouched(row)
    row.move(State.SAVED)
    record(verbs.SAVED, row, actor=actor)


@transaction.atomic
def pass_suggestion(row: MatchSuggestion, *, actor: User) -> None:
    """It is nothing for the seeker, who sees it no more for half a year. The other side never knew of it."""
    _check_untouched(row)
    today = row.city.today()
    row.move(State.DECLINED, ended_on=today, rests_until=today + timedelta(days=REST_DAYS))
    record(verbs.PASSED, row, actor=actor)


@transaction.atomic
def introduce_suggestion(row: MatchSuggestion, *, actor: User) -> Collaboration | None:
    """The other side is asked whether the two shall meet. If it has asked the same, both have agreed: their collaboration."""
    _lock_sides(row)
    row = lock_row(row, "city", "seeker", "person", "organisation", "need", "strength__area")
    _check_untouched(row)
    if mirror := find_with_mirror(row):
        return agree_to_introduction(mirror, actor=actor)
    if not find_valid(MatchSuggestion.objects.filter(pk=row.pk)).exists():
        text = _("This suggestion is not true any more. Others take its place.")
        raise DomainError(text, code="matching.untrue")
    if MatchSuggestion.objects.introduced().filter(seeker=row.seeker).count() >= MOST_INTRODUCED:
        text = _("%(n)s of your introductions wait for an answer. Wait for one of them before you ask someone else.")
        raise DomainError(text % {"n": MOST_INTRODUCED}, code="matching.many_introduced")
    today = row.city.today()
    ends_on = today + timedelta(days=ANSWER_DAYS)
    row.move(State.INTRODUCED, introduced_on=today, ends_on=ends_on, rests_until=ends_on + timedelta(days=REST_DAYS))
    record(verbs.INTRODUCED, row, actor=actor, notify=list_answering_users(row), note={"area": find_area(row).label})
    return None


@transaction.atomic
def agree_to_introduction(row: MatchSuggestion, *, actor: User) -> Collaboration:
    """Both want to meet: they read each other's names, and have a collaboration to which both have agreed."""
    row = _lock_waiting(row)
    if not are_adults(row.seeker, row.person):
        raise DomainError(str(OVER), code="matching.untrue")
    other: Profile | Organisation = row.person or row.organisation  # type: ignore[assignment]  # one of the two is there
    made = _propose_for_both(row, other, actor)
    today = row.city.today()
    row.move(State.CONVERTED, ended_on=today, collaboration=made)
    record(verbs.CONVERTED, row, actor=actor, url=made.get_absolute_url())
    if row.person is not None:
        mirrored = MatchSuggestion.objects.untouched().filter(seeker=row.person, person=row.seeker)
        mirrored.update(state=State.EXPIRED, ended_on=today)
    return made


def _propose_for_both(row: MatchSuggestion, other: Profile | Organisation, actor: User) -> Collaboration:
    """The seeker's proposal, to which the other side agrees in the same moment."""
    if row.seeker.user is None:
        raise DomainError(_("The other side has left the city."), code="matching.left")
    area = find_area(row)
    made: dict[str, Any] = {"title": write_title(area), "circle": Collaboration.Circle.CITY, "area": area}
    try:
        proposed = propose_collaboration([other], actor=row.seeker.user, own=row.seeker, **made)
    except DomainError as error:
        if error.code not in FULL:
            raise
        text = _("The other side takes part in as much as one person can at the moment. Answer again in a few days.")
        raise DomainError(text, code="matching.other_is_full") from error
    field = "profile" if isinstance(other, Profile) else "organisation"
    return agree_to_collaboration(proposed.parties.get(**{field: other}), actor=actor)


@transaction.atomic
def decline_introduction(row: MatchSuggestion, *, actor: User) -> None:
    """The asked side does not want to meet. The seeker reads neither today nor ever that somebody said no: for them it is
    open until its last day, and over then, as one that nobody answered (`expire_suggestions`).
    """
    row = _lock_waiting(row)
    row.move(State.DECLINED)
    if row.person is not None:
        # The other way round it is nothing for them either.
        mirrored = MatchSuggestion.objects.untouched().filter(seeker=row.person, person=row.seeker)
        mirrored.update(state=State.DECLINED, ended_on=row.city.today(), rests_until=row.rests_until)
    record(verbs.REFUSED, row, actor=actor)


def describe_why_no_answer(row: MatchSuggestion) -> str:
    """Why the asked side answers no more, in a sentence; "" while it is asked."""
    return "" if row.state == State.INTRODUCED else str(MatchSuggestion.ALREADY.get(row.state, OVER))


def describe_why_touched(row: MatchSuggestion) -> str:
    """Why the seeker does nothing more with it, in a sentence; "" before the other side is asked.

    What the other side has answered since makes no difference before it is over.
    """
    if row.ended_on is not None:
        return str(OVER)
    return "" if row.introduced_on is None else str(MatchSuggestion.ALREADY[State.INTRODUCED])


def _check_untouched(row: MatchSuggestion) -> None:
    if refusal := describe_why_touched(row):
        raise DomainError(refusal, code="matching.touched")


def _lock_sides(row: MatchSuggestion) -> None:
    """Two who ask for each other at once come one after the other, and so do two answers for one person."""
    sides = [row.seeker_id, *([row.person_id] if row.person_id else [])]
    list(Profile.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=sides).order_by("pk"))


def _lock_waiting(row: MatchSuggestion) -> MatchSuggestion:
    _lock_sides(row)
    now = lock_row(row, "city", "seeker__user", "person", "organisation", "need", "strength__area")
    if refusal := describe_why_no_answer(now):
        raise DomainError(refusal, code="matching.answered")
    return now


def find_area(row: MatchSuggestion) -> Area:
    """What the two are brought together about: the strength that was asked for. Raises DomainError once the seeker looks for
    nothing of it, or the other side shows it no more.
    """
    if row.subject is None:
        raise DomainError(_("What this was about is not looked for any more."), code="matching.untrue")
    return row.subject


def write_title(area: Area) -> dict[str, str]:
    """What the collaboration is called, in every language."""
    title = {}
    for code in LANGUAGES:
        with override(code):
            title[code] = _("Meet about %(area)s") % {"area": translate_plain(area.label)}
    return title
