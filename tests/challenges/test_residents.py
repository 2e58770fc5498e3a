"""The resident's way: an idea without an account, one tap, published; a child with a guardian."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from challenges.actions import join_challenge
from challenges.models import Challenge, Contribution, Participation, PendingAct
from consents.models import Consent, GuardianLink
from educities.accounts.models import User
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import AuditEntry, Message
from educities.kit.errors import DomainError
from tests.consents.people import YES, answered, child_of
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
FORM = {
    "text": "Chess tables that belong to everyone",
    "display_name": "Noa Levi",
    "neighbourhood": "Ramat Yosef",
    "email": "noa.new@example.org",
    "age": "older",
}
CHILD = {
    **FORM,
    "display_name": "Lior",
    "email": "lior@example.org",
    "age": "younger",
    "birth_month": 5,
    "birth_year": timezone.now().year - 12,
    "guardian_email": "mother@example.org",
}


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def link_of(address: str) -> str:
    """The path of the newest mail's link to this address."""
    deliver_due()
    newest = [m for m in mail.outbox if m.to == [address]][-1]
    line = next(line for line in newest.body.splitlines() if "/c/" in line)
    return "/c/" + line.split("/c/", 1)[1]


def send(client: Any, challenge: Challenge, form: dict[str, Any]) -> Any:
    return client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", form)


def test_a_signed_in_child_does_not_confirm_its_address_once_more(
    client: Any, challenge: Challenge, sign_in: Any
) -> None:
    address = CHILD["email"]
    sign_in(client, UserFactory(email=address))
    EmailAddress.objects.update_or_create(
        email=address, user=User.objects.get(email=address), defaults={"verified": True}
    )
    way = f"/c/bat-galim/challenges/{challenge.pk}/join/"
    assert "you need no link" in client.get(way).content.decode()
    form = {**{name: said for name, said in CHILD.items() if name != "text"}, "bring": "A ball"}
    client.post(way, form)
    place = Participation.objects.get()
    assert (place.profile.needs_guardian, place.profile.user.email) == (True, address)
    assert GuardianLink.objects.get().guardian_email == CHILD["guardian_email"]
    deliver_due()
    assert [letter.to for letter in mail.outbox if address in letter.to and "confirm" in letter.body.lower()] == []
    client.post(way, {**form, "email": "another@example.org"})
    assert Participation.objects.count() == 1


def test_an_idea_is_published_by_one_tap(client: Any, challenge: Challenge) -> None:
    waits = send(client, challenge, FORM).url
    assert waits.endswith("/check-mail/")
    assert client.get(waits).status_code == 200
    assert Contribution.objects.count() == 0
    link = link_of("noa.new@example.org")
    page = client.get(link)
    assert (page.status_code, Contribution.objects.count()) == (200, 0)
    answer = client.post(link)
    idea = Contribution.objects.get()
    assert answer.url == idea.get_absolute_url()
    assert (idea.state, idea.shown_as) == ("visible", "Noa, Ramat Yosef")
    page = client.get(answer.url).content.decode()
    assert "Chess tables" in page
    assert "Noa, Ramat Yosef" in page
    assert "Levi" not in page
    assert AuditEntry.objects.filter(verb="challenges.idea_published").count() == 1


def test_two_taps_publish_once(client: Any, challenge: Challenge) -> None:
    send(client, challenge, FORM)
    link = link_of("noa.new@example.org")
    client.post(link)
    again = client.post(link, follow=True)
    assert again.status_code == 200
    assert Contribution.objects.count() == 1


def test_the_same_form_twice_writes_one_mail(client: Any, challenge: Challenge) -> None:
    send(client, challenge, FORM)
    send(client, challenge, FORM)
    assert (PendingAct.objects.count(), Message.objects.count()) == (1, 1)


def test_an_ended_link_offers_a_new_one_and_keeps_the_text(client: Any, challenge: Challenge) -> None:
    send(client, challenge, FORM)
    link = link_of("noa.new@example.org")
    PendingAct.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    page = client.get(link)
    assert page.status_code == 410
    assert "Chess tables" in page.content.decode()
    client.post(link, {"again": "1"})
    client.post(link_of("noa.new@example.org"))
    assert Contribution.objects.get().text == FORM["text"]


def test_a_known_address_gets_the_same_answer(client: Any, challenge: Challenge, resident: Any) -> None:
    new = send(client, challenge, FORM)
    known = send(client, challenge, {**FORM, "email": resident.email})
    assert (new.status_code, new.url) == (known.status_code, known.url)


def test_what_was_typed_stays_with_an_error(client: Any, challenge: Challenge) -> None:
    page = send(client, challenge, {**FORM, "email": "not an address"})
    assert page.status_code == 422
    assert "Chess tables that belong to everyone" in page.content.decode()


def test_similar_ideas_are_shown_once(client: Any, challenge: Challenge) -> None:
    send(client, challenge, FORM)
    client.post(link_of("noa.new@example.org"))
    client.logout()
    like = {**FORM, "text": "Chess tables for everyone please", "email": "other@example.org"}
    page = send(client, challenge, like)
    assert page.status_code == 200
    assert send(client, challenge, {**like, "seen_similar": "on"}).status_code == 302


