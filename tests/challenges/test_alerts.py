"""Tell me when it begins: asked, confirmed by mail, stopped, told once; and what is kept of whom."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from challenges.actions import alerts
from challenges.models import Challenge, OpeningAlert, Phase
from challenges.tasks import forget_unconfirmed_acts, send_opening_alerts
from cities.models import City
from consents.actions import take_consent_back
from consents.models import Consent
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from tests.consents.people import YES, answered, child_of
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory
from tests.support import forget_cache

pytestmark = pytest.mark.django_db
FORM = {"email": "Dana@example.org", "is_adult": "on"}


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    """Open, and ideas are gathered from three days on."""
    row = ChallengeFactory()
    row.phases.all().delete()
    begins = timezone.now() + timedelta(days=3)
    Phase.objects.create(challenge=row, kind="gather", opens_at=begins)
    return row


def begin(challenge: Challenge) -> None:
    challenge.phases.update(opens_at=timezone.now() - timedelta(minutes=1))


def way(challenge: Challenge) -> str:
    return f"/c/bat-galim/challenges/{challenge.pk}/tell-me/"


def link() -> str:
    return Message.objects.filter(kind="challenges.confirm_alert").order_by("-pk").first().payload["url"]


def begun_mails() -> list[str]:
    return list(Message.objects.filter(kind="challenges.gathering_began").values_list("recipient", flat=True))


class TestWithoutAnAccount:
    def test_the_challenges_page_leads_there_until_it_begins(self, client: Client, challenge: Challenge) -> None:
        assert way(challenge) in client.get(challenge.get_absolute_url()).content.decode()
        begin(challenge)
        assert client.get(way(challenge)).url == challenge.get_absolute_url()

    def test_one_mail_asks_and_nothing_is_sent_before_its_button(self, client: Client, challenge: Challenge) -> None:
        assert client.post(way(challenge), FORM, follow=True).status_code == 200
        assert client.get(link()).status_code == 200
        begin(challenge)
        assert send_opening_alerts() == 0
        assert begun_mails() == []

    def test_confirmed_it_is_told_once_and_the_address_is_gone(self, client: Client, challenge: Challenge) -> None:
        client.post(way(challenge), FORM)
        client.post(link(), {"confirm": "1"})
        assert send_opening_alerts() == 0
        begin(challenge)
        assert send_opening_alerts() == 1
        assert send_opening_alerts() == 0
        assert begun_mails() == ["dana@example.org"]
        assert not OpeningAlert.objects.exists()

    def test_the_links_page_stops_it_before_and_after_confirming(self, client: Client, challenge: Challenge) -> None:
        for answers in (["stop"], ["confirm", "stop"]):
            client.post(way(challenge), FORM)
            for one in answers:
                client.post(link(), {one: "1"})
            assert not OpeningAlert.objects.exists()
            assert client.get(link()).status_code == 410

    def test_a_link_past_its_days_confirms_nothing_and_the_night_forgets_it(
        self, client: Client, challenge: Challenge
    ) -> None:
        client.post(way(challenge), FORM)
        OpeningAlert.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert client.get(link()).status_code == 410
        assert forget_unconfirmed_acts() == 1

    def test_asked_again_only_the_new_link_counts(self, client: Client, challenge: Challenge) -> None:
        client.post(way(challenge), FORM)
        first = link()
        client.post(way(challenge), FORM)
        assert client.get(first).status_code == 410
        assert client.get(link()).status_code == 200

    def test_who_is_younger_leaves_nothing_here(self, client: Client, challenge: Challenge) -> None:
        answer = client.post(way(challenge), {"email": "kid@example.org"})
        assert answer.status_code == 422
        assert "ask an adult" in answer.content.decode()
        assert not OpeningAlert.objects.exists()

    def test_a_childs_address_is_not_confirmed_without_its_guardian(self, challenge: Challenge, scope: Any) -> None:
        child = child_of(scope)
        alert = alerts.ask_for_alert(challenge, email=child.user.email, language="en")
        with pytest.raises(DomainError) as refused:
            alerts.confirm_alert(alert)
        assert refused.value.code == "consents.account_waits"

    def test_nor_is_a_further_address_of_the_child(self, challenge: Challenge, scope: Any) -> None:
        child = child_of(scope)
        EmailAddress.objects.create(user=child.user, email="further@example.org", verified=True)
        alert = alerts.ask_for_alert(challenge, email="further@example.org", language="en")
        with pytest.raises(DomainError) as refused:
            alerts.confirm_alert(alert)
        assert refused.value.code == "consents.account_waits"
        alerts.forget_alerts(child)
        assert not OpeningAlert.objects.exists()


class TestSignedIn:
    @pytest.fixture
    def person(self, scope: Any, client: Client, sign_in: Any) -> Any:
        profile = ProfileFactory(user=UserFactory())
        sign_in(client, profile.user)
        return profile

    def test_at_once_with_a_notice_and_a_mail_when_it_begins(
        self, client: Client, challenge: Challenge, person: Any
    ) -> None:
        page = client.post(way(challenge), follow=True).content.decode()
        assert "We will tell you when it begins." in page
        begin(challenge)
        assert send_opening_alerts() == 1
        assert Notice.objects.get(verb="challenges.gathering_began").user_id == person.user_id
        assert begun_mails() == [person.user.email]

    def test_stopped_by_a_button_on_the_page(self, client: Client, challenge: Challenge, person: Any) -> None:
        client.post(way(challenge))
        stop = f"{way(challenge)}stop/"
        assert stop in client.get(challenge.get_absolute_url()).content.decode()
        client.post(stop)
        assert not OpeningAlert.objects.exists()

    def test_asked_twice_is_one_row(self, client: Client, challenge: Challenge, person: Any) -> None:
        for _time in range(2):
            client.post(way(challenge))
        assert OpeningAlert.objects.count() == 1
        assert AuditEntry.objects.filter(verb="challenges.alert_asked").count() == 1


class TestOfAChild:
    def test_it_needs_the_guardians_yes_to_the_account(self, challenge: Challenge, scope: Any) -> None:
        child = child_of(scope)
        with pytest.raises(DomainError) as refused:
            alerts.add_alert(challenge, user=child.user, profile=child)
        assert refused.value.code == "consents.account_waits"
        answered(child, YES)
        alerts.add_alert(challenge, user=child.user, profile=child)
        assert OpeningAlert.objects.get().user_id == child.user_id

    def test_too_young_for_the_challenge_is_told_so(self, challenge: Challenge, scope: Any) -> None:
        child = child_of(scope)
        answered(child, YES)
        challenge.min_age = 18
        with pytest.raises(DomainError):
            alerts.add_alert(challenge, user=child.user, profile=child)

    def test_with_the_account_it_goes(self, challenge: Challenge, scope: Any) -> None:
        child = child_of(scope)
        answered(child, YES)
        alerts.add_alert(challenge, user=child.user, profile=child)
        take_consent_back(Consent.objects.get(purpose="account"), actor=child.user)
        assert not OpeningAlert.objects.exists()


def test_no_record_holds_an_address(client: Client, challenge: Challenge) -> None:
    client.post(way(challenge), FORM)
    client.post(link(), {"confirm": "1"})
    client.post(link(), {"stop": "1"})
    entries = AuditEntry.objects.filter(verb__startswith="challenges.alert_").order_by("pk")
    assert [entry.verb.rpartition("_")[2] for entry in entries] == ["asked", "confirmed", "stopped"]
    assert [entry for entry in entries if "dana" in f"{entry.data}{entry.reason}".lower()] == []


def test_what_is_over_is_forgotten_untold(client: Client, challenge: Challenge) -> None:
    client.post(way(challenge), FORM)
    client.post(link(), {"confirm": "1"})
    Challenge.objects.update(state="closed")
    assert send_opening_alerts() == 0
    assert alerts.delete_old_alerts() == 1


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_both_mails_say_something_in_three_languages(client: Client, challenge: Challenge, language: str) -> None:
    alerts.ask_for_alert(challenge, email="dana@example.org", language=language)
    client.post(link(), {"confirm": "1"})
    begin(challenge)
    send_opening_alerts()
    for kind in ("challenges.confirm_alert", "challenges.gathering_began"):
        mail = render_mail(Message.objects.get(kind=kind))
        assert len(mail.text) > len(mail.subject) + 120
        assert "%(" not in mail.text
        assert "{" not in mail.text


def test_a_challenge_that_has_begun_takes_no_request(challenge: Challenge) -> None:
    begin(challenge)
    with pytest.raises(DomainError) as refused:
        alerts.ask_for_alert(Challenge.objects.get(), email="dana@example.org", language="en")
    assert refused.value.code == "challenges.nothing_to_tell"


class TestOfTheNextQuestion:
    """The city asks nothing yet: one mail when it does."""

    WAY = "/c/bat-galim/tell-me/"

    @pytest.fixture
    def later(self, scope: Any) -> Challenge:
        """A question that nobody may answer yet."""
        return ChallengeFactory(state="framed")

    @staticmethod
    def open_now(row: Challenge) -> None:
        row.phases.all().delete()
        Challenge.objects.filter(pk=row.pk).update(state="open")

    def test_the_empty_city_and_its_empty_list_lead_there(self, client: Client, scope: Any) -> None:
        for address in ("/c/bat-galim/", "/c/bat-galim/challenges/"):
            assert self.WAY in client.get(address).content.decode()
        ChallengeFactory().phases.all().delete()
        forget_cache()
        for address in ("/c/bat-galim/", "/c/bat-galim/challenges/"):
            assert self.WAY not in client.get(address).content.decode()
        assert client.get(self.WAY).url == "/c/bat-galim/challenges/"

    def test_by_mail_asked_confirmed_told_once_and_forgotten(self, client: Client, later: Challenge) -> None:
        page = client.post(self.WAY, FORM, follow=True).content.decode()
        assert "Check your email" in page
        assert "the city’s next question" in render_mail(Message.objects.get(kind="challenges.confirm_alert")).text
        assert "We email you once" in client.get(link()).content.decode()
        client.post(link(), {"confirm": "1"})
        assert send_opening_alerts() == 0
        self.open_now(later)
        assert [send_opening_alerts(), send_opening_alerts()] == [1, 0]
        message = Message.objects.get(kind="challenges.gathering_began")
        assert (message.recipient, message.payload["url"]) == ("dana@example.org", later.get_absolute_url())
        assert not OpeningAlert.objects.exists()

    def test_twice_without_a_challenge_is_one_row(self, client: Client, scope: Any) -> None:
        for _time in range(2):
            client.post(self.WAY, FORM)
        assert OpeningAlert.objects.count() == 1

    def test_signed_in_it_is_asked_and_stopped_on_one_page(
        self, client: Client, later: Challenge, sign_in: Any
    ) -> None:
        profile = ProfileFactory(user=UserFactory())
        sign_in(client, profile.user)
        client.post(self.WAY)
        assert f'action="{self.WAY}stop/"' in client.get(self.WAY).content.decode()
        client.post(f"{self.WAY}stop/")
        assert not OpeningAlert.objects.exists()
        client.post(self.WAY)
        self.open_now(later)
        assert send_opening_alerts() == 1
        assert Notice.objects.get(verb="challenges.gathering_began").user_id == profile.user_id

    def test_a_child_waits_for_a_question_that_it_is_old_enough_for(self, later: Challenge, scope: Any) -> None:
        child = child_of(scope)
        with pytest.raises(DomainError):
            alerts.add_alert(scope, user=child.user, profile=child)
        answered(child, YES)
        alerts.add_alert(scope, user=child.user, profile=child)
        self.open_now(later)
        Challenge.objects.update(min_age=18)
        assert send_opening_alerts() == 0
        Challenge.objects.update(min_age=None)
        assert send_opening_alerts() == 1

    def test_its_age_is_known_by_a_further_address_too(self, later: Challenge, scope: Any) -> None:
        child = child_of(scope)
        answered(child, YES)
        EmailAddress.objects.create(user=child.user, email="further@example.org", verified=True)
        alert = alerts.ask_for_alert(scope, email="further@example.org", language="en")
        alerts.confirm_alert(alert)
        self.open_now(later)
        Challenge.objects.update(min_age=18)
        assert send_opening_alerts() == 0

    def test_after_a_year_in_vain_the_address_is_gone(self, client: Client, scope: Any) -> None:
        client.post(self.WAY, FORM)
        client.post(link(), {"confirm": "1"})
        assert alerts.delete_old_alerts() == 0
        OpeningAlert.objects.update(created_at=timezone.now() - timedelta(days=366))
        assert alerts.delete_old_alerts() == 1


def test_in_a_city_that_has_left_the_night_forgets_who_waits(client: Client, challenge: Challenge, scope: Any) -> None:
    client.post(way(challenge), FORM)
    client.post(link(), {"confirm": "1"})
    City.objects.filter(pk=scope.pk).update(state=City.State.LEFT)
    assert forget_unconfirmed_acts() == 1
    assert not OpeningAlert.objects.exists()
