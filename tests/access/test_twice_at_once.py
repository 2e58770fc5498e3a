"""Every form of the product sent twice at the same moment, by two requests of one page: it acts once, and both are answered."""

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
from django.test import Client

from challenges.models import Challenge
from cities.models import City, CityCalendarDay, Invitation
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry, Event
from educities.tenancy.scope import city_scope
from programs.models import Milestone
from stakeholders.models import Organisation, Profile, Representation
from stakeholders.verbs import ORGANISATION_CHANGED
from tests import factories
from tests.access.filling import FormReader, fill_form
from tests.access.test_every_address import ROOMS, has, may
from tests.access.twice_table import COLUMNS, OTHERS, OWNERS, REFUSED, TYPED
from tests.access.world import address, label_of, make_people
from tests.examples import make_example, make_examples
from tests.support import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# What each request may write: the mark itself, and who is here.
BESIDE = ("accounts_formanswer", "accounts_signedinsession")
# Sends the form with this data to this address as this person.
Send = Callable[[Any, str, dict[str, Any]], Any]
SENDERS = ("director", "facilitator", "resident", "operator", "stranger", "anonymous")


class Sent:
    """One request of the two: its answer, and the tables that it wrote to."""

    def __init__(self, browser: Client, path: str, data: dict[str, Any], barrier: threading.Barrier) -> None:
        self.browser, self.path, self.data, self.barrier = browser, path, data, barrier
        self.written: set[str] = set()
        self.answer: Any = None

    def note_statement(self, execute: Any, sql: str, *rest: Any) -> Any:
        # The scope of the city stands before a statement, in the same message.
        for part in str(sql).split(";"):
            if (found := WRITES.match(part)) and found[1] not in BESIDE:
                self.written.add(found[1])
        return execute(sql, *rest)

    def run(self) -> None:
        try:
            self.barrier.wait()
            with connection.execute_wrapper(self.note_statement):
                self.answer = self.browser.post(self.path, self.data)
        finally:
            connection.close()

    @property
    def outcome(self) -> tuple[int, str, list[str]]:
        messages = self.browser.cookies.get("messages")
        return (
            self.answer.status_code,
            self.answer.get("Location", ""),
            [messages.value.partition(":")[0]] if messages else [],
        )


def clone_browser(user: Any) -> tuple[Client, Client, str]:
    """Two hands of one browser, and the secret behind the tokens of its pages."""
    first = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if user is not None:
        sign_in(first, user)
    secret = _get_new_csrf_string()
    first.cookies[settings.CSRF_COOKIE_NAME] = secret
    second = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for name, cookie in first.cookies.items():
        second.cookies[name] = cookie.value
    return first, second, secret


