"""In how many collaborations each of the five circles is practised."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from cities.models import City
from collaborations.models import Collaboration
from collaborations.values import CAME_ABOUT
from educities.kit.rings import Ring


def count_circles(city: City, chosen: str = "") -> list[Ring]:
    """The collaborations that came about by circle, from the classroom to the world; each leads to its list. One query."""
    rows = Collaboration.objects.filter(state__in=Collaboration.COUNTED).order_by().values("circle")
    counts = dict(rows.annotate(n=Count("pk")).values_list("circle", "n"))
    address = reverse("collaborations", args=[city.slug])
    return [
        Ring(
            circle.label,
            counts.get(circle.value, 0),
            f"{address}?{urlencode({'circle': circle.value, 'state': CAME_ABOUT})}",
            is_current=circle.value == chosen,
        )
        for circle in Collaboration.Circle
    ]
