"""Ideas: written, read by a person where that is needed, published, supported, answered."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.ages import check_age
from challenges.actions.counts import change_counts
from challenges.actions.merging import release_merged, separate_ideas_of
from challenges.actions.photos import delete_photos
from challenges.actions.verification import check_verification
from challenges.models import Challenge, Contribution, Phase
from challenges.texts import PUBLIC_NEEDS, may_be_public, public_display_name
from cities.actions import invalidate_public_pages
from consents.actions import ask_confirmed, check_account, check_minor_limit
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.signs import count_seen
from stakeholders.models import Profile

State, Rule, Kind = Contribution.State, Contribution.Rule, Phase.Kind
# The lines of a profile from which the name beside an idea is made.
NAMED_BY = frozenset({"display_name", "short_name", "neighbourhood", "visibilities"})
SHORTEST = 10
# What an idea holds that nobody hides.
NOT_HIDDEN: dict[str, Any] = {
    "hidden_rule": "",
    "hidden_because": "",
    "hidden_by": None,
    "objected_at": None,
    "objection": "",
    "objection_answered_at": None,
    "objection_answer": "",
}
# So many ideas one person may write to one challenge: nobody fills the page of all others.
MOST_OF_ONE = 10


def check_open(challenge: Challenge, kind: str = "") -> None:
    """Raises DomainError when the challenge takes nothing now, or not what the phase `kind` allows."""
    if not challenge.is_open:
        raise DomainError(_("This challenge is not open now."), code="challenges.not_open")
    if kind and not challenge.takes(kind):
        text = _("Ideas are not gathered at this moment.") if kind == Kind.GATHER else _("Support is not open now.")
        raise DomainError(text + " " + _("The challenge’s page says when."), code="challenges.phase_closed")


@transaction.atomic
def write_idea(
    challenge: Challenge,
    *,
    author: Profile,
    actor: User | None,
    text: str,
    language: str,
    channel: str = Contribution.Channel.WEB,
    entered_by: User | None = None,
) -> Contribution:
    """The idea stands: published at once for a grown-up, waiting for a reader for a minor. The same text twice is one.

    `entered_by`: who entered it for its author, where it came by another `channel` than the web.
    """
    check_open(challenge, Kind.GATHER)
    check_age(challenge, author)
    check_verification(challenge, author, is_entered=entered_by is not None)
    text = text.strip()
    if count_seen(text) < SHORTEST:
        raise DomainError(_("Write at least 10 characters."), code="challenges.idea_too_short")
    Challenge.objects.select_for_update(no_key=True, of=["self"]).get(pk=challenge.pk)
    twin = Contribution.objects.filter(challenge=challenge, author=author, text=text).exclude(state=State.WITHDRAWN)
    if found := twin.first():
        return found
    _check_share(challenge, author)
    check_minor_limit(author)
    idea = Contribution.objects.create(
        challenge=challenge,
        author=author,
        text=text,
        original_lang=language,
        shown_as=public_display_name(author, challenge),
        channel=channel,
        entered_by=entered_by,
    )
    record(verbs.IDEA_WRITTEN, idea, actor=actor, note={"title": text[:60]}, title=challenge.question)
    if not author.is_minor:
        publish_row(idea, actor)
        return idea
    idea.move(State.PENDING)
    for purpose in PUBLIC_NEEDS:
        ask_confirmed(author, purpose, actor=actor)
    return idea


def _check_share(challenge: Challenge, author: Profile) -> None:
    """Raises DomainError when this person has written as many ideas to the challenge as one may."""
    own = Contribution.objects.filter(challenge=challenge, author=author).exclude(state=State.WITHDRAWN)
    if own.count() >= MOST_OF_ONE:
        text = _("You have written %(n)s ideas to this challenge: as many as one person may. Support those of others.")
        raise DomainError(text % {"n": MOST_OF_ONE}, code="challenges.too_many_ideas")


@transaction.atomic
def rewrite_idea(idea: Contribution, *, actor: User, text: str) -> None:
    """Its author has changed what a reader did not let pass, and a person reads it once more.

    Possible as long as the challenge gathers or reviews.
    """
    check_account(idea.author)
    text = text.strip()
    if idea.challenge.state not in {Challenge.State.OPEN, Challenge.State.REVIEWING}:
        raise DomainError(_("This challenge takes no ideas any more."), code="challenges.not_open")
    if idea.hidden_rule == Rule.CONSENT or idea.state != State.HIDDEN:
        raise DomainError(
            _("You can only rewrite an idea that was not published because it breaks a rule."),
            code="challenges.not_hidden",
        )
    if count_seen(text) < SHORTEST or text == idea.text:
        raise DomainError(_("Change the text before you send it again."), code="challenges.same_words")
    now = timezone.now()
    corrected_at = now if idea.published_at else None
    idea.move(State.PENDING, text=text, created_at=now, corrected_at=corrected_at, **NOT_HIDDEN)
    record(verbs.IDEA_REWRITTEN, idea, actor=actor, title=idea.challenge.question)


@transaction.atomic
def correct_idea(idea: Contribution, *, actor: User, text: str) -> None:
    """The published idea stands in its author's new words, and everybody sees that and when they were corrected.

    A minor's waits for a reader first. Possible until the lab has answered it, as long as the challenge gathers or reviews.
    """
    check_account(idea.author)
    text = text.strip()
    if blocker := describe_correction_blocker(idea):
        raise DomainError(blocker, code="challenges.not_correctable")
    if count_seen(text) < SHORTEST or text == idea.text:
        raise DomainError(_("Change the text before you send it again."), code="challenges.same_words")
    corrected_at = timezone.now()
    if idea.author.is_minor:
        # What was merged into it is not hidden with it.
        release_merged(idea, actor)
        idea.move(State.PENDING, text=text, created_at=corrected_at, corrected_at=corrected_at)
        decrement_idea_count(idea)
    else:
        Contribution.objects.filter(pk=idea.pk).update(text=text, corrected_at=corrected_at)
        invalidate_public_pages(idea.city)
    record(verbs.IDEA_CORRECTED, idea, actor=actor, title=idea.challenge.question)


def describe_correction_blocker(idea: Contribution) -> str:
    """Why the words of this idea stay as they are, in a sentence; nothing when its author may correct them."""
    if idea.state != State.VISIBLE:
        return _("This idea is not published.")
    if idea.answer:
        return _("The lab has answered this idea, so its words stay. You can still withdraw it.")
    if idea.challenge.state not in {Challenge.State.OPEN, Challenge.State.REVIEWING}:
        return _("This challenge takes no ideas any more.")
    return ""


def rename_author(profile: Profile, changed: list[str]) -> None:
    """The person's published ideas stand under what the person shows of name and neighbourhood now.

    Those that were written without a name, by a minor, stay without.
    """
    if NAMED_BY.isdisjoint(changed):
        return
    published = Contribution.objects.filter(author=profile, state=State.VISIBLE).exclude(shown_as="")
    for challenge in Challenge.objects.filter(pk__in=published.values("challenge")):
        published.filter(challenge=challenge).update(shown_as=public_display_name(profile, challenge))
    invalidate_public_pages(profile.city)


def publish_row(
    idea: Contribution, actor: User | None, *, notify: bool = False, verb: Verb = verbs.IDEA_PUBLISHED
) -> None:
    """Others may read the idea, and nothing is left of what had hidden it. `notify`: its author is told."""
    idea.move(
        State.VISIBLE,
        published_at=idea.published_at or timezone.now(),
        # A minor sent it to stand without a name. Whoever has come of age since was not asked again.
        shown_as=public_display_name(idea.author, idea.challenge) if idea.shown_as else "",
        **NOT_HIDDEN,
    )
    change_counts(idea.challenge_id, contributions_count=1)
    invalidate_public_pages(idea.city)
    people = [idea.author.user] if notify else []
    # What its own author published is recorded as written by a resident; nobody else decided on it.
    moderator = None if actor == idea.author.user else actor
    record(verb, idea, actor=moderator, notify=people, title=idea.challenge.question)


def decrement_idea_count(idea: Contribution) -> None:
    """The challenge counts one published idea less, and its pages are drawn anew."""
    change_counts(idea.challenge_id, Q(contributions_count__gt=0), contributions_count=-1)
    invalidate_public_pages(idea.city)


def hide_ideas_without_consent(author: Profile, actor: User | None) -> None:
    """A guardian's yes is gone: every published idea of this person is out of sight in the same transaction.

    So is one that was merged, whose words the lab's people would read on.
    """
    separate_ideas_of(author, actor)
    for idea in Contribution.objects.filter(author=author, state=State.VISIBLE).select_related("challenge"):
        idea.move(State.HIDDEN, hidden_rule=Rule.CONSENT)
        decrement_idea_count(idea)
        release_merged(idea, actor)
        record(verbs.IDEA_RESTED, idea, actor=actor, notify=[author.user])


def restore_ideas(author: Profile, actor: User | None) -> None:
    """A guardian's yes is back: what it alone had hidden, and a person had read before, is published again."""
    rows = Contribution.objects.filter(author=author, state=State.HIDDEN, hidden_rule=Rule.CONSENT)
    for idea in rows.select_related("challenge", "author__user"):
        publish_row(idea, actor, notify=True)


