"""What is recorded about figures by groups."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import PROPOSED, verb

BREAKDOWN_ENTERED = verb("programs.breakdown_entered", _("Figures of “{title}” by groups for {year} were entered"))
BREAKDOWN_CONFIRMED = verb(
    "programs.breakdown_confirmed",
    _("Figures of “{title}” by groups for {year} were confirmed"),
    event="indicator.breakdown_confirmed",
)
BREAKDOWN_RETURNED = verb(
    "programs.breakdown_returned",
    _("Figures of “{title}” by groups for {year} were sent back"),
    event="indicator.breakdown_returned",
    subject=_("Correct the figures by groups that were sent back: {title}"),
    settled_by=("programs.breakdown_entered", "programs.breakdown_removed"),
    ends=True,
    needs_reason=True,
)
BREAKDOWN_REMOVED = verb(
    "programs.breakdown_removed",
    _("Figures of “{title}” by groups for {year} were removed"),
    event="indicator.breakdown_removed",
    ends=True,
    needs_reason=True,
)
REMOVAL_PROPOSED = verb(
    "programs.removal_proposed",
    _("Removing confirmed figures of “{title}” by groups for {year} was proposed"),
    subject=_("Answer: shall figures by groups be removed? {title}"),
    settled_by=("programs.breakdown_removed", "programs.removal_declined", "programs.removal_cancelled"),
    values_are=PROPOSED,
)
REMOVAL_DECLINED = verb(
    "programs.removal_declined",
    _("Figures of “{title}” by groups for {year} stay: removing them was declined"),
    ends=True,
    needs_reason=True,
    values_are=PROPOSED,
)
REMOVAL_CANCELLED = verb(
    "programs.removal_cancelled",
    _("The proposal to remove figures of “{title}” by groups for {year} was cancelled"),
    ends=True,
    values_are=PROPOSED,
)
