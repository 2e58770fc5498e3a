"""Invitations and roles: who comes in, who may not be removed, and the second step at sign-in."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cities.actions import accept_invitation, create_city, end_role, find_invitation, grant_role, invite_person
from cities.imports import cities_of, slug_of
from cities.models import City, Invitation, Membership
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile
from tests.factories import (
    CityFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    UserFactory,
)

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def link_of(settings: Any) -> str:
    """The path in the newest mail."""
    settings.DELIVERY_EMAIL_BACKEND = LOCMEM
    deliver_due()
    line = next(line for line in mail.outbox[-1].body.splitlines() if "/c/" in line)
    return "/c/" + line.split("/c/", 1)[1]


@pytest.mark.django_db
def test_operator_opens_a_city_and_invites_its_director_who_comes_in(
    client: Any, operator: Any, sign_in: Any, settings: Any
) -> None:
    sign_in(client, operator)
    data = {
        "slug": "new-city",
        "language": "ar",
        "name_en": "New City",
        "kind": "municipality",
        "country": "IL",
        "time_zone": "Asia/Jerusalem",
    }
    answer = client.post("/platform/cities/new/", data)
    city = City.objects.get(slug="new-city")
    assert (city.language, sorted(city.languages)) == ("ar", ["ar", "en", "he"])
    assert answer.url == f"/platform/cities/{city.pk}/"
    invited = {"display_name": "Ruth", "email": "Ruth@example.org", "role": "director", "language": "he"}
    client.post(answer.url, invited)
    client.logout()
    link = link_of(settings)
    assert "הזמנה" in mail.outbox[-1].subject
    assert client.get(link).status_code == 200
    assert Membership.objects.count() == 0
    assert client.post(link, {"display_name": "רות", "is_adult": "on"}).url == "/c/new-city/start/"
    assert Membership.objects.get().role == "director"
    with city_scope(city.pk):
        assert Profile.objects.get().display_name == "רות"
        assert AuditEntry.objects.filter(verb="cities.invitation_accepted").count() == 1
    # The role is there, and asks for a second step before anything of the staff.
    assert client.get("/c/new-city/today/").url.startswith("/accounts/second-factor/")
    assert client.get(link).status_code == 410


@pytest.mark.django_db
def test_an_account_that_was_there_signs_in_before_it_accepts(
    client: Any, city: Any, director: Any, resident: Any, sign_in: Any, settings: Any
) -> None:
    samir = UserFactory(email="samir@example.org")
    invite_person(city, actor=director, email=samir.email, display_name="Samir", role="facilitator", language="en")
    link = link_of(settings)
    for browser_of in (None, resident):
        if browser_of:
            sign_in(client, browser_of)
        page = client.get(link).content.decode()
        assert "Sign in to accept" in page
        assert ("You are signed in here as" in page) == (browser_of is not None)
        assert 'name="display_name"' not in page
        answer = client.post(link, {"display_name": "Somebody else"})
        assert answer.url == f"/accounts/login/?next={link}"
        assert "_auth_user_id" not in client.session
        assert not samir.memberships.exists()
    page = client.get(answer.url).content.decode()
    assert "Sign in to accept the invitation." in page
    assert 'value="samir@example.org"' in page
    sign_in(client, samir)
    page = client.get(link).content.decode()
    assert 'name="display_name"' in page
    assert "You are signed in here as" not in page
    assert client.post(link, {"display_name": "Samir", "is_adult": "on"}).url == "/c/bat-galim/start/"
    assert samir.memberships.get().role == "facilitator"


@pytest.mark.django_db
def test_an_invitation_makes_nobody_an_adult(client: Any, city: Any, director: Any, settings: Any) -> None:
    """The box is empty and needed; without it there is neither role nor profile."""
    invite_person(
        city, actor=director, email="dana@example.org", display_name="Dana", role="facilitator", language="en"
    )
    link = link_of(settings)
    page = client.get(link)
    assert 'name="is_adult"' in page.content.decode()
    assert not page.context["form"]["is_adult"].value()
    answer = client.post(link, {"display_name": "Dana"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["is_adult"]
    assert not Membership.objects.filter(role="facilitator").exists()
    assert client.post(link, {"display_name": "Dana", "is_adult": "on"}).url == "/c/bat-galim/start/"
    assert Membership.objects.filter(role="facilitator").exists()


@pytest.mark.django_db
def test_the_act_itself_refuses_who_has_not_said_it(scope: Any, director: Any) -> None:
    invitation = invite_person(scope, actor=director, email="d@example.org", display_name="D", role="facilitator")
    with pytest.raises(DomainError) as refused:
        accept_invitation(invitation)
    assert refused.value.code == "cities.age_not_said"
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not Membership.objects.filter(user__email="d@example.org").exists()


@pytest.mark.django_db
def test_whose_age_the_city_knows_is_not_asked_again(
    client: Any, scope: Any, director: Any, resident: Any, sign_in: Any, settings: Any
) -> None:
    invite_person(scope, actor=director, email=resident.email, display_name="Noa", role="facilitator", language="en")
    link = link_of(settings)
    sign_in(client, resident)
    assert 'name="is_adult"' not in client.get(link).content.decode()
    assert client.post(link, {"display_name": "Noa"}).url == "/c/bat-galim/start/"
    assert resident.memberships.filter(role="facilitator").exists()


@pytest.mark.django_db
def test_an_ended_or_unknown_link_says_what_to_do(client: Any, city: Any, director: Any) -> None:
    invitation = invite_person(city, actor=director, email="a@example.org", display_name="A", role="facilitator")
    with city_scope(city.pk):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
        with pytest.raises(DomainError):
            accept_invitation(invitation, is_adult=True)
        with pytest.raises(DomainError):
            find_invitation("nothing")
    page = client.get("/c/bat-galim/invitations/nothing/")
    assert page.status_code == 410
    assert "ask the person who invited you" in page.content.decode()


@pytest.mark.django_db
def test_invariant_11_director_and_steward_are_two_people(city: Any, director: Any) -> None:
    with pytest.raises(IntegrityError, match="cities_director_or_steward"), transaction.atomic():
        MembershipFactory(user=director, city=city, role="steward")
    with pytest.raises(DomainError) as refused:
        grant_role(city, director, "steward", actor=None)
    assert refused.value.code == "cities.director_is_steward"


@pytest.mark.django_db
def test_the_last_director_stays(city: Any, director: Any) -> None:
    with pytest.raises(DomainError) as refused:
        end_role(Membership.objects.get(user=director), actor=director, reason="Another has come")
    assert refused.value.code == "cities.last_director"
    for state in ("onboarding", "paused", "sustaining"):
        City.objects.filter(pk=city.pk).update(state=state)
        with pytest.raises(DomainError):
            end_role(Membership.objects.get(user=director), actor=director, reason="Another has come")
    MembershipFactory(city=city, role="director")
    end_role(Membership.objects.get(user=director), actor=director, reason="Another has come")
    assert city.memberships.directors().count() == 1


@pytest.mark.django_db(transaction=True)
def test_invariant_10_two_directors_who_end_each_other_leave_one() -> None:
    city = CityFactory()
    two = [MembershipFactory(city=city, role="director") for _ in range(2)]
    refused: list[str] = []

    def work(membership: Any) -> None:
        try:
            end_role(membership, actor=None)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[one]) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["cities.last_director"]
    assert city.memberships.directors().count() == 1


@pytest.mark.django_db
def test_roles_outside_their_dates_give_nothing(city: Any) -> None:
    today = city.today()
    past = MembershipFactory(city=city, role="director", ends_on=today - timedelta(days=1)).user
    later = MembershipFactory(city=city, role="director", starts_on=today + timedelta(days=1)).user
    assert not past.has_perm("cities.see_dashboard_city", city)
    assert not later.has_perm("cities.see_dashboard_city", city)


@pytest.mark.django_db
@pytest.mark.parametrize(("scope_type", "is_over_the_city"), [("city", True), ("lab", False), ("organisation", False)])
def test_a_role_over_a_part_is_none_over_the_city(city: Any, scope_type: str, is_over_the_city: bool) -> None:
    from cities.rules.roles import has_city_role

    number = None if scope_type == "city" else 7
    user = MembershipFactory(city=city, role="facilitator", scope_type=scope_type, scope_id=number).user
    assert has_city_role(user, city, "facilitator") is is_over_the_city


@pytest.mark.django_db
def test_bad_addresses_of_a_city_are_named(client: Any, operator: Any, sign_in: Any) -> None:
    CityFactory(slug="taken")
    sign_in(client, operator)
    for slug in ("taken", "Großes", "new", "../x", ""):
        page = client.post(
            "/platform/cities/new/",
            {"slug": slug, "name_en": "X", "kind": "municipality", "country": "IL", "time_zone": "Asia/Jerusalem"},
        )
        assert page.status_code in {409, 422}, slug
    page = client.post(
        "/platform/cities/new/",
        {"slug": "good", "name_en": "X", "kind": "municipality", "country": "IL", "time_zone": "Mars/Base"},
    )
    assert page.status_code == 422


def test_slugs_fall_back_to_the_code() -> None:
    assert (slug_of("Bat Yam", "6200"), slug_of("בת ים", "6200")) == ("bat-yam", "city-6200")
    assert cities_of([]) == []


@pytest.mark.django_db
def test_create_city_writes_its_record(operator: Any) -> None:
    create_city(actor=operator, slug="one", name={"en": "One"})
    assert AuditEntry.objects.get().verb == "cities.city_created"


NIGHT = {"quiet_from": "22:00", "quiet_until": "07:00"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "data", "field", "value"),
    [
        (
            "settings",
            {"name_en": "Bat Galim", "name_ar": "بات جليم", "language": "ar", "story_en": "By the sea"},
            "story",
            {"en": "By the sea"},
        ),
        ("settings/look", {"colour": "plum"}, "colour", "plum"),
        ("settings/under-18", {"account_age": 15}, "account_age", 15),
        ("settings/quiet-hours", NIGHT, "keeps_sabbath", False),
    ],
)
def test_each_page_of_the_office_changes_its_own_and_names_it(
    client: Any, city: Any, director: Any, sign_in: Any, page: str, data: Any, field: str, value: Any
) -> None:
    sign_in(client, director)
    before = {name: getattr(city, name) for name in ("colour", "account_age", "keeps_sabbath", "story")}
    assert client.get(f"/c/bat-galim/{page}/").status_code == 200
    assert client.post(f"/c/bat-galim/{page}/", data).url == f"/c/bat-galim/{page}/"
    city.refresh_from_db()
    assert {name: getattr(city, name) for name in before} == {**before, field: value}
    with city_scope(city.pk):
        changed = AuditEntry.objects.get(verb="cities.city_changed").data["changed"]
    assert field in changed


@pytest.mark.django_db
def test_an_age_that_no_law_knows_is_refused(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    assert client.post("/c/bat-galim/settings/under-18/", {"account_age": 3}).status_code == 422


@pytest.mark.django_db
def test_roles_name_the_person_where_the_city_knows_the_name(
    client: Any, city: Any, director: Any, sign_in: Any
) -> None:
    with city_scope(city.pk):
        Profile.objects.filter(user=director).update(display_name="Ruth Harel")
    sign_in(client, director)
    assert "Ruth Harel" in client.get("/c/bat-galim/roles/").content.decode()


@pytest.mark.django_db
def test_operator_sees_how_many_direct_each_city(
    client: Any, city: Any, other_city: Any, operator: Any, director: Any, sign_in: Any
) -> None:
    sign_in(client, operator)
    rows = client.get("/platform/").context["object_list"]
    assert {row.slug: row.directors for row in rows} == {city.slug: 1, other_city.slug: 0}


@pytest.mark.django_db
def test_ending_a_role_is_asked_once(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    MembershipFactory(city=city, role="director")
    own = Membership.objects.get(user=director)
    sign_in(client, director)
    page = f"/c/bat-galim/roles/{own.pk}/end/"
    assert page in client.get("/c/bat-galim/roles/").content.decode()
    assert "End your own role, education director?" in client.get(page).content.decode()
    assert Membership.objects.current().filter(pk=own.pk).exists()
    answer = client.post(page, {"reason": "My time is over"})
    assert answer.url == "/c/bat-galim/"
    assert client.get(answer.url).status_code == 200
    assert not Membership.objects.current().filter(pk=own.pk).exists()


@pytest.mark.django_db
def test_the_last_director_has_no_button_that_would_be_refused(
    client: Any, city: Any, director: Any, sign_in: Any
) -> None:
    own = Membership.objects.get(user=director)
    sign_in(client, director)
    assert f"/roles/{own.pk}/end/" not in client.get("/c/bat-galim/roles/").content.decode()
    page = client.get(f"/c/bat-galim/roles/{own.pk}/end/").content.decode()
    assert "This is the city’s last director. Invite another one first." in page
    assert 'name="reason"' not in page


@pytest.mark.django_db
def test_an_invitation_starts_in_the_language_its_writer_reads(
    client: Any, city: Any, director: Any, sign_in: Any
) -> None:
    City.objects.filter(pk=city.pk).update(languages=["en", "he", "ar"])
    with city_scope(city.pk):
        organisation = OrganisationFactory()
    client.cookies["language"] = "he"
    sign_in(client, director)
    for page in ("roles/new/", f"organisations/{organisation.pk}/appoint/"):
        assert client.get(f"/c/bat-galim/{page}").context["form"]["language"].value() == "he"


@pytest.mark.django_db
def test_roles_in_single_labs_name_the_person(client: Any, city: Any, director: Any, sign_in: Any) -> None:
    with city_scope(city.pk):
        who = UserFactory()
        ProfileFactory(user=who, display_name="Samir Khalil")
        MembershipFactory(user=who, city=city, role="facilitator", scope_type="lab", scope_id=LabFactory().pk)
    sign_in(client, director)
    narrow = client.get("/c/bat-galim/roles/").context["narrow"]
    assert [(name, email) for name, email, *_more in narrow] == [("Samir Khalil", who.email)]


def test_the_name_in_the_citys_first_language_is_not_taken_away(
    client: Any, sign_in: Any, city: Any, director: Any
) -> None:
    sign_in(client, director)
    data = {"language": "ar", "name_en": "Bat Galim", "name_he": "בת גלים", "name_ar": ""}
    answer = client.post("/c/bat-galim/settings/", data)
    assert (answer.status_code, "first language" in answer.content.decode()) == (422, True)
    assert client.post("/c/bat-galim/settings/", {**data, "name_ar": "بات جليم"}).status_code == 302