@transaction.atomic
def show_again(idea: Contribution, *, actor: User) -> None:
    """Its author answers for themselves by now: what a guardian's no had hidden is published, of a minor once it was read."""
    if (idea.state, idea.hidden_rule) != (State.HIDDEN, Rule.CONSENT) or not may_be_public(idea.author):
        raise DomainError(
            _("You cannot show this idea again. If it was hidden for a rule, rewrite it."),
            code="challenges.not_resting",
        )
    if idea.author.is_minor and idea.published_at is None:
        idea.move(State.PENDING, created_at=timezone.now(), **NOT_HIDDEN)
        return
    publish_row(idea, actor)


def hold_unread_ideas(author: Profile) -> None:
    """What was sent while a guardian had to agree, and nobody has published, waits for its author, who decides alone now."""
    for idea in Contribution.objects.filter(author=author, state=State.PENDING, published_at=None):
        idea.move(State.HIDDEN, hidden_rule=Rule.CONSENT)


@transaction.atomic
def withdraw_idea(idea: Contribution, *, actor: User | None) -> None:
    """The author takes the idea back; its text is gone from every page, and its photo altogether. Twice is once."""
    if idea.state == State.WITHDRAWN:
        return
    was_visible = idea.state == State.VISIBLE
    idea.move(State.WITHDRAWN)
    delete_photos([idea])
    if was_visible:
        decrement_idea_count(idea)
        release_merged(idea, actor)
    record(verbs.IDEA_WITHDRAWN, idea, actor=actor)
