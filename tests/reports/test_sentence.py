from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from educities.tenancy.scope import city_scope
from programs.models import Program
from reports.actions.sentence import change_sentence
from reports.models import DirectorSentence
from reports.queries import load_printed_overview
from reports.renderers import pdf
from reports.renderers.content import content_of
from reports.renderers.page import one_page
from tests.factories import ProgramFactory
from tests.support import refused, verbs_of

pytestmark = pytest.mark.django_db
WISH = {"he": "בואו לפגישה הבאה", "en": "Come to the next session"}


@pytest.fixture
def as_director(client: Client, sign_in: Callable[..., Client], director: User) -> Client:
    return sign_in(client, director)


@pytest.fixture
def address(city: City) -> str:
    return reverse("change_sentence", args=[city.slug])


def printed(city: City, language: str) -> dict[str, Any]:
    with translation.override(language):
        return one_page(content_of(load_printed_overview(city), language))


def test_the_city_keeps_one_sentence_and_its_history(scope: City, director: User) -> None:
    change_sentence(actor=director, text={"en": "Read it"})
    row = change_sentence(actor=director, text=WISH)
    assert list(DirectorSentence.objects.values_list("text", flat=True)) == [WISH]
    assert verbs_of(row) == ["reports.sentence_changed"] * 2
    last = AuditEntry.objects.filter(target_type="reports.directorsentence").order_by("-id").first()
    assert last is not None
    assert last.data["values"]["text"][0] == {"en": "Read it"}


def test_the_same_sentence_again_is_no_history(scope: City, director: User) -> None:
    row = change_sentence(actor=director, text=WISH)
    change_sentence(actor=director, text=WISH)
    assert verbs_of(row) == ["reports.sentence_changed"]


def test_a_sentence_longer_than_three_lines_is_refused(scope: City, director: User) -> None:
    text = {"he": "קצר", "en": "x" * 281}
    assert refused(lambda: change_sentence(actor=director, text=text)) == "reports.sentence_too_long"
    assert not DirectorSentence.objects.exists()


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [("he", WISH["he"], "he"), ("en", WISH["en"], "en"), ("ar", WISH["he"], "he")],
)
def test_the_page_says_it_in_the_readers_language(
    language: str, text: str, code: str, scope: City, director: User
) -> None:
    change_sentence(actor=director, text=WISH)
    direction = "ltr" if code == "en" else "rtl"
    assert printed(scope, language)["director"] == {"text": text, "lang": code, "dir": direction}


def test_a_page_without_a_sentence_is_printed(scope: City) -> None:
    page = printed(scope, "en")
    assert page["director"]["text"] == ""
    assert b"pdfuaid" in pdf.render_pdf(page)


def test_a_director_finds_the_page_beside_the_report_and_writes(
    as_director: Client, city: City, director: User, address: str
) -> None:
    with city_scope(city.pk):
        ProgramFactory(actor=director, signed=True)
        assert Program.objects.exists()
    assert address in as_director.get(reverse("dashboard", args=[city.slug])).content.decode()
    assert as_director.post(address, {"text_en": "  Read\u202e it "}).status_code == 302
    page = as_director.get(address).content.decode()
    assert "Read it" in page
    assert "The director’s sentence in “The city on one page” was changed" in page


def test_what_is_too_long_is_said_at_the_box_and_stays_in_it(as_director: Client, address: str) -> None:
    answer = as_director.post(address, {"text_en": "x" * 281})
    assert answer.status_code == 422
    assert "280" in answer.context["form"].errors["text"][0]
    assert "x" * 281 in answer.content.decode()


def test_who_wrote_first_is_not_lost_when_two_write_the_first_sentence(
    as_director: Client, city: City, director: User, address: str
) -> None:
    read = as_director.get(address).context["form"]["read"].value()
    with city_scope(city.pk):
        change_sentence(actor=director, text={"en": "Somebody was faster"})
    assert as_director.post(address, {"text_en": "Mine", "read": read}).status_code == 409
    with city_scope(city.pk):
        assert DirectorSentence.objects.get().text == {"en": "Somebody was faster"}


def test_a_facilitator_does_not_write_it(client: Client, sign_in: Any, facilitator: User, address: str) -> None:
    assert sign_in(client, facilitator).get(address).status_code == 403


def test_a_forged_mark_of_what_was_read_is_none(as_director: Client, city: City, address: str) -> None:
    assert as_director.post(address, {"text_en": "Mine", "read": "[" * 100_000}).status_code == 302
    with city_scope(city.pk):
        assert DirectorSentence.objects.get().text == {"en": "Mine"}


@pytest.mark.parametrize(
    "text",
    ["漢字", "a\x01\x1bb", "a\ufffe\ue000b", "\U000e0041", "नमस्ते", "\u3000\u2028", '#read("/etc/passwd") $x$ @a'],
)
def test_signs_that_no_typeface_has_do_not_stop_the_page(text: str, scope: City) -> None:
    DirectorSentence.objects.create(text={"en": text})
    assert b"pdfuaid" in pdf.render_pdf(printed(scope, "en"))
