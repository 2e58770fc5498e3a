"""A lab that is ready waits on the director's day, exactly when its launch gate is open."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.utils.html import strip_tags

from cities.models import Membership
from labs.actions.labs import launch_lab
from labs.models import Lab, LabSeat
from labs.queries.gates import is_open, lab_gate
from programs.models import Program
from reports.queries import load_overview
from stakeholders.models import Organisation, Representation
from tests.factories import in_days
from tests.labs.ways import ready_lab, seat_guide

pytestmark = pytest.mark.django_db


def lines(city: Any, user: Any) -> list[tuple[str, str]]:
    """What waits about labs: the program has years behind it, which wait for their reviews."""
    found = load_overview(city, user).waiting.lines
    return [(strip_tags(line.text), line.url) for line in found if "/labs/" in line.url]


def test_it_waits_for_the_director_until_it_is_launched(scope: Any, director: Any, facilitator: Any) -> None:
    lab = ready_lab()
    assert lines(scope, director) == [(f"{lab} is ready to be launched", lab.get_absolute_url())]
    assert lines(scope, facilitator) == []
    launch_lab(lab, actor=director)
    assert lines(scope, director) == []


def change(model: Any, **columns: Any) -> Any:
    return lambda lab: model.objects.update(**columns)


CHANGES = {
    "nothing": lambda lab: None,
    "no question": change(Lab, question={"en": ""}),
    "no host": change(Lab, host=None),
    "no first session": change(Lab, first_session_on=None),
    "an organisation left": lambda lab: Organisation.objects.filter(sector=2).update(state="archived"),
    "nobody accepted": change(Representation, accepted_at=None),
    "a representation ended": change(Representation, starts_on=in_days(-9), ends_on=in_days(-1)),
    "a representation to come": change(Representation, starts_on=in_days(2)),
    "no guide": lambda lab: LabSeat.objects.filter(role="facilitator").delete(),
    "the guide's role ended": lambda lab: Membership.objects.filter(role="facilitator").update(
        starts_on=in_days(-9), ends_on=in_days(-1)
    ),
    "the guide of another lab": lambda lab: Membership.objects.filter(role="facilitator").update(scope_id=lab.pk + 1),
    "the guide of the city": lambda lab: Membership.objects.filter(role="facilitator").update(
        scope_type="city", scope_id=None
    ),
    "no second step": lambda lab: Authenticator.objects.all().delete(),
    "recovery codes alone": lambda lab: Authenticator.objects.update(type="recovery_codes"),
    "a second guide without a step": lambda lab: seat_guide(lab, safe=False),
    "no signed program": change(Program, state="proposed"),
}


@pytest.mark.parametrize("is_practice", [False, True])
@pytest.mark.parametrize("name", CHANGES)
def test_it_waits_exactly_when_its_gate_is_open(scope: Any, director: Any, name: str, is_practice: bool) -> None:
    lab = ready_lab()
    CHANGES[name](lab)
    type(scope).objects.filter(pk=scope.pk).update(is_practice=is_practice)
    scope.refresh_from_db()
    lab = Lab.objects.select_related("city").get(pk=lab.pk)
    waits = (f"{lab} is ready to be launched", lab.get_absolute_url()) in lines(scope, director)
    assert waits == is_open(lab_gate(lab))
