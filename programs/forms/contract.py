"""What is asked about the contract: its rest, and overrides of milestones."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.models import City
from educities.kit.dates import DayField
from educities.kit.fields import SeenTextField
from educities.kit.seen_values import StampField

REASON_ROWS = {"rows": 3, "dir": "auto"}


class SuspendForm(forms.Form):
    """From when, until when if that is known, and why."""

    starts_on = DayField(label=_("From"))
    expected_until = DayField(
        label=_("Until, if it is known"),
        required=False,
        help_text=_("The program goes on by itself on the day after. Leave it empty while nobody knows."),
    )
    reason = SeenTextField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs=REASON_ROWS))

    def __init__(self, city: City, *args: Any, backwards: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.fields["starts_on"]
        first.initial = city.today()
        text = ngettext("Today, or up to %(n)s day ago.", "Today, or up to %(n)s days ago.", backwards)
        first.help_text = text % {"n": backwards}
        if not backwards:
            # There is nothing to choose.
            del self.fields["starts_on"]


class OverrideForm(forms.Form):
    """Why a milestone should count as reached without a record."""

    reason = SeenTextField(
        label=_("Why does it count as reached, and why does no record show it?"),
        max_length=2000,
        widget=forms.Textarea(attrs=REASON_ROWS),
        help_text=_("At least 20 characters. It stays beside the milestone."),
    )


class DecideForm(forms.Form):
    """Granted or refused, with words."""

    GRANT, REFUSE = "grant", "refuse"
    DECISIONS: ClassVar = [(GRANT, _("Grant: the milestone is reached")), (REFUSE, _("Refuse: it stays as it is"))]

    decision = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    answer = SeenTextField(label=_("Answer"), required=False, max_length=2000, widget=forms.Textarea(attrs=REASON_ROWS))
    # The stamp of what the page showed: something else is not granted unread.
    seen = StampField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer: Any = self.fields["answer"]
        answer.one_of = _("needed if you refuse")


class AgreeForm(forms.Form):
    """`seen`: the stamp of the request that the page showed; another one is not agreed to unread."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
