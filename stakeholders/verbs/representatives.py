"""What is recorded about who speaks for an organisation."""

from django.utils.translation import gettext_lazy as _

from educities.activity.values import verb

REPRESENTATIVE_APPOINTED = verb(
    "stakeholders.representative_appointed",
    _("Someone was asked to represent {title}"),
    kind="work",
    subject=_("{title} asks you to be its representative"),
    settled_by=("stakeholders.representative_answered",),
)
# For whoever was asked: that somebody represents it, or no more, stands with the organisation.
REPRESENTATIVE_ANSWERED = verb(
    "stakeholders.representative_answered",
    _("Who was asked to represent {title} is asked no more"),
    is_notice=True,
)
REPRESENTATIVE_CHANGED = verb(
    "stakeholders.representative_changed",
    _("A representation of {title} was changed"),
    subject=_("Changed: how you represent {title}"),
)
REPRESENTATIVE_ACCEPTED = verb(
    "stakeholders.representative_accepted",
    _("A representative of {title} has accepted"),
    event="organisation.represented",
)
REPRESENTATIVE_ENDED = verb(
    "stakeholders.representative_ended",
    _("A representation of {title} ended"),
    event="organisation.representation_ended",
    subject=_("You no longer represent {title}"),
    ends=True,
    needs_reason=True,
)
REPRESENTATIVE_LEFT = verb(
    "stakeholders.representative_left",
    _("A representative of {title} stepped down"),
    event="organisation.representation_ended",
    subject=_("Someone no longer represents {title}"),
    ends=True,
)
# Nobody who represents it stops: who was asked never began.
REPRESENTATIVE_DECLINED = verb(
    "stakeholders.representative_declined",
    _("A request to represent {title} was not accepted"),
    subject=_("Not accepted: the request to represent {title}"),
    ends=True,
)
