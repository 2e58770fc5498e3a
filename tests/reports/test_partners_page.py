from datetime import timedelta
from typing import Any

import pytest

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
