"""The files to copy speak today's TLS, no secret has a value of its own, and nothing of the workshop is served."""

import re
import ssl
import subprocess
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.test import Client

from educities.settings_database import database_settings
from tests.security.production import production
from tests.security.sources import document
from tests.test_docker import ROOT, python

NGINX = document("docs/deploy/nginx.conf")
CADDY = document("docker/Caddyfile")
COMPOSE = yaml.safe_load(document("docker-compose.yml"))


def test_the_proxy_speaks_todays_tls_alone() -> None:
    assert re.search(r"ssl_protocols (.*);", NGINX)[1] == "TLSv1.2 TLSv1.3"
    ciphers = re.search(r"ssl_ciphers (.*);", NGINX)[1].split(":")
    assert [
        one for one in ciphers if not re.fullmatch(r"ECDHE-(RSA|ECDSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", one)
    ] == []
    assert "AES256" in ciphers[0]
    assert "ssl_prefer_server_ciphers on;" in NGINX


def test_the_ciphers_are_known_to_the_library() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(re.search(r"ssl_ciphers (.*);", NGINX)[1])


def test_the_proxy_leads_people_to_https_and_refuses_programs() -> None:
    plain = NGINX.partition("listen 80;")[2].partition("server {")[0]
    assert re.search(r"location ~ \^/\(api\|identity\)\S* \{\s+return 403;", plain)
    assert "return 301 https://" in plain


def test_so_does_the_proxy_of_compose() -> None:
    assert "./docker/Caddyfile:/etc/caddy/Caddyfile:ro" in COMPOSE["services"]["proxy"]["volumes"]
    plain = CADDY.partition("http://{$PROXY_FROM} {")[2]
    assert re.findall(r"handle (/\S+) \{\s+respond 403", plain) == ["/api/*", "/identity/*"]
    assert re.search(r"handle \{\s+redir https://\{host\}\{uri\} permanent", plain)


def test_the_proxies_read_a_request_in_whole_before_they_pass_it_on() -> None:
    """Who sends slowly holds no thread of the web server; what is too long for it is kept out or refused there."""
    assert re.findall(r"proxy_request_buffering (\w+);", NGINX) == ["on"]
    [kept] = re.findall(r"reverse_proxy web:8000 \{\s+request_buffers (\d+)MiB\s+\}", CADDY)
    assert int(kept) * 1024 * 1024 >= max(settings.MAX_BODY, *settings.LARGER_BODIES.values())


def test_the_proxies_bring_certificates_that_browsers_trust() -> None:
    """Caddy fetches one by itself, unless it is told to make its own."""
    assert "/etc/letsencrypt/" in NGINX
    assert re.findall(r"tls internal|local_certs|auto_https", CADDY) == []


def test_the_proxies_write_down_no_addresses() -> None:
    """They hold the secrets of links and what people look for."""
    assert re.findall(r"access_log (.*);", NGINX) == ["off"]
    assert not re.search(r"^\s*log\b", CADDY, re.MULTILINE)


def test_the_proxy_asks_one_server_alone_and_shows_no_folder() -> None:
    assert re.findall(r"proxy_pass (\S+);", NGINX) == ["http://127.0.0.1:8000"]
    assert re.findall(r"\b(root|alias|autoindex)\b", NGINX) == []


def test_the_proxy_says_itself_who_calls() -> None:
    heads = dict(re.findall(r"proxy_set_header (\S+) (\S+);", NGINX))
    assert heads["X-Forwarded-For"] == "$remote_addr"
    assert heads["X-Forwarded-Proto"] == "$scheme"
    assert production().get("USE_X_FORWARDED_HOST") is False


def test_the_mail_server_has_to_prove_who_it_is() -> None:
    context = EmailBackend(use_tls=True).ssl_context
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_the_database_may_be_asked_to_prove_who_it_is() -> None:
    url = "postgresql://app_rw:x@db.example.org/educities?sslmode=verify-full&sslrootcert=/etc/ssl/own-ca.pem"
    options: Any = database_settings(url)["OPTIONS"]
    assert options["sslmode"] == "verify-full"
    assert options["sslrootcert"] == "/etc/ssl/own-ca.pem"


def test_a_broker_on_another_machine_has_to_prove_who_it_is() -> None:
    shown = "from educities import settings as s; print(s.CELERY_BROKER_USE_SSL['ssl_cert_reqs'].name)"
    assert python("-c", shown, REDIS_URL="rediss://valkey.example.org:6379/0").stdout.strip() == "CERT_REQUIRED"


def test_no_secret_has_a_value_before_somebody_gives_it_one() -> None:
    example = dict(re.findall(r"^(\w+)=(.*)$", document("docker/env.example"), re.MULTILINE))
    assert {name: value for name, value in example.items() if re.search("SECRET|PASSWORD", name) and value} == {}
    assert re.findall(r"\$\{(\w*(?:SECRET_KEY|PASSWORD)):-[^}]+\}", document("docker-compose.yml")) == []


def test_no_secret_lies_in_the_repository() -> None:
    done = subprocess.run(
        ["git", "grep", "-lE", r"BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert [path for path in done.stdout.splitlines() if not path.startswith("tests/")] == []


def test_no_unit_that_serves_reads_the_owners_address() -> None:
    files = {
        unit.stem: re.findall(r"EnvironmentFile=(\S+)", unit.read_text())
        for unit in (ROOT / "docs/deploy").glob("*.service")
    }
    assert set(map(tuple, files.values())) == {("/etc/educities.env",)}
    assert "install -m 600 owner.env /etc/educities-owner.env" in document("docs/operations.md")


@pytest.mark.parametrize("left_out", [".git", "tests", ".env", "var", ".ci"])
def test_the_image_holds_nothing_of_the_workshop(left_out: str) -> None:
    assert left_out in document(".dockerignore").splitlines()


def test_a_production_shows_nothing_of_its_inside() -> None:
    found = production()
    assert found["DEBUG"] is False
    assert "debug_toolbar" not in found["INSTALLED_APPS"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/__debug__/", "/metrics", "/status", "/server-status"])
def test_no_page_about_the_servers_inside_is_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_what_a_balancer_reads_names_nobody_and_no_version(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("educities.health.views.find_isolation_problems", list)
    assert client.get("/readyz").json().keys() == {"status", "database", "tenancy", "broker"}
    assert client.get("/livez").json() == {"status": "alive"}
