"""The national averages, as the steward keeps them for all cities of a country."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from educities.kit.multilingual import translate_plain
from educities.kit.views import FormPage, Page
from programs.actions.national import enter_national
from programs.forms.national import NationalForm
from programs.forms.pasted import find_single
from programs.forms.sure import asking_again
from programs.models import NationalFigure
from programs.queries.national import count_national, list_national
from programs.texts import value_data
from programs.texts.single_years import describe_single
from programs.values.calendar import school_year
from programs.values.catalogue import Definition, list_current


class NationalSeries(Page):
    """Every definition, with how far its national series goes."""

    template_name = "programs/national.html"
    permission = "programs.keep_nationalfigure"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = count_national(self.city.country)
        rows = [
            {"definition": one, "count": count, "last": school_year(last) if last else ""}
            for one in list_current(self.city.country)
            if one.kind == "population"
            for count, last in [known.get((one.code, one.version), (0, 0))]
        ]
        return super().get_context_data(rows=rows, **kwargs)


class EnterNational(FormPage):
    """The series of one definition."""

    template_name = "programs/national_series.html"
    permission = "programs.keep_nationalfigure"
    form_class = NationalForm
    success_message: Any = ""
    extra_context: ClassVar[dict[str, Any]] = {"label": _("Save for all cities")}

    @property
    def definition(self) -> Definition:
        """The one that the address names, of those that a city of the country can measure."""
        for one in list_current(self.city.country):
            if one.code == self.kwargs["code"]:
                return one
        raise Http404

    @cached_property
    def rows(self) -> list[NationalFigure]:
        """Its averages, the newest first."""
        return list_national(self.definition, self.city.country)

    def get_form_kwargs(self) -> dict[str, Any]:
        about = {"starts_in": self.city.school_year_start, "country": self.city.country}
        return {
            **super().get_form_kwargs(),
            "rows": self.rows,
            "in_percent": self.definition.unit == "percent",
            **about,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = self.city_url("national_series")
        return super().get_context_data(
            definition=self.definition,
            title=translate_plain(self.definition.name),
            series=[(school_year(row.period), row, value_data(row.value)) for row in self.rows],
            cancel=series,
            crumbs=[(series, str(_("National averages")))],
            **kwargs,
        )

    def act(self, form: NationalForm) -> str:
        said = form.cleaned_data
        with asking_again(form):
            count = enter_national(
                self.definition,
                self.city.country,
                form.figures,
                actor=self.actor,
                source=said["source"],
                sure=said["sure"],
                removed=form.years,
            )
        text = ngettext("%(n)s figure changed for all cities.", "%(n)s figures changed for all cities.", count)
        self.success_message = text % {"n": count} if count else _("The figures were there already.")
        if read := describe_single(find_single(said["paste"]), form.single_year):
            self.success_message = f"{self.success_message} {read}"
        return self.request.path
