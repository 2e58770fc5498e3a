"""Who sees a line of a profile: each level by each kind of reader, and the same answer on the page and in the lists."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cities.models import City, Membership
from educities.accounts.models import User
from labs.models import CohortMember, LabSeat
from stakeholders.models import Profile, StrengthClaim
from stakeholders.models.visibility import LINES, Visibility, find_level
from stakeholders.queries.visibility import (
    EVERY_LEVEL,
    filter_seen_claims,
    find_levels,
    find_sight,
    list_claims,
    list_fields,
)
from tests.consents.people import YES, answered, child_of
from tests.factories import (
    AreaFactory,
    ChildFactory,
    CityFactory,
    CohortFactory,
    CohortMemberFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    StrengthClaimFactory,
    UserFactory,
)
from tests.support import queries_of

pytestmark = pytest.mark.django_db
OF_EVERYONE = {"public"}
OF_NETWORK = {"network", *OF_EVERYONE}
OF_MEMBERS = {"resident", *OF_NETWORK}
OF_LAB = {"lab", *OF_MEMBERS}
OF_COHORT = {"cohort", *OF_LAB}
OF_STAFF = {"city", *OF_MEMBERS}
SEES: dict[str, set[str]] = {
    "self": set(EVERY_LEVEL),
    "keeper": set(EVERY_LEVEL),
    "same cohort": OF_COHORT,
    "completed it": OF_COHORT,
    "invited to it": OF_MEMBERS,
    "removed from it": OF_MEMBERS,
    "same lab, other cohort": OF_LAB,
    "seat in the lab": OF_LAB,
    "other lab": OF_MEMBERS,
    "facilitator of the lab": {"team", "city", *OF_COHORT},
    "facilitator of another lab": {"team", *OF_STAFF},
    "facilitator of the city": {"team", "city", *OF_COHORT},
    "director": OF_STAFF,
    "steward": OF_MEMBERS,
    "resident": OF_MEMBERS,
    "other city": OF_NETWORK,
    "practice city": OF_EVERYONE,
    "operator": OF_EVERYONE,
    "stranger": OF_EVERYONE,
    "anonymous": OF_EVERYONE,
}


def member(city: Any, role: str = "resident", **scope: Any) -> Any:
    """Somebody with a role, and a profile here."""
    user = UserFactory()
    MembershipFactory(user=user, city=city, role=role, **scope)
    ProfileFactory(user=user)
    return user


def seated(city: Any, cohort: Any, state: str = "active") -> Any:
    user = member(city)
    CohortMemberFactory(profile=Profile.objects.get(user=user), cohort=cohort, state=state)
    return user


@pytest.fixture
def person(scope: Any) -> Any:
    """Somebody in a cohort, who keeps a line of each level, and whose profile a facilitator of the city keeps too."""
    user = member(scope)
    profile = Profile.objects.get(user=user)
    profile.managed_by = Profile.objects.get(user=member(scope, "facilitator"))
    profile.save()
    CohortMemberFactory(profile=profile)
    for level in Visibility.values:
        StrengthClaimFactory(profile=profile, area=AreaFactory(), visibility=level)
    return profile


def make_readers(city: Any, person: Any) -> dict[str, Any]:
    cohort = person.cohort_seats.get().cohort
    lab, other = cohort.lab, LabFactory()
    elsewhere, practice = UserFactory(), UserFactory()
    MembershipFactory(user=elsewhere)
    MembershipFactory(user=practice, city=CityFactory(is_practice=True))
    in_lab = member(city)
    LabSeat.objects.create(
        lab=lab, profile=Profile.objects.get(user=in_lab), organisation=OrganisationFactory(), sector=1
    )
    return {
        "self": person.user,
        "keeper": person.managed_by.user,
        "same cohort": seated(city, cohort),
        "completed it": seated(city, cohort, "completed"),
        "invited to it": seated(city, cohort, "invited"),
        "removed from it": seated(city, cohort, "removed"),
        "same lab, other cohort": seated(city, CohortFactory(lab=lab)),
        "seat in the lab": in_lab,
        "other lab": seated(city, CohortFactory(lab=other)),
        "facilitator of the lab": member(city, "facilitator", scope_type="lab", scope_id=lab.pk),
        "facilitator of another lab": member(city, "facilitator", scope_type="lab", scope_id=other.pk),
        "facilitator of the city": member(city, "facilitator"),
        "director": member(city, "director"),
        "steward": member(city, "steward"),
        "resident": member(city),
        "other city": elsewhere,
        "practice city": practice,
        "operator": UserFactory(is_operator=True),
        "stranger": UserFactory(),
        "anonymous": AnonymousUser(),
    }


def fresh(reader: Any) -> Any:
    """The reader as a new request meets them."""
    return User.objects.get(pk=reader.pk) if reader.pk else AnonymousUser()


def levels_seen(reader: Any, person: Any) -> set[str]:
    return set(find_levels(fresh(reader), Profile.objects.get(pk=person.pk)))


def test_each_level_by_each_kind_of_reader(scope: Any, person: Any) -> None:
    readers = make_readers(scope, person)
    assert readers.keys() == SEES.keys()
    assert {name: levels_seen(reader, person) for name, reader in readers.items()} == SEES
    for name, reader in readers.items():
        # The claims on the page, and those by which lists and filters find others, are the same.
        shown = list_claims(find_levels(fresh(reader), person), person)
        assert {claim.visibility for claim in shown} == SEES[name], name
        listed = StrengthClaim.objects.filter(filter_seen_claims(find_sight(fresh(reader), scope)), profile=person)
        own = {"self", "keeper"}
        assert name in own or {claim.visibility for claim in listed} == SEES[name], name


@pytest.mark.parametrize("line", LINES)
def test_each_line_follows_its_level(scope: Any, line: str) -> None:
    text = {"en": "x"} if line in {"story", "wish", "offer"} else "x"
    person = ProfileFactory(**{line: text})
    for level in Visibility.values:
        person.visibilities = {line: level}
        assert list_fields({level}, person) == {line: text}
        assert list_fields(EVERY_LEVEL - {level}, person) == {}
    setattr(person, line, "")
    assert list_fields(EVERY_LEVEL, person) == {}


def test_a_city_that_is_not_shown_shows_its_people_to_nobody_outside(scope: Any, person: Any) -> None:
    readers = make_readers(scope, person)
    City.objects.filter(pk=scope.pk).update(is_public=False)
    profile = Profile.objects.select_related("city").get(pk=person.pk)
    profile.city.refresh_from_db()
    for name in ("other city", "practice city", "operator", "stranger", "anonymous"):
        assert find_levels(fresh(readers[name]), profile) == frozenset(), name
    assert set(find_levels(fresh(readers["resident"]), profile)) == OF_MEMBERS


def test_a_role_that_has_ended_shows_nothing_more(scope: Any, person: Any) -> None:
    reader = member(scope, "director")
    Membership.objects.filter(user=reader).update(ends_on="2020-02-01")
    assert levels_seen(reader, person) == OF_EVERYONE


def test_a_minors_line_is_seen_by_the_minor_who_answers_for_it_and_nobody_else(scope: Any, person: Any) -> None:
    child = child_of(scope)
    link = answered(child, YES)
    CohortMemberFactory(profile=child, cohort=person.cohort_seats.get().cohort)
    StrengthClaimFactory(profile=child, visibility="public")
    for name, reader in make_readers(scope, person).items():
        assert levels_seen(reader, child) == set(), name
        assert not StrengthClaim.objects.filter(
            filter_seen_claims(find_sight(fresh(reader), scope)), profile=child
        ).exists()
    assert levels_seen(child.user, child) == levels_seen(link.guardian.user, child) == set(EVERY_LEVEL)


def test_the_page_opens_to_whoever_may_see_a_line_and_shows_no_other(scope: Any, client: Any, sign_in: Any) -> None:
    offer = {"en": "I repair bicycles"}
    person = ProfileFactory(display_name="Amal", offer=offer, phone="050-1", visibilities={"offer": "resident"})
    address = reverse("profile", args=[scope.slug, person.pk])
    reader = member(scope)
    page = sign_in(client, reader).get(address)
    assert page.context["seen"] == {"offer": offer}
    assert "I repair bicycles" in page.content.decode()
    assert "050-1" not in page.content.decode()
    Profile.objects.filter(pk=person.pk).update(visibilities={"offer": "cohort"})
    assert client.get(address).status_code == 403
    StrengthClaimFactory(profile=person, visibility="resident")
    assert client.get(address).status_code == 200
    Profile.objects.filter(pk=person.pk).update(age_band="youth")
    assert client.get(address).status_code == 403


def test_what_somebody_sees_is_asked_once(scope: Any, person: Any) -> None:
    reader, profile = fresh(seated(scope, person.cohort_seats.get().cohort)), Profile.objects.get(pk=person.pk)
    # The keeper, roles, the city, the lab, the cohort.
    assert len(queries_of(lambda: find_levels(reader, profile))) <= 5
    assert queries_of(lambda: find_levels(reader, profile)) == []


def test_who_left_the_cohort_is_shown_no_more(scope: Any, person: Any) -> None:
    reader = seated(scope, person.cohort_seats.get().cohort)
    assert "cohort" in levels_seen(reader, person)
    CohortMember.objects.filter(profile__user=reader).update(state="withdrawn")
    assert levels_seen(reader, person) == OF_MEMBERS


def test_a_child_is_no_reason_to_see_an_adult_more(scope: Any) -> None:
    """A seat that rests until a guardian agrees opens nothing."""
    person, child = ProfileFactory(), ChildFactory(user=UserFactory())
    MembershipFactory(user=child.user, city=scope)
    cohort = CohortFactory()
    CohortMemberFactory(profile=person, cohort=cohort)
    CohortMemberFactory(profile=child, cohort=cohort, state="awaiting_consent")
    assert levels_seen(child.user, person) == OF_MEMBERS


@pytest.mark.parametrize("chosen", [{}, {"story": "cohort", "phone": "me"}])
@pytest.mark.parametrize("text", ["", "I paint boats"])
def test_a_form_that_nobody_changes_shows_a_line_to_nobody_more(
    scope: City, client: Any, sign_in: Any, chosen: dict[str, str], text: str
) -> None:
    """What the data page says of a line is what the form has chosen, written or empty, and what stands after saving."""
    user = member(scope)
    profile = Profile.objects.get(user=user)
    Profile.objects.filter(pk=profile.pk).update(visibilities=chosen, story={"en": text} if text else {})
    page = reverse("change_profile", args=[scope.slug, profile.pk])
    form = sign_in(client, user).get(page).context["form"]
    asked = {line: form[f"{line}_seen_by"].value() for line in LINES}
    assert asked == {line: find_level(line, chosen) for line in LINES}
    sent = {name: value for name in form.fields if (value := form[name].value()) and isinstance(value, str)}
    assert client.post(page, {**sent, "story_en": "Something new"}).status_code == 302
    kept = Profile.objects.get(pk=profile.pk).visibilities
    assert {line: find_level(line, kept) for line in LINES} == asked
