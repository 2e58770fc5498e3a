from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, Confirm, FormPage, ListPage, Page
from stakeholders import verbs
from stakeholders.actions.area_merges import merge_areas, split_area
from stakeholders.actions.areas import add_area, change_area, offer_area, retire_area
from stakeholders.forms.area_select import make_area_widget
from stakeholders.forms.areas import AreaFilter, AreaForm, MergeForm
from stakeholders.models import Area
from stakeholders.queries.area_lists import count_each, group_areas, own_areas
from stakeholders.queries.area_uses import count_moves, count_returns, count_uses
from stakeholders.texts.areas import describe_moves, describe_returns, describe_uses


class FindAreas(Page):
    """What a form's search shows while a person types: areas that the letters or the words mean."""

    template_name = "kit/widgets/_found.html"
    permission = "cities.see_areas_city"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        name = asked.get("name", "")[:60]
        widget: Any = make_area_widget(skills_only=bool(asked.get("skills")))
        return widget.found(name, widget.value_from_datadict(asked, {}, name))


class AreasPage(Page):
    """The city's own words, and those of the network by their groups."""

    template_name = "stakeholders/areas.html"
    permission = "cities.see_areas_city"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = group_areas(Area.objects.networks().choosable())
        return super().get_context_data(own=count_each(own_areas()), groups=groups, **kwargs)


class NetworkAreas(ListPage):
    """The words that all cities share, for the steward who keeps them."""

    template_name = "stakeholders/network_areas.html"
    permission = "stakeholders.keep_network_area"
    model = Area
    filter_class = AreaFilter

    def rows(self) -> Any:
        words = Area.objects.networks().filter(parent__isnull=False).select_related("parent", "merged_into")
        language = (get_language() or "en")[:2]
        return words.order_by(f"parent__label__{language}", f"label__{language}", "code")


class _AreaPage(FormPage):
    """A page about one word, below the list that it stands in."""

    template_name = "stakeholders/area_form.html"
    permission: ClassVar[str | None] = "stakeholders.keep_area"
    model: ClassVar[Any] = Area

    def list_url(self) -> str:
        """The list in which the word stands."""
        is_networks = self.object is not None and not self.object.is_own
        return self.city_url("network_areas" if is_networks else "area_words")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"cancel": self.list_url(), **kwargs})


class AddArea(_AreaPage):
    """A word of the city's own."""

    permission = "stakeholders.add_area"
    # It makes a row: there is none yet that others write.
    model = None
    form_class = AreaForm
    success_message: Any = _("The area was added. People in the city can choose it now.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": _("Add an area"),
        "label": _("Add it"),
        "lede": _("Only in your city can they be chosen. First check whether the shared list already has it."),
    }
    of_network: ClassVar[bool] = False

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Area()}

    def act(self, form: AreaForm) -> str:
        add_area(actor=self.actor, of_network=self.of_network, **form.values)
        return self.list_url()


class AddNetworkArea(AddArea):
    """A word for all cities."""

    permission = "stakeholders.keep_network_area"
    of_network = True
    success_message = _("The area was added. People in all cities can choose it now.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": _("Add an area for all cities"),
        "label": _("Add it"),
        "lede": _("Write it in all three languages: people in every city read it."),
    }

    def list_url(self) -> str:
        return self.city_url("network_areas")


class ChangeArea(_AreaPage, ConcurrentEditPage):
    """Other names for the same thing. A word that means another thing is another word."""

    form_class = AreaForm
    success_message = _("Saved.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": _("Change the area"),
        "label": _("Save"),
        "lede": _("What people named under it stays. If it should mean something else, add another area instead."),
    }

    def act(self, form: AreaForm) -> str:
        change_area(self.object, actor=self.actor, **form.values)
        return self.list_url()


