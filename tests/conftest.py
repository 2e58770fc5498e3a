"""Fixtures of the whole house. The database is real and is used as the role that serves people."""

import gc
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

os.environ.setdefault("EDUCITIES_TEST", "1")
if sys.dont_write_bytecode:
    # Where compiled code is not kept, each worker and each process that a test starts compiles all of it anew.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).resolve().parent.parent / "var" / "pycache")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
OUTBOX = "educities.activity.backends.OutboxBackend"
# Folders that this process made for the run.
MADE: dict[str, str] = {}
# An example that takes long on a busy machine is no fault.
examples.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("suite")


def pytest_configure(config: Any) -> None:
    """The embedded services run before Django reads its settings."""
    if not hasattr(config, "workerinput") and not config.option.basetemp:
        # Another run that begins beside this one closes the folder that all runs of an account share by itself, and with
        # it the databases that lie there.
        MADE["temp"] = tempfile.mkdtemp(prefix="educities-tests-")
        config.option.basetemp = Path(MADE["temp"]) / "run"
    if "DATABASE_URL" not in os.environ:
        from educities.embedded.services import ensure_services

        ensure_services(Path(os.environ.get("EDUCITIES_VAR", Path(__file__).resolve().parent.parent / "var")))
    if "EDUCITIES_MAILBOX" not in os.environ:
        # The workers of one run, and the servers that they start, inherit it.
        os.environ["EDUCITIES_MAILBOX"] = MADE["mailbox"] = tempfile.mkdtemp(prefix="mailbox-")
    # Tasks that a test calls belong to the app that runs them.
    import educities.celery  # noqa: F401
    from educities.kit import cache

    cache.ANSWER_SECONDS = 20


def pytest_sessionfinish() -> None:
    """The browser of this process ends with it, and the run's own mailbox with the run."""
    for folder in MADE.values():
        shutil.rmtree(folder, ignore_errors=True)
    from tests.browser.process import PROCESS

    PROCESS.end()


def shuffle(items: list[pytest.Item], seed: str) -> None:
    """Files in random order, and the tests of each; the same seed gives the same order. No test may need another one."""
    dice = random.Random(seed)
    places = {path: dice.random() for path in sorted({item.path for item in items})}
    dice.shuffle(items)
    items.sort(key=lambda item: places[item.path])


def pytest_itemcollected(item: pytest.Item) -> None:
    """What goes over the whole product is a walk."""
    if item.path.parent.name == "access":
        item.add_marker("walk")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files come first, so that no worker waits at the end for the last of them."""
    if seed := os.environ.get("SHUFFLE"):
        shuffle(items, seed)
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("browser", "processes", "walk"))))


def pytest_collection_finish() -> None:
    """Python's collector passes over what stays until the end: Django, the product and the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    from tests import database

    with django_db_blocker.unblock():
        name = database.make()
    yield
    with django_db_blocker.unblock():
        database.drop(name)


@pytest.fixture(autouse=True, scope="session")
def _owner_empties_the_tables() -> None:
    """TransactionTestCase ends with a TRUNCATE; here the owner does it."""
    from django.test import TransactionTestCase

    from tests import database

    TransactionTestCase._fixture_teardown = lambda self: database.empty()


@pytest.fixture(autouse=True, scope="session")
def _static_files_listed_once() -> None:
    """Each test client builds the middleware anew, and WhiteNoise lists all static files each time; here once a run."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    files: dict[str, Any] = {}
    list_files = WhiteNoiseMiddleware.add_files_from_finders

    def take_files(middleware: WhiteNoiseMiddleware) -> None:
        if not files:
            list_files(middleware)
            files.update(middleware.files)
        middleware.files.update(files)

    WhiteNoiseMiddleware.add_files_from_finders = take_files


@pytest.fixture(autouse=True)
def _mail_through_the_outbox(settings: Any) -> None:
    """Django's test runner takes the mail away; here it goes the product's own way."""
    settings.EMAIL_BACKEND = OUTBOX


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A page that another test read in its reader's language leaves that language behind."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_cache() -> None:
    """Each test has keys of its own, so that tests beside each other do not clear one another's cache."""
    from educities.kit.cache import _away_until
    from tests.support import forget_cache

    forget_cache()
    # What a test before let go away is there again: while it is away limits count nobody.
    _away_until.clear()


@pytest.fixture(scope="module")
def keep(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """`keep(make)` makes rows that all tests of a file find: once, in a transaction around them; each test runs in a
    savepoint of it. Tests take a copy of what was made, so that what one does to its objects no other sees."""
    from django.db import transaction
    from django.test import override_settings
    from django.utils import translation

    def make_once(make: Any) -> Any:
        translation.deactivate()
        with django_db_blocker.unblock(), override_settings(EMAIL_BACKEND=OUTBOX):
            return make()

    around = transaction.atomic()
    # As Django says it of the transactions around its own test cases.
    around._from_testcase = True
    with django_db_blocker.unblock():
        around.__enter__()
    yield make_once
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that a test moves, for this process: the threads of its live server too, and not for the database."""
    from django.utils import timezone

    from tests.support import Clock

    moved = Clock()
    moved.now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moved.now)
    return moved


@pytest.fixture
def city(db: Any) -> Any:
    from tests.factories import make_city

    return make_city()


@pytest.fixture
def practice_city(transactional_db: None) -> Iterator[Any]:
    """The practice city, which all that the test and its live server ask of the database finds; the test may change it."""
    from tests.practice import practice_copy

    with practice_copy() as city:
        yield city


@pytest.fixture
def other_city(db: Any) -> Any:
    from tests.factories import make_other_city

    return make_other_city()


@pytest.fixture
def scope(city: Any) -> Iterator[Any]:
    """The scope that the city's requests and its nightly tasks run in: its rows alone, by its own clocks."""
    from django.utils import timezone

    from educities.tenancy.scope import city_scope

    with city_scope(city.pk), timezone.override(city.zone):
        yield city


def _person(city: Any, role: str | None, name: str) -> Any:
    from educities.tenancy.scope import city_scope
    from tests.factories import MembershipFactory, ProfileFactory, UserFactory

    user = UserFactory(email=f"{name.lower()}@example.org")
    if role:
        MembershipFactory(user=user, city=city, role=role)
        with city_scope(city.pk):
            ProfileFactory(user=user, display_name=name)
    return user


@pytest.fixture
def director(city: Any) -> Any:
    return _person(city, "director", "Ruth")


@pytest.fixture
def facilitator(city: Any) -> Any:
    return _person(city, "facilitator", "Samir")


@pytest.fixture
def steward(city: Any) -> Any:
    return _person(city, "steward", "Stella")


@pytest.fixture
def resident(city: Any) -> Any:
    return _person(city, "resident", "Noa")


@pytest.fixture
def stranger(db: Any) -> Any:
    """Signed in, with no role in the city."""
    from tests.factories import UserFactory

    return UserFactory(email="stranger@example.org")


@pytest.fixture
def operator(db: Any) -> Any:
    from tests.factories import UserFactory

    return UserFactory(email="operator@example.org", is_operator=True)


@pytest.fixture
def sign_in() -> Any:
    from tests.support import sign_in as enter

    return enter
