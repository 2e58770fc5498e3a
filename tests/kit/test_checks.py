"""What hooks and views name must exist; `manage.py check` says what does not."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings
from django.urls import clear_url_caches, path

from educities.kit.hooks import HOOKS, Hook
from educities.kit.tones import STATE_TONES, Tones
from educities.kit.views import Page
from educities.urls import urlpatterns as whole


class Lost(Page):
    permission = "cities.see_nothing_city"


class Answer(NamedTuple):
    url_name: str = "city"
    permission: str = "cities.see_dashboard_city"
    template: str = "labs/_panel.html"


urlpatterns = [path("lost/", Lost.as_view()), *whole]


@pytest.fixture
def hook() -> Iterator[Hook[Answer]]:
    yield Hook("test.answers", "What a test asks.")
    del HOOKS["test.answers"]


@pytest.fixture
def _lost_page() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        clear_url_caches()
        yield
    clear_url_caches()


def errors() -> str:
    """What the check says, nothing when all is well."""
    try:
        call_command("check")
    except SystemCheckError as error:
        return str(error)
    return ""


def test_all_is_well(hook: Hook[Answer]) -> None:
    hook.register(Answer())
    assert errors() == ""


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"url_name": "nowhere"}, "(kit.E001) there is no page nowhere"),
        (
            {"permission": "cities.see_nothing_city"},
            "(kit.E002) no rule answers the permission cities.see_nothing_city",
        ),
        ({"template": "labs/_nothing.html"}, "(kit.E003) there is no template labs/_nothing.html"),
        ({"template": "labs/mail/nothing"}, "(kit.E003) there is no template labs/mail/nothing.txt"),
    ],
)
def test_an_answer_that_names_what_is_not_there_is_an_error(
    hook: Hook[Answer], wrong: dict[str, str], text: str
) -> None:
    hook.register(Answer(**wrong))
    assert text in errors()


def test_a_tone_of_a_state_that_a_model_does_not_have_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from labs.models import Lab

    monkeypatch.setitem(STATE_TONES.answers, "labs.Lab.state", Tones(Lab, good="launched flying"))
    assert "(kit.E005) labs.Lab.state is never flying" in errors()


@pytest.mark.usefixtures("_lost_page")
def test_a_view_whose_permission_nobody_answers_is_an_error() -> None:
    assert "(kit.E004) no rule answers the permission cities.see_nothing_city" in errors()
