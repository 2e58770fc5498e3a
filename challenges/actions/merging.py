"""Ideas that say the same become one: supporters move along, authors are told, and for some days it can be undone."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.counts import change_counts
from challenges.models import Challenge, Contribution, Support
from challenges.texts import may_be_public
from challenges.values import UNDO_DAYS
from cities.actions import invalidate_public_pages
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from stakeholders.models import Profile

State = Contribution.State


@transaction.atomic
def merge_ideas(kept: Contribution, others: Collection[Contribution], *, actor: User) -> None:
    """`kept` stands for all of them and has their supporters; the authors of the others are told where to read on."""
    _lock_challenge(kept.challenge_id)
    rows = list(
        Contribution.objects.select_for_update(of=["self"], no_key=True)
        .filter(pk__in=[kept.pk, *(one.pk for one in others)], challenge=kept.challenge_id)
        .select_related("challenge", "author__user", "city")
        .order_by("pk")
    )
    merged = [row for row in rows if row.pk != kept.pk]
    if not merged or len(merged) == len(rows):
        raise DomainError(_("Choose at least two ideas of this challenge."), code="challenges.nothing_to_merge")
    if any(row.state != State.VISIBLE for row in rows):
        raise DomainError(_("Only published ideas can be merged."), code="challenges.not_visible")
    for row in merged:
        _merge_one(row, kept, actor)
    recount_supports([kept.pk, *(row.pk for row in merged)])
    _change_idea_count(kept.challenge_id, -len(merged))
    invalidate_public_pages(kept.city)


def _merge_one(row: Contribution, kept: Contribution, actor: User) -> None:
    """Whoever supports both counts once: that support stays behind, and is there when the two are taken apart."""
    row.move(State.MERGED, merged_into=kept, merged_at=timezone.now())
    # What was merged into this one before follows it.
    Contribution.objects.filter(merged_into=row).update(merged_into=kept)
    _move_supports(row.pk, kept.pk, kept.author_id)
    record(verbs.IDEA_MERGED, row, actor=actor, notify=[row.author.user], title=row.challenge.question)


def _move_supports(from_id: int, to_id: int, author_id: int) -> None:
    has_both = Q(profile__in=Support.objects.filter(contribution=to_id).values("profile")) | Q(profile=author_id)
    moved = Support.objects.filter(contribution=from_id).exclude(has_both)
    moved.update(contribution=to_id, came_from=Coalesce(F("came_from"), F("contribution")))


@transaction.atomic
def separate_idea(idea: Contribution, *, actor: User) -> None:
    """The idea stands by itself again, with the supporters it had. Possible for `UNDO_DAYS`."""
    if idea.state != State.MERGED or idea.merged_at is None:
        raise DomainError(_("This idea is not merged."), code="challenges.not_merged")
    if not idea.can_be_separated:
        text = _("This cannot be undone: the ideas were merged more than %(n)s days ago.") % {"n": UNDO_DAYS}
        raise DomainError(text, code="challenges.merged_long_ago")
    _lock_challenge(idea.challenge_id)
    _separate_all([idea], actor)


def release_merged(kept: Contribution, actor: User | None) -> None:
    """What was merged into an idea that is no longer shown stands by itself again."""
    rows = Contribution.objects.filter(merged_into=kept, state=State.MERGED)
    _separate_all(list(rows.select_related("challenge", "author__user", "city").order_by("pk")), actor)


def separate_ideas_of(author: Profile, actor: User | None) -> None:
    """No idea of this person is merged any more: each is published, or hidden where a guardian's yes has gone."""
    rows = Contribution.objects.filter(author=author, state=State.MERGED)
    _separate_all(list(rows.select_related("challenge", "author__user", "city").order_by("pk")), actor)


def _separate_all(ideas: Iterable[Contribution], actor: User | None) -> None:
    for idea in ideas:
        kept: Any = idea.merged_into
        shown = may_be_public(idea.author)
        fields = {"merged_into": None, "merged_at": None}
        hidden = {} if shown else {"hidden_rule": Contribution.Rule.CONSENT}
        idea.move(State.VISIBLE if shown else State.HIDDEN, **fields, **hidden)
        back = Support.objects.filter(came_from=idea)
        touched = {idea.pk, kept.pk, *back.values_list("contribution_id", flat=True)}
        back.update(contribution=idea, came_from=None)
        # Whoever spoke for another idea that is merged there counts for that one now.
        for other in Contribution.objects.filter(merged_into=kept).values_list("pk", flat=True):
            _move_supports(other, kept.pk, kept.author_id)
            touched.add(other)
        recount_supports(touched)
        if shown:
            _change_idea_count(idea.challenge_id, 1)
        invalidate_public_pages(idea.city)
        if shown:
            record(verbs.IDEA_SEPARATED, idea, actor=actor, notify=[idea.author.user], title=idea.challenge.question)
        else:
            record(verbs.IDEA_RESTED, idea, actor=actor, notify=[idea.author.user])


def _lock_challenge(pk: int) -> None:
    Challenge.objects.select_for_update(no_key=True, of=["self"]).get(pk=pk)


def recount_supports(ideas: Iterable[int]) -> None:
    """`supports_count` says how many support these ideas now."""
    counted = Support.objects.filter(contribution=OuterRef("pk"), waits=False).order_by().values("contribution")
    number = Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
    Contribution.objects.filter(pk__in=list(ideas)).update(supports_count=number)


def _change_idea_count(challenge: int, step: int) -> None:
    change_counts(challenge, contributions_count=step)
