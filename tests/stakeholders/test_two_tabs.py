"""Two people, or two windows of one person, at one form: whose the other change was is said as it was."""

import re
from html import unescape
from typing import Any

import pytest

from stakeholders.actions import change_profile
from stakeholders.models import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(resident: Any, scope: Any, client: Any, sign_in: Any) -> Profile:
    sign_in(client, resident)
    return Profile.objects.get(user=resident)


def read_form(client: Any, address: str) -> dict[str, str]:
    """What the page of the profile sends back untouched."""
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if isinstance(form[name].value(), str)}
    page = client.get(address).content.decode()
    return {**sent, "read": unescape(re.search(r'name="read" value="([^"]*)"', page)[1])}  # type: ignore[index]


def test_ones_own_other_window_is_nobody_else(client: Any, me: Profile) -> None:
    address = f"/c/bat-galim/people/{me.pk}/change/"
    form = read_form(client, address)
    assert client.post(address, {**form, "display_name": "Noa A"}).status_code == 302
    late = client.post(address, {**form, "display_name": "Noa B"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "You changed this in another window to “Noa A”." in page
    assert "Someone else" not in page


def test_somebody_else_is_somebody_else(client: Any, me: Profile, director: Any) -> None:
    address = f"/c/bat-galim/people/{me.pk}/change/"
    form = read_form(client, address)
    change_profile(Profile.objects.get(pk=me.pk), actor=director, display_name="Noa A")
    page = client.post(address, {**form, "display_name": "Noa B"}).content.decode()
    assert "Someone else changed this to “Noa A”." in page
