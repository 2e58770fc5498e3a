from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from educities.kit.charts import Line, figures_table, line_chart, render_bars, render_sparkline, small_multiples
from educities.kit.showcase.forms import SampleForm
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
        return super().get_context_data(
            icons=ICONS,
            sectors={1: 3, 2: 2, 3: 4, 4: 0},
            states=[
                Sample("good", _("verified")),
                Sample("sun", _("proposed")),
                Sample("bad", _("missed")),
            ],
            form=SampleForm(),
            wrong_form=SampleForm({"title": "", "about": _("Two sentences are enough.")}, auto_id="wrong_%s"),
            **_example_rows(),
            **_example_charts(),
            **kwargs,
        )


def _example_rows() -> dict[str, Any]:
    here, now = "#top", timezone.now()
    return {
        "crumbs": [(here, _("Cohorts")), (here, _("Street classroom")), ("", _("Sessions"))],
        "tabs": [
            {"url": here, "label": _("Sessions"), "current": True},
            {"url": here, "label": _("Members")},
            {"url": here, "label": _("Expeditions")},
        ],
        "waiting": [
            {"text": _("An organisation waits to be verified"), "url": here},
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