class _AboutArea:
    """A question about one word, below the list that it stands in."""

    permission: ClassVar[str | None] = "stakeholders.keep_area"
    model: ClassVar[Any] = Area

    def get_queryset(self) -> Any:
        return Area.objects.select_related("parent", "merged_into")

    def get_crumbs(self: Any) -> list[tuple[str, str]]:
        title = gettext("Areas of strength and growth") if self.object.is_own else gettext("Areas of all cities")
        return [(self.success_url(), title)]

    def success_url(self: Any) -> str:
        return self.city_url("area_words" if self.object.is_own else "network_areas")


class RetireArea(_AboutArea, EndPage):
    """The area is no longer offered: how many chose it, and why."""

    ends = (verbs.AREA_RETIRED,)
    label = _("No longer offer it")
    told = _("The reason stays in the history.")
    success_message = _("The area is no longer offered.")
    step = retire_area

    def get_blocker(self) -> str:
        return "" if self.object.is_offered else gettext("This area is already no longer offered.")

    def get_question(self) -> str:
        return gettext("No longer offer “%(name)s”?") % {"name": self.object}

    def get_text(self) -> str:
        return gettext("Nobody can choose it any more. What people named under it stays. You can offer it again.")

    def list_effects(self) -> list[str]:
        return describe_uses(*count_uses(self.object), is_own=self.object.is_own)

    def target_url(self) -> str:
        return self.success_url()


class OfferArea(ActionView):
    """The word may be chosen again."""

    permission = "stakeholders.keep_area"
    model = Area
    success_message = _("The area is offered again.")

    def act(self) -> None:
        offer_area(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("area_words" if self.object.is_own else "network_areas")


class MergeArea(_AreaPage):
    """Two words become one. First is shown how much moves; then it is asked."""

    ends = (verbs.AREA_MERGED,)
    form_class = MergeForm
    success_message = _("The two areas are one now. You can split them again.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "area": self.object}

    def get_blocker(self) -> str:
        return "" if self.object.is_offered else gettext("This area is already no longer offered.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = {
            "title": gettext("Merge “%(name)s” into another area") % {"name": self.object},
            "label": gettext("See what moves"),
            "lede": gettext(
                "What people named under this area moves to the other one, and this one is no longer offered."
            ),
        }
        return super().get_context_data(**{**texts, **kwargs})

    def form_valid(self, form: Any) -> HttpResponse:
        return super().form_valid(form) if form.is_seen else self.show_moves(form)

    def show_moves(self, form: Any) -> HttpResponse:
        """The same page with what would move; its button merges."""
        into = form.cleaned_data["into"]
        moves = describe_moves(count_moves(self.object, into))
        form.data = {**form.data.dict(), "seen": into.pk, "into": into.pk}
        asked = {
            "title": gettext("Merge “%(name)s” into “%(into)s”?") % {"name": self.object, "into": into},
            "label": gettext("Merge"),
            "effects": moves or [gettext("Nobody uses this area. It will no longer be offered.")],
            "css": "danger",
            "changes_language": False,
        }
        return self.render_to_response(self.get_context_data(form=form, **asked), status=422)

    def act(self, form: MergeForm) -> str:
        data = form.cleaned_data
        merge_areas(self.object, data["into"], actor=self.actor, reason=data["reason"])
        return self.list_url()


class SplitArea(_AboutArea, Confirm):
    """The word stands by itself again."""

    label = _("Split them")
    success_message = _("The two areas are separate again.")

    def get_blocker(self) -> str:
        return "" if self.object.merged_into else gettext("This area stands by itself already.")

    def get_question(self) -> str:
        names = {"name": self.object, "into": self.object.merged_into or ""}
        return gettext("Split “%(name)s” from “%(into)s”?") % names

    def get_text(self) -> str:
        returns = describe_returns(count_returns(self.object))
        return " ".join(returns) or gettext("Nothing had moved. The area is offered again.")

    def act(self) -> None:
        split_area(self.object, actor=self.actor)
