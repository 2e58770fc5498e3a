"""What a parent or guardian is asked for: by a child that came by itself, or that somebody of the city invited."""

from django.utils.translation import gettext_lazy

from educities.activity.texts.mail_kinds import Letter, compose_sentence

ASKS_FIRST = gettext_lazy(
    "A child wants to take part in %(city)s, where residents bring ideas for their city, and named you as parent or "
    "guardian. Until an adult agrees, other residents see nothing of what the child wrote."
)
# The account stands by the yes of somebody else: nothing hangs on this answer alone.
ASKS_ANOTHER = gettext_lazy(
    "A child who takes part in %(city)s, where residents bring ideas for their city, named you as parent or guardian. "
    "Another parent or guardian has already agreed to the child’s account."
)

# The child was asked by somebody of the city, or by nobody who is known any more.
ASKED_BY = gettext_lazy(
    "%(asker)s asked a child in %(city)s to take part in “%(cohort)s”, and the child named you as parent or guardian."
)
ASKED = gettext_lazy("A child in %(city)s was asked to take part in “%(cohort)s”, and named you as parent or guardian.")
ASKED_FIRST = gettext_lazy("Until an adult agrees, the child does not take part.")
ASKED_ANOTHER = gettext_lazy("Another parent or guardian has already agreed to the child’s account.")


def describe_question(letter: Letter) -> str:
    """Who asks for the yes, and for what: the cohort into which others asked the child, else that it came by itself."""
    city, is_agreed, cohort = letter.city_name, bool(letter.data.get("is_agreed")), letter.word("cohort")
    if not cohort:
        return compose_sentence(str(ASKS_ANOTHER if is_agreed else ASKS_FIRST), city=city)
    asker, then = letter.word("asked_by"), str(ASKED_ANOTHER if is_agreed else ASKED_FIRST)
    asked = compose_sentence(str(ASKED_BY if asker else ASKED), asker=asker, city=city, cohort=cohort)
    return f"{asked} {then}"
