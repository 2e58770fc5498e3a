"""What the author of a hidden idea reads by itself: one kind sentence for each rule, which the moderator may change."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from challenges.models import Contribution

Rule = Contribution.Rule
# "Another reason" has no sentence: the moderator says it.
RULE_WORDS: dict[str, Promise] = {
    Rule.PEOPLE: _(
        "Thank you for your idea. It speaks about a person who has not agreed to that. Please leave out what shows who it is, "
        "and we can publish it."
    ),
    Rule.KINDNESS: _(
        "Thank you for your idea. Some of its words could hurt someone. Please say the same in kind words, and we can publish "
        "it."
    ),
    Rule.QUESTION: _(
        "Thank you for your idea. We could not see what it has to do with the question of this challenge. Please add that, and "
        "we can publish it."
    ),
    Rule.ADVERTISING: _(
        "Thank you for your idea. It reads like an advertisement. Please leave out the name of the product or the party, and we "
        "can publish it."
    ),
    Rule.SAFETY: _(
        "Thank you for your idea. As you describe it, someone could be in danger. Please write how everyone stays safe, and we "
        "can publish it."
    ),
}


def choose_language(idea: Contribution) -> str:
    """The language in which its author reads."""
    return idea.author.user.language if idea.author.user else idea.original_lang


def write_rule_words(rule: str, language: str) -> str:
    """The sentence of this rule in this language; "" where the rule has none."""
    with translation.override(language):
        return str(RULE_WORDS[rule]) if rule in RULE_WORDS else ""
