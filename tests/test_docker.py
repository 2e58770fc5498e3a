"""The files of a production: as their schema asks, in step with the code, and refusing what is insecure."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from educities.embedded.postgres import ROLES
from educities.embedded.steps import ROOT, STEPS

PRODUCTION = {
    "SECRET_KEY": "a long and random value, of which nobody knows 1 of its 64 letters",
    "BASE_URL": "https://cities.example.org",
    "ALLOWED_HOSTS": "cities.example.org",
    "DATABASE_URL": "postgresql://app_rw@db/educities",
    "NETWORK_DATABASE_URL": "postgresql://app_network@db/educities",
    "REDIS_URL": "redis://valkey:6379/0",
}
LOAD = "import educities.wsgi"


def python(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """A Python that knows nothing but a production's environment."""
    env = {"PATH": os.environ["PATH"], **PRODUCTION, **changed}
    return subprocess.run(
        [sys.executable, *arguments], check=False, env=env, capture_output=True, text=True, timeout=240, cwd=ROOT
    )


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_file_is_as_its_schema_asks() -> None:
    checked = python("-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    assert checked.returncode == 0, checked.stdout


def test_every_wanted_variable_stands_in_the_example(compose: dict) -> None:
    wanted = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^(\w+)=", (ROOT / "docker/env.example").read_text(), re.MULTILINE))
    assert wanted - offered == set()


def test_only_migrations_sign_in_as_the_owner(compose: dict) -> None:
    owners = [
        name for name, service in compose["services"].items() if "DATABASE_OWNER_URL" in service.get("environment", {})
    ]
    assert owners == ["migrate"]


def test_only_this_machine_reaches_the_web_server_which_believes_its_proxy(compose: dict) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert published.keys() == {"web", "proxy"}
    assert [port.split(":")[0] for port in published["web"]] == ["127.0.0.1"]


def test_every_service_has_a_limit_of_memory(compose: dict) -> None:
    assert [name for name, service in compose["services"].items() if "mem_limit" not in service] == []


def test_the_cache_asks_for_a_password_that_no_command_line_shows(compose: dict) -> None:
    valkey = compose["services"]["valkey"]
    assert "requirepass $$REDISCLI_AUTH" in valkey["command"][-1]
    assert "VALKEY_PASSWORD" not in str(valkey["command"])
    assert "VALKEY_PASSWORD" in compose["x-serving"]["REDIS_URL"]


def test_the_roles_are_the_codes(compose: dict) -> None:
    script = (ROOT / "docker/postgres-roles.sh").read_text()
    assert tuple(re.findall(r"CREATE ROLE (\w+)", script)) == ROLES
    assert subprocess.run(["sh", "-n", "docker/postgres-roles.sh"], check=False, cwd=ROOT).returncode == 0


def test_the_image_is_built_by_the_steps_of_a_start() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    built = [step for step in STEPS if not step.in_database]
    assert [step.name for step in built if f"manage.py {' '.join(step.command)}" not in dockerfile] == []


def test_what_the_image_copies_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert copied
    assert [path for path in copied if not (ROOT / path).exists()] == []


def test_production_starts_and_has_no_warnings() -> None:
    loaded = python("-c", LOAD)
    assert loaded.returncode == 0, loaded.stderr
    checked = python("manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must be given"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS must name the hosts"),
        ("BASE_URL", "http://cities.example.org", "BASE_URL must begin with https://"),
        ("DEBUG", "1", "DEBUG must be off"),
        ("NETWORK_DATABASE_URL", PRODUCTION["DATABASE_URL"], "must sign in as two roles"),
    ],
)
def test_production_refuses_to_start_with_insecure_settings(name: str, value: str, says: str) -> None:
    refused = python("-c", LOAD, **{name: value})
    assert refused.returncode == 1
    assert says in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("STATEMENT_TIMEOUT", "soon", "STATEMENT_TIMEOUT=soon: write a time with its unit, 5s, 500ms, 2min or 1h"),
        ("STATEMENT_TIMEOUT", "60", "STATEMENT_TIMEOUT=60: write a time with its unit"),
        ("LOCK_TIMEOUT", "abc", "LOCK_TIMEOUT=abc: write a time with its unit"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL=LOUD: write one of DEBUG, INFO"),
        ("EMAIL_PORT", "abc", "write a whole number"),
        ("HSTS_SECONDS", "1y", "HSTS_SECONDS=1y: write a whole number"),
        ("HSTS_SUBDOMAINS", "maybe", "HSTS_SUBDOMAINS=maybe: write 1 or 0"),
    ],
)
def test_a_setting_that_cannot_be_read_is_said_in_words(name: str, value: str, words: str) -> None:
    loaded = python("-c", "import educities.settings", **{name: value})
    assert loaded.returncode == 1
    assert words in loaded.stderr.splitlines()[-1]


def test_settings_are_read_as_an_operator_writes_them() -> None:
    shown = (
        "from educities import settings as s;"
        "print(s.ALLOWED_HOSTS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD, s.SECURE_HSTS_SECONDS,"
        "s.DATABASE_HANGS_SECONDS, s.CELERY_BROKER_USE_SSL['ssl_cert_reqs'].name)"
    )
    given = {
        "ALLOWED_HOSTS": "a.example, b.example ",
        "STATEMENT_TIMEOUT": "1 h",
        "LOG_LEVEL": "info",
        "REDIS_URL": "rediss://valkey:6379/0",
    }
    printed = python("-c", shown, **given).stdout.strip()
    assert printed == "['a.example', 'b.example'] False False 31536000 3605.0 CERT_REQUIRED"


UNITS = sorted((ROOT / "docs" / "deploy").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_units_to_copy_run_what_the_docs_run(unit: Path) -> None:
    command = re.search(r"^ExecStart=/srv/educities/\.venv/bin/(.+)$", unit.read_text(), re.MULTILINE)[1]
    assert command.split(" --")[0] in (ROOT / "docs" / "operations.md").read_text()
    assert "Restart=always" in unit.read_text()


def test_there_is_a_unit_for_each_process() -> None:
    assert [unit.stem for unit in UNITS] == [f"educities-{name}" for name in ("beat", "mail", "web", "worker")]


@pytest.mark.parametrize("name", ["worker", "mail"])
def test_each_worker_has_a_name_by_which_it_is_asked(compose: dict, name: str) -> None:
    """Two of one name count as one: who asks would be answered by the other."""
    docs = (ROOT / "docs" / "operations.md").read_text()
    unit = (ROOT / "docs" / "deploy" / f"educities-{name}.service").read_text()
    assert f" --hostname {name}@%h " in compose["services"][name]["command"]
    # systemd reads a single % as a sign of its own.
    assert f" --hostname {name}@%%h " in unit
    assert f" --hostname {name}@%h " in docs
    assert f"{name}@$(hostname)" in docs
