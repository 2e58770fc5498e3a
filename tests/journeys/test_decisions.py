"""What a gate that was passed, or let pass, leaves on the pages of areas and of the model."""

import pytest
from django.urls import reverse

from educities.kit.errors import DomainError
from journeys.actions import expeditions
from journeys.actions.city_model import start_version
from journeys.models import ActivityArea
from labs.actions import overrides as override_actions
from tests.factories import ActivityAreaFactory, CohortFactory, in_days
from tests.labs import ways

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "stage", "code"),
    [("running", 3, "journeys.area_decided"), ("suspended", 2, "labs.cohort_not_working"), ("running", 2, "")],
)
def test_a_decision_stays_once_its_gate_is_passed(client, scope, facilitator, sign_in, state, stage, code):
    area = ActivityAreaFactory(cohort=CohortFactory(state=state, stage=stage))
    sign_in(client, facilitator)
    page = client.get(reverse("areas", args=[scope.slug, area.cohort_id])).content.decode()
    assert (reverse("drop_area", args=[scope.slug, area.pk]) in page) == (not code)
    if code:
        with pytest.raises(DomainError) as refused:
            expeditions.drop_area(area, actor=facilitator)
        assert refused.value.code == code
    else:
        expeditions.drop_area(area, actor=facilitator)
    assert ActivityArea.objects.count() == bool(code)


def test_a_model_designed_without_an_expedition_says_so(client, scope, director, facilitator, sign_in):
    cohort = CohortFactory(stage=2)
    ActivityAreaFactory(cohort=cohort)
    asked = {"reason": "The buses are on strike until spring", "remedy": "A visit in May", "wanted_until": in_days(30)}
    override = override_actions.request_override(cohort, "G23", actor=facilitator, **asked)
    version = start_version(cohort, actor=facilitator)
    sign_in(client, facilitator)
    words = "Designed without an expedition"
    assert words not in client.get(version.get_absolute_url()).content.decode()
    override_actions.grant_override(override, actor=director, until=in_days(30))
    assert words in client.get(version.get_absolute_url()).content.decode()
    ways.learned_expedition(cohort)
    assert words not in client.get(version.get_absolute_url()).content.decode()
