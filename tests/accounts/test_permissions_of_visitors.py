"""Who has not signed in is asked about by the rules alone, with the answers that Django would give."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from rules.permissions import permissions

from educities.accounts.models import Visitor


@pytest.mark.django_db
def test_a_visitor_may_what_a_stranger_of_django_may(scope: Any) -> None:
    asked = [name for name in permissions if name.endswith("_city")]
    assert len(asked) > 3
    assert [Visitor().has_perm(name, scope) for name in asked] == [
        AnonymousUser().has_perm(name, scope) for name in asked
    ]


def test_a_visitor_is_nobody() -> None:
    assert not Visitor().is_authenticated
    assert Visitor() == Visitor()


def test_a_page_knows_its_visitor(client: Any, scope: Any) -> None:
    request = client.get(f"/c/{scope.slug}/challenges/?page=1").wsgi_request
    assert isinstance(request.user, Visitor)
