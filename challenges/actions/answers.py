"""The lab answers ideas: how it stands, in words, and, where that is known, who is responsible and by when."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.ideas import SHORTEST
from challenges.models import Contribution
from cities.actions import invalidate_public_pages
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.signs import count_seen, tidy_signs
from educities.kit.states import move_along
from stakeholders.models import Profile

State, Answer = Contribution.State, Contribution.Answer


class Promised(NamedTuple):
    """Who is responsible for what was answered, and by when."""

    person: Profile | None = None
    due_on: date | None = None


def describe_why_not_answered(idea: Contribution) -> str:
    """Why the lab cannot answer the idea, in a sentence; "" for one that is published."""
    return "" if idea.state in {State.VISIBLE, State.MERGED} else _("This idea is not published.")


@transaction.atomic
def answer_idea(
    idea: Contribution, *, actor: User, answer_state: str, answer: str, promise: Promised | None = None
) -> None:
    """The lab's answer stands beside the idea, and its author reads it. “Not now” says why.

    `promise`: who is responsible, and by when; None leaves both as they were. Whoever is named reads it.
    """
    if refusal := describe_why_not_answered(idea):
        raise DomainError(refusal, code="challenges.not_visible")
    if count_seen(answer) < SHORTEST:
        raise DomainError(_("Write an answer of at least 10 characters."), code="challenges.answer_too_short")
    if answer_state != idea.answer_state:
        move_along(idea, "answer_state", Contribution.ANSWER_MOVES, answer_state)
    before = Promised(idea.answer_by, idea.answer_due_on)
    promise = promise or before
    Contribution.objects.filter(pk=idea.pk).update(
        answer=tidy_signs(answer), answer_by=promise.person, answer_due_on=promise.due_on
    )
    invalidate_public_pages(idea.city)
    label = in_all_languages(Answer(answer_state).label)
    note = {"reason": tidy_signs(answer)}
    # Whose idea was merged into this one reads the answer too.
    merged = Contribution.objects.filter(merged_into=idea, state=State.MERGED).select_related("author__user")
    people = [one.author.user for one in (idea, *merged)]
    due: dict[str, Any] = {"due_on": promise.due_on.isoformat()} if promise.due_on else {}
    record(verbs.IDEA_ANSWERED, idea, actor=actor, notify=people, note=note, answer=label, **due)
    user = promise.person.user if promise.person and promise != before else None
    if user and user != actor:
        record(verbs.IDEA_PROMISED, idea, actor=actor, notify=[user], note=note, title=idea.challenge.question)


@transaction.atomic
def answer_ideas(ideas: Iterable[Contribution], *, actor: User, answer_state: str, answer: str) -> int:
    """Each of these ideas has the same answer, and each author reads it. All or none. Returns how many."""
    rows = sorted(ideas, key=lambda idea: idea.pk)
    if not rows:
        raise DomainError(_("Choose at least one idea."), code="challenges.no_idea_chosen")
    for idea in rows:
        answer_idea(idea, actor=actor, answer_state=answer_state, answer=answer)
    return len(rows)
