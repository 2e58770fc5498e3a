"""The city's own strengths and growth areas: written by the director, read by all, linked to who can help."""

from typing import Any

import pytest
from django.core.management import call_command

from educities.activity.models import AuditEntry
from stakeholders.actions import claim_area
from stakeholders.models import Area, StrengthClaim
from stakeholders.queries.growth_areas import city_areas, match_growth_areas
from tests.factories import ChildFactory, OrganisationFactory, ProfileFactory, StrengthClaimFactory, UserFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "/c/bat-galim/strengths/"


@pytest.fixture
def areas(scope: Any) -> list[Area]:
    call_command("load_areas", verbosity=0)
    return list(Area.objects.exclude(parent=None)[:6])


def says(holder: Any, area: Area, kind: str = "strength", **more: Any) -> StrengthClaim:
    return claim_area(holder, actor=UserFactory(), area=area, kind=kind, **more)


def main_of(page: Any) -> str:
    """The page without its foot, which has a link that is called as an area."""
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_director_writes_and_takes_back(client: Any, sign_in: Any, director: Any, areas: Any) -> None:
    sign_in(client, director)
    before = main_of(client.get("/c/bat-galim/"))
    given = {"kind": "growth", "area": areas[0].pk, "level": 1, "words": "מתחילים השנה"}
    for _double_click in range(2):
        assert client.post(f"{PAGE}new/", given).url == PAGE
    claim = StrengthClaim.objects.get()
    assert (claim.is_the_citys, claim.visibility) == (True, "public")
    assert "מתחילים השנה" in client.get(PAGE).content.decode()
    assert str(areas[0]) not in before
    assert str(areas[0]) in main_of(client.get("/c/bat-galim/"))
    assert client.post(f"/c/bat-galim/strengths/{claim.pk}/remove/").url == PAGE
    assert not StrengthClaim.objects.exists()
    assert AuditEntry.objects.filter(verb__startswith="stakeholders.claim").count() == 3


@pytest.mark.parametrize(("who", "is_told"), [("director", True), ("resident", False)])
def test_who_may_open_the_names_is_told_to(
    client: Any, sign_in: Any, request: Any, scope: Any, who: str, is_told: bool
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert ("Open a name to learn more." in main_of(client.get(PAGE))) is is_told


def test_the_kept_public_page_is_drawn_anew(client: Any, director: Any, areas: Any, scope: Any) -> None:
    address = "/c/bat-galim/"
    assert str(areas[0]) not in main_of(client.get(address))
    claim = says(None, areas[0])
    assert str(areas[0]) in main_of(client.get(address))
    from stakeholders.actions import remove_claim

    remove_claim(claim, actor=director)
    assert str(areas[0]) not in main_of(client.get(address))


def test_a_facilitator_reads_and_does_not_write(client: Any, sign_in: Any, facilitator: Any, areas: Any) -> None:
    claim = says(None, areas[0], "growth")
    sign_in(client, facilitator)
    assert "/remove/" not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}new/").status_code == 403
    assert client.post(f"/c/bat-galim/strengths/{claim.pk}/remove/").status_code == 403


def test_a_resident_reads_who_can_teach_and_changes_nothing(
    client: Any, sign_in: Any, resident: Any, areas: Any
) -> None:
    says(None, areas[0], "growth")
    teaches = OrganisationFactory(state="active")
    says(teaches, areas[0])
    sign_in(client, resident)
    page = client.get(PAGE).content.decode()
    assert str(teaches) in page
    assert f"/organisations/{teaches.pk}/" not in page
    assert "/remove/" not in page
    assert f"{PAGE}new/" not in page


def test_who_can_help_stands_beside_the_wish(areas: Any) -> None:
    wanted, other = areas[:2]
    says(None, wanted, "growth")
    many = [OrganisationFactory(state="active") for _n in range(6)]
    for organisation in many:
        says(organisation, wanted, level=1)
    best = OrganisationFactory(state="verified")
    says(best, wanted, level=3)
    says(OrganisationFactory(state="proposed"), wanted)
    says(OrganisationFactory(state="active"), wanted, "growth")
    says(OrganisationFactory(state="active"), other)
    says(ProfileFactory(), wanted)
    says(ProfileFactory(), wanted, visibility="city")
    says(ProfileFactory(), wanted, visibility="me")
    StrengthClaimFactory(profile=ChildFactory(), area=wanted, kind="growth", visibility="city")
    (wish,) = match_growth_areas(city_areas()[1])
    assert (wish.claim.area, wish.more, wish.people) == (wanted, 2, 2)
    assert wish.organisations == [best, *many[:4]]


@pytest.mark.parametrize(
    ("who", "names"), [("director", ["Everybody"]), ("facilitator", ["Everybody", "The team"]), ("resident", [])]
)
def test_people_are_named_as_far_as_the_reader_may_see_them(
    client: Any, sign_in: Any, request: Any, scope: Any, areas: Any, who: str, names: list[str]
) -> None:
    says(None, areas[0], "growth")
    for name, visibility in (("Everybody", "city"), ("The team", "team"), ("Only me", "me")):
        says(ProfileFactory(display_name=name), areas[0], visibility=visibility)
    sign_in(client, request.getfixturevalue(who))
    page = main_of(client.get(PAGE))
    assert [name for name in ("Everybody", "The team", "Only me") if f"<bdi>{name}</bdi>" in page] == names
    assert ("2 people are good at it" in page) is (not names)
    assert ("and 1 more person" in page) is (who == "director")


def test_the_page_asks_as_often_for_one_as_for_three(client: Any, sign_in: Any, director: Any, areas: Any) -> None:
    sign_in(client, director)
    left = iter(areas)

    def add(count: int) -> None:
        for _n in range(count):
            area = next(left)
            says(None, area, "growth")
            says(None, area)
            says(OrganisationFactory(state="active"), area)
            says(ProfileFactory(), area)

    # One of them asks with whom the reader shares a cohort or a lab.
    assert_same_queries(lambda: client.get(PAGE), add, most=8)
