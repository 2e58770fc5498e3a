"""What people type is data: for the database, for a page, for a mail, for a command; it is never run."""

import ast
import io
import re
import string
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client
from openpyxl import DEFUSEDXML

from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.outbox import build_message
from educities.kit.errors import DomainError
from educities.kit.spelling import fold_spelling, spell_pattern
from stakeholders.imports import limits
from stakeholders.imports.table import read_sheets
from stakeholders.models.visibility import build_line_pattern
from tests.factories import OrganisationFactory
from tests.security.sources import calls, imports_of, scripts, templates, trees
from tests.support import sign_in

# Where a statement is put together of parts: each part is a name or a condition that the code itself says.
BUILT_SQL = {
    "educities/activity/actions/retention.py",
    "cities/queries/second_hands.py", "cities/queries/week.py", "educities/api/partners.py", "educities/embedded/postgres.py",
    "educities/tenancy/inspect.py", "operations/actions/backup.py",
    "operations/actions/city_export.py", "operations/actions/city_removal.py", "operations/actions/db_logins.py",
    "reports/management/practice/build.py", "reports/queries/dashboard.py", "reports/queries/staff_days.py",
    # These three hand on what Django asks.
    "educities/health/middleware.py", "educities/tenancy/kept_queries.py", "educities/tenancy/scope.py",
}  # fmt: skip
NAMED_SQL = re.compile(r"^[A-Z_]+$")
# What runs other programs: the embedded services and the operator's backup. None of them serves people.
RUNS_PROGRAMS = {
    "educities/embedded/children.py", "educities/embedded/paths.py", "educities/embedded/postgres.py",
    "educities/embedded/commands.py", "operations/actions/pg_tools.py", "operations/actions/restore.py",
}  # fmt: skip
# What opens a connection by itself: the embedded services, and the watch over the database's own connection.
OPENS_CONNECTIONS = {
    "educities/embedded/paths.py", "educities/embedded/supervisor.py", "educities/embedded/valkey.py",
    "educities/health/query_watchdog.py",
    # A city's own sign-in, all of it by the first of these: public addresses alone (`tests/kit/test_outbound.py`).
    "educities/kit/outbound.py", "educities/accounts/views/openid.py", "stakeholders/imports/discovery.py",
}  # fmt: skip
MARKS_SAFE = {
    "educities/accounts/middleware/__init__.py", "educities/activity/texts/mail_frame.py", "educities/kit/charts.py",
    "educities/kit/icons.py", "educities/kit/rings.py", "educities/kit/templatetags/look.py", "educities/kit/templatetags/mail_frame.py",
    "educities/kit/templatetags/words.py", "labs/templatetags/stages.py", "network_map/renderers/picture.py",
    "stakeholders/templatetags/sectors.py",
}  # fmt: skip


def test_statements_are_built_of_the_codes_own_words_alone() -> None:
    """Values go beside a statement, never into it. A new place that puts a statement together is looked at by a person."""
    built = {
        path
        for path, name, call in calls()
        if name.rpartition(".")[2] in {"execute", "raw", "RawSQL", "extra"}
        and call.args
        and not isinstance(call.args[0], ast.Constant)
        and not (isinstance(call.args[0], ast.Name) and NAMED_SQL.match(call.args[0].id))
        and not path.startswith("stakeholders/imports/")  # its `raw` is the text of a cell
    }
    assert built == BUILT_SQL


@pytest.mark.django_db
def test_a_quote_in_a_search_is_a_letter(client: Client, scope: Any, director: Any) -> None:
    OrganisationFactory(name={"en": "O'Hara's garden"})
    sign_in(client, director)
    page = client.get("/c/bat-galim/organisations/", {"q": "O'Hara' OR '1'='1"})
    assert page.status_code == 200
    assert "garden" not in page.content.decode()


@pytest.mark.django_db
def test_what_is_encoded_twice_is_decoded_once(client: Client, scope: Any, director: Any) -> None:
    sign_in(client, director)
    page = client.get("/c/bat-galim/organisations/?q=%253Cb%253E").content.decode()
    assert 'value="%3Cb%3E"' in page
    assert 'value="&lt;b&gt;"' not in page


def test_programs_are_run_by_the_operators_tools_alone_and_without_a_shell() -> None:
    assert imports_of("subprocess")["subprocess"] == RUNS_PROGRAMS
    shells = [path for path, name, call in calls() if name in {"os.system", "os.popen"}]
    shells += [path for path, _name, call in calls() for one in call.keywords if one.arg == "shell"]
    assert shells == []


def test_no_text_is_run_as_code() -> None:
    run = [path for path, name, _call in calls() if name in {"eval", "exec", "compile", "__import__"}]
    assert run == []
    assert [
        name for name, text in scripts().items() if re.search(r"\beval\(|new Function|setTimeout\([\"']", text)
    ] == []


def test_no_template_is_made_of_a_text() -> None:
    made = [path for path, name, _call in calls() if name.rpartition(".")[2] in {"Template", "from_string"}]
    assert made == []


