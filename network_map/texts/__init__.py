"""The map and its figures in words for people."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from network_map.values import Quarter
from network_map.values.figures import FEW, Figures

# From so many points on, a share has changed.
CHANGE = 5


def name_quarter(quarter: Quarter) -> str:
    """As people read it."""
    return _("quarter %(number)s of %(year)s") % {"number": quarter.number, "year": quarter.year}


def shorten_quarter(quarter: Quarter) -> str:
    """The same where there is little room: below a line of a chart."""
    return pgettext("quarter of a year", "Q%(number)s %(year)s") % {"number": quarter.number, "year": quarter.year}


def describe_figures(now: Figures, before: Figures | None) -> str:
    """One sentence on what the figures of a quarter mean; `before`: those of a year earlier."""
    if now.is_thin:
        return ngettext(
            "%(n)s collaboration was under way, too few to say how much of a network it is; shares are shown from %(few)s on.",
            "%(n)s collaborations were under way, too few to say how much of a network it is; shares are shown from %(few)s on.",
            now.collaborations,
        ) % {"n": now.collaborations, "few": FEW}
    share = round(now.without_public_percent or 0)
    facts = {"share": share, "n": now.collaborations}
    if before is None or before.is_thin:
        return (
            _(
                "Of %(n)s collaborations, %(share)s%% went on without the public sector; a year earlier there were too few to compare."
            )
            % facts
        )
    change = share - round(before.without_public_percent or 0)
    if abs(change) < CHANGE:
        return _("Of %(n)s collaborations, %(share)s%% went on without the public sector, as a year earlier.") % facts
    if change > 0:
        return (
            _(
                "Of %(n)s collaborations, %(share)s%% went on without the public sector, more than a year earlier: people and organisations find each other."
            )
            % facts
        )
    return (
        _(
            "Of %(n)s collaborations, %(share)s%% went on without the public sector, less than a year earlier: more of them pass through it."
        )
        % facts
    )


def find_year_before(figures: Sequence[Figures]) -> Figures | None:
    """Those of four quarters before the last."""
    return figures[-5] if len(figures) > 4 else None
