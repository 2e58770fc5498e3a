"""What a city measures: chosen of the network's definitions, or in words of its own."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.views import FormPage
from programs import actions
from programs.forms.catalogue import CatalogueForm
from programs.forms.indicators import IndicatorForm
from programs.models import Indicator
from programs.values.catalogue import list_current
from programs.views.indicators import crumbs_of


class CataloguePage(FormPage):
    """Several at once: a city begins with a handful."""

    template_name = "programs/catalogue.html"
    permission = "programs.add_indicator"
    form_class = CatalogueForm
    success_message: Any = ""
    extra_context: ClassVar[dict[str, Any]] = {
        "title": _("Choose indicators"),
        "label": _("Add the chosen ones"),
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        taken = set(Indicator.objects.exclude(catalogue_code="").values_list("catalogue_code", flat=True))
        offered = [one for one in list_current(self.city.country) if one.code not in taken]
        return {**super().get_form_kwargs(), "offered": offered}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel=self.city_url("indicators"), **kwargs)

    def act(self, form: CatalogueForm) -> str:
        count = len(actions.adopt_definitions(form.chosen, actor=self.actor))
        text = ngettext("%(n)s indicator was added.", "%(n)s indicators were added.", count)
        self.success_message = text % {"n": count} if count else _("The city measures all of these already.")
        return self.city_url("indicators")


class DefineIndicator(FormPage):
    template_name = "programs/form.html"
    permission = "programs.add_indicator"
    form_class = IndicatorForm
    extra_context = {
        "title": _("Write an indicator of your own"),
        "label": _("Add the indicator"),
        "lede": _("Name an outcome that matters to the whole city. Keep the wording the same every year."),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel=self.city_url("indicator_catalogue"), **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Indicator()}

    def act(self, form: IndicatorForm) -> Any:
        return actions.define_indicator(actor=self.actor, **form.values)


class ChangeIndicator(ConcurrentEditPage):
    template_name = "programs/form.html"
    permission = "programs.change_indicator"
    model = Indicator
    form_class = IndicatorForm
    extra_context = {"title": _("Change the indicator"), "label": _("Save")}
    success_message = _("The indicator was changed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lede = _(
            "Figures of it are confirmed. Another name, direction or other words of who is counted make it a new "
            "definition: the line breaks, a note says what it was until then, and those who confirm figures are told."
        )
        kwargs |= {"lede": lede} if self.object.values.confirmed().exists() else {}
        return super().get_context_data(cancel=self.object.get_absolute_url(), crumbs=crumbs_of(self.object), **kwargs)

    def act(self, form: IndicatorForm) -> Any:
        return actions.change_indicator(self.object, actor=self.actor, **form.values)
