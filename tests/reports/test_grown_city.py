"""Sixty of everything: the oldest that waits stands on the first page of its list, and the pages hold every row."""

from typing import Any

import pytest
from django.urls import reverse

from challenges.models import Challenge, Contribution
from cities.queries.waiting import MOST_LINES
from educities.activity.models import Message
from journeys.models import Expedition, Initiative
from labs.models import Cohort, Lab, Override
from reports.management.practice.grown import GrownSize, fill_city
from stakeholders.models import Organisation, Profile
from tests.support import sign_in

pytestmark = pytest.mark.django_db
SIXTY = GrownSize(**dict.fromkeys(GrownSize.__dataclass_fields__, 60))
SIZE = GrownSize(
    **{
        **vars(SIXTY),
        "organisations": 180,
        "labs": 180,
        "challenges": 180,
        "cohorts": 180,
        "ideas": 1660,
        "crowd": 1300,
    }
)
# Each list, the rows that wait in it, and all of its rows. `{challenge}` is the one with the crowd.
LISTS: dict[str, tuple[Any, Any]] = {
    "labs/": (lambda: Lab.objects.filter(state="launched"), Lab.objects.all),
    "cohorts/": (lambda: Cohort.objects.filter(state="running"), Cohort.objects.all),
    "overrides/": (lambda: Override.objects.filter(state="requested"), Override.objects.all),
    "expeditions/": (lambda: Expedition.objects.filter(state="planned"), Expedition.objects.all),
    "initiatives/": (lambda: Initiative.objects.filter(state="piloting"), Initiative.objects.all),
    "manage/challenges/": (lambda: Challenge.objects.filter(state="reviewing"), Challenge.objects.all),
    "manage/ideas/": (
        lambda: Contribution.objects.filter(state="pending"),
        lambda: Contribution.objects.filter(state="pending"),
    ),
    "manage/challenges/{challenge}/ideas/": (
        lambda: Contribution.objects.filter(state="visible", challenge=first_challenge()),
        lambda: Contribution.objects.filter(state="visible", challenge=first_challenge()),
    ),
}


def first_challenge() -> Any:
    return Challenge.objects.order_by("pk").first()


@pytest.fixture
def director_of_many(client: Any, scope: Any, director: Any, facilitator: Any) -> Any:
    fill_city(scope, facilitator, SIZE)
    common = {"state": "dead", "channel": "mail", "kind": "meetings.session_soon", "recipient": "nobody@example.org"}
    Message.objects.bulk_create(Message(dedupe_key=f"grown:{n}", attempts=8, **common) for n in range(60))
    return sign_in(client, director)


def test_each_list_shows_the_oldest_that_waits_and_holds_all(director_of_many: Any, scope: Any) -> None:
    for path, (waiting, rows) in LISTS.items():
        url = f"/c/{scope.slug}/{path.format(challenge=first_challenge().pk)}"
        first = director_of_many.get(url).context
        oldest = waiting().order_by("pk").first()
        assert oldest in first["object_list"], path
        last = first["paginator"].num_pages
        pages = [first, *(director_of_many.get(url, {"page": n}).context for n in range(2, last + 1))]
        shown = [row.pk for page in pages for row in page["object_list"]]
        assert sorted(shown) == sorted(rows().values_list("pk", flat=True)), path


def test_what_is_now_is_whole_on_the_first_page(director_of_many: Any, scope: Any) -> None:
    shown = director_of_many.get(reverse("labs", args=[scope.slug])).context["object_list"]
    assert [lab.state for lab in shown] == ["launched"] * 60


def test_all_organisations_that_wait_stand_on_one_page(director_of_many: Any, scope: Any) -> None:
    answer = director_of_many.get(reverse("organisations", args=[scope.slug]), {"state": "proposed"})
    assert {row.pk for row in answer.context["rows"]} == set(
        Organisation.objects.filter(state="proposed").values_list("pk", flat=True)
    )


def test_every_failed_message_is_reached_from_its_count(director_of_many: Any, scope: Any) -> None:
    url = reverse("deliveries", args=[scope.slug])
    assert f'{url}?state=dead"' in director_of_many.get(url).content.decode()
    pages = [director_of_many.get(url, {"state": "dead", "page": n}).context["lines"] for n in (1, 2)]
    assert [one["row"] for page in pages for one in page] == list(Message.objects.order_by("pk"))


def test_today_leads_to_everything_that_waits(
    director_of_many: Any, scope: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.views.dashboard.ALL_LINES", 30)
    url = reverse("dashboard", args=[scope.slug])
    few = director_of_many.get(url).context["found"].waiting
    assert len(few.lines) == MOST_LINES
    seen, part = [], 1
    while True:
        waiting = director_of_many.get(url, {"all": part}).context["found"].waiting
        assert waiting.total == few.total
        seen += [line.url for line in waiting.lines]
        if not waiting.further:
            break
        part += 1
    assert len(seen) == few.total
    assert len(set(seen)) == few.total


def test_people_are_all_reached(director_of_many: Any, scope: Any) -> None:
    url = reverse("people", args=[scope.slug])
    seen, address = [], url
    while address != url or not seen:
        context = director_of_many.get(address).context
        seen += [line.person.pk for line in context["lines"]]
        if not context["next_page"]:
            break
        address = url + context["next_page"]
    assert sorted(seen) == sorted(Profile.objects.values_list("pk", flat=True))
