"""What is recorded about confirmed figures that change, or count no more."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import PROPOSED, UNDONE, verb

VALUE_REVISED = verb(
    "programs.value_revised", _("A confirmed figure of “{title}” was revised"), event="indicator.revised"
)
REVISION_PROPOSED = verb(
    "programs.revision_proposed",
    _("A revision of a confirmed figure of “{title}” was proposed"),
    subject=_("Confirm the revision of a figure: {title}"),
    settled_by=(
        "programs.value_revised",
        "programs.revision_declined",
        "programs.revision_withdrawn",
    ),
    values_are=PROPOSED,
)
REVISION_DECLINED = verb(
    "programs.revision_declined",
    _("The revision of a figure of “{title}” was declined"),
    ends=True,
    needs_reason=True,
    values_are=PROPOSED,
)
REVISION_WITHDRAWN = verb(
    "programs.revision_withdrawn",
    _("The revision of a figure of “{title}” was withdrawn"),
    ends=True,
    values_are=PROPOSED,
)
REVISION_UNDONE = verb(
    "programs.revision_undone",
    _("The confirmation of a revision of “{title}” was undone"),
    event="indicator.confirmation_undone",
    values_are=UNDONE,
)
WITHDRAWAL_PROPOSED = verb(
    "programs.withdrawal_proposed",
    _("Withdrawing a confirmed figure of “{title}” was proposed"),
    subject=_("Answer: shall a figure of “{title}” be withdrawn?"),
    settled_by=("programs.value_withdrawn", "programs.withdrawal_declined", "programs.withdrawal_cancelled"),
    values_are=PROPOSED,
)
WITHDRAWAL_DECLINED = verb(
    "programs.withdrawal_declined",
    _("A figure of “{title}” stays: withdrawing it was declined"),
    ends=True,
    needs_reason=True,
    values_are=PROPOSED,
)
WITHDRAWAL_CANCELLED = verb(
    "programs.withdrawal_cancelled",
    _("The proposal to withdraw a figure of “{title}” was cancelled"),
    ends=True,
    values_are=PROPOSED,
)
VALUE_WITHDRAWN = verb(
    "programs.value_withdrawn",
    _("The figure of “{title}” for {year} was withdrawn"),
    event="indicator.withdrawn",
    ends=True,
    needs_reason=True,
)
