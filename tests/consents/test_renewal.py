"""Each consent has a last day: asked about before it, ended after it as a withdrawal ends it, and renewed by one tap."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from challenges.actions import join_challenge
from challenges.models import Contribution
from consents.actions import renew_consents, update_consents, want_again
from consents.models import Consent, GuardianLink
from consents.queries import has_consent
from consents.values import last_day_of_consent
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mails import render_mail
from tests.challenges.people import published
from tests.consents.people import YES, answered, child_of
from tests.factories import CohortMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(scope: Any) -> GuardianLink:
    return answered(child_of(scope, display_name="Lior"), YES)


def shift(link: GuardianLink, days: int, *, answered_days_ago: int = 700) -> date:
    """The consents' last day is so many days from today, of answers of long ago."""
    until = link.city.today() + timedelta(days=days)
    Consent.objects.filter(subject=link.minor).update(valid_until=until)
    long_ago = link.answered_at - timedelta(days=answered_days_ago)  # type: ignore[operator]
    GuardianLink.objects.filter(pk=link.pk).update(answered_at=long_ago)
    link.refresh_from_db()
    return until


def way_of(link: GuardianLink) -> str:
    return Message.objects.filter(kind="consents.renewal_asked").order_by("-pk").first().payload["url"]


@pytest.mark.parametrize(
    ("given", "until"),
    [
        (date(2026, 11, 28), date(2027, 8, 31)),
        (date(2026, 9, 1), date(2027, 8, 31)),
        (date(2026, 8, 31), date(2027, 8, 31)),
        (date(2026, 6, 1), date(2027, 8, 31)),
    ],
)
def test_a_consent_holds_to_the_end_of_a_school_year(given: date, until: date) -> None:
    assert last_day_of_consent(given, 9) == until


def test_every_consent_has_an_end(link: GuardianLink) -> None:
    ends = set(Consent.objects.values_list("valid_until", flat=True))
    assert ends == {last_day_of_consent(link.city.today(), link.city.school_year_start)}


def test_a_consent_ends_with_coming_of_age(scope: Any) -> None:
    today = scope.today()
    soon = date(today.year + (today.month == 12), today.month % 12 + 1, 1)
    child = child_of(scope, age_band="youth", next_band_month=date(soon.year + 18 - scope.account_age, soon.month, 1))
    answered(child, YES)
    assert set(child.consents.values_list("valid_until", flat=True)) == {soon}
    update_consents(scope)
    assert not Message.objects.filter(kind="consents.renewal_asked").exists()


def test_what_was_given_before_there_were_ends_has_one(link: GuardianLink) -> None:
    Consent.objects.update(valid_until=None)
    update_consents(link.city)
    assert not Consent.objects.filter(valid_until=None).exists()


def test_the_guardian_is_asked_once_a_month_before(link: GuardianLink) -> None:
    shift(link, 31)
    update_consents(link.city)
    assert not Message.objects.filter(kind="consents.renewal_asked").exists()
    shift(link, 30)
    update_consents(link.city)
    update_consents(link.city)
    mail = Message.objects.get(kind="consents.renewal_asked")
    assert mail.user == link.account
    assert "Lior" not in render_mail(mail).text


def test_one_tap_lets_everything_go_on(link: GuardianLink) -> None:
    shift(link, 30)
    update_consents(link.city)
    page = Client().get(way_of(link)).content.decode()
    assert "Lior" not in page
    assert "Yes, all of this goes on" in page
    for _press in range(2):
        assert Client().post(way_of(link)).status_code == 302
    until = last_day_of_consent(link.city.today(), link.city.school_year_start)
    assert set(Consent.objects.values_list("valid_until", "state")) == {(until, "given")}
    assert AuditEntry.objects.filter(verb="consents.consent_renewed").count() == len(YES)
    assert "You need not do anything" in Client().get(way_of(link)).content.decode()


def test_a_link_that_is_no_link_of_ours_says_so(link: GuardianLink) -> None:
    assert Client().get(f"/c/bat-galim/consents/renew/{link.pk}:2027-01-01:x/").status_code == 410


def test_after_the_last_day_everything_rests_as_after_a_withdrawal(link: GuardianLink) -> None:
    child = link.minor
    seat = CohortMemberFactory(profile=child)
    idea = published(child)
    joined = join_challenge(idea.challenge, profile=child, actor=None)
    shift(link, -1)
    assert not any(has_consent(child, purpose) for purpose in YES)
    update_consents(link.city)
    for row in (seat, joined, idea):
        row.refresh_from_db()
    assert seat.state == "awaiting_consent"
    assert joined.state == "awaiting_consent"
    assert (idea.state, idea.hidden_rule) == ("hidden", "consent")
    assert Notice.objects.filter(user=child.user, verb="consents.ward_renewal_awaited").count() == 1
    child.user.refresh_from_db()
    assert child.user.is_active


def test_a_yes_after_the_last_day_brings_everything_back(link: GuardianLink) -> None:
    seat, idea = CohortMemberFactory(profile=link.minor), published(link.minor)
    shift(link, -1)
    update_consents(link.city)
    renew_consents(link)
    seat.refresh_from_db()
    assert seat.state == "active"
    assert Contribution.objects.get(pk=idea.pk).state == "visible"


def test_a_yes_of_long_ago_counts_no_more(link: GuardianLink) -> None:
    """The child wants again what it had declined: nobody has said yes to it this year."""
    child = link.minor
    Consent.objects.filter(purpose="photo").update(state="withdrawn", assent_of_child=False)
    shift(link, 10)
    want_again(child, "photo", actor=child.user)
    assert not has_consent(child, "photo")


def test_without_a_new_yes_the_account_closes_after_a_month(link: GuardianLink) -> None:
    published(link.minor)
    shift(link, -1)
    update_consents(link.city)
    shift(link, -30)
    update_consents(link.city)
    link.minor.refresh_from_db()
    assert link.minor.display_name == "Lior"
    shift(link, -31)
    update_consents(link.city)
    update_consents(link.city)
    link.minor.refresh_from_db()
    assert link.minor.is_erased_child
    assert AuditEntry.objects.filter(verb="consents.child_closed").count() == 1
