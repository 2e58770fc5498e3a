"""Who decides on a review reads it; a seat is of the sector of its organisation."""

from typing import Any

import pytest
from django.urls import reverse

from forum.actions.agenda import build_agenda
from forum.models import AgendaItem, Seat
from programs.models import YearReview
from tests.factories import MembershipFactory, OrganisationFactory, ProfileFactory, RepresentationFactory, in_days
from tests.forum.support import plan_next, seat_person
from tests.support import refused

pytestmark = pytest.mark.django_db


def test_a_seat_reads_the_submitted_review_on_its_agenda(
    scope: Any, charter: Any, four: Any, director: Any, client: Any, sign_in: Any
) -> None:
    year, other = charter.body.program.years.all()[:2]
    review = YearReview.objects.create(
        year=year,
        words={"en": "Fewer meetings"},
        state="submitted",
        submitted_by=director,
        submitted_at=f"{in_days(-1)}T08:00Z",
    )
    plan_next(charter, days=3)
    build_agenda(charter)
    address = reverse("year_review", args=[scope.slug, year.pk])
    sign_in(client, four[1].profile.user)
    page = client.get(AgendaItem.objects.get(record_kind="year_review").get_absolute_url()).content.decode()
    assert address in page
    assert "Fewer meetings" in client.get(address).content.decode()
    assert client.get(reverse("year_review", args=[scope.slug, other.pk])).status_code == 403
    sign_in(client, MembershipFactory(city=scope).user)
    assert client.get(address).status_code == 403
    YearReview.objects.filter(pk=review.pk).update(state="draft")
    sign_in(client, four[1].profile.user)
    assert client.get(address).status_code == 403


def test_a_seat_for_an_organisation_is_of_its_sector(charter: Any) -> None:
    bakers = OrganisationFactory(sector=4)
    assert refused(lambda: seat_person(charter, 2, organisation=bakers)) == "forum.other_sector"
    assert seat_person(charter, 4, organisation=bakers).sector == 4


@pytest.mark.parametrize("speaks", [True, False])
def test_it_is_said_when_the_person_does_not_stand_for_the_organisation(
    scope: Any, charter: Any, director: Any, client: Any, sign_in: Any, speaks: bool
) -> None:
    person, school = ProfileFactory(display_name="Noa", age_band="adult"), OrganisationFactory(sector=1)
    if speaks:
        RepresentationFactory(profile=person, organisation=school)
    sign_in(client, director)
    form = {"profile": person.pk, "organisation": school.pk, "sector": 1, "role": "member"}
    days = {"starts_on": str(in_days(0)), "ends_on": str(in_days(700))}
    client.post(reverse("give_forum_seat", args=[scope.slug]), {**form, **days})
    assert Seat.objects.get().profile == person
    page = client.get(reverse("forum", args=[scope.slug])).content.decode()
    assert ("does not represent" in page) is not speaks
