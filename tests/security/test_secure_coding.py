"""Packages are pinned, forms name their boxes, and a value counts where it belongs: in the address or in the body."""

import ast
import re
from typing import Any

import pytest
from django.forms import ModelForm
from django.test import Client

from educities.accounts.models import User
from tests.factories import UserFactory
from tests.security.sources import document, trees
from tests.support import sign_in, subclasses_of

pytestmark = pytest.mark.django_db


def test_every_package_is_pinned_with_its_hash() -> None:
    text = document("requirements/run.txt")
    packages = [part for part in re.split(r"\n(?=\S)", text) if part.strip() and not part.startswith("#")]
    assert len(packages) > 40
    loose = [
        one.splitlines()[0]
        for one in packages
        if not re.match(r"[\w.\[\],-]+==\S+", one) or "--hash=sha256:" not in one
    ]
    assert loose == []


def test_packages_come_from_the_one_index() -> None:
    text = document("requirements/run.txt") + document("requirements/run.in")
    assert re.findall(r"index-url|git\+|https?://|-e ", text) == []


def test_forms_name_their_columns() -> None:
    """A new column is in no form before somebody writes it there."""
    every = [path for path, tree in trees().items() for node in ast.walk(tree) if isinstance(node, ast.Assign)
             and ast.unparse(node.targets[0]) in {"fields", "exclude"} and "__all__" in ast.unparse(node.value)]  # fmt: skip
    assert every == []
    forms: Any = subclasses_of(ModelForm)
    assert [form for form in forms if form._meta.model and form._meta.fields is None] == []


def test_a_value_that_no_form_asks_for_changes_nothing(client: Client) -> None:
    noa = UserFactory(email="noa@example.org")
    sign_in(client, noa, second_factor=False)
    more = {"is_operator": "1", "is_superuser": "1", "email": "other@example.org", "user": "1"}
    client.post("/accounts/me/", {"language": "he", **more})
    found = User.objects.get(pk=noa.pk)
    assert found.language == "he"
    assert not found.is_operator
    assert not found.is_superuser
    assert found.email == "noa@example.org"


def test_what_stands_in_the_address_is_no_part_of_the_form(client: Client) -> None:
    noa = UserFactory(email="noa@example.org", language="en")
    sign_in(client, noa, second_factor=False)
    client.post("/accounts/me/?language=he")
    assert User.objects.get(pk=noa.pk).language == "en"
    client.post("/accounts/me/?language=he", {"language": "ar"})
    assert User.objects.get(pk=noa.pk).language == "ar"


def test_a_cookie_is_no_part_of_the_form_either(client: Client) -> None:
    noa = UserFactory(email="noa@example.org", language="en")
    sign_in(client, noa, second_factor=False)
    client.cookies["language"] = "he"
    client.post("/accounts/me/")
    assert User.objects.get(pk=noa.pk).language == "en"


def test_texts_and_numbers_are_not_taken_for_each_other() -> None:
    """Whether two values are one is asked of values of one kind: mypy reads every function, and none goes without types."""
    settings = document("pyproject.toml").partition("[tool.mypy]")[2].partition("\n[")[0]
    for line in ("check_untyped_defs = true", "disallow_untyped_defs = true", "no_implicit_optional = true"):
        assert line in settings
