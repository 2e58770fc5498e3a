"""What is said of the link of an email that opens nothing."""

from django.utils.translation import gettext as _


def describe_ended_link(next_step: str) -> str:
    """All that may have become of a link that no row knows, and the sentence that says what to do now.

    Which of them it was nobody can say: of a used or replaced secret nothing is kept.
    """
    why = _("It was already used, we sent you a newer one, it is too old, or part of it is missing.")
    return f"{why} {next_step}"
