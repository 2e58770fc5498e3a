"""Why a child on the list has no seat to travel from, as each reader reads it. Nobody reads another's reason as their own."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.models import GuardianLink
from journeys.values import Unseated

OF_LEADER: dict[Unseated, Promise] = {
    Unseated.GUARDIAN: gettext_lazy("A parent or guardian does not agree to “taking part” now."),
    Unseated.CHILD: gettext_lazy("Does not want to take part in the cohort any more."),
    Unseated.TIME: gettext_lazy("The consent to “taking part” has run out."),
    Unseated.WAITS: gettext_lazy("The consent to “taking part” is not there yet."),
    Unseated.LEFT: gettext_lazy("Has no place in the cohort now."),
}
OF_CHILD: dict[Unseated, Promise] = {
    Unseated.GUARDIAN: gettext_lazy("Not possible now: your parent or guardian does not agree to “taking part”"),
    Unseated.CHILD: gettext_lazy("You do not travel along: you said no to “taking part”"),
    Unseated.TIME: gettext_lazy("Not possible now: the consent of your parent or guardian has run out"),
    Unseated.WAITS: gettext_lazy("Not possible yet: your parent or guardian has to agree to “taking part” first"),
    Unseated.LEFT: gettext_lazy("You do not travel along: you do not belong to the cohort now"),
}
OF_GUARDIAN: dict[Unseated, Promise] = {
    Unseated.GUARDIAN: gettext_lazy("does not travel along: another adult does not agree to “taking part”"),
    Unseated.CHILD: gettext_lazy("does not travel along: the child does not want to take part"),
    Unseated.TIME: gettext_lazy("does not travel along: the consent to “taking part” has run out"),
    Unseated.WAITS: gettext_lazy("does not travel along: the consent to “taking part” is not there yet"),
    Unseated.LEFT: gettext_lazy("does not travel along: does not belong to the cohort now"),
}


def describe_to_leader(reason: Unseated) -> str:
    """To who leads the cohort."""
    return str(OF_LEADER[reason])


def describe_to_child(reason: Unseated | None) -> str:
    """To the child itself; "" for none."""
    return str(OF_CHILD[reason]) if reason else ""


def describe_to_guardian(reason: Unseated | None, link: GuardianLink) -> str:
    """To the adult of the link, whose own no is called theirs; "" for none."""
    if reason == Unseated.GUARDIAN and link.says_no_to("lab"):
        return _("does not travel along: you do not agree to “taking part”")
    return str(OF_GUARDIAN[reason]) if reason else ""


def explain_to_guardian(reason: Unseated | None, link: GuardianLink, *, has_agreed: bool) -> str:
    """The same on the page where the adult answers, with what becomes of a yes to this journey; "" for none."""
    if reason is None:
        return ""
    why = _("%(name)s %(why)s.") % {"name": link.minor.display_name, "why": describe_to_guardian(reason, link)}
    if reason == Unseated.LEFT:
        return why
    later = (
        _("Your yes to this expedition does not apply for now. Once “taking part” is agreed to, it applies again.")
        if has_agreed
        else _("Once “taking part” is agreed to, you can answer here.")
    )
    return f"{why} {later}"
