"""A guardian's answer on paper, or on file at a school: entered for them, told to them, corrected by them."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from consents.actions import Signature, enter_signed_form, expire_questions, refuse_guardian
from consents.imports.scans import read_scan
from consents.models import Consent, GuardianLink, SignedForm
from consents.queries import has_consent
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from tests.consents.people import NO, YES, answered, asked, child_of
from tests.factories import ChildFactory, CohortMemberFactory, OrganisationFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
MOTHER = "mother@example.org"


@pytest.fixture
def enterer(scope: Any) -> Any:
    return ProfileFactory(user=UserFactory()).user


@pytest.fixture
def child(scope: Any) -> Any:
    """Without an account: a facilitator keeps the page."""
    return ChildFactory(display_name="Lior")


def enter(child: Any, enterer: Any, consents: dict[str, bool] = YES, **about: Any) -> SignedForm:
    answers = {name: about.pop(name) for name in ("child_yes", "child_no", "replaces") if name in about}
    signature = Signature(**{"name": "Noa", "signed_on": child.city.today(), **about})
    return enter_signed_form(child, signature, actor=enterer, consents=consents, **answers)


def token_of(email: str = MOTHER) -> str:
    message = Message.objects.filter(recipient=email, kind="consents.entered_for_you").order_by("-pk").first()
    return message.payload["url"].rstrip("/").rsplit("/", 1)[1]


def test_a_signed_form_counts_without_any_address(child: Any, enterer: Any) -> None:
    seat = CohortMemberFactory(profile=child, state="awaiting_consent")
    form = enter(child, enterer, {**YES, "photo": False}, child_yes=["lab"], child_no=["research"])
    seat.refresh_from_db()
    assert seat.state == "active"
    assert [purpose for purpose in YES if not has_consent(child, purpose)] == ["photo", "research"]
    assents = dict(Consent.objects.order_by("pk").values_list("purpose", "assent_of_child"))
    assert (assents["lab"], assents["research"], assents["account"]) == (True, False, None)
    assert set(Consent.objects.filter(state="given").values_list("channel", flat=True)) == {"paper"}
    assert form.entered_by == enterer
    assert AuditEntry.objects.get(verb="consents.signed_form_entered").actor_id == enterer.pk
    assert not Message.objects.exists()


def test_the_same_adult_signs_again_on_the_same_line(child: Any, enterer: Any) -> None:
    enter(child, enterer)
    enter(child, enterer, {**YES, "photo": False}, replaces=True)
    enter(child, enterer, name="Dan")
    assert GuardianLink.objects.count() == 2
    assert not has_consent(child, "photo")


def test_a_no_on_paper_erases_a_child_without_an_account(child: Any, enterer: Any) -> None:
    seat = CohortMemberFactory(profile=child, state="awaiting_consent")
    scan = {"scan": b"%PDF-1.7 Lior", "scan_type": "application/pdf"}
    enter(child, enterer, **scan)
    assert SignedForm.objects.exclude(scan_type="").count() == 1
    enter(child, enterer, NO, replaces=True, **scan)
    child.refresh_from_db()
    seat.refresh_from_db()
    assert child.is_erased_child
    assert seat.state == "withdrawn"
    assert not SignedForm.objects.exclude(scan=None).exists()


def test_a_school_vouches(child: Any, enterer: Any) -> None:
    form = enter(child, enterer, proof="school", school=OrganisationFactory(), vouched_by="Ruth")
    assert (form.link.proof, form.vouched_by) == ("school", "Ruth")
    assert set(Consent.objects.values_list("channel", flat=True)) == {"school"}


def test_the_address_hears_of_it_and_corrects_it(child: Any, enterer: Any) -> None:
    enter(child, enterer, email=MOTHER)
    mail = render_mail(Message.objects.get(recipient=MOTHER)).text
    assert "Lior" not in mail
    path = f"/c/bat-galim/guardian/{token_of()}/"
    browser = Client()
    page = browser.get(path).content.decode()
    assert "entered from a form signed on" in page
    assert page.count(" checked") == len(YES)
    said = {f"consent_{purpose}": "on" for purpose in YES if purpose != "photo"}
    assert browser.post(path, {"display_name": "Noa", "is_adult": "on", **said}).status_code == 302
    link = GuardianLink.objects.get()
    assert link.account is not None
    assert link.account.email == MOTHER
    assert not has_consent(child, "photo")
    assert Notice.objects.filter(user=enterer, verb="consents.entry_corrected").count() == 1
    # What was pressed once leads to the page that asks to sign in.
    assert Client().get(path).status_code == 302


def test_a_stranger_at_the_address_removes_it_and_the_form_stands(child: Any, enterer: Any) -> None:
    enter(child, enterer, email=MOTHER)
    path = f"/c/bat-galim/guardian/{token_of()}/"
    assert "Do you not know this child?" in Client().get(f"{path}?no=unknown").content.decode()
    Client().post(path, {"mistaken": "1"})
    assert GuardianLink.objects.get().guardian_email == ""
    assert has_consent(child, "lab")
    assert Notice.objects.filter(user=enterer, verb="consents.entered_address_wrong").count() == 1
    assert Client().get(path).status_code == 410


def test_a_no_that_was_a_mistake_is_changed_on_paper(scope: Any, enterer: Any) -> None:
    """The adult has lost the mailbox in which the link of the no lies."""
    child = child_of(scope, display_name="Lior")
    link, token = asked(child)
    refuse_guardian(token)
    link.refresh_from_db()
    enter(child, enterer, link=link, email="new@example.org", replaces=True)
    link.refresh_from_db()
    assert (link.state, link.guardian_email) == ("confirmed", "new@example.org")
    assert has_consent(child, "account")
    child.user.refresh_from_db()
    assert child.user.is_active


def test_a_guardian_who_never_answered_signs(scope: Any, enterer: Any) -> None:
    child = child_of(scope)
    link, _token = asked(child)
    GuardianLink.objects.update(expires_at=link.expires_at - timedelta(days=20))
    expire_questions()
    enter(child, enterer, email=MOTHER)
    assert GuardianLink.objects.get().state == "confirmed"
    assert has_consent(child, "lab")


def test_the_later_answer_on_the_web_applies(scope: Any, enterer: Any) -> None:
    child = child_of(scope)
    link = answered(child, {**YES, "photo": False})
    with pytest.raises(DomainError) as refused:
        enter(child, enterer, link=link, signed_on=scope.today() - timedelta(days=3))
    assert refused.value.code == "consents.answered_later"
    enter(child, enterer, link=link, replaces=True)
    assert has_consent(child, "photo")
    assert Notice.objects.filter(user=link.account, verb="consents.entered_for_you").count() == 1


class TestWhichIsNewer:
    """Of one adult's answers the newer one applies, in whatever order they come; where that is not sure, it is asked."""

    @pytest.mark.parametrize("days", [0, 2])
    @pytest.mark.parametrize("proof", ["paper", "school"])
    def test_a_form_that_is_not_newer_than_the_last_one_is_asked_about(
        self, child: Any, enterer: Any, days: int, proof: str
    ) -> None:
        about = {"proof": proof, **({"school": OrganisationFactory()} if proof == "school" else {})}
        enter(child, enterer, {"account": True, "lab": False}, **about)
        day = child.city.today() - timedelta(days=days)
        with pytest.raises(DomainError) as refused:
            enter(child, enterer, {"account": True, "lab": True}, signed_on=day)
        assert refused.value.code == "consents.which_is_newer"
        assert not has_consent(child, "lab")
        enter(child, enterer, {"account": True, "lab": True}, signed_on=day, replaces=True)
        assert has_consent(child, "lab")

    def test_what_the_newer_form_says_too_or_leaves_open_is_not_asked(self, child: Any, enterer: Any) -> None:
        enter(child, enterer, {"account": True, "lab": True})
        day = child.city.today() - timedelta(days=2)
        enter(child, enterer, {"account": True, "photo": True}, signed_on=day)
        assert has_consent(child, "photo")

    def test_a_newer_form_needs_no_question(self, child: Any, enterer: Any) -> None:
        enter(child, enterer, {"account": True, "lab": False}, signed_on=child.city.today() - timedelta(days=2))
        enter(child, enterer, {"account": True, "lab": True}, signed_on=child.city.today() - timedelta(days=1))
        assert has_consent(child, "lab")

    def test_a_no_by_the_link_of_the_mail_outlasts_an_older_form(self, scope: Any, enterer: Any) -> None:
        child = child_of(scope)
        link, token = asked(child)
        refuse_guardian(token)
        for about in ({"link": link}, {"email": MOTHER}):
            with pytest.raises(DomainError) as refused:
                enter(child, enterer, signed_on=scope.today() - timedelta(days=1), replaces=True, **about)
            assert refused.value.code == "consents.answered_later"
        assert not has_consent(child, "account")

    def test_the_name_of_an_adult_who_answered_on_the_web_is_the_same_adult(self, scope: Any, enterer: Any) -> None:
        child = child_of(scope)
        link = answered(child, {**YES, "photo": False})
        with pytest.raises(DomainError) as refused:
            enter(child, enterer, name=link.guardian.display_name, signed_on=scope.today() - timedelta(days=3))
        assert refused.value.code == "consents.answered_later"


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"email": "lior@example.org"}, "consents.own_guardian"),
        ({"email": MOTHER}, "consents.guardian_unknown"),
        ({"signed_on": None}, "consents.signed_late"),
    ],
)
def test_what_is_refused(scope: Any, enterer: Any, about: dict[str, Any], code: str) -> None:
    child = child_of(scope, UserFactory(email="lior@example.org"))
    asked(child)
    GuardianLink.objects.update(state="mistaken")
    if "signed_on" in about:
        about = {"signed_on": scope.today() + timedelta(days=1)}
    with pytest.raises(DomainError) as refused:
        enter(child, enterer, **about)
    assert refused.value.code == code


def test_five_adults_are_too_many(child: Any, enterer: Any) -> None:
    for name in ("Noa", "Dan", "Ruth", "Avi"):
        enter(child, enterer, name=name)
    with pytest.raises(DomainError) as refused:
        enter(child, enterer, name="Gal")
    assert refused.value.code == "consents.too_many_guardians"


class TestScan:
    def test_a_photo_is_drawn_anew(self) -> None:
        written = io.BytesIO()
        picture = Image.new("RGB", (300, 200), "white")
        picture.save(written, "JPEG", comment=b"secret")
        scan = read_scan(written.getvalue())
        assert scan.type == "image/webp"
        assert b"secret" not in scan.data
        assert Image.open(io.BytesIO(scan.data)).size == (300, 200)

    def test_a_pdf_is_known_by_its_contents(self) -> None:
        assert read_scan(b"%PDF-1.7 x").type == "application/pdf"

    @pytest.mark.parametrize("data", [b"<svg></svg>", b"PK\x03\x04", b"GIF89a", b"x" * (4 * 1024 * 1024 + 1)])
    def test_anything_else_is_refused(self, data: bytes) -> None:
        with pytest.raises(DomainError):
            read_scan(data)
