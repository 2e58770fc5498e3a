"""An organisation is chosen from a list while the city has few, and found by name once it has many."""

from typing import Any

import pytest
from django.urls import reverse

from educities.kit.search_select import MOST_BOXES, SHORT, SHOWN
from educities.tenancy.scope import city_scope
from journeys.models import Initiative
from labs.models import Lab
from stakeholders.models import Organisation
from tests.browser.looks import chromium, faults, open_page
from tests.factories import CohortFactory, InitiativeFactory, OrganisationFactory, ProgramFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_director(client: Any, director: Any) -> Any:
    return sign_in(client, director)


@pytest.fixture
def many(scope: Any) -> None:
    """So many that nobody scrolls through them."""
    OrganisationFactory.create_batch(SHORT + 1)


def lab_of(host: Any, **more: Any) -> dict[str, Any]:
    return {"name_en": "Street", "host": host, "first_session_on": "", **more}


def new_lab(city: Any) -> str:
    return reverse("new_lab", args=[city.slug])


def find(city: Any, **asked: Any) -> str:
    query = "&".join(f"{key.replace('_', '-')}={value}" for key, value in asked.items())
    return f"{reverse('find_organisations', args=[city.slug])}?{query}"


def test_few_stand_in_a_list(as_director: Any, scope: Any) -> None:
    OrganisationFactory.create_batch(SHORT)
    text = as_director.get(new_lab(scope)).content.decode()
    assert text.count("<option") == SHORT + 1
    assert 'name="host-q"' not in text


@pytest.mark.parametrize(("count", "kind"), [(1, "checkbox"), (MOST_BOXES, "checkbox"), (MOST_BOXES + 1, "search")])
def test_of_few_several_are_ticked(as_director: Any, scope: Any, count: int, kind: str) -> None:
    cohort = CohortFactory(stage=4)
    others = Organisation.objects.standing().count()
    OrganisationFactory.create_batch(count - others)
    text = as_director.get(reverse("new_initiative", args=[scope.slug, cohort.pk])).content.decode()
    boxes = text.count('type="checkbox" name="partners"')
    assert (boxes, 'name="partners-q"' in text) == ((count, False) if kind == "checkbox" else (0, True))
    assert '<select name="partners"' not in text


def test_a_ticked_box_stays_ticked_behind_a_mistake(as_director: Any, scope: Any) -> None:
    cohort, partner = CohortFactory(stage=4), OrganisationFactory()
    page = as_director.post(reverse("new_initiative", args=[scope.slug, cohort.pk]), {"partners": [partner.pk]})
    field = page.content.decode().partition('name="partners"')[2].partition(">")[0]
    assert (f'value="{partner.pk}"' in field, "checked" in field) == (True, True)


def test_many_are_searched_and_the_page_stays_small(as_director: Any, scope: Any, many: None) -> None:
    text = as_director.get(new_lab(scope)).content.decode()
    assert 'name="host-q"' in text
    assert text.count("<option") == 0
    assert "Organisation" not in text.split('name="host-q"')[1].split("</form>")[0]


def test_the_whole_name_is_enough(as_director: Any, scope: Any, many: None) -> None:
    wanted = OrganisationFactory(name={"en": "School of Rain"})
    as_director.post(new_lab(scope), lab_of("", **{"host-q": " school of rain"}))
    assert Lab.objects.get().host == wanted