def test_a_closed_challenge_takes_nothing(client: Any, challenge: Challenge) -> None:
    challenge.move(Challenge.State.REVIEWING)
    page = send(client, challenge, FORM)
    assert page.status_code == 409
    assert "Chess tables" in page.content.decode()


CONSENTS = dict.fromkeys(["consent_account", "consent_lab", "consent_publication"], "on")


class TestChild:
    def test_nothing_of_a_child_is_seen_before_the_guardian_and_a_reader(
        self, client: Any, challenge: Challenge, facilitator: Any, sign_in: Any, django_user_model: Any
    ) -> None:
        send(client, challenge, CHILD)
        client.post(link_of("lior@example.org"))
        idea = Contribution.objects.get()
        assert (idea.state, idea.author.needs_guardian, idea.author.age_band) == ("pending", True, "child")
        sign_in(client, facilitator)
        client.post(f"/c/bat-galim/manage/ideas/{idea.pk}/publish/")
        idea.refresh_from_db()
        assert idea.state == "pending"
        client.logout()
        link = link_of("mother@example.org")
        client.post(link, {"display_name": "Noa", "is_adult": "on", **CONSENTS})
        assert GuardianLink.objects.get().state == "confirmed"
        sign_in(client, facilitator)
        client.post(f"/c/bat-galim/manage/ideas/{idea.pk}/publish/")
        client.logout()
        page = client.get(f"/c/bat-galim/challenges/{challenge.pk}/").content.decode()
        assert "Chess tables" in page
        assert "Lior" not in page
        assert "one of the city’s children and young people" in page

    def test_taking_part_waits_for_the_guardian_and_ends_with_the_consent(
        self, client: Any, challenge: Challenge
    ) -> None:
        joined = {k: v for k, v in CHILD.items() if k != "text"}
        client.post(f"/c/bat-galim/challenges/{challenge.pk}/join/", {**joined, "bring": "I can draw"})
        client.post(link_of("lior@example.org"))
        taking = Participation.objects.get()
        assert taking.state == "awaiting_consent"
        client.logout()
        client.post(link_of("mother@example.org"), {"display_name": "Noa", "is_adult": "on", **CONSENTS})
        taking.refresh_from_db()
        assert taking.state == "confirmed"
        ward = f"/c/bat-galim/wards/{GuardianLink.objects.get().pk}/"
        client.post(ward, {"consent_account": "on", "sure": "on"})
        taking.refresh_from_db()
        assert taking.state == "awaiting_consent"
        assert Consent.objects.get(purpose="lab", state="withdrawn").subject_id == taking.profile_id

    def test_a_child_without_a_guardians_address_cannot_go_on(self, client: Any, challenge: Challenge) -> None:
        page = send(client, challenge, {**CHILD, "guardian_email": ""})
        assert page.status_code == 422
        own = send(client, challenge, {**CHILD, "guardian_email": CHILD["email"]})
        assert own.status_code == 422
        assert PendingAct.objects.count() == 0

    def test_a_guardian_may_say_no(self, client: Any, challenge: Challenge) -> None:
        send(client, challenge, CHILD)
        client.post(link_of("lior@example.org"))
        client.logout()
        client.post(link_of("mother@example.org"), {"refuse": "1"})
        assert GuardianLink.objects.get().state == "refused"
        assert not Consent.objects.filter(state="given").exists()


def test_a_challenge_for_older_people_takes_no_child(scope: Any) -> None:
    challenge = ChallengeFactory(min_age=16)
    child = child_of(scope)
    answered(child, YES)
    with pytest.raises(DomainError) as refused:
        join_challenge(challenge, profile=child, actor=child.user)
    assert refused.value.code == "challenges.too_young"
    assert join_challenge(challenge, profile=ProfileFactory(), actor=None).state == "confirmed"


@pytest.mark.parametrize(
    ("age", "lead"),
    [
        ({}, "It is published once you confirm."),
        (
            {"age": "younger", "birth_month": 5, "birth_year": timezone.now().year - 16},
            "Once you confirm, someone from the team reads it before it is published.",
        ),
    ],
)
def test_the_mail_says_whether_somebody_reads_the_idea_first(
    client: Any, challenge: Challenge, age: dict[str, Any], lead: str
) -> None:
    send(client, challenge, {**FORM, **age})
    link = link_of(FORM["email"])
    assert lead in " ".join(mail.outbox[-1].body.split())
    client.post(link)
    assert (Contribution.objects.get().state == "visible") == (not age)


def test_a_child_whose_guardian_agreed_reads_that_the_idea_is_read_first(
    client: Any, scope: Any, challenge: Challenge
) -> None:
    child = child_of(scope)
    answered(child, YES)
    # What came of the question is mailed before, where the city writes at this hour.
    deliver_due()
    send(client, challenge, {**FORM, "email": child.user.email})
    link_of(child.user.email)
    body = " ".join([m for m in mail.outbox if m.to == [child.user.email]][-1].body.split())
    assert "Once you confirm, someone from the team reads it before it is published." in body
