"""What ends for a child with a consent, and what is there again with it: for the adult who has just changed the answer."""

from collections.abc import Collection, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENDS: dict[str, Promise] = {
    "lab": _(
        "Taking part: the child’s ideas are not shown, the child has no place in a challenge, and the child comes "
        "to no session and no expedition."
    ),
    "publication": _("Publication: the child’s published ideas are taken down, and no new ones are published."),
    "photo": _("Photographs: the city must not publish photos with the child in them."),
    "sharing": _("Sharing with other cities: what the child did is left out."),
    "research": _("Research: researchers get nothing of the child."),
}
BEGINS: dict[str, Promise] = {
    "lab": _("Taking part: from now on the child may take part in what the city offers."),
    "publication": _("Publication: ideas that wait for it can be published."),
    "photo": _("Photographs: the city may publish photos with the child in them."),
    "sharing": _("Sharing with other cities: what the child did may be shown, without the name."),
    "research": _("Research: what the child did may be used, without the name."),
}
NOWHERE_YET = _("The child has no place in a cohort or a challenge now.")
TOLD = _("The child reads this too.")


def describe_changes_of_child(
    before: Collection[str], after: Collection[str], *, places: Sequence[str], is_told: bool
) -> list[str]:
    """What has ended and what holds anew, a sentence each; nothing where nothing changed, or the account ended.

    `places`: what this very child has with the answer of now about taking part. `is_told`: has the child an account, in
    which it reads so?
    """
    if "account" not in after:
        return []
    ended = [str(text) for purpose, text in ENDS.items() if purpose in set(before) - set(after)]
    begun = [str(text) for purpose, text in BEGINS.items() if purpose in set(after) - set(before)]
    if "lab" in set(after) ^ set(before):
        begun += places or ([str(NOWHERE_YET)] if "lab" in after else [])
    return [*ended, *begun, *([str(TOLD)] if is_told and (ended or begun) else [])]


def name_ends(purposes: Collection[str]) -> list[str]:
    """What would end with each of these purposes."""
    return [str(ENDS[purpose]) for purpose in purposes if purpose in ENDS]
