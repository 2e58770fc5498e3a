"""People are found by what they are good at, whom they speak for, their role and cohort; in lists by their script."""

import re

import pytest
from django.urls import reverse

from challenges.models import Contribution, Participation
from educities.kit.search_select import SHORT
from labs.models import LabSeat
from stakeholders.models import Profile, Sector
from stakeholders.queries.people_listed import listed_people, unlisted_people
from tests.examples import make_example
from tests.factories import (
    AreaFactory,
    ChallengeFactory,
    CohortMemberFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    StrengthClaimFactory,
    UserFactory,
)
from tests.support import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_director(client, director, sign_in):
    sign_in(client, director)
    return client


def people(client, city, **asked):
    lines = client.get(reverse("people", args=[city.slug]), asked).context["lines"]
    return [line.person.display_name for line in lines]


def test_by_strength_as_far_as_it_is_shown(as_director, scope):
    area = AreaFactory(parent=AreaFactory())
    shown = StrengthClaimFactory(area=area, profile=ProfileFactory(display_name="Amal"), visibility="city")
    StrengthClaimFactory(area=area, profile=ProfileFactory(display_name="Noam"), visibility="me")
    StrengthClaimFactory(area=area, profile=ProfileFactory(display_name="Gal"), visibility="city", kind="growth")
    assert people(as_director, scope, area=shown.area_id) == ["Amal"]


def test_nobody_found_by_a_strength_does_not_say_that_nobody_has_it(as_director, city, scope):
    area = AreaFactory(parent=AreaFactory())
    StrengthClaimFactory(area=area, profile=ProfileFactory(display_name="Noam"), visibility="team")
    where = reverse("people", args=[city.slug])
    words = "No one with this strength that you may see."
    assert words in as_director.get(where, {"area": area.pk}).content.decode()
    assert words not in as_director.get(where, {"q": "Nobody has this name"}).content.decode()


def test_by_organisation_role_and_cohort(as_director, city, scope):
    amal = ProfileFactory(display_name="Amal", user=UserFactory())
    RepresentationFactory(profile=amal, organisation=OrganisationFactory(name={"ar": "بستان الحي"}))
    MembershipFactory(user=amal.user, city=city, role="teacher")
    seat = CohortMemberFactory(profile=amal)
    ProfileFactory(display_name="Noam")
    for asked in ({"organisation": "بستان"}, {"role": "teacher"}, {"cohort": seat.cohort_id}):
        assert people(as_director, scope, **asked) == ["Amal"]


def test_a_choice_that_is_none_narrows_nothing(as_director, scope):
    ProfileFactory(display_name="Amal")
    assert "Amal" in people(as_director, scope, area="zzz", cohort="9" * 30, role="king")


def test_namesakes_are_told_apart_by_their_neighbourhood(as_director, scope):
    for place in ("Harbour", "Hill"):
        ProfileFactory(display_name="Amal", neighbourhood=place)
    page = as_director.get(reverse("people", args=[scope.slug])).content.decode()
    assert page.index("Harbour") != page.index("Hill") > 0


def test_an_arabic_name_is_one_tap_away(as_director, scope):
    ProfileFactory.create_batch(51)
    ProfileFactory(display_name="أمل")
    url = reverse("people", args=[scope.slug])
    jumps = as_director.get(url).context["jumps"]
    jump = next(one["url"] for one in jumps if one["url"].startswith("?from=ar"))
    assert [line.person.display_name for line in as_director.get(url + jump).context["lines"]] == ["أمل"]


NAMES = {"en": "Amal", "he": "אורן", "ar": "أمل"}


@pytest.mark.parametrize(("script", "before"), [("en", "50 Steps"), ("he", "adam"), ("ar", "תמר")])
def test_a_jump_lands_at_the_first_name_of_its_script_with_a_way_back(as_director, scope, script, before):
    for name in (*NAMES.values(), "50 Steps", "adam", "תמר"):
        ProfileFactory(display_name=name)
    # The jumps stand above a list of more than one page.
    ProfileFactory.create_batch(51, display_name="Noam")
    url = reverse("people", args=[scope.slug])
    page = as_director.get(url, {"from": script})
    assert page.context["lines"][0].person.display_name == NAMES[script]
    back = as_director.get(url + page.context["previous"])
    assert back.context["lines"][-1].person.display_name == before
    assert "Previous page" in page.content.decode()


