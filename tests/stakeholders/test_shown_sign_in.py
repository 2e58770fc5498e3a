"""What waits to be linked says when it was shown in this browser, and that linking joins a city."""

from typing import Any

import pytest
from django.test import Client

from stakeholders.models import CitySignIn, Profile
from tests.factories import UserFactory
from tests.stakeholders.test_city_sign_in import (  # noqa: F401 (fixtures)
    START,
    amal,
    city_way,
    come_back,
    leave,
    provider,
    text_of,
)
from tests.support import record_proof

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def look_as(client: Client, user: Any) -> str:
    client.force_login(user, backend=BACKEND)
    record_proof(client, user, "code")
    return text_of(client.get(f"{START}link/"))


def test_who_signs_in_after_another_person_reads_when_it_was_shown(
    client: Client,
    city_way: CitySignIn,  # noqa: F811
    amal: Profile,  # noqa: F811
) -> None:
    come_back(client, leave(client, START))
    page = look_as(client, amal.user)
    assert "the municipality was shown in this browser on" in page
    assert "Link it only if that was you" in page
    assert "no part in" not in page


def test_who_has_no_part_in_the_city_reads_that_linking_joins_it(client: Client, city_way: CitySignIn) -> None:  # noqa: F811
    come_back(client, leave(client, START))
    user = UserFactory()
    assert "no part in Bat Galim now. By linking it you join the city as a resident." in look_as(client, user)
    assert "no part in Bat Galim now" in text_of(client.get(START))
    assert not Profile.objects.filter(user=user).exists()
