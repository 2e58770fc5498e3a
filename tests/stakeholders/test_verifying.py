import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from educities.activity.models import AuditEntry, Event
from stakeholders import actions
from stakeholders.models import Organisation, Profile
from tests.factories import (
    OrganisationFactory,
    RepresentationFactory,
)

pytestmark = pytest.mark.django_db


def url(city, name, *args):
    return reverse(name, args=[city.slug, *args])


@pytest.fixture
def as_director(client, sign_in, director):
    return sign_in(client, director)


@pytest.fixture
def organisation(scope):
    return OrganisationFactory(name={"he": "גן הצבעים", "en": "Garden of colours"}, state="proposed")


def test_verify_by_one_click(as_director, city, organisation):
    page = url(city, "organisation", organisation.pk)
    answer = as_director.post(url(city, "verify_organisation", organisation.pk), {"next": page})
    assert answer.url == page
    organisation.refresh_from_db()
    assert organisation.state == "verified"
    again = as_director.post(url(city, "verify_organisation", organisation.pk), follow=True)
    assert again.status_code == 200


def test_many_are_verified_at_once(as_director, city, scope):
    rows = OrganisationFactory.create_batch(3, state="proposed")
    page = url(city, "organisations") + "?state=proposed"
    assert as_director.get(page).content.decode().count('name="chosen"') == 3
    chosen = {"chosen": [rows[0].pk, rows[1].pk, "nonsense"], "next": page}
    assert as_director.post(url(city, "verify_organisations"), chosen).url == page
    assert sorted(Organisation.objects.values_list("state", flat=True)) == ["proposed", "verified", "verified"]
    assert as_director.post(url(city, "verify_organisations"), chosen, follow=True).status_code == 200


def test_the_list_says_how_many_wait_and_leads_to_exactly_these(as_director, city, scope):
    rows = OrganisationFactory.create_batch(2, state="proposed")
    OrganisationFactory(state="active")
    page = as_director.get(url(city, "organisations")).content.decode()
    way = url(city, "organisations") + "?state=proposed"
    assert re.search(rf'<a href="{re.escape(way)}">\s*2 organisations wait to be verified\s*</a>', page)
    assert {row.pk for row in as_director.get(way).context["rows"]} == {row.pk for row in rows}


@pytest.mark.parametrize("more", ["", "&from=he"])
def test_what_has_waited_longest_stands_first_and_says_since_when(as_director, city, scope, more):
    names = ("Anemone", "Zinnia")
    late, early = (OrganisationFactory(name={"en": name}, state="proposed") for name in names)
    OrganisationFactory(name={"en": "Clover"}, state="active")
    Organisation.objects.filter(pk=early.pk).update(created_at=datetime(2025, 3, 5, 23, 30, tzinfo=UTC))
    answer = as_director.get(url(city, "organisations") + "?state=proposed" + more)
    assert list(answer.context["rows"]) == [early, late]
    html = answer.content.decode()
    # The date is the city's: half past eleven at night in London is the next day there.
    assert "since 6\N{NO-BREAK SPACE}March 2025" in html
    assert html.count("since ") == 2
    assert "since " not in as_director.get(url(city, "organisations") + "?state=active").content.decode()


def test_nothing_waiting_is_not_counted(as_director, city, scope):
    OrganisationFactory(state="active")
    assert "to be verified" not in as_director.get(url(city, "organisations")).content.decode()


def test_who_verifies_nothing_is_not_told_what_waits(client, sign_in, facilitator, city, organisation):
    page = sign_in(client, facilitator).get(url(city, "organisations"))
    assert [row.pk for row in page.context["rows"]] == [organisation.pk]
    assert "waits to be verified" not in page.content.decode()


def test_all_on_the_page_are_verified_without_a_tick(as_director, city, scope):
    # A number of four digits is written with a separator where people read it; here a program does.
    rows = [OrganisationFactory(pk=1_000_000 + n, state="proposed") for n in range(3)]
    page = url(city, "organisations") + "?state=proposed"
    html = as_director.get(page).content.decode()
    assert "Verify all 3 on this page" in html
    shown, ticks = (re.findall(rf'name="{name}" value="(\d+)"', html) for name in ("shown", "chosen"))
    assert ticks == shown
    assert sorted(map(int, shown)) == [row.pk for row in rows]
    later = OrganisationFactory(state="proposed")
    answer = as_director.post(url(city, "verify_organisations"), {"shown": shown, "all": "1"}, follow=True)
    assert "3 organisations are verified." in answer.content.decode()
    assert list(Organisation.objects.waiting()) == [later]


def test_as_many_are_verified_as_the_button_says(as_director, city, scope):
    rows = OrganisationFactory.create_batch(51, state="proposed")
    assert (
        "Verify all 51 on this page" in as_director.get(url(city, "organisations") + "?state=proposed").content.decode()
    )
    as_director.post(url(city, "verify_organisations"), {"shown": [row.pk for row in rows], "all": "1"})
    assert not Organisation.objects.waiting().exists()


def test_a_whole_file_is_verified_in_one_act(as_director, city, scope, director, resident):
    data = b"name,sector\nBakery,2\nSchool,1\nChoir,3\n"
    run = actions.check_file(data, "register.csv", sector=None, actor=director)
    actions.apply_import(run, actor=director)
    other = OrganisationFactory(state="proposed")
    spoken_for = Organisation.objects.get(search="bakery")
    RepresentationFactory(organisation=spoken_for, profile=Profile.objects.get(user=resident))
    actions.reject_organisation(Organisation.objects.get(search="choir"), actor=director, reason="Not of here")
    page = url(city, "import_run", run.pk)
    assert "Verify all 2 organisations" in as_director.get(page).content.decode()
    answer = as_director.post(url(city, "verify_import", run.pk), follow=True)
    assert "2 organisations are verified." in answer.content.decode()
    assert dict(Organisation.objects.values_list("search", "state")) == {
        "bakery": "active",
        "school": "verified",
        "choir": "rejected",
        other.search: "proposed",
    }
    entries = AuditEntry.objects.filter(verb="stakeholders.organisation_verified", actor=director)
    assert {entry.data["title"]["en"] for entry in entries} == {"Bakery", "School"}
    assert Counter(Event.objects.values_list("name", flat=True)) == {
        "organisation.active": 1,
        "organisation.imported": 3,
        "organisation.rejected": 1,
        "organisation.verified": 2,
    }
    assert "organisations are verified" not in as_director.get(page).content.decode()


def test_who_may_verify_adds_an_organisation_and_verifies_it_on_the_page_behind(as_director, city):
    asked = as_director.get(url(city, "propose_organisation"))
    assert "You verify it on the next page" in asked.content.decode()
    assert not re.search(r">\s*Propose\s*<", asked.content.decode())
    keys = [widget["name"] for widget in asked.context["form"]["name"].subwidgets[0].data["subwidgets"]]
    values = {**dict.fromkeys(keys, "Choir"), "sector": "3", "field": "other"}
    page = as_director.post(url(city, "propose_organisation"), values, follow=True)
    assert "The organisation is added. Verify it" in page.content.decode()
    assert url(city, "verify_organisation", page.context["row"].pk) in page.content.decode()


def test_who_may_not_verify_proposes_it(client, city, facilitator, sign_in):
    form = sign_in(client, facilitator).get(url(city, "propose_organisation")).content.decode()
    assert "You propose it first." in form
    assert re.search(r">\s*Propose\s*<", form)
