"""What one person reads is kept by no browser and no proxy."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "page", ["/", "/accounts/me/", "/c/bat-galim/", "/c/bat-galim/mine/", "/c/bat-galim/challenges/"]
)
def test_a_page_of_a_signed_in_person(client: Any, city: Any, resident: Any, sign_in: Any, page: str) -> None:
    sign_in(client, resident)
    assert client.get(page)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["confirm/secret", "guardian/secret", "invitations/secret", "answer/secret"])
def test_a_page_behind_a_secret_link(client: Any, city: Any, page: str) -> None:
    assert client.get(f"/c/bat-galim/{page}/")["Cache-Control"] == "no-store"


def test_signing_in(client: Any, resident: Any) -> None:
    resident.set_password("a-long-password-9")
    resident.save()
    answer = client.post("/accounts/login/", {"login": resident.email, "password": "a-long-password-9"})
    assert "no-store" in answer["Cache-Control"]


def test_a_public_page_may_be_kept(client: Any, city: Any) -> None:
    assert "no-store" not in client.get("/c/bat-galim/challenges/").get("Cache-Control", "")
