"""The page of the quiet hours names every kind of email that does not wait for their end."""

from typing import Any

import pytest
from django.urls import reverse

from educities.activity.values import VERBS

pytestmark = pytest.mark.django_db
# Each urgent verb, by the words of the page that speak of it.
NAMED = {
    "Links to sign in or to confirm": {"challenges.confirm_act", "challenges.confirm_alert"},
    "invitations to a role and news about it": {
        "cities.person_invited",
        "cities.director_invited",
        "cities.role_granted",
        "cities.role_days_changed",
        "cities.role_ended",
    },
    "that the platform’s staff opened the city office": {"cities.emergency_opened"},
    "questions to parents and guardians": {"consents.guardian_invited", "consents.child_asks"},
    "that a parent’s or guardian’s consent from a signed form was entered": {"consents.entered_for_you"},
    "that a consent was withdrawn while an expedition is under way": {"journeys.trip_taken_back"},
    "news about a child’s account that was closed or opened": {"consents.child_closed", "consents.child_opened"},
}


def test_it_names_all_that_goes_out_at_once(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    page = client.get(reverse("quiet_hours", args=[scope.slug])).content.decode().lower()
    assert [words for words in NAMED if words.lower() not in page] == []
    urgent = {verb.code for verb in VERBS if verb.kind == "security"}
    assert urgent == {code for codes in NAMED.values() for code in codes}


@pytest.mark.parametrize(
    ("since", "until", "is_taken"),
    [
        ("08:01", "08:00", False),
        ("00:00", "23:59", False),
        ("14:00", "08:01", False),
        ("14:00", "08:00", True),
        ("21:00", "08:00", True),
        ("00:00", "00:00", True),
    ],
)
def test_the_city_writes_at_some_hours_of_each_day(
    client: Any, scope: Any, director: Any, sign_in: Any, since: str, until: str, is_taken: bool
) -> None:
    sign_in(client, director)
    page = client.get(reverse("quiet_hours", args=[scope.slug]))
    sent = {**{name: page.context["form"][name].value() or "" for name in page.context["form"].fields}}
    answer = client.post(page.request["PATH_INFO"], {**sent, "quiet_from": since, "quiet_until": until})
    scope.refresh_from_db()
    assert (answer.status_code == 302) is is_taken
    assert (f"{scope.quiet_from:%H:%M}" == since) is is_taken or since == "21:00"
    if not is_taken:
        assert set(answer.context["form"].errors) == {"quiet_until"}
