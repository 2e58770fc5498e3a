from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from educities.kit.charts import Line, figures_table, line_chart, render_bars, render_sparkline, small_multiples
from educities.kit.forms import name_missing_answers
from educities.kit.showcase.forms import SampleForm
from educities.kit.showcase.texts import BEADS, WHEN
from educities.kit.templatetags.look import ltr
from educities.kit.views import Page

YEARS = ("2022", "2023", "2024", "2025", "2026")
MEASURED, AIMED, OTHERS = (58, 59.5, None, 63, 66), (None, None, 62, 66, 70), (61, 61.5, 62, 62, 63)
ICONS = (
    "arrow-right",
    "bell",
    "calendar",
    "check",
    "circle-alert",
    "clock-alert",
    "download",
    "file-up",
    "lightbulb",
    "map-pin",
    "pencil",
    "plus",
    "search",
    "send",
    "users",
)


@dataclass
class Sample:
    """What a tag of a state asks of a row."""

    tone: str
    words: str

    def get_state_display(self) -> str:
        return self.words


class Showcase(Page):
    """Samples of everything that docs/design-system.md describes."""

    template_name = "kit/showcase.html"
    signed_in = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wrong = SampleForm({"title": "", "about": _("Two sentences are enough.")}, auto_id="wrong_%s")
        name_missing_answers(wrong)
        return super().get_context_data(
            when={name: str(text) for name, text in WHEN.items()},
            beads=BEADS,
            stages=[_("Knowing each other"), _("Expeditions"), _("Design"), _("Implementation")],
            icons=ICONS,
            sectors={1: 3, 2: 2, 3: 4, 4: 0},
            states=[
                Sample("good", _("verified")),
                Sample("sun", _("proposed")),
                Sample("bad", _("missed")),
            ],
            form=SampleForm(initial={"day": timezone.localdate()}),
            wrong_form=wrong,
            **_example_ways(),
            **_example_rows(),
            **_example_charts(),
            **kwargs,
        )


def _example_ways() -> dict[str, Any]:
    here = "#top"
    return {
        "crumbs": [(here, _("Cohorts")), (here, _("Street classroom"))],
        "tabs": [
            {"url": "#head", "label": _("Head"), "current": True},
            {"url": "#lists", "label": _("Lists")},
            {"url": "#things", "label": _("One thing")},
            {"url": "#pictures", "label": _("Pictures")},
            {"url": "#forms", "label": _("Forms")},
            {"url": "#rooms", "label": _("Rooms and boards")},
        ],
        "sample_tabs": [
            {"url": here, "label": _("Sessions"), "current": True, "count": 3},
            {"url": here, "label": _("Members"), "count": 12},
            {"url": here, "label": _("Expeditions")},
        ],
    }


def _example_rows() -> dict[str, Any]:
    here, now = "#top", timezone.now()
    return {
        "waiting": [
            {"text": _("An organisation waits to be verified"), "url": here, "icon": "building-2", "meta": _("North")},
            {"text": _("An override waits for an answer"), "url": here, "label": _("Answer")},
        ],
        "gate": [
            {"tone": "green", "words": _("All four sectors are at the table")},
            {
                "tone": "red",
                "words": _("Six sessions are recorded"),
                "detail": ltr("4 / 6"),
                "url": here,
                "label": _("Plan"),
                "is_next": True,
            },
            {"tone": "amber", "words": _("A partner of every sector has signed")},
        ],
        "facts": [(_("When"), now), (_("Where"), _("Community centre")), (_("Telephone"), "03-555-1234")],
        "entries": [
            {"sentence": _("The cohort moved on to the second stage"), "at": now},
            {"sentence": _("The cohort began"), "at": now},
        ],
        "years": [(year, year == YEARS[-3]) for year in YEARS],
        "bars": [
            {"start": 1, "length": 20, "label": _("Strategic forum")},
            {"start": 6, "length": 7, "label": _("Street classroom"), "tone": "live"},
            {"start": 12, "length": 3, "label": _("Publication of the model"), "tone": "sun"},
        ],
        "steps": [_("Write two sentences."), _("Confirm with the link in your email."), _("Read it on the page.")],
    }


def _example_ribbon() -> dict[str, Any]:
    """Five years in their third: what programs/queries/ribbon.py builds of rows."""
    day = timezone.now().date()
    labels = ("2024/25", "2025/26", "2026/27", "2027/28", "2028/29")
    figures = (("61%", False), ("63%", False), ("66%", True), ("68%", True), ("70%", True))
    years = [
        {"month": n * 12 - 11, "label": label, "is_now": n == 3, "figure": figure, "is_target": ahead}
        for n, (label, (figure, ahead)) in enumerate(zip(labels, figures, strict=True), start=1)
    ]
    beads = [
        {"month": month, "tone": tone, "title": _("Publication of the model"), "due_on": day, "state": _("planned")}
        for month, tone in ((4, "done"), (14, "done"), (29, "now"), (40, ""), (54, ""))
    ]
    spans = ((8, 9, "done"), (17, 7, "done"), (24, 8, "now"), (32, 6, ""))
    return {
        "years": years,
        "beads": beads,
        "next_bead": beads[2],
        "next_span": (29, False),
        "bodies": [_example_lane(_("Strategic forum"), ((1, 27, "done"), (28, 33, "")))],
        "lanes": [_example_lane(_("Street classroom"), spans)],
        "today": 27,
        "window": 3,
        "sentence": _("What happened is filled, what lies ahead is hollow, gold is now."),
        "figure_name": _("Full diploma"),
    }


def _example_lane(name: str, spans: tuple[tuple[int, int, str], ...]) -> dict[str, Any]:
    pieces = [{"month": month, "length": length, "span": {"fill": fill}} for month, length, fill in spans]
    return {"name": name, "pieces": pieces}


def _example_charts() -> dict[str, Any]:
    lines = [
        Line("actual", _("measured"), MEASURED),
        Line("target", _("target"), AIMED),
        Line("benchmark", _("national average"), OTHERS),
    ]
    title = _("Full diploma")
    parts = [(_("North"), lines[:1]), (_("South"), [Line("actual", lines[0].label, OTHERS)])]
    return {
        "chart": line_chart(YEARS, lines, title=title, unit="%"),
        "twin": figures_table(YEARS, lines, title=title, unit="%"),
        "spark": render_sparkline(MEASURED, title=title),
        "compared": render_bars(
            [(_("North"), 61), (_("South"), 66.5), (_("Centre"), 48)], title=title, unit="%", own=_("South")
        ),
        "multiples": small_multiples(YEARS, parts, unit="%"),
    }
