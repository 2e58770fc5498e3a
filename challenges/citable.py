"""What residents were asked and what they brought: a block of the city's model may rest on it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Contribution
from labs.citable import citable


def _challenges(cohort: Any) -> Any:
    return Challenge.objects.filter(state__in=Challenge.PUBLIC)


def _contributions(cohort: Any) -> Any:
    return Contribution.objects.filter(state=Contribution.State.VISIBLE)


citable("challenge", _("Challenge"), _challenges, icon="message-circle-question-mark")
citable("contribution", _("Idea of a resident"), _contributions, name=lambda row: row.text[:80], icon="message-circle")
