from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cities.rules.roles import has_city_role
from educities.kit.charts import WHOLE, Frame, Line, line_chart, render_sparkline
from educities.kit.kept_parts import KeptParts
from educities.kit.multilingual import join_localised
from educities.kit.views import ActionView, FormPage, ReasonPage, RowPage, UndoView
from programs import actions, texts, verbs
from programs.forms.indicators import COLUMNS, ValuesForm
from programs.forms.pasted import find_single
from programs.forms.sure import asking_again
from programs.models import Indicator, IndicatorValue
from programs.queries import Figures, figures_of, last_program
from programs.queries.confirmers import ALONE, describe_recent_other, find_confirmable, has_confirmer
from programs.queries.entered import list_entered, list_revisions, name_writers
from programs.queries.revisions import name_deciders
from programs.queries.sources import list_sources
from programs.texts.revisions import describe_proposals, list_withdrawn, revision_rows
from programs.texts.single_years import describe_single
from programs.values.calendar import school_year

State = IndicatorValue.State
# A chart is about four kilobytes.
CHARTS = KeptParts(200)


def crumbs_of(indicator: Indicator) -> list[tuple[str, str]]:
    """The way up from a page below an indicator's own."""
    return [(indicator.get_absolute_url(), str(indicator))]


def in_words(figures: Figures) -> dict[str, Any]:
    """One indicator's standing as the pages show it: by its confirmed figures, a newer one beside them."""
    due, figures = texts.due_in_words(figures), figures.confirmed()
    indicator, standing = figures.indicator, figures.standing()
    return {
        "indicator": indicator,
        "standing": standing,
        "newer": figures.newer,
        "due": due,
        "newer_said": texts.newer_in_words(figures),
        "value": texts.with_unit(indicator, standing.value) if standing else "",
        "year": school_year(standing.year) if standing else "",
        "gap": texts.gap_in_words(indicator, standing) if standing or not figures.newer else "",
        "change": texts.change_in_words(indicator, standing),
        "closed": texts.closed_in_words(standing),
        "tone": texts.comparison_tone(standing),
        "spark": render_sparkline(list(figures.actual.values()), title=str(indicator)),
    }


class IndicatorPage(RowPage):
    template_name = "programs/indicator.html"
    permission = "programs.view_indicator"
    model = Indicator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (figures,) = figures_of([self.object])
        if not self.actor.has_perm("programs.enter_values_of_indicator", self.object):
            # A draft is somebody's typing.
            figures = figures.without_drafts()
        states = {row.state for row in figures.rows.values()}
        mine = find_confirmable(self.object.city, self.actor).get(self.object.pk) if self._settles(states) else None
        is_director = self._settles(states) and has_city_role(self.actor, self.object, "director")
        revised = list_revisions(self.object)
        before = [row.replaces for row in revised if row.replaces is not None]
        names, deciders = name_writers([*figures.rows.values(), *revised, *before]), name_deciders(revised)
        return super().get_context_data(
            card=in_words(figures),
            chart=figures_chart(figures.confirmed()),
            table=figures_rows(figures),
            sources=list_sources(figures),
            series=[series.label for series in COLUMNS],
            has_drafts=State.DRAFT in states,
            has_submitted=self._settles(states),
            to_confirm=mine,
            of_others=len(figures.submitted) - len(mine.numbers) if mine else 0,
            is_alone=mine is not None and mine.place == ALONE,
            is_director=is_director,
            recent_other="" if mine or not is_director or has_confirmer(self.object) else describe_recent_other(),
            **self._list_proposals(decides=mine is not None),
            entered=entered_rows(figures, names, revised),
            submitted_by=self._name_who_entered(figures, mine, names),
            revisions=revision_rows(self.object, revised, names, deciders),
            withdrawn=list_withdrawn(self.object),
            differences=texts.describe_differences(self.object),
            **kwargs,
        )

    def _name_who_entered(self, figures: Figures, mine: Any, names: dict[int, str]) -> str:
        """Who entered what stands before the reader: of figures that they confirm, these alone."""
        shown = [row for row in figures.submitted if mine is None or row.pk in mine.numbers]
        return join_localised(sorted({names[row.pk] for row in shown if names[row.pk]}))

    def _list_proposals(self, *, decides: bool) -> dict[str, Any]:
        """The revisions that wait, and the one primary: whatever this person can confirm, `decides` before a revision."""
        may_confirm = self.actor.has_perm("programs.confirm_values_of_indicator", self.object)
        proposals = describe_proposals(self.object, self.actor) if may_confirm else []
        first = next((one for one in proposals if one["to_confirm"]), None)
        if first and not decides:
            first["css"], decides = "primary", True
        return {"proposals": proposals, "decides": decides, "submit_css": "" if decides else "primary"}

    def _settles(self, states: set[str]) -> bool:
        """Do figures wait that this person reads here to confirm them, or to send them back?"""
        return State.SUBMITTED in states and self.actor.has_perm("programs.confirm_values_of_indicator", self.object)


def figures_chart(figures: Figures, frame: Frame = WHOLE) -> Any:
    """The line chart of all series; nothing before there are two years."""
    periods = sorted({period for _series, period in figures.rows} | set(figures.national))
    if len(periods) < 2 or not figures.actual:
        return ""
    years = list(range(periods[0], periods[-1] + 1))
    series = [(one, figures.of(one)) for one in COLUMNS]
    breaks = tuple(years.index(one) for one in figures.breaks if one in years)
    lines = [
        Line(
            str(one),
            str(one.label),
            [values.get(year) for year in years],
            breaks if one == IndicatorValue.Series.ACTUAL else (),
        )
        for one, values in series
        if values
    ]
    unit = "%" if figures.indicator.unit == Indicator.Unit.PERCENT else ""
    labels, title = [school_year(year) for year in years], str(figures.indicator)
    return CHARTS.find_or_draw(
        figures.indicator.city_id,
        (labels, lines, title, unit, frame),
        lambda: line_chart(labels, lines, title=title, unit=unit, frame=frame),
    )


