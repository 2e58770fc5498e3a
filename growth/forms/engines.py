"""What a growth engine says, whom one invites to it, and what is made of the yes-answers."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cities.queries import city_today
from collaborations.actions.proposals import Holder as Side
from collaborations.forms.proposals import BELONGS, IntroductionForm
from educities.kit.concurrent_edit import ConcurrentEditForm
from educities.kit.dates import DayField
from educities.kit.forms import CityModelForm, Layout, WordsFormField, get_field
from growth.actions.invitations import Holder
from growth.models import Engine, Invitee
from growth.queries import Candidates
from growth.values import ANSWER_DAYS


class EngineForm(ConcurrentEditForm, CityModelForm):
    LAYOUT: ClassVar[Layout] = (("", ("why", "concerns", "is_public")),)
    why = WordsFormField(
        label=_("Why does the city want to grow here?"),
        required=False,
        help_text=_("One sentence, which everyone who is invited reads."),
    )
    concerns = WordsFormField(
        label=_("Who is concerned?"),
        required=False,
        help_text=_("For example: pupils of the third grade, parents in two quarters. No names."),
    )

    class Meta:
        model = Engine
        fields: ClassVar = ["why", "concerns", "is_public"]
        help_texts: ClassVar = {
            "is_public": _("Everyone then reads the area, the two sentences and how many can and take part. No names.")
        }


class InviteForm(forms.Form):
    """All who can, or some of them, with one sentence that each of them reads."""

    LAYOUT: ClassVar[Layout] = (("", ("people", "unnamed", "organisations", "sentence", "ends_on")),)
    people = forms.MultipleChoiceField(label=_("People"), widget=forms.CheckboxSelectMultiple, required=False)
    unnamed = forms.BooleanField(required=False)
    organisations = forms.MultipleChoiceField(
        label=_("Organisations"), widget=forms.CheckboxSelectMultiple, required=False
    )
    sentence = WordsFormField(
        label=_("Why do you ask them?"),
        help_text=_("One sentence, as you would say it to them. Each of them gets it by email."),
    )
    ends_on = DayField(label=_("Last day to answer"))

    def __init__(self, *args: Any, candidates: Candidates, **kwargs: Any) -> None:
        ends_on = city_today() + timedelta(days=ANSWER_DAYS)
        people = {str(one.pk): one for one in candidates.people}
        organisations = {str(one.pk): one for one in candidates.organisations}
        all_of = {"people": list(people), "organisations": list(organisations), "ends_on": ends_on}
        kwargs["initial"] = {**all_of, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.rows: dict[str, dict[str, Any]] = {"people": people, "organisations": organisations}
        self.hidden = candidates.unnamed
        for name, rows in self.rows.items():
            field = get_field(self, name, forms.MultipleChoiceField)
            field.choices = [(number, str(one)) for number, one in rows.items()]
            if not rows:
                del self.fields[name]
        self._offer_unnamed()

    def _offer_unnamed(self) -> None:
        n = len(self.hidden)
        if not n:
            del self.fields["unnamed"]
            return
        text = ngettext(
            "Also %(n)s person whose name you do not see here", "Also %(n)s people whose names you do not see here", n
        )
        self.fields["unnamed"].label = text % {"n": n}
        self.fields["unnamed"].help_text = _("You read a name only when the person says yes.")

    @property
    def holders(self) -> list[Holder]:
        """Who was chosen."""
        chosen = [rows[number] for name, rows in self.rows.items() for number in self.cleaned_data.get(name, [])]
        return [*chosen, *(self.hidden if self.cleaned_data.get("unnamed") else ())]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(self.rows.values()) and not self.hidden:
            # The page was opened before somebody else invited the last of them.
            text = _("Nobody can be invited now: no one has named it as a strength, or all were invited already.")
            raise forms.ValidationError(text, "nobody_left")
        if not self.holders:
            raise forms.ValidationError(_("Choose at least one person or organisation."), "nobody")
        return cleaned


class InviteesField(forms.ModelMultipleChoiceField):
    """Some of those who said yes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": QuerySet(Invitee), "widget": forms.CheckboxSelectMultiple, **kwargs})


class TogetherForm(IntroductionForm):
    """Those who said yes, and whoever else should be there, are asked to do one thing together."""

    LAYOUT: ClassVar[Layout] = (
        ("", ("invitees", "title", "purpose", "circle", ("starts_on", "due_on"))),
        (_("Who else should be there"), ("people", "organisations")),
        BELONGS,
    )
    invitees = InviteesField(label=_("Who said yes"))
    # The area is the engine's own, and a class is brought in on the page of collaborations.
    area = school = group_name = group_size = led_by = None  # type: ignore[assignment]

    class Meta(IntroductionForm.Meta):
        fields = tuple(name for name in IntroductionForm.Meta.fields if name != "area")

    def __init__(self, *args: Any, rows: QuerySet[Invitee], **kwargs: Any) -> None:
        kwargs["initial"] = {"invitees": [one.pk for one in rows], **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        get_field(self, "invitees", InviteesField).queryset = rows

    @property
    def others(self) -> list[Side]:
        """Who else is asked."""
        return self.asked
