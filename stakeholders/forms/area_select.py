"""Choosing an area of the vocabulary: type three letters, see ten; behind it the whole list by its groups."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import BaseRenderer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from educities.kit.search_select import SHORT, SearchSelect, SearchSelectMixin
from educities.tenancy.forms import CityChoiceField
from educities.tenancy.scope import current_city_row
from stakeholders.models import Area
from stakeholders.queries.area_lists import group_areas
from stakeholders.values import normalise_text


class AreaSelect(SearchSelect):
    """Few areas stand in a list by their groups. Of many some are found as one types; all of them are folded below."""

    found_template = "stakeholders/widgets/area_finder.html"
    # A filter has no place for the whole list.
    shows_groups = True

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> Any:
        source: Any = self.choices
        if not hasattr(source, "queryset"):  # drawn before
            return super().render(name, value, attrs, renderer)
        if not self.shows_groups:
            return self.render_search(name, value, attrs, renderer)
        areas = list(source.queryset)
        groups = group_areas(areas)
        if len(areas) > SHORT:
            self.groups = groups
            return self.render_search(name, value, attrs, renderer)
        empty = [] if source.field.empty_label is None else [("", source.field.empty_label)]
        self.choices = [*empty, *groups]
        return super().render(name, value, attrs, renderer)

    def describe_found(
        self, name: str, options: list[tuple[Any, Any, bool]], *, is_more: bool, none: object = ""
    ) -> dict[str, Any]:
        found = super().describe_found(name, options, is_more=is_more, none=none)
        # Beside other boxes of one row it stands as high as they do.
        return {**found, "groups": getattr(self, "groups", []), "is_bare": not self.shows_groups}


class AreaField(SearchSelectMixin, CityChoiceField):
    """One area: of the network's vocabulary, or the city's own word. `skills_only`: no quality such as patience."""

    def __init__(self, *, skills_only: bool = False, shows_groups: bool = True, **kwargs: Any) -> None:
        self.skills_only = skills_only
        widget = AreaSelect(self.search_url)
        widget.shows_groups = shows_groups
        usual: dict[str, Any] = {"queryset": QuerySet(Area), "label": _("area")}
        if shows_groups:
            usual["help_text"] = _("Type a few letters, or say it in a sentence.")
        super().__init__(**{**usual, **kwargs, "widget": widget})

    def search_url(self) -> str:
        """Where areas are looked for."""
        found = reverse("find_areas", args=[current_city_row().slug])
        return f"{found}?skills=1" if self.skills_only else found

    def rows(self) -> Any:
        return Area.objects.choosable(skills_only=self.skills_only)

    def _meant(self, typed: str) -> str:
        """A whole name or synonym, in any language, is enough where it is one area's alone."""
        spelling = normalise_text(typed)
        same = [area for area in self.queryset.named(typed) if spelling in area.search.split("\n")]
        return str(same[0].pk) if len(same) == 1 else super()._meant(typed)


def make_area_widget(*, skills_only: bool) -> forms.Select:
    """The box of a field that no form has made, for what is shown while a person types."""
    field = AreaField(required=False, skills_only=skills_only)
    field.queryset = field.rows()
    field.widget.choices = field.choices
    return field.widget