def send_twice(user: Any, path: str, data: dict[str, Any], *, marks: int = 1) -> tuple[Sent, Sent]:
    """The form of one page, or of two pages with the same contents, sent over two connections at the same moment."""
    first, second, secret = clone_browser(user)
    tokens = [_mask_cipher_secret(secret) for _n in range(marks)]
    barrier = threading.Barrier(2)
    pairs = zip((first, second), (tokens[0], tokens[-1]), strict=True)
    both = [Sent(one, path, {**data, "csrfmiddlewaretoken": token}, barrier) for one, token in pairs]
    threads = [threading.Thread(target=one.run) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return both[0], both[1]


def make_forms_world() -> dict[str, Any]:
    """Two cities, people of every kind, and a row of each model in the first."""
    city = factories.CityFactory(slug="bat-galim")
    other = factories.CityFactory(slug="har-ilan")
    people = make_people(city, other)
    with city_scope(city.pk):
        factories.AreaFactory()
    return {"city": city, "people": people, "rows": make_examples(city)}


@pytest.fixture
def world() -> dict[str, Any]:
    return make_forms_world()


def make_fresh_row(label: str, city: City) -> dict[str, int]:
    """A row as it is right after it was made; nothing where the city has one of its kind at most, and has it."""
    try:
        with city_scope(city.pk), transaction.atomic():
            return {label: make_example(label, city).pk}
    except IntegrityError:
        return {}


def prepare_row(name: str, rows: dict[str, int], model: Any) -> None:
    """The row is in the state from which this form acts."""
    if name in COLUMNS:
        label = label_of(name, model)
        with city_scope(City.objects.get(slug="bat-galim").pk):
            apps.get_model(label)._base_manager.filter(pk=rows[label]).update(**COLUMNS[name])


def typed_into(form: dict[str, Any], typed: dict[str, str], *, is_page: bool) -> dict[str, Any]:
    """The form with what is typed, as far as it has such boxes; a bare button is sent with what it says."""
    return {**form, **{name: value for name, value in typed.items() if name in form or not is_page}}


def sender_of(entry: Any) -> str | None:
    return next((who for who in SENDERS if has(entry, "post") and may(entry, who, "post")), None)


def forms_at(where: str, entry: Any, user: Any) -> Iterator[dict[str, Any]]:
    """What a person would send to this address: the forms of its own page, or the bare button."""
    if not has(entry, "get"):
        yield {}
        return
    browser = Client(raise_request_exception=False)
    page = (sign_in(browser, user) if user is not None else browser).get(where)
    if page.status_code == 200:
        for action, boxes in FormReader(page.content.decode()).found:
            if action in {"", where}:
                yield fill_form(boxes)


def fault_of(both: tuple[Sent, Sent]) -> str:
    """What is wrong with the two answers; nothing when one acted and both were answered."""
    first, second = both
    statuses = (first.answer.status_code, second.answer.status_code)
    if max(statuses) >= 500:
        return f"an error of ours: {statuses}"
    if first.written and second.written and min(statuses) < 400:
        return f"both wrote: {sorted(first.written & second.written)}"
    if first.outcome != second.outcome:
        return f"two answers: {first.outcome} and {second.outcome}"
    return ""


def owner_of(name: str, rows: dict[str, int], model: Any, city: City) -> Any:
    """An account of the person whose row it is."""
    with city_scope(city.pk):
        row = apps.get_model(label_of(name, model)).objects.get(pk=rows[label_of(name, model)])
        profile = getattr(row, OWNERS[name]) if OWNERS[name] else row
        profile.user = profile.user or factories.UserFactory()
        profile.save()
    if not profile.user.memberships.exists():
        factories.MembershipFactory(user=profile.user, city=city, role="resident")
    return profile.user


def send_every_form(world: dict[str, Any], send: Send) -> Iterator[tuple[str, str, Any]]:
    """The name of each address with a form, where it is, and what came of sending it."""
    city, sent = world["city"], [one for room in sorted(ROOMS) for one in ROOMS[room] if has(one[1], "post")]
    for route, entry in sent:
        who, name, model = sender_of(entry), entry.name, entry.callback.view_class.model
        rows = world["rows"]
        if who is None and name not in OWNERS:
            assert name in OTHERS
            continue
        if "<int:pk>" in route:
            rows = rows | make_fresh_row(label_of(name, model), city)
            prepare_row(name, rows, model)
        user = world["people"][who] if who else owner_of(name, rows, model, city)
        where = address(route, name, model, city, rows)
        for form in forms_at(where, entry, user):
            data = typed_into(form, TYPED.get(name, {}), is_page=has(entry, "get"))
            yield name, where, send(user, where, data)


def test_every_form_sent_twice_at_once_acts_once(world: Any) -> None:
    wrong, acted, idle = [], set(), set()
    for name, where, both in send_every_form(world, send_twice):
        if fault := fault_of(both):
            wrong.append(f"{where}: {fault}")
        (acted if both[0].written or both[1].written else idle).add(name)
    assert wrong == [], "\n".join(wrong)
    # Nothing acts that is said to be refused, and nothing is refused that is not said.

    assert idle - acted == set(REFUSED)
    assert names_in_the_log(world["city"]) == []


def names_in_the_log(city: City) -> list[tuple[str, str]]:
    """Each personal value of a person that stands in the data of a record or an event: (the verb, the value)."""
    with city_scope(city.pk):
        columns = ("display_name", "legal_name", "phone", "user__email")
        people = Profile.objects.values_list(*columns)
        values = {value for row in people for value in row if value and len(value) > 2}
        logged = [*AuditEntry.objects.values_list("verb", "data"), *Event.objects.values_list("name", "data")]
    return [(verb, value) for verb, data in logged for value in values if value in strings_in(data)]


def strings_in(data: Any) -> set[str]:
    """Every text in the data, however deep."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        return set().union(*map(strings_in, data))
    return {data} if isinstance(data, str) else set()


def test_a_name_in_the_data_of_a_record_is_found(world: Any) -> None:
    """The walk above can fail: a name that an act writes into the log is seen."""
    city = world["city"]
    with city_scope(city.pk):
        person = factories.ProfileFactory(display_name="Zebrafinch")
        assert names_in_the_log(city) == []
        record(ORGANISATION_CHANGED, factories.OrganisationFactory(), actor=None, title={"en": person.display_name})
    assert (ORGANISATION_CHANGED.code, "Zebrafinch") in names_in_the_log(city)


# The six that were found: what makes two of them, and how many rows there are then.
FOUND = {
    "organisation": ("organisations/new/", Organisation),
    "challenge": ("manage/challenges/new/", Challenge),
    "milestone": ("program/years/{year}/milestones/", Milestone),
    "role": ("roles/new/", Invitation),
    "day": ("settings/days/new/", CityCalendarDay),
    "representative": ("organisations/{organisation}/appoint/", Representation),
}


def count_rows(city: City, model: Any) -> int:
    """Invitations that hold: the second page, where it comes a moment later, sends a new link and ends the first."""
    with city_scope(city.pk):
        return model.objects.filter(**({"withdrawn_at": None} if model is Invitation else {})).count()


@pytest.mark.parametrize("case", FOUND)
def test_two_presses_make_one_row_and_get_the_same_answer(case: str) -> None:
    city = factories.CityFactory()
    director = factories.MembershipFactory(city=city, role="director").user
    with city_scope(city.pk):
        factories.ProfileFactory(user=director)
        year = factories.ProgramFactory(actor=director, starts_on=city.today()).years.first()
        holes = {"year": year.pk, "organisation": factories.OrganisationFactory().pk}
    path, model = FOUND[case]
    where = f"/c/{city.slug}/{path.format(**holes)}"
    page = sign_in(Client(), director).get(where).content.decode()
    form = next(fill_form(boxes) for action, boxes in FormReader(page).found if action in {"", where})
    # Words stand beside a record alone, and there is none to choose.
    form |= {"evidence": "", "owner_role": ""} if case == "milestone" else {}
    before = count_rows(city, model)
    first, second = send_twice(director, where, form)
    assert first.answer.status_code == 302, first.answer.content.decode()
    assert first.outcome == second.outcome
    assert count_rows(city, model) == before + 1


@pytest.mark.parametrize("case", ["role", "day", "representative"])
def test_two_pages_at_once_never_end_in_an_error(case: str) -> None:
    """Two tabs have a mark each: the constraint behind them answers in words."""
    city = factories.CityFactory()
    director = factories.MembershipFactory(city=city, role="director").user
    with city_scope(city.pk):
        factories.ProfileFactory(user=director)
        holes = {"organisation": factories.OrganisationFactory().pk}
    path, model = FOUND[case]
    where = f"/c/{city.slug}/{path.format(**holes)}"
    page = sign_in(Client(), director).get(where).content.decode()
    form = next(fill_form(boxes) for action, boxes in FormReader(page).found if action in {"", where})
    before = count_rows(city, model)
    first, second = send_twice(director, where, form, marks=2)
    assert max(first.answer.status_code, second.answer.status_code) < 500
    assert count_rows(city, model) == before + 1