@pytest.mark.parametrize("script", NAMES)
def test_organisations_are_jumped_to_in_the_same_way(as_director, scope, script):
    for name in (*NAMES.values(), "50 Steps", "zebra", "תמר"):
        OrganisationFactory(name={"en": name})
    for n in range(51):
        OrganisationFactory(name={"en": f"Garden {n}"})
    url = reverse("organisations", args=[scope.slug])
    page = as_director.get(url, {"from": script})
    assert str(page.context["rows"][0]) == NAMES[script]
    assert page.context["previous"]


def test_a_jump_to_the_very_first_name_has_nothing_before_it(as_director, scope):
    ProfileFactory.create_batch(51, display_name="Amal")
    assert as_director.get(reverse("people", args=[scope.slug]), {"from": "en"}).context["previous"] == ""


def shown_of_all(answer):
    """What stands between the ways to the pages around, without the marks of its direction."""
    text = re.search(r'<span class="soft num">(.*?)</span>', answer.content.decode(), re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", text[1]).split()) if text else ""


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("people", lambda word: ProfileFactory(display_name=word)),
        ("organisations", lambda word: OrganisationFactory(name={"en": word})),
    ],
)
def test_a_list_that_is_cut_says_how_many_there_are_also_when_it_is_narrowed(as_director, scope, name, make):
    for n in range(60):
        make(f"Garden {n:02}")
    make("Zebra")
    url = reverse(name, args=[scope.slug])
    first = as_director.get(url)
    everybody = first.context["cut"].all_rows
    assert everybody >= 61
    size = len(first.context["rows"])
    assert shown_of_all(first) == f"1–{size} of {everybody}"
    assert (
        shown_of_all(as_director.get(url + first.context["next_page"]))
        == f"{size + 1}–{min(2 * size, everybody)} of {everybody}"
    )
    narrowed = as_director.get(url, {"q": "garden"})
    assert shown_of_all(narrowed) == f"1–{size} of 60"
    second = as_director.get(url + narrowed.context["next_page"])
    assert shown_of_all(second) == f"{size + 1}–60 of 60"
    assert shown_of_all(as_director.get(url + second.context["previous"])) == f"1–{size} of 60"
    assert shown_of_all(as_director.get(url, {"q": "zebra"})) == ""


def test_how_many_there_are_is_asked_once(as_director, scope):
    url = reverse("people", args=[scope.slug])
    ProfileFactory.create_batch(52)
    asked = queries_of(lambda: as_director.get(url))
    counts = [sql for sql in asked if "count(*) FROM (SELECT" in sql and "stakeholders_profile" in sql]
    assert len(counts) == 1
    # What the rows say beside the name is not looked up to count them.
    assert "ARRAY(" not in counts[0].split("count(*) FROM (")[1].split(") AS counted")[0]


def test_a_short_list_has_no_jumps(as_director, scope):
    assert as_director.get(reverse("people", args=[scope.slug])).context["jumps"] == []


class TestWhoGuides:
    """A facilitator is found among all, whatever stands first in the alphabet."""

    def test_many_are_searched_by_name(self, as_director, scope):
        lab = LabFactory()
        for _n in range(SHORT + 1):
            ProfileFactory(user=UserFactory())
        wanted = ProfileFactory(display_name="يوسف", user=UserFactory())
        ProfileFactory(display_name="يوسف بلا حساب")
        page = as_director.get(f"{lab.get_absolute_url()}?part=seats").content.decode()
        assert 'name="profile-q"' in page
        found = as_director.get(
            reverse("find_people", args=[scope.slug]), {"accounts": 1, "name": "profile", "profile-q": "يوسف"}
        )
        assert [value for value, *_rest in found.context["options"]] == [wanted.pk]
        as_director.post(reverse("seat_facilitator", args=[scope.slug, lab.pk]), {"profile": wanted.pk})
        assert LabSeat.objects.get(role="facilitator").profile == wanted

    def test_representatives_are_found_by_either_name(self, as_director, scope):
        lab = LabFactory()
        for n in range(SHORT + 1):
            RepresentationFactory(organisation=OrganisationFactory(name={"en": f"House {n}"}))
        school = OrganisationFactory(name={"en": "School of Rain"}, sector=Sector.NON_PROFIT)
        wanted = RepresentationFactory(organisation=school, profile=ProfileFactory(display_name="Amal"))
        assert as_director.get(f"{lab.get_absolute_url()}?part=seats").content.decode().count("<option") < SHORT
        url = reverse("find_representations", args=[scope.slug])
        for text in ("rain", "amal"):
            found = as_director.get(url, {"name": "representation", "representation-q": text})
            assert [value for value, *_rest in found.context["options"]] == [wanted.pk]