def test_a_part_of_the_name_offers_those_who_have_it(as_director: Any, scope: Any, many: None) -> None:
    rain, snow = (OrganisationFactory(name={"en": f"School of {what}"}) for what in ("Rain", "Snow"))
    answer = as_director.post(new_lab(scope), lab_of("", **{"host-q": "school"}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert (f'value="{rain.pk}"' in text, f'value="{snow.pk}"' in text) == (True, True)
    assert 'value="Street"' in text
    assert 'value="school"' in text
    as_director.post(new_lab(scope), lab_of(snow.pk, **{"host-q": "school"}))
    assert Lab.objects.get().host == snow


def test_what_was_typed_and_led_to_the_choice_is_not_said_to_be_found_nowhere(
    as_director: Any, scope: Any, many: None
) -> None:
    rain = OrganisationFactory(name={"en": "School of Rain"})
    text = as_director.post(new_lab(scope), lab_of(rain.pk, **{"host-q": "rain", "name_en": ""})).content.decode()
    assert f'value="{rain.pk}"' in text
    assert "Nothing of this name is found" not in text


def test_a_name_that_nobody_has_is_said_and_kept(as_director: Any, scope: Any, many: None) -> None:
    answer = as_director.post(new_lab(scope), lab_of("", **{"host-q": "<b>nobody</b>"}))
    assert answer.status_code == 422
    assert "Nothing of this name is found" in answer.content.decode()
    assert 'value="&lt;b&gt;nobody&lt;/b&gt;"' in answer.content.decode()


def test_a_choice_from_elsewhere_is_refused(as_director: Any, scope: Any, many: None, other_city: Any) -> None:
    with city_scope(other_city.pk):
        foreign = OrganisationFactory()
    resting = OrganisationFactory(state="archived")
    for chosen in (foreign.pk, resting.pk, "9" * 30, "x", "-1"):
        assert as_director.post(new_lab(scope), lab_of(chosen)).status_code == 422, chosen
    assert not Lab.objects.exists()


def test_typing_finds_those_that_stand_in_this_city(as_director: Any, scope: Any, other_city: Any) -> None:
    with city_scope(other_city.pk):
        OrganisationFactory(name={"en": "Rain abroad"})
    OrganisationFactory(name={"en": "Rain archived"}, state="archived")
    chosen = OrganisationFactory(name={"en": "Snow"})
    OrganisationFactory.create_batch(SHOWN + 1, name={"en": "Rain here"})
    text = as_director.get(find(scope, name="host", host_q="rain", host=chosen.pk)).content.decode()
    assert text.count("Rain here") == SHOWN
    assert "There are more" in text
    assert ("abroad" in text, "archived" in text) == (False, False)
    assert f'type="radio" name="host" value="{chosen.pk}" checked' in text


def test_typing_asks_the_database_as_often_for_one_as_for_many(
    as_director: Any, scope: Any, django_assert_num_queries: Any
) -> None:
    for number in (1, 30):
        OrganisationFactory.create_batch(number, name={"en": "Rain"})
        as_director.get(find(scope, name="host", host_q="rain"))
        with django_assert_num_queries(4):
            as_director.get(find(scope, name="host", host_q="rain"))


@pytest.mark.parametrize("query", ["name=host&host=" + "9" * 40, "name=host&host=x&host-q=%ff", ""])
def test_typing_nonsense_finds_nothing(as_director: Any, scope: Any, query: str) -> None:
    answer = as_director.get(f"{reverse('find_organisations', args=[scope.slug])}?{query}")
    assert answer.status_code == 200
    assert "<input" not in answer.content.decode()


def test_an_optional_choice_can_be_taken_back(as_director: Any, scope: Any, many: None) -> None:
    year, chosen = ProgramFactory().years.first(), OrganisationFactory()
    page = reverse("add_milestone", args=[scope.slug, year.pk])
    text = as_director.post(page, {"owner": chosen.pk}).content.decode()
    assert f'value="{chosen.pk}" checked' in text
    assert 'name="owner" value=""' in text


@pytest.mark.parametrize("more", [0, SHORT])
def test_what_stands_there_may_stay(as_director: Any, scope: Any, more: int) -> None:
    OrganisationFactory.create_batch(more)
    owner, other = (OrganisationFactory(state="archived") for _n in range(2))
    milestone = ProgramFactory().years.first().milestones.first()
    type(milestone).objects.filter(pk=milestone.pk).update(owner=owner, owner_role="")
    page = reverse("change_milestone", args=[scope.slug, milestone.pk])
    given = {"title_en": "Another title", "due_on": str(milestone.due_on)}
    assert str(owner) in as_director.get(page).content.decode()
    assert as_director.post(page, {**given, "owner": other.pk}).status_code == 422
    assert as_director.post(page, {**given, "owner": owner.pk}).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title["en"], milestone.owner) == ("Another title", owner)


def test_several_are_kept_while_another_is_searched(as_director: Any, scope: Any, many: None) -> None:
    cohort = CohortFactory(stage=4)
    first, second, owner = (OrganisationFactory(name={"en": name}) for name in ("Rain", "Snow", "Owner"))
    page = reverse("new_initiative", args=[scope.slug, cohort.pk])
    given = {"title_en": "Pond", "owner": owner.pk, "starts_on": "2027-01-01", "due_on": "2027-06-01", "sure": "on"}
    answer = as_director.post(page, {**given, "partners": [first.pk], "partners-q": "sno"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{first.pk}" checked' in text
    assert f'value="{second.pk}"' in text
    answer = as_director.post(page, {**given, "partners": [first.pk, second.pk], "partners-q": "sno"})
    assert set(Initiative.objects.get().partners.values_list("organisation_id", flat=True)) == {first.pk, second.pk}


def test_a_partner_is_found_on_the_initiatives_page(as_director: Any, scope: Any, many: None) -> None:
    initiative = InitiativeFactory()
    wanted = OrganisationFactory(name={"en": "School of Rain"})
    page = reverse("add_partner", args=[scope.slug, initiative.pk])
    answer = as_director.post(page, {"organisation-q": "rain"})
    assert answer.status_code == 422
    assert f'value="{wanted.pk}"' in answer.content.decode()
    assert as_director.post(page, {"organisation": wanted.pk, "organisation-q": "rain"}).status_code == 302
    assert initiative.partners.get().organisation == wanted


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_finds_an_organisation_by_typing(
    live_server: Any, client: Any, director: Any, scope: Any, many: None
) -> None:
    wanted = OrganisationFactory(name={"he": "בית ספר הגשם"})
    sign_in(client, director)
    cookies = [
        {"name": "session", "value": client.cookies["session"].value, "url": live_server.url},
        {"name": "language", "value": "he", "url": live_server.url},
    ]
    with chromium() as browser:
        page = open_page(browser, width=390, cookies=cookies)
        page.goto(live_server.url + new_lab(scope))
        page.fill("[name=name_he]", "מעבדת הגשם")
        page.locator("[name=host-q]").press_sequentially("הגש")
        page.get_by_role("radio", name="בית ספר הגשם").check()
        assert faults(page) == []
        page.locator("main form button.primary").click()
        page.wait_for_load_state()
    assert Lab.objects.get().host == Organisation.objects.get(pk=wanted.pk)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_is_typed_before_the_search_has_come_is_found(
    live_server: Any, client: Any, director: Any, scope: Any, many: None
) -> None:
    OrganisationFactory(name={"he": "בית ספר הגשם"})
    sign_in(client, director)
    cookies = [
        {"name": "session", "value": client.cookies["session"].value, "url": live_server.url},
        {"name": "language", "value": "he", "url": live_server.url},
    ]
    with chromium() as browser:
        page = open_page(browser, width=390, cookies=cookies)
        held_back: list[Any] = []

        def hold_back(route: Any) -> None:
            held_back.append(route)

        page.route("**/htmx*.js", hold_back)
        page.goto(live_server.url + new_lab(scope))
        page.locator("[name=host-q]").press_sequentially("הגש")
        while not held_back:
            page.wait_for_timeout(20)
        held_back[0].continue_()
        page.get_by_role("radio", name="בית ספר הגשם").check()