def test_no_text_of_a_person_is_a_pattern() -> None:
    """A pattern of an expression is written in the code; what people type is searched for literally."""
    functions = {
        "re.compile",
        "re.search",
        "re.match",
        "re.fullmatch",
        "re.sub",
        "re.split",
        "re.findall",
        "re.finditer",
    }
    patterns = [(path, call.args[0]) for path, name, call in calls() if name in functions]
    loose = {
        path for path, first in patterns if not isinstance(first, ast.Constant | ast.JoinedStr | ast.BinOp | ast.Name)
    }
    assert loose == {"educities/kit/glossary.py"} & loose
    lookups = [path for path, tree in trees().items() if re.search(r"__i?regex\b", ast.unparse(tree))]
    # The spellings of a word: `spell_pattern`; a word in a line of a level: `build_line_pattern`.
    assert lookups == ["educities/kit/spelling.py", "stakeholders/queries/visibility.py"]


@pytest.mark.django_db
def test_the_word_in_a_line_is_found_as_it_is_written() -> None:
    """The database reads every sign of a typed word as that sign, as `build_line_pattern` gives it the word."""
    words = [*string.punctuation, "a.b", "(a|b)*", "\\d", "***=a", " ", "\u05d0"]
    with connection.cursor() as cursor:
        for word in words:
            pattern = build_line_pattern(word, ["city"])
            cursor.execute("SELECT %s ~ %s, %s ~ %s", [f"\ncity so {word}", pattern, "\ncity so7x", pattern])
            assert cursor.fetchone() == (True, False), word


@pytest.mark.django_db
def test_a_word_in_its_spellings_is_found_as_it_is_written() -> None:
    """The database reads every sign of a typed word as that sign, as `spell_pattern` gives it the word."""
    words = [f"ספריה{sign}גדולה" for sign in (*string.punctuation, "(a|b)*", "***=", "\\d", "[^x]")]
    with connection.cursor() as cursor:
        for word in map(fold_spelling, words):
            pattern = spell_pattern(word)
            assert pattern, word
            cursor.execute("SELECT %s ~ %s, %s ~ %s", [f"so {word}", pattern, "so ספרי7xגדולה", pattern])
            assert cursor.fetchone() == (True, False), word


def test_a_text_with_holes_is_the_codes_own() -> None:
    """`format` reads attributes of what it is given: the text with the holes is a constant, or a sentence of a verb."""
    formats = {
        path
        for path, name, call in calls()
        if name.endswith(".format")
        and isinstance(call.func, ast.Attribute)
        and not isinstance(call.func.value, ast.Constant)
        and not NAMED_SQL.match(ast.unparse(call.func.value))
    }
    assert formats == {
        "educities/activity/texts/sentences.py",  # a verb's own sentence
        "educities/api/partners.py",  # a hook's own condition
        "operations/actions/post_restore.py",  # a table of statements
        "reports/renderers/xlsx.py",  # the look of a cell
    }


def test_pages_escape_whatever_is_not_known_to_be_markup() -> None:
    open_pages = {path for path, text in templates().items() if re.search(r"\|safe\b|autoescape off", text)}
    assert {path for path in open_pages if not path.endswith(".txt")} == set()
    marked = {path for path, name, _call in calls() if name in {"mark_safe", "SafeString"}}
    assert marked == MARKS_SAFE


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_no_link_of_a_person_runs_anything(address: str) -> None:
    own = [model for model in apps.get_models() if not model.__module__.startswith(("django", "allauth"))]
    boxes = [one for model in own for one in model._meta.get_fields() if isinstance(one, models.URLField)]
    assert boxes
    for box in boxes:
        with pytest.raises(ValidationError):
            box.run_validators(address)


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["Hello\r\nBcc: many@example.org", "Hello\nBcc: many@example.org"])
def test_no_line_of_a_mails_head_is_added_by_a_text(settings: Any, subject: str) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    payload = {"subject": subject, "text": "x", "html": "", "from": settings.DEFAULT_FROM_EMAIL}
    build_message("mail", "noa@example.org", dedupe_key="head", payload=payload).save()
    deliver_due()
    heads = [one.message() for one in mail.outbox]
    assert [head["Bcc"] for head in heads if head["Bcc"]] == []


def test_nothing_is_called_whose_address_a_person_says() -> None:
    """No client of HTTP serves people but the one that asks a city's own sign-in, at public addresses alone."""
    clients = ("requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request", "ftplib", "xmlrpc", "socket")
    found = imports_of(*clients)
    assert set().union(*found.values()) == OPENS_CONNECTIONS


def workbook(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


def test_a_spreadsheet_that_names_an_entity_is_not_read() -> None:
    assert DEFUSEDXML
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'
    kinds = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "x">]><Types>&e;</Types>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", kinds)
        archive.writestr("xl/workbook.xml", xml)
    with pytest.raises(DomainError) as refused:
        read_sheets(file.getvalue())
    reasons = [refused.value.__cause__, refused.value.__cause__.__context__]
    assert "EntitiesForbidden" in repr(reasons)


def test_a_spreadsheet_of_too_many_parts_is_not_unpacked() -> None:
    parts = {f"xl__part{number}_xml": "x" for number in range(limits.MAX_PARTS)}
    with pytest.raises(DomainError) as refused:
        read_sheets(workbook(xl__workbook_xml="x", **parts))
    assert refused.value.code.endswith("too_big")


def test_what_comes_from_outside_is_read_by_formats_that_make_no_objects() -> None:
    readers = imports_of("pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle")
    assert {name: paths for name, paths in readers.items() if paths} == {}


def test_sessions_and_tasks_travel_as_json(settings: Any) -> None:
    from educities.celery import app

    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert set(app.conf.accept_content) == {"json"}
