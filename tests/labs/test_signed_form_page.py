"""Entering a signed form: what it ends, and which of two answers is the newer one, is asked before it counts."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consents.models import SignedForm
from consents.queries import has_consent
from labs.models import CohortMember
from tests.consents.people import YES, answered, child_of
from tests.factories import ChildFactory, CohortFactory, CohortMemberFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope: Any) -> Any:
    return CohortFactory(state="running")


@pytest.fixture
def leader(client: Client, facilitator: Any) -> Client:
    sign_in(client, facilitator)
    return client


@pytest.fixture
def seat(cohort: Any) -> Any:
    return CohortMemberFactory(cohort=cohort, profile=ChildFactory(display_name="Lior"), state="awaiting_consent")


def form_of(seat: Any, days: int = 0, **answers: Any) -> dict[str, Any]:
    day = seat.city.today() - timedelta(days=days)
    return {"proof": "paper", "signed_on": day.isoformat(), "name": "Noa", "relation": "parent", **answers}


def send(leader: Client, seat: Any, form: dict[str, Any], **more: Any) -> Any:
    return leader.post(f"/c/bat-galim/members/{seat.pk}/signed-form/", {**form, **more}, follow=True)


def press_yes(leader: Client, seat: Any, form: dict[str, Any], question: Any) -> Any:
    return send(leader, seat, form, sure=question.context["question"].mark)


def text_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


YES_TO_LAB = {"adult_yes": ["account", "lab"]}


class TestWhichIsNewer:
    def test_an_older_form_does_not_replace_a_newer_no_in_silence(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, adult_yes=["account"], adult_refuses=["lab"]))
        older = form_of(seat, days=2, **YES_TO_LAB)
        question = send(leader, seat, older)
        assert not has_consent(seat.profile, "lab")
        assert "Which answer is the newer one?" in text_of(question)
        assert "has been entered: Taking part: no." in text_of(question)
        press_yes(leader, seat, older, question)
        assert has_consent(seat.profile, "lab")

    def test_of_the_same_day_it_is_asked(self, leader: Client, cohort: Any, scope: Any) -> None:
        child = child_of(scope)
        link = answered(child, {**YES, "photo": False})
        seat = CohortMemberFactory(cohort=cohort, profile=child)
        question = send(leader, seat, form_of(seat, signer=link.pk, adult_yes=["account", "photo"]))
        assert "answered on the web on" in text_of(question)
        assert not has_consent(child, "photo")

    def test_what_a_later_answer_on_the_web_outweighs_is_refused_and_not_asked(
        self, leader: Client, cohort: Any, scope: Any
    ) -> None:
        child = child_of(scope)
        link = answered(child, {**YES, "photo": False})
        seat = CohortMemberFactory(cohort=cohort, profile=child)
        page = send(leader, seat, form_of(seat, days=3, signer=link.pk, adult_yes=["account", "photo"]))
        assert "The later answer applies." in text_of(page)

    def test_who_goes_back_finds_what_was_typed(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, adult_yes=["account"], adult_refuses=["lab"]))
        older = form_of(seat, days=2, **YES_TO_LAB)
        page = send(leader, seat, older, back="1")
        assert page.context["form"]["signed_on"].value() == older["signed_on"]
        assert page.context["form"]["adult_yes"].value() == ["account", "lab"]
        assert "is needed" not in text_of(page)
        assert not has_consent(seat.profile, "lab")


class TestEnds:
    def test_a_no_to_everything_is_asked_first_and_says_what_ends(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, **YES_TO_LAB))
        no = form_of(seat, name="Dan", adult_no="on")
        question = send(leader, seat, no)
        seat.profile.refresh_from_db()
        assert seat.profile.display_name == "Lior"
        assert "Close the account of Lior?" in text_of(question)
        assert f"the place in the cohort “{seat.cohort}”" in text_of(question)
        assert "We know no email address to write to" in text_of(question)
        page = press_yes(leader, seat, no, question)
        seat.profile.refresh_from_db()
        assert seat.profile.is_erased_child
        assert "account is closed" in text_of(page)

    def test_a_no_for_a_child_with_nothing_yet_is_asked_too(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, adult_no="on"))
        seat.profile.refresh_from_db()
        assert not seat.profile.is_erased_child

    def test_a_child_that_does_not_want_the_account_is_asked_about(self, leader: Client, seat: Any) -> None:
        question = send(leader, seat, form_of(seat, child_no=["account"], **YES_TO_LAB))
        assert question.context["question"].ends_account
        assert not SignedForm.objects.exists()

    def test_one_consent_that_ends_is_named(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, adult_yes=["account", "photo"]))
        question = send(leader, seat, form_of(seat, name="Dan", adult_yes=["account"], adult_refuses=["photo"]))
        assert "Photographs: the city must not publish photos" in text_of(question)
        assert has_consent(seat.profile, "photo")

    def test_the_adults_and_the_child_who_are_told_are_named(self, leader: Client, cohort: Any, scope: Any) -> None:
        child = child_of(scope)
        link = answered(child, YES)
        seat = CohortMemberFactory(cohort=cohort, profile=child)
        question = send(leader, seat, form_of(seat, name="Dan", adult_no="on"))
        assert f"We tell of it: the child, {link.guardian.display_name}." in text_of(question)

    def test_the_adult_of_the_form_is_told_at_the_address_that_is_typed(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, **YES_TO_LAB))
        question = send(leader, seat, form_of(seat, name="Dan", email="dan@example.org", adult_no="on"))
        assert "We tell of it: Dan." in text_of(question)

    def test_a_yes_to_one_question_is_none_to_another(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, **YES_TO_LAB))
        photo = form_of(seat, name="Dan", adult_yes=["account"], adult_refuses=["lab"])
        question = send(leader, seat, photo)
        press_yes(leader, seat, form_of(seat, name="Dan", adult_no="on"), question)
        seat.profile.refresh_from_db()
        assert not seat.profile.is_erased_child

    def test_the_scan_goes_along(self, leader: Client, seat: Any) -> None:
        send(leader, seat, form_of(seat, adult_yes=["account", "photo"]))
        no = form_of(seat, name="Dan", adult_yes=["account"], adult_refuses=["photo"])
        scan = SimpleUploadedFile("form.pdf", b"%PDF-1.7 x", content_type="application/pdf")
        question = send(leader, seat, no, scan=scan, csrfmiddlewaretoken="t" * 64)
        assert "“<bdi>form.pdf</bdi>”, which you chose before, goes along." in text_of(question)
        press_yes(leader, seat, no, question)
        assert SignedForm.objects.exclude(scan_type="").count() == 1

    def test_a_way_back_is_left(self, leader: Client, seat: Any) -> None:
        no = form_of(seat, adult_no="on")
        page = press_yes(leader, seat, no, send(leader, seat, no))
        assert "Closed after a no" in text_of(page)
        assert f"/members/{seat.pk}/signed-form/" in text_of(page)
        yes = form_of(seat, **YES_TO_LAB)
        page = press_yes(leader, seat, yes, send(leader, seat, yes))
        assert has_consent(seat.profile, "lab")
        assert CohortMember.objects.get().state == "withdrawn"
        assert "the place in the cohort has ended" in text_of(page)
        assert "an adult has agreed again" in text_of(page)


def test_a_yes_that_another_no_outweighs_is_said(leader: Client, seat: Any) -> None:
    send(leader, seat, form_of(seat, adult_yes=["account"], adult_refuses=["photo"]))
    page = send(leader, seat, form_of(seat, name="Dan", adult_yes=["account", "photo"]))
    assert "so it stays a no: Photographs." in text_of(page)
