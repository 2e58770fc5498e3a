from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import yaml
from django.conf import settings

from educities.accounts.models import PartnerClient
from educities.api.scopes import scope_labels
from reports.actions.partners import make_partner, revoke_partner

pytestmark = pytest.mark.django_db


def test_each_program_says_what_it_may_do(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    labels = scope_labels()
    chosen = list(labels)[:2]
    until = scope.today() + timedelta(days=9)
    make_partner(scope, actor=director, name="Diary", scopes=chosen, expires_on=until)
    html = sign_in(client, director).get("/c/bat-galim/partners/").content.decode()
    listed = html.partition("Diary")[2].partition("<form")[0]
    assert [str(label) in listed for label in labels.values()] == [code in chosen for code in labels]


def test_those_that_were_shut_out_stand_behind_the_others(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    until = scope.today() + timedelta(days=9)
    names = ("Diary", "Old", "Map")
    made = [
        make_partner(scope, actor=director, name=name, scopes=list(scope_labels()), expires_on=until)[0]
        for name in names
    ]
    revoke_partner(made[2], actor=director)
    rows = sign_in(client, director).get("/c/bat-galim/partners/").context["rows"]
    assert [row.client.name for row, _labels in rows] == ["Old", "Diary", "Map"]


def test_whoever_writes_the_program_finds_where_to_call(
    client: Any, scope: Any, director: Any, settings: Any, sign_in: Any
) -> None:
    settings.BASE_URL = "https://city.example"
    html = unescape(sign_in(client, director).get("/c/bat-galim/partners/").content.decode())
    assert "https://city.example/api/v1/cities/bat-galim<" in html.replace("\n", "")
    assert "https://city.example/api/v1/openapi.yaml" in html
    line = 'curl -u "$ID:$SECRET" -d grant_type=client_credentials https://city.example/identity/o/api/token'
    assert line in html
    assert all(code in html for code in scope_labels())


def test_the_answer_names_the_id_and_the_scopes_of_the_new_program(
    client: Any, scope: Any, director: Any, sign_in: Any
) -> None:
    given = {"name": "Diary", "scopes": ["labs:read"], "expires_on": scope.today() + timedelta(days=9)}
    html = sign_in(client, director).post("/c/bat-galim/partners/new/", given).content.decode()
    client_id = PartnerClient.objects.get().client_id
    assert f'curl -u "{client_id}:$SECRET"' in unescape(html)
    assert html.count("labs:read") == 1
    assert "events:read" not in html


def test_the_tick_names_all_that_it_opens(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    page = sign_in(client, director).get("/c/bat-galim/partners/new/").content.decode()
    words = (
        "read indicators, their figures, break-downs, national averages and notes, and the five-year program with its years, "
        "milestones and year reviews"
    )
    assert words in page
    spec = yaml.safe_load((settings.BASE_DIR / "educities/api/openapi.yaml").read_text(encoding="utf-8"))
    opened = {
        part
        for path, operations in spec["paths"].items()
        for operation in operations.values()
        if isinstance(operation, dict) and "indicators:read" in str(operation.get("security"))
        for part in path.split("/")
        if part and "{" not in part
    }
    assert opened - {"cities", "api", "v1"} == {
        "indicators",
        "year-reviews",
        "values",
        "breakdowns",
        "national",
        "annotations",
        "milestones",
        "programs",
        "program-years",
    }
