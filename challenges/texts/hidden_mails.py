"""What its author reads when an idea is hidden, or was looked at again."""

from django.urls import reverse
from django.utils.translation import gettext as _

from challenges.texts.mails import explain_why_idea, find_idea, list_idea_facts
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, quote_words
from educities.kit.multilingual import translate_plain


def idea_hidden(letter: Letter) -> Mail:
    """An idea that others could read is shown no more: which rule, what the moderator wrote, and the way to change it."""
    title = _challenge_of(letter)
    lead = compose_sentence(_("A moderator has hidden your idea for “%(title)s”. It had been published."), title=title)
    return _write_unseen(
        letter,
        subject=_("Your idea is hidden: you can change it"),
        heading=_("Your idea is hidden"),
        lead=lead if title else _("A moderator has hidden your idea. It had been published."),
        then=_("Until it is published again, other residents do not see it."),
    )


def idea_kept_back(letter: Letter) -> Mail:
    """An idea that waited for a reader is not published: which rule, what the moderator wrote, the way to change it."""
    title = _challenge_of(letter)
    lead = compose_sentence(_("A moderator has read your idea for “%(title)s” and did not publish it."), title=title)
    return _write_unseen(
        letter,
        subject=_("Your idea is not published: you can change it"),
        heading=_("Your idea is not published"),
        lead=lead if title else _("A moderator has read your idea and did not publish it."),
        then=_("Until it is published, other residents do not see it."),
    )


def _challenge_of(letter: Letter) -> str:
    idea = find_idea(letter)
    return translate_plain(idea.challenge.question) if idea else ""


def _write_unseen(letter: Letter, *, subject: str, heading: str, lead: str, then: str) -> Mail:
    idea = find_idea(letter)
    change = letter.page(reverse("rewrite_idea", args=[idea.city.slug, idea.pk])) if idea else letter.url
    facts: list[Fact] = [(_("Reason"), letter.word("rule"))]
    if reason := letter.word("reason"):
        facts.append((_("What the moderator writes"), quote_words(reason)))
    replies = letter.replies()
    again = letter.page(reverse("object_idea", args=[idea.city.slug, idea.pk])) if idea else letter.url
    return Mail(
        subject=subject,
        preview=_("It breaks one rule. Changing a few words may be enough."),
        heading=heading,
        lead=lead,
        facts=[*facts, *list_idea_facts(idea)],
        until=_("You can change it at any time: then someone reads it again."),
        button=(_("Change my idea"), change),
        second=(_("Ask us to look again"), again),
        other=" ".join(
            [
                _("You see it differently? You can ask us once to look again. If possible, another moderator does."),
                then,
                replies,
            ]
        ),
        why=explain_why_idea(),
        thread=f"idea:{letter.target_id}",
    )


def idea_shown_again(letter: Letter) -> Mail:
    """Its author had asked for another look, and everybody can read the idea."""
    return Mail(
        subject=_("We looked at your idea again: it is published"),
        preview=_("Everyone can read and support it now."),
        heading=_("Your idea is published"),
        lead=_("You asked us to look at your idea again. A moderator did, and everyone can read and support it now."),
        facts=list_idea_facts(find_idea(letter), with_challenge=True),
        button=(_("See my idea"), letter.url),
        other=letter.replies(),
        why=explain_why_idea(),
        thread=f"idea:{letter.target_id}",
    )


def objection_answered(letter: Letter) -> Mail:
    """Its author had asked for another look, and the idea stays hidden: why, and what they can still do."""
    idea = find_idea(letter)
    change = letter.page(reverse("rewrite_idea", args=[idea.city.slug, idea.pk])) if idea else letter.url
    facts: list[Fact] = [
        (_("Reason"), letter.word("rule")),
        (_("What the moderator writes"), quote_words(letter.word("reason"))),
    ]
    return Mail(
        subject=_("We looked at your idea again: it stays hidden"),
        preview=_("Why, and what you can still change."),
        heading=_("Your idea stays hidden"),
        lead=_("You asked us to look at your idea again. A moderator did, and it stays hidden."),
        facts=[*facts, *list_idea_facts(idea)],
        until=_("You can change it at any time: then someone reads it again."),
        button=(_("Change my idea"), change),
        other=letter.replies(),
        why=explain_why_idea(),
        thread=f"idea:{letter.target_id}",
    )
