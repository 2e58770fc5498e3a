"""A person looks at the own profile as each kind of reader, before and after a choice; and has a page for everyone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City
from stakeholders.models import Profile, StrengthClaim
from stakeholders.models.visibility import LINES
from stakeholders.queries.see_as import READER_KINDS, find_levels_of_kind
from tests.factories import AreaFactory, MembershipFactory, ProfileFactory, StrengthClaimFactory
from tests.stakeholders.test_visibility import SEES

pytestmark = pytest.mark.django_db
ADDRESS = "/c/bat-galim/me/"
TELLS = {"en": "I build kites"}
# Which reader of the table of rights each kind of reader stands for.
STANDS_FOR = {
    "guide": "facilitator of the lab",
    "director": "director",
    "cohort": "same cohort",
    "lab": "same lab, other cohort",
    "resident": "resident",
    "network": "other city",
    "public": "anonymous",
}


@pytest.fixture
def me(resident: Any, scope: Any, client: Any, sign_in: Any) -> Profile:
    sign_in(client, resident)
    return Profile.objects.get(user=resident)


def form_of(profile: Profile, **lines: str) -> dict[str, str]:
    levels = {f"{line}_seen_by": "me" for line in LINES}
    return {"display_name": profile.display_name, "language": "en", **levels, **lines}


def test_each_kind_sees_what_the_table_of_rights_says(scope: Any) -> None:
    assert {kind.key: set(find_levels_of_kind(kind, scope)) for kind in READER_KINDS} == {
        kind: SEES[reader] for kind, reader in STANDS_FOR.items()
    }
    City.objects.filter(pk=scope.pk).update(is_public=False)
    scope.refresh_from_db()
    outside = [kind for kind in READER_KINDS if not find_levels_of_kind(kind, scope)]
    assert [kind.key for kind in outside] == ["network", "public"]


def test_the_own_page_as_another_sees_it(client: Any, me: Profile) -> None:
    Profile.objects.filter(pk=me.pk).update(offer=TELLS, visibilities={"offer": "lab"})
    StrengthClaimFactory(profile=me, area=AreaFactory(label={"en": "Kites"}), visibility="resident")
    own = client.get(ADDRESS).content.decode()
    assert "everyone in my labs" in own
    in_lab = client.get(ADDRESS, {"as": "lab"}).content.decode()
    assert "I build kites" in in_lab
    assert "sees your profile" in in_lab
    assert "/remove/" not in in_lab
    resident = client.get(ADDRESS, {"as": "resident"}).content.decode()
    assert "I build kites" not in resident
    assert "Kites" in resident
    nothing = client.get(ADDRESS, {"as": "public"}).content.decode()
    assert "Apart from your name, nothing of it." in nothing
    assert client.get(ADDRESS, {"as": "king"}).context["is_me"]


@pytest.mark.parametrize("kind", READER_KINDS, ids=lambda kind: kind.key)
def test_the_team_reads_beside_the_lines_how_the_city_knows_the_person(client: Client, me: Profile, kind: Any) -> None:
    """Each preview says what such a reader finds on the real page, also of what is no line of the person's."""
    Profile.objects.filter(pk=me.pk).update(language="ar")
    own = client.get(ADDRESS, {"as": kind.key}).content.decode()
    typed = {**form_of(me), "language": "ar", "see_as": kind.key, "preview": "1"}
    before = client.post(f"/c/bat-galim/people/{me.pk}/change/", typed).content.decode()
    for page in (own, before):
        assert ("How the city knows this person" in page) is kind.is_staff
        assert ("Email confirmed" in page) is kind.is_staff
        assert ("<dt>Language</dt>" in page) is kind.is_staff


def test_the_team_reads_on_the_real_page_what_the_preview_says(
    client: Client, me: Profile, director: Any, sign_in: Any
) -> None:
    real = sign_in(client, director).get(me.get_absolute_url()).content.decode()
    assert all(text in real for text in ("How the city knows this person", "Email confirmed", "<dt>Language</dt>"))


def test_the_own_page_leads_to_the_persons_other_cities(client: Any, me: Profile, other_city: Any) -> None:
    MembershipFactory(user=me.user, city=other_city)
    assert "/c/har-ilan/me/" in client.get(ADDRESS).content.decode()


def test_a_choice_is_seen_before_it_is_saved(client: Any, me: Profile) -> None:
    address = f"/c/bat-galim/people/{me.pk}/change/"
    form = form_of(me, offer_en="I build kites", offer_seen_by="resident")
    seen = client.post(address, {**form, "preview": "1", "see_as": "resident"})
    assert seen.status_code == 200
    assert seen.context["preview"]["seen"] == {"offer": TELLS}
    unseen = client.post(address, {**form, "preview": "1", "see_as": "network"})
    assert unseen.context["preview"]["seen"] == {}
    assert "Nothing is saved yet." in unseen.content.decode()
    assert unseen.context["form"]["offer_en" if "offer_en" in unseen.context["form"].fields else "offer"].value()
    me.refresh_from_db()
    assert (me.offer, me.visibilities) == ({}, {})
    assert client.post(address, {**form, "see_as": "resident"}).status_code == 302
    me.refresh_from_db()
    assert (me.offer, me.visibilities["offer"]) == (TELLS, "resident")


def test_a_new_story_is_short_and_an_old_one_may_stay(client: Any, me: Profile) -> None:
    long, longer = "x" * 300, "x" * 301
    Profile.objects.filter(pk=me.pk).update(story={"en": long})
    address = f"/c/bat-galim/people/{me.pk}/change/"
    assert client.post(address, form_of(me, story_en=long, pronoun="she")).status_code == 302
    refused = client.post(address, form_of(me, story_en=longer))
    assert refused.status_code == 422
    assert "At most 280 characters in each language. Too long in: English." in refused.content.decode()
    assert client.post(address, form_of(me, story_en="x" * 280)).status_code == 302


class TestPageForEveryone:
    @pytest.fixture
    def person(self, scope: Any) -> Any:
        return ProfileFactory(
            display_name="Amal", offer=TELLS, phone="050-1", visibilities={"offer": "public", "phone": "network"}
        )

    def address(self, person: Any) -> str:
        return reverse("public_profile", args=[person.city.slug, person.pk])

    def test_it_shows_the_public_lines_and_is_not_searched_for(self, client: Any, person: Any) -> None:
        page = client.get(self.address(person)).content.decode()
        assert "I build kites" in page
        assert "050-1" not in page
        assert '<meta name="robots" content="noindex">' in page

    def test_it_is_there_only_while_something_is_public(self, client: Any, person: Any) -> None:
        Profile.objects.filter(pk=person.pk).update(visibilities={"offer": "network"})
        assert client.get(self.address(person)).status_code == 404
        StrengthClaimFactory(profile=person, visibility="public")
        assert client.get(self.address(person)).status_code == 200
        StrengthClaim.objects.update(visibility="network")
        assert client.get(self.address(person)).status_code == 404

    def test_a_minor_has_none(self, client: Any, person: Any) -> None:
        Profile.objects.filter(pk=person.pk).update(age_band="youth")
        StrengthClaimFactory(profile=person, visibility="public")
        assert client.get(self.address(person)).status_code == 404

    def test_a_city_that_is_not_shown_has_none(self, client: Any, person: Any) -> None:
        City.objects.filter(pk=person.city_id).update(is_public=False)
        assert client.get(self.address(person)).status_code in {302, 404}
