"""What narrows a challenge's ideas, and what is done with several of them at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges.models import Challenge, Contribution
from educities.kit.fields import SearchTextField, SeenTextField
from educities.kit.forms import get_field

State = Contribution.State
SORTS = {"new": _("newest first"), "supported": _("most supported first"), "old": _("oldest first")}
ORDERS = {"new": ("-pk",), "supported": ("-supports_count", "-pk"), "old": ("pk",)}


class IdeaOrder(forms.Form):
    """A search among a challenge's ideas, and their order."""

    usual = "new"
    q = SearchTextField(label=_("Search in the text"))
    sort = forms.ChoiceField(label=_("Order"), choices=list(SORTS.items()), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(key, label) for key, label in SORTS.items() if key != self.usual]
        get_field(self, "sort", forms.ChoiceField).choices = [("", SORTS[self.usual]), *others]

    def chosen(self, name: str) -> str:
        """What was chosen there; "" for nothing and for what is no choice."""
        is_given = self.is_bound and (self.is_valid() or name in self.cleaned_data)
        return self.cleaned_data.get(name, "") if is_given else ""

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The ideas with these words, in this order."""
        words = self.chosen("q")
        rows = rows.filter(text__icontains=words) if words else rows
        return rows.order_by(*ORDERS[self.chosen("sort") or self.usual])


class IdeaFilter(IdeaOrder):
    """The same for the lab's people: those without an answer, the oldest first, unless something else is asked for."""

    usual = "old"
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("without an answer")),
            ("answered", pgettext_lazy("contribution", "answered")),
            ("merged", pgettext_lazy("contribution", "merged")),
            ("all", _("all")),
        ],
        required=False,
    )
    field_order = ("show", "q", "sort")

    def narrow(self, rows: QuerySet) -> QuerySet:
        shown: dict[str, dict[str, Any]] = {
            "": {"state": State.VISIBLE, "answer": ""},
            "answered": {"state": State.VISIBLE, "answer__gt": ""},
            "merged": {"state": State.MERGED},
            "all": {"state__in": (State.VISIBLE, State.MERGED)},
        }
        return super().narrow(rows.filter(**shown[self.chosen("show")]))


class ChosenIdeasForm(forms.Form):
    """Published ideas of one challenge that were ticked on its list."""

    idea: "forms.ModelMultipleChoiceField[Contribution]" = forms.ModelMultipleChoiceField(
        queryset=None,
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": _("Tick the ideas on the list first."),
            "list": _("Tick the ideas on the list first."),
        },
    )

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Contribution.objects.filter(challenge=challenge, state=State.VISIBLE)
        rows = rows.select_related("challenge", "author__user", "city").order_by("pk")
        get_field(self, "idea", forms.ModelMultipleChoiceField).queryset = rows


class SeveralAnswersForm(ChosenIdeasForm):
    answer_state = forms.ChoiceField(label=_("Status"), choices=[("", _("Choose")), *Contribution.Answer.choices])
    answer = SeenTextField(
        label=_("The lab’s answer"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class MergeForm(ChosenIdeasForm):
    kept: "forms.ModelChoiceField[Contribution]" = forms.ModelChoiceField(
        label=_("Which of them stays?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, chosen: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = get_field(self, "kept", forms.ModelChoiceField)
        # The best known of them is proposed.
        field.queryset = chosen.order_by("-supports_count", "pk")
        field.label_from_instance = self.name_idea
        field.initial = field.queryset.first()

    @staticmethod
    def name_idea(idea: Contribution) -> str:
        """Its words, and how many support it."""
        return f"{idea.text} ({idea.supports_count})"
