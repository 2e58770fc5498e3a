"""What somebody agreed to can be read later: each version of the words is kept, and other words are another version."""

from typing import Any

import pytest
from django.urls import reverse

from consents.texts import OWN_TEXTS, OWN_TEXTS_OF_MINORS, VERSION
from tests.consents.text_versions import FOLDER, find_page, render_texts
from tests.factories import ChildFactory, MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_words_of_today_are_those_kept_under_their_version() -> None:
    assert find_page().exists(), "Write it: python -m tests.consents.text_versions"
    assert find_page().read_text() == render_texts(), "Other words are another VERSION."


def test_the_version_before_is_kept() -> None:
    assert {"2026-6", VERSION} <= {page.stem for page in FOLDER.glob("*.md")}


def test_no_word_of_a_box_to_tick_where_the_answer_is_yes_or_no() -> None:
    assert "tick" not in find_page().read_text()


def test_who_is_under_18_and_answers_alone_reads_that_no_name_is_shown(scope: Any, client: Any, sign_in: Any) -> None:
    page = reverse("own_consents", args=[scope.slug])
    for person, texts in (
        (ChildFactory(user=UserFactory(), age_band="youth", needs_guardian=False), OWN_TEXTS_OF_MINORS),
        (ProfileFactory(user=UserFactory()), OWN_TEXTS),
    ):
        MembershipFactory(user=person.user, city=scope)
        html = sign_in(client, person.user).get(page).content.decode()
        assert all(str(text) in html for text in texts.values())
