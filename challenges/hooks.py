"""What challenges answer to the questions of lower apps."""

from django.utils.translation import gettext_lazy as _

from challenges.queries import list_citable_challenges, list_citable_contributions
from journeys.values import CITABLE, Citable

CITABLE.register(Citable("challenge", _("Challenge"), list_citable_challenges, icon="message-circle-question-mark"))
CITABLE.register(
    Citable(
        "contribution",
        _("Idea of a resident"),
        list_citable_contributions,
        name=lambda row: row.text[:80],
        icon="message-circle",
    )
)
