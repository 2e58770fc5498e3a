"""An idea is read: published, or hidden by a rule. Its author may ask once that somebody else looks at a hiding again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.ideas import NOT_HIDDEN, SHORTEST, decrement_idea_count, publish_row
from challenges.actions.merging import release_merged
from challenges.models import Contribution
from challenges.queries.moderators import has_other_moderator
from challenges.texts import may_be_public
from challenges.texts.rule_words import choose_language, write_rule_words
from consents.actions import check_account
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.rows import lock_row
from educities.kit.signs import count_seen, tidy_signs

State, Rule = Contribution.State, Contribution.Rule


@transaction.atomic
def publish_idea(idea: Contribution, *, actor: User) -> None:
    """A person has read the idea, and others may read it now. A minor's needs the guardian's consent.

    Where its author had objected to its hiding, they read that it is shown again.
    """
    if not may_be_public(idea.author):
        text = _("The guardian has not agreed to publication yet.")
        raise DomainError(text, code="challenges.consent_needed")
    verb = verbs.IDEA_SHOWN_AGAIN if idea.has_open_objection else verbs.IDEA_PUBLISHED
    publish_row(idea, actor, notify=True, verb=verb)


@transaction.atomic
def hide_idea(idea: Contribution, *, actor: User, rule: str, because: str) -> None:
    """The idea is not shown, any more or at all; its author reads which rule it breaks and the words that say why.

    Without words they read the sentence of the rule, in their language. Against each hiding they may object once.
    """
    because = tidy_signs(because) or write_rule_words(rule, choose_language(idea))
    if count_seen(because) < SHORTEST:
        text = _("Tell the author why, in at least 10 characters.")
        raise DomainError(text, code="challenges.words_needed")
    if rule not in set(Rule.values) - {Rule.CONSENT}:
        raise DomainError(_("Choose the rule that the idea breaks."), code="challenges.rule_needed")
    was_visible = idea.state == State.VISIBLE
    idea.move(State.HIDDEN, **{**NOT_HIDDEN, "hidden_rule": rule, "hidden_because": because, "hidden_by": actor})
    if was_visible:
        decrement_idea_count(idea)
        release_merged(idea, actor)
    verb = verbs.IDEA_HIDDEN if was_visible else verbs.IDEA_KEPT_BACK
    # The event names the rule by its code; the history and the author read it in words.
    label = {"rule": in_all_languages(Rule(rule).label)}
    people = [idea.author.user]
    record(verb, idea, actor=actor, notify=people, note={"reason": because, **label}, kept=label, rule=rule)


def describe_objection_blocker(idea: Contribution) -> str:
    """Why its author cannot ask that somebody looks at the hiding again; "" when they can."""
    if idea.state != State.HIDDEN:
        return _("This idea is not hidden.")
    if idea.hidden_rule == Rule.CONSENT:
        return _("This idea waits for a guardian: no moderator has hidden it.")
    if idea.objection_answered_at:
        return _("We have looked at this idea again, and it stays hidden. You can still change its words.")
    return (
        _("You have asked us already. Someone looks at the idea again, and we write to you.")
        if idea.objected_at
        else ""
    )


@transaction.atomic
def object_to_hiding(idea: Contribution, *, actor: User, objection: str = "") -> None:
    """Its author has asked that somebody looks at the hiding again: a moderator who did not hide it, where there is one."""
    check_account(idea.author)
    row = lock_row(idea, "author", "challenge")
    if blocker := describe_objection_blocker(row):
        raise DomainError(blocker, code="challenges.no_objection")
    row.objected_at, row.objection = timezone.now(), objection.strip()
    row.save(update_fields=["objected_at", "objection"])
    record(verbs.IDEA_OBJECTED, row, actor=actor, title=row.challenge.question)


def describe_why_not_kept(idea: Contribution, user: User | None) -> str:
    """Why this person cannot answer the objection with a no; "" when they can."""
    if not idea.has_open_objection:
        return _("Nobody waits for an answer about this idea any more.")
    if not may_be_public(idea.author):
        return _("The guardian has not agreed to publication yet.")
    if user is not None and idea.hidden_by_id == user.pk and has_other_moderator(idea):
        return _("You have hidden this idea, so another moderator looks at it again. You can publish it.")
    return ""


@transaction.atomic
def keep_hidden(idea: Contribution, *, actor: User, answer: str) -> None:
    """Somebody has looked at the hiding again, and the idea stays hidden; its author reads why, and that it can be changed."""
    row = lock_row(idea, "author__user", "challenge")
    if blocker := describe_why_not_kept(row, actor):
        raise DomainError(
            blocker, code="challenges.not_yours_to_answer" if row.has_open_objection else "challenges.no_objection"
        )
    if count_seen(answer) < SHORTEST:
        raise DomainError(_("Tell the author why, in at least 10 characters."), code="challenges.words_needed")
    row.objection_answered_at, row.objection_answer = timezone.now(), tidy_signs(answer)
    row.save(update_fields=["objection_answered_at", "objection_answer"])
    label = {"rule": in_all_languages(Rule(row.hidden_rule).label)}
    note = {"reason": row.objection_answer, **label}
    people = [row.author.user]
    record(verbs.OBJECTION_ANSWERED, row, actor=actor, notify=people, note=note, kept=label, rule=row.hidden_rule)