def guardian_of_a_child(name):
    """Who answered a mail for a child: an account, a profile, the resident's role."""
    guardian = ProfileFactory(display_name=name, user=UserFactory())
    MembershipFactory(city=guardian.city, user=guardian.user, role="resident")
    link = make_example("consents.GuardianLink", guardian.city)
    type(link).objects.filter(pk=link.pk).update(guardian=guardian)
    return guardian


def test_who_only_answers_for_a_child_stands_in_no_list_of_people(as_director, scope):
    guardian_of_a_child("Rivka Only")
    assert "Rivka Only" not in people(as_director, scope)
    listed, unlisted = ({person.pk for person in rows} for rows in (listed_people(), unlisted_people()))
    assert Profile.objects.get(display_name="Rivka Only").pk in unlisted
    assert (listed & unlisted, listed | unlisted) == (set(), {person.pk for person in Profile.objects.grown_up()})
    page = as_director.get(reverse("find_people", args=[scope.slug]), {"name": "profile", "profile-q": "Rivka"})
    assert "Rivka Only" not in page.content.decode()
    page = as_director.get(reverse("search", args=[scope.slug]), {"q": "Rivka"}).content.decode()
    assert "Rivka Only" not in page


@pytest.mark.parametrize("role", ["director", "facilitator"])
def test_who_only_answers_for_a_child_has_a_page_for_nobody_else(client, city, scope, sign_in, role):
    guardian = guardian_of_a_child("Rivka Only")
    reader = UserFactory()
    MembershipFactory(user=reader, city=city, role=role)
    page = reverse("profile", args=[scope.slug, guardian.pk])
    assert sign_in(client, reader).get(page).status_code == 404
    other = ProfileFactory()
    for name, args in (("vouch_for", ()), ("hand_over", ()), ("person_code", ()), ("propose_merge", (other.pk,))):
        assert client.get(reverse(name, args=[scope.slug, guardian.pk, *args])).status_code == 404, name
    assert sign_in(client, guardian.user).get(page).status_code == 200
    RepresentationFactory(profile=guardian)
    assert sign_in(client, reader).get(page).status_code == 200


@pytest.mark.parametrize(
    "take_part",
    [
        lambda guardian: MembershipFactory(city=guardian.city, user=guardian.user, role="facilitator"),
        lambda guardian: RepresentationFactory(profile=guardian),
        lambda guardian: StrengthClaimFactory(profile=guardian),
        lambda guardian: CohortMemberFactory(profile=guardian),
        lambda guardian: Participation.objects.create(challenge=ChallengeFactory(), profile=guardian),
        lambda guardian: Contribution.objects.create(
            challenge=ChallengeFactory(), author=guardian, text="A drum", state="visible"
        ),
    ],
)
def test_a_guardian_with_a_part_of_their_own_is_listed(as_director, scope, take_part):
    take_part(guardian_of_a_child("Rivka Both"))
    assert "Rivka Both" in people(as_director, scope)


@pytest.mark.parametrize(("role", "found"), [("director", []), ("facilitator", ["Amal"])])
def test_a_strength_is_found_by_those_who_read_it_on_the_profile(client, city, scope, sign_in, role, found):
    reader = UserFactory()
    MembershipFactory(user=reader, city=city, role=role)
    claim = StrengthClaimFactory(
        area=AreaFactory(parent=AreaFactory()), profile=ProfileFactory(display_name="Amal"), visibility="team"
    )
    sign_in(client, reader)
    assert people(client, scope, area=claim.area_id) == found
