"""What of the five years themselves has to be carried on: wholes without a record of their own, and the indicators."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Indicator
from programs.values.handover import Carried, HandoverKind


def list_wholes() -> list[Carried]:
    """What the city as a whole has: the bodies of the program, its data, its money."""
    return [
        Carried(1, _("The strategic forum")),
        Carried(2, _("The teacher accelerator")),
        Carried(3, _("Data and exports")),
        Carried(4, _("The money in the city’s own budget")),
    ]


def list_indicators() -> list[Carried]:
    """The indicators of the whole city, which somebody has to go on entering."""
    rows = Indicator.objects.filter(kind=Indicator.Kind.POPULATION).order_by("-is_main", "pk")
    return [Carried(row.pk, str(row), row.get_absolute_url()) for row in rows]


KINDS = [
    HandoverKind("whole", gettext_lazy("The program"), list_wholes, 10),
    HandoverKind("indicator", gettext_lazy("Indicators"), list_indicators, 20),
]
