"""The list of collaborations as a file."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from educities.activity import verbs
from educities.activity.models import AuditEntry
from tests.collaborations.support import agree_all, propose

pytestmark = pytest.mark.django_db


def test_the_list_as_it_is_narrowed(
    client: Client, scope: Any, director: Any, noa: Any, omar: Any, sign_in: Any
) -> None:
    agree_all(propose(noa, omar))
    propose(omar, noa, title={"en": "+972 choir"}, circle="city")
    see, where = sign_in(client, director), reverse("collaborations_table", args=[scope.slug])
    page = see.get(reverse("collaborations", args=[scope.slug]), {"circle": "city", "page": "1"}).content.decode()
    assert f'action="{where}?circle=city"' in page

    def take(query: str) -> list[list[str]]:
        return list(csv.reader(StringIO(see.post(f"{where}{query}").content.decode("utf-8-sig"))))[1:]

    assert [line[0] for line in take("?circle=city")] == ["'+972 choir"]
    lines = take("")
    assert len(lines) == 2
    assert {noa.display_name, omar.display_name} == set(lines[-1][1].split(", "))
    assert AuditEntry.objects.filter(verb=verbs.TABLE_TAKEN.code, actor=director).count() == 2