def figures_rows(figures: Figures) -> list[tuple[str, list[Any]]]:
    """The chart's twin: a row for each school year, a cell for each series."""
    periods = sorted({period for _series, period in figures.rows} | set(figures.national))
    own = [row.value for row in figures.rows.values() if row.value is not None]
    places = texts.count_places([*own, *figures.national.values()])
    return [
        (
            school_year(period),
            [
                (_find_row(figures, series, period), _figure_text(figures, series, period, places), series.label)
                for series in COLUMNS
            ],
        )
        for period in periods
    ]


def _find_row(figures: Figures, series: str, period: int) -> IndicatorValue | None:
    """The city's own figure; None where the network's stands in its place."""
    is_shared = series == IndicatorValue.Series.BENCHMARK and period in figures.national
    return None if is_shared else figures.rows.get((series, period))


def _figure_text(figures: Figures, series: str, period: int, places: int) -> str:
    if series == IndicatorValue.Series.BENCHMARK and period in figures.national:
        return texts.with_unit_in_column(figures.indicator, figures.national[period], places)
    row = figures.rows.get((series, period))
    return texts.with_unit_in_column(figures.indicator, row.value, places) if row and row.value is not None else ""


def entered_rows(figures: Figures, names: dict[int, str], revised: list[IndicatorValue]) -> list[dict[str, Any]]:
    """Who wrote each figure that counts as it is now, or counted before it was revised, the last one first."""
    return [
        {
            "year": school_year(row.period),
            "series": row.get_series_display(),
            "value": texts.with_unit(figures.indicator, row.value),
            "at": row.entered_at,
            "who": names[row.pk],
        }
        for row in list_entered(figures, revised)
    ]


class ValuesPage(FormPage):
    """All school years and series of one indicator on one screen."""

    template_name = "programs/values.html"
    permission = "programs.enter_values_of_indicator"
    model = Indicator
    form_class = ValuesForm
    success_message: Any = _("The figures are kept as drafts. Submit them when all of them are right.")

    def get_form_kwargs(self) -> dict[str, Any]:
        (figures,) = figures_of([self.object])
        this_year = self.city.school_year()
        return {
            **super().get_form_kwargs(),
            "figures": figures,
            "years": self.years(figures),
            "this_year": this_year,
            "starts_in": self.city.school_year_start,
            "country": self.city.country,
        }

    def years(self, figures: Figures) -> list[int]:
        """From the first figure or three years before the program, to the program's last year."""
        periods = {period for _series, period in figures.rows}
        program, now = last_program(), self.city.school_year()
        first = self.city.school_year(program.starts_on) - 3 if program else now - 4
        last = self.city.school_year(program.starts_on) + 4 if program else now
        return list(range(min({first, *periods}), max({last, *periods}) + 1))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = [series.label for series in COLUMNS]
        return super().get_context_data(series=series, crumbs=crumbs_of(self.object), **kwargs)

    def act(self, form: ValuesForm) -> Any:
        sure, emptied = form.cleaned_data["sure"], form.emptied()
        with asking_again(form):
            rows = actions.enter_values(self.object, form.entered(), actor=self.actor, sure=sure, emptied=emptied)
        if emptied and not rows:
            self.success_message = _("The emptied drafts are gone.")
        elif form.pasted:
            text = ngettext(
                "%(n)s pasted line was read. The figures are kept as drafts.",
                "%(n)s pasted lines were read. The figures are kept as drafts.",
                len(form.pasted),
            )
            read = describe_single(find_single(form.cleaned_data["paste"]), form.single_year)
            over = texts.describe_overwritten(form.figures, rows)
            self.success_message = " ".join(filter(None, (text % {"n": len(form.pasted)}, over, read)))
        elif not rows:
            self.success_message = _("No figure was changed.")
        return self.object


class SubmitValues(ActionView):
    permission = "programs.enter_values_of_indicator"
    model = Indicator
    success_message = _("Submitted. Another person confirms the figures.")

    def act(self) -> None:
        actions.submit_values(self.object, actor=self.actor)


class ConfirmValues(ActionView):
    permission = "programs.confirm_values_of_indicator"
    model = Indicator
    undo_name = "undo_confirmation"

    def act(self) -> None:
        actions.confirm_values(self.object, actor=self.actor, seen=self.request.POST.get("seen", ""))

    def get_success_message(self) -> str:
        return gettext("The figures of “%(name)s” are confirmed and count from now on.") % {"name": self.object}


class UndoConfirmation(UndoView):
    permission = "programs.confirm_values_of_indicator"
    model = Indicator

    def act(self) -> None:
        actions.undo_confirmation(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return gettext("Undone. The figures of “%(name)s” wait to be confirmed again.") % {"name": self.object}


class ReturnValues(ReasonPage):
    ends = (verbs.VALUES_RETURNED,)
    template_name = "programs/form.html"
    permission = "programs.confirm_values_of_indicator"
    model = Indicator
    step = staticmethod(actions.return_values)
    describe_why_not = actions.describe_why_not_returned
    extra_context = {"title": _("Send the figures back?"), "label": _("Send back"), "asks": True}
    success_message = _("The figures are drafts again. Others who entered them read your reason.")
    returns_to_sender = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel=self.object.get_absolute_url(), **kwargs)
