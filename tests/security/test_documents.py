"""docs/security.md says what the code does: each table is compared with it."""

import ast
import re
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import get_resolver

from challenges.imports import photos
from challenges.models import IdeaPhoto
from educities.kit import data_classes
from educities.kit.passwords import OWN_WORDS
from educities.logs import FIELDS
from stakeholders.imports import limits
from tests.security.production import production
from tests.security.sources import calls, document, imports_of, trees
from tests.test_docker import PRODUCTION, ROOT

PAGE = document("docs/security.md")


def section(title: str) -> str:
    """What stands under a heading, up to the next one."""
    return re.split(r"\n##+ ", PAGE.partition(f"# {title}\n")[2])[0]


def table(title: str, columns: int) -> list[tuple[str, ...]]:
    """Rows of the tables of a section that have so many columns; code marks taken off."""
    rows = [line.strip("|").split("|") for line in section(title).splitlines() if line.startswith("| ")]
    return [tuple(cell.strip().strip("`") for cell in row) for row in rows if len(row) == columns]


def value_of(path: str, node: ast.expr) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    module = import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return getattr(module, ast.unparse(node))


def test_every_limit_is_written_down_with_its_number() -> None:
    counted = {}
    for path, name, call in calls():
        given = {one.arg: one.value for one in call.keywords}
        if name == "check_limit" and isinstance(call.args[0], ast.Constant):
            counted[call.args[0].value] = (str(value_of(path, given["most"])), str(value_of(path, given["seconds"])))
        if name == "_check_rate":
            counted[value_of(path, call.args[0])] = (str(value_of(path, call.args[2])), "60")
    assert {name: (most, seconds) for name, _what, most, seconds in table("Limits", 4)[1:]} == counted


def test_the_limits_of_signing_in_are_those_of_a_production() -> None:
    written = dict(table("Limits", 2)[1:])
    assert len(written) == 7
    assert written == {name: production()["LIMITS_OF_SIGN_IN"][name] for name in written}


def test_the_bounds_of_a_file_are_those_of_the_code() -> None:
    written = {name: int(most) for name, most in table("Uploads", 2) if name.startswith("MAX_")}
    assert written == {name: getattr(limits, name, None) or getattr(photos, name) for name in written}
    assert len(written) == 10


def test_the_kinds_of_photos_are_those_of_the_code() -> None:
    kinds = [row[1] for row in table("Uploads", 2) if row[0] == "kinds"][-1]
    assert tuple(kinds.upper().split(", ")) == photos.FORMATS


def test_how_long_a_photo_is_kept_is_written_down() -> None:
    text = re.sub(r"\s+", " ", section("Uploads"))
    assert f"a refused one after {IdeaPhoto.REFUSED_DAYS} days" in text
    assert f"{max(settings.LARGER_BODIES.values()) // 2**20} MB (`LARGER_BODIES`)" in text


def test_what_costs_much_is_there() -> None:
    paths = re.findall(r"`([\w/]+\.py)`", section("What costs much"))
    assert len(paths) == 6
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_way_to_sign_in_is_written_down() -> None:
    """A session begins in allauth's own pages or in `login.py`; who calls that is one of these."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    written = [begins for _way, begins, _worth in table("Signing in", 3)[1:]]
    assert [one for one in written if one not in names and one != "enter_or_ask"] == []
    begun = {path for path, name, _call in calls() if name in {"login", "perform_login", "super().login"}}
    assert begun == {"educities/accounts/views/login.py", "educities/accounts/adapter.py"}
    linked = {path for path, name, _call in calls() if name == "sign_in_by_link"}
    assert linked == {
        "educities/accounts/views/__init__.py",
        "educities/accounts/views/login.py",
        "cities/views/public.py",
        "stakeholders/views/signing_in.py",
    }


def test_the_words_that_no_password_is_made_of_are_written_down() -> None:
    sentence = re.sub(r"\s+", " ", section("Signing in")).partition("address alone: ")[2].partition(". None")[0]
    assert tuple(sentence.split(", ")) == OWN_WORDS


def test_the_length_of_a_password_is_written_down() -> None:
    (least,) = [one["OPTIONS"]["min_length"] for one in production()["AUTH_PASSWORD_VALIDATORS"] if "OPTIONS" in one]
    assert f"**Passwords**: {least} signs or more" in PAGE


def test_the_lengths_of_sessions_are_written_down() -> None:
    text = re.sub(r"\s+", " ", document("docs/operations.md").partition("### Sessions")[2])
    days, hours = settings.SESSION_COOKIE_AGE // 86400, settings.STAFF_SESSION_AGE // 3600
    minutes = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60
    assert f"lasts {days} days, one that has passed a second step {hours} hours" in text
    assert f"a proof of the last {minutes} minutes" in text
    assert "any number for one account" in text


def test_every_class_of_data_has_its_demands() -> None:
    assert [row[0] for row in table("Data", 5)[1:]] == list(data_classes.CLASSES)


def test_every_secret_of_an_installation_is_in_the_list_of_keys() -> None:
    example = (ROOT / "docker/env.example").read_text()
    secret = {name for name in re.findall(r"^(\w+)=", example, re.MULTILINE) if re.search("PASSWORD|SECRET", name)}
    assert {row[0] for row in table("Cryptography", 4)[1:]} == secret


def test_every_server_that_is_called_is_in_the_list() -> None:
    text = section("Connections")
    addresses = {name for name in PRODUCTION if name.endswith("_URL")} - {"BASE_URL", "NETWORK_DATABASE_URL"}
    assert [name for name in {*addresses, "EMAIL_HOST"} if f"`{name}`" not in text] == []
    assert len(table("Connections", 3)[1:]) == 4


def test_every_logger_and_field_is_in_the_list() -> None:
    text = section("Logs")
    made = {
        value_of(path, call.args[0])
        if isinstance(call.args[0], ast.Constant)
        else path.removesuffix(".py").replace("/", ".")
        for path, name, call in calls()
        if name == "logging.getLogger"
    }
    assert [name for name in made if f"`{name.removesuffix('.__init__')}`" not in text] == []
    fields = text.partition("Fields: ")[2].partition(".")[0]
    assert tuple(re.findall(r"`(\w+)`", fields)) == FIELDS


def test_every_place_that_is_named_is_there() -> None:
    paths = re.findall(r"`([\w/]+/[\w.]+\.(?:py|yaml))`", PAGE)
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert trees()


def test_when_a_weak_package_is_renewed_is_written_down() -> None:
    text = re.sub(r"\s+", " ", document("docs/operations.md").partition("### Packages")[2])
    assert "renewed within a week, a severe one within a day" in text
    assert "pip-audit --requirement requirements/run.txt" in text


def test_every_act_of_two_is_written_down_where_it_is_asked() -> None:
    """Whoever asks whose word is a second one stands in the table, and so does each place that the table names."""
    where = "cities.queries.second_hands"
    found = imports_of(f"{where}.find_same_hands", f"{where}.build_second_hands")
    rows = table("Acts of two", 5)[1:]
    assert {path for *_rest, path in rows} == set().union(*found.values())
    assert all(cell for row in rows for cell in row)
