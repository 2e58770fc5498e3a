"""A list that became shorter while somebody read it shows its last page, never that there is nothing."""

from typing import Any

import pytest
from django.urls import reverse

from challenges.models import Contribution
from challenges.views.staff import Moderation
from educities.kit.views import ListPage
from labs.models import Lab
from tests.challenges.people import idea_of
from tests.factories import ChallengeFactory, LabFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
LISTS = ("moderation", "city_expeditions", "overrides", "inbox", "history", "cohorts", "labs")


@pytest.fixture
def as_director(client: Any, director: Any, sign_in: Any) -> Any:
    sign_in(client, director)
    return client


def numbers_of(view: type[ListPage], asked: str, rf: Any) -> tuple[int, int]:
    """The number of the page that is shown when `asked` stands in the address, and how many rows stand on it."""
    page = view()
    page.setup(rf.get("/", {"page": asked}))
    _pages, shown, rows, _is_cut = page.paginate_queryset(Lab.objects.order_by("pk"), 2)
    return shown.number, len(rows)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("1", (1, 2)),
        ("3", (3, 1)),
        ("4", (3, 1)),
        ("9" * 20, (3, 1)),
        *((one, (1, 2)) for one in ("x", "", "0", "00", "-3")),
    ],
)
@pytest.mark.parametrize("over", [(), ("closed",)])
def test_the_page_that_is_asked_for_or_the_last(scope: Any, rf: Any, asked: str, shown: Any, over: Any) -> None:
    LabFactory.create_batch(2)
    LabFactory.create_batch(3, state="closed")
    view = type("Labs", (ListPage,), {"over": over})
    assert numbers_of(view, asked, rf) == shown


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("asked", ["2", "99", "0", "-1", "x"])
def test_no_number_of_a_page_is_a_dead_end(as_director: Any, scope: Any, name: str, asked: str) -> None:
    answer = as_director.get(reverse(name, args=[scope.slug]), {"page": asked})
    assert (answer.status_code, answer.context["page_obj"].number) == (200, 1)


def test_who_publishes_the_last_one_of_a_page_reads_the_page_before(
    as_director: Any, scope: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Moderation, "paginate_by", 2)
    challenge = ChallengeFactory()
    for n in range(3):
        idea = idea_of(ProfileFactory(user=UserFactory()), challenge, text=f"A bench of wood, {n}")
        Contribution.objects.filter(pk=idea.pk).update(state="pending", published_at=None)
    where = reverse("moderation", args=[scope.slug]) + "?page=2"
    (last,) = as_director.get(where).context["object_list"]
    answer = as_director.post(f"/c/{scope.slug}/manage/ideas/{last.pk}/publish/", {"next": where}, follow=True)
    assert (answer.status_code, len(answer.context["object_list"])) == (200, 2)
