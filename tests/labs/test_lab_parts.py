"""A lab's page shows one of its parts at a time: what is to be done now, who sits in it, what happened to it."""

from typing import Any

import pytest

from tests.factories import CohortFactory, LabFactory, UserFactory
from tests.labs import ways

pytestmark = pytest.mark.django_db


def labels(answer: Any) -> list[str]:
    return [str(tab["label"]) for tab in answer.context["tabs"]]


def test_each_part_has_a_tab_and_shows_itself_alone(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    lab = LabFactory(state="gathering")
    seat = ways.seat_sector(lab, 1)
    sign_in(client, director)
    url = lab.get_absolute_url()
    first, seats, history = (client.get(f"{url}{query}") for query in ("", "?part=seats", "?part=history"))
    assert labels(first) == labels(seats) == labels(history) == ["What now", "Who sits in the lab", "History"]
    assert [tab["count"] for tab in first.context["tabs"]] == [0, 1, 0]
    name = seat.profile.display_name
    assert [f"<bdi>{name}</bdi>" in page.content.decode() for page in (first, seats, history)] == [False, True, False]


@pytest.mark.parametrize(
    ("query", "part"), [("?part=other", ""), ("?add=facilitator", "seats"), ("?part=history", "history")]
)
def test_the_part_is_the_one_that_the_address_means(
    client: Any, scope: Any, director: Any, sign_in: Any, query: str, part: str
) -> None:
    sign_in(client, director)
    assert client.get(f"{LabFactory().get_absolute_url()}{query}").context["part"] == part


def test_a_form_that_comes_back_is_seen_among_the_seats(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    lab = LabFactory(state="gathering")
    sign_in(client, director)
    answer = client.post(f"{lab.get_absolute_url()}facilitators/", {})
    assert (answer.status_code, answer.context["part"]) == (422, "seats")
    assert "facilitators/" in answer.content.decode()


def test_who_may_not_change_the_lab_finds_no_history(client: Any, scope: Any, sign_in: Any) -> None:
    lab = LabFactory(state="launched")
    seat = ways.seat_sector(lab, 1)
    seat.profile.user = UserFactory()
    seat.profile.save()
    sign_in(client, seat.profile.user)
    answer = client.get(f"{lab.get_absolute_url()}?part=history")
    assert (answer.context["part"], labels(answer)) == ("", ["What now", "Who sits in the lab"])


def test_the_path_is_that_of_the_cohort_that_is_furthest(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    lab = LabFactory(state="launched")
    for stage in (1, 3):
        CohortFactory(lab=lab, state="running", stage=stage)
    CohortFactory(lab=lab, state="cancelled", stage=4)
    sign_in(client, director)
    assert client.get(lab.get_absolute_url()).context["stage"] == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"organisation": {"state": "dormant"}}, "the organisation is inactive."),
        ({"representation": {"accepted_at": None}}, "the person does not represent the organisation at the moment."),
    ],
)
def test_a_seat_that_counts_for_no_sector_says_why(
    client: Any, scope: Any, director: Any, sign_in: Any, change: dict[str, Any], words: str
) -> None:
    lab = LabFactory(state="gathering")
    seat, counted = ways.seat_sector(lab, 1), ways.seat_sector(lab, 2)
    sign_in(client, director)
    url = f"{lab.get_absolute_url()}?part=seats"
    before = client.get(url).content.decode()
    assert ["Does not count" in before, "Not every seat counts" in before] == [False, False]
    if "organisation" in change:
        type(seat.organisation).objects.filter(pk=seat.organisation_id).update(**change["organisation"])
    else:
        seat.profile.representations.update(**change["representation"])
    page = client.get(url)
    told = {one.pk: one.why_uncounted for one in page.context["seats"]}
    assert told == {seat.pk: f"Does not count for its sector: {words}", counted.pk: ""}
    assert words in page.content.decode()
    assert "Not every seat counts" in page.content.decode()
