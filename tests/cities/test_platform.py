"""What the operator does with a city as a whole: its state, and hosts of its own."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cities.actions import add_host, invite_person, move_city
from cities.forms import CityForm, HostForm
from cities.models import City, CityDomain
from educities.activity.models import AuditEntry, Message, Schedule
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from tests.factories import CityFactory, MembershipFactory

pytestmark = pytest.mark.django_db
WHY = "The council decided so"


def waiting_mail(key: str) -> Message:
    return Message.objects.create(channel="mail", kind="x", dedupe_key=key, recipient="a@example.org")


def waiting_reminder() -> Schedule:
    moment = "2030-01-01T08:00Z"
    day = {"local_date": "2030-01-01", "local_time": "10:00", "time_zone": "Asia/Jerusalem"}
    return Schedule.objects.create(
        rule="x", subject_type="meetings.session", subject_id=1, due_at=moment, expires_at=moment, **day
    )


def test_operator_moves_a_city_and_its_director_reads_why(client: Any, operator: Any, sign_in: Any) -> None:
    city = CityFactory()
    director = MembershipFactory(city=city, role="director").user
    sign_in(client, operator)
    page = f"/platform/cities/{city.pk}/"
    assert f"{page}becomes/paused/" in client.get(page).content.decode()
    asked = client.get(f"{page}becomes/paused/").content.decode()
    assert "<h1>Pause the city?</h1>" in asked
    assert "No, go back" in asked
    assert client.post(f"{page}becomes/paused/", {"reason": WHY}).url == page
    city.refresh_from_db()
    assert city.state == "paused"
    with city_scope(city.pk):
        assert AuditEntry.objects.get(verb="cities.city_moved").reason == WHY
        told = Message.objects.get()
        assert (told.recipient, told.payload["data"]["reason"]) == (director.email, WHY)
        assert "Every page shows that the city is paused." in render_mail(told).text
    assert "This city is paused" in client.get(f"/c/{city.slug}/").content.decode()


def test_move_city_twice_is_refused_in_words(client: Any, operator: Any, sign_in: Any) -> None:
    city = CityFactory()
    sign_in(client, operator)
    page = f"/platform/cities/{city.pk}/becomes/paused/"
    client.post(page, {"reason": WHY})
    again = client.post(page, {"reason": WHY})
    assert again.status_code == 409
    assert WHY in again.content.decode()


def test_a_city_without_a_director_does_not_begin_to_work(operator: Any) -> None:
    city = CityFactory(state="onboarding")
    with pytest.raises(DomainError) as told:
        move_city(city, City.State.ACTIVE, actor=operator)
    assert told.value.code == "cities.no_director"
    MembershipFactory(city=city, role="director")
    assert move_city(city, City.State.ACTIVE, actor=operator).state == "active"


def test_a_city_that_leaves_writes_to_its_directors_alone(client: Any, operator: Any) -> None:
    city, other = CityFactory(), CityFactory()
    director = MembershipFactory(city=city, role="director").user
    for place in (city, other):
        with city_scope(place.pk):
            waiting_mail(f"{place.pk}"), waiting_reminder()
    assert client.get(f"/c/{city.slug}/").status_code == 200
    move_city(city, City.State.LEFT, actor=operator, reason=WHY)
    with city_scope(city.pk):
        assert list(Message.objects.filter(state="pending").values_list("recipient", flat=True)) == [director.email]
        assert Schedule.objects.get().state == "cancelled"
    with city_scope(other.pk):
        assert (Message.objects.get().state, Schedule.objects.get().state) == ("pending", "waiting")
    assert client.get(f"/c/{city.slug}/").status_code == 404


def test_a_city_that_left_invites_nobody(operator: Any) -> None:
    city = CityFactory(state="left")
    with pytest.raises(DomainError) as told:
        invite_person(city, actor=operator, email="a@example.org", display_name="A", role="director")
    assert told.value.code == "cities.left"


def test_a_host_of_its_own_opens_the_city(client: Any, operator: Any, sign_in: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "school.example.org"]
    city = CityFactory()
    sign_in(client, operator)
    page = f"/platform/cities/{city.pk}/"
    assert client.post(f"{page}hosts/new/", {"host": "School.example.org"}).url == page
    assert client.get("/", HTTP_HOST="school.example.org:8000").url == f"/c/{city.slug}/"
    assert client.get("/").status_code == 200
    assert "school.example.org" in client.get(page).content.decode()
    client.post(f"/platform/hosts/{CityDomain.objects.get().pk}/remove/")
    assert client.get("/", HTTP_HOST="school.example.org").status_code == 200
    with city_scope(city.pk):
        verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["cities.host_added", "cities.host_removed"]


def test_a_host_of_a_city_that_left_answers_as_the_city_does(client: Any, operator: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["school.example.org"]
    city = CityFactory()
    add_host(city, actor=operator, host="school.example.org")
    move_city(city, City.State.LEFT, actor=operator)
    assert client.get("/", HTTP_HOST="school.example.org").status_code == 404


@pytest.mark.parametrize(
    "host", ["https://a.example.org", "a.example.org/x", "local", "-a.example.org", "a..org", "א.org"]
)
def test_add_host_refuses_what_is_no_host(operator: Any, host: str) -> None:
    with pytest.raises(ValidationError):
        add_host(CityFactory(), actor=operator, host=host)


def test_a_host_leads_to_one_city(client: Any, operator: Any, sign_in: Any) -> None:
    add_host(CityFactory(), actor=operator, host="school.example.org")
    sign_in(client, operator)
    page = f"/platform/cities/{CityFactory().pk}/hosts/new/"
    assert client.post(page, {"host": "school.example.org"}).status_code == 422


@pytest.mark.parametrize(("embedded", "offered"), [(True, True), (False, False)])
def test_the_test_mailbox_is_offered_where_there_is_one(
    client: Any, operator: Any, sign_in: Any, settings: Any, embedded: bool, offered: bool
) -> None:
    settings.EMBEDDED = embedded
    sign_in(client, operator)
    assert ("/platform/mailbox/" in client.get("/platform/").content.decode()) is offered


def new_city_form(slug: str) -> CityForm:
    fields = {"slug": slug, "name_en": "Town", "language": "en", "kind": "municipality", "country": "IL"}
    return CityForm({**fields, "time_zone": "Asia/Jerusalem"})


def test_capitals_in_a_citys_address_are_read_as_small_letters() -> None:
    form = new_city_form(" Nahal-Oren ")
    assert form.errors == {}
    assert form.cleaned_data["slug"] == "nahal-oren"


@pytest.mark.parametrize("slug", ["בת ים", "nahal_oren"])
def test_a_refused_address_of_a_city_says_once_what_is_allowed(slug: str) -> None:
    assert new_city_form(slug).errors == {"slug": ["Small Latin letters, digits and hyphens."]}


def city_fields(**more: str) -> dict[str, Any]:
    fields = {"slug": "nahal", "name_en": "Town", "language": "en", "kind": "municipality", "country": "IL"}
    return CityForm({**fields, "time_zone": "Asia/Jerusalem", **more}).errors


@pytest.mark.parametrize("written", ["280000", "280,000", "٢٨٠٬٠٠٠", "280 000", "280’000"])
def test_thousands_are_read_as_people_part_them(written: str) -> None:
    form = new_city_form("nahal")
    form.data = {**form.data, "population": written}
    assert form.errors == {}
    assert form.cleaned_data["population"] == 280_000


@pytest.mark.parametrize("written", ["28,00", "1,2345", "2.5", "1_000"])
def test_what_is_no_number_is_refused(written: str) -> None:
    assert "population" in city_fields(population=written)


@pytest.mark.parametrize(("code", "is_known"), [("IL", True), ("jo", True), ("XX", False), ("I", False)])
def test_the_country_is_one(code: str, is_known: bool) -> None:
    assert ("country" in city_fields(country=code)) is not is_known


def test_a_pasted_address_is_understood_and_promises_nothing(
    client: Any, operator: Any, sign_in: Any, settings: Any
) -> None:
    city = CityFactory()
    sign_in(client, operator)
    page = f"/platform/cities/{city.pk}/hosts/new/"
    said = client.post(page, {"host": "https://School.Haifa.example/"}, follow=True).content.decode()
    assert CityDomain.objects.get().host == "school.haifa.example"
    assert "once its DNS points here" in said
    settings.BASE_URL = "https://cities.example"
    for own in ("cities.example", "https://cities.example/"):
        refused = client.post(page, {"host": own})
        assert refused.status_code == 422
        assert "This is the platform’s own address." in refused.content.decode()


def test_a_move_that_cannot_be_made_is_not_asked_about(client: Any, operator: Any, sign_in: Any) -> None:
    city = CityFactory(state="paused")
    sign_in(client, operator)
    page = client.get(f"/platform/cities/{city.pk}/becomes/sustaining/", follow=True)
    assert page.redirect_chain == [(f"/platform/cities/{city.pk}/", 302)]
    assert "this step is not open to it" in page.content.decode()
    MembershipFactory(city=city, role="director")
    done = client.post(f"/platform/cities/{city.pk}/becomes/active/", {"reason": WHY}, follow=True)
    assert "The city is now: active. We have told its directors." in done.content.decode()


def test_completed_years_change_the_status_alone(client: Any, operator: Any, sign_in: Any) -> None:
    city = CityFactory(state="active")
    MembershipFactory(city=city, role="director")
    steward = MembershipFactory(city=city, role="steward")
    sign_in(client, operator)
    page = f"/platform/cities/{city.pk}/becomes/sustaining/"
    assert "All roles stay, also that of the network steward" in client.get(page).content.decode()
    client.post(page, {"reason": WHY})
    city.refresh_from_db()
    assert city.state == "sustaining"
    assert city.memberships.current().filter(pk=steward.pk).exists()
    assert city.can_move("active")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://School.example.org/", "school.example.org"),
        ("שלום.example.org", "xn--9dbne9b.example.org"),
        ("http://münchen.example/", "xn--mnchen-3ya.example"),
        ("مدينة.example", "xn--ogbl9dft.example"),
    ],
)
def test_a_host_is_kept_as_browsers_send_it(typed: str, kept: str) -> None:
    form = HostForm({"host": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["host"] == kept


@pytest.mark.parametrize("typed", ["https://a.example.org/x", f"{'ש' * 70}.example.org", "א..org"])
def test_what_is_no_host_is_refused_in_the_form(typed: str) -> None:
    assert "Enter a domain without https://" in str(HostForm({"host": typed}).errors)
