"""Confirmed figures by groups are removed by two people: one proposes it, the other agrees."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cities.models import City
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Event, Notice
from educities.activity.queries.notices import annotate_settled
from educities.kit.errors import DomainError
from programs.actions.breakdown_removals import cancel_removal, confirm_removal, decline_removal, remove_breakdown
from programs.actions.breakdowns import enter_breakdown
from programs.models import Breakdown
from tests.factories import IndicatorFactory, MembershipFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
REASON = "Two schools were swapped"
CELLS = [["North", 30, 50], ["South", 54, 60]]


@pytest.fixture
def row(scope: City, director: User) -> Breakdown:
    return keep_table(director)


def keep_table(writer: User) -> Breakdown:
    indicator = IndicatorFactory(name={"en": "Diplomas"}, denominator={"en": "all pupils"})
    about = {"dimension": "neighbourhood", "period": 2024, "confirmed_at": "2026-01-01T10:00Z"}
    return Breakdown.objects.create(indicator=indicator, cells=CELLS, entered_by=writer, **about)


@pytest.fixture
def second(scope: City) -> User:
    """Another director."""
    return MembershipFactory(city=scope, role="director").user


def address(name: str, row: Breakdown) -> str:
    return reverse(name, args=[row.city.slug, row.pk])


def test_it_goes_once_another_person_agrees(
    client: Client, sign_in: Any, director: User, second: User, facilitator: User, row: Breakdown
) -> None:
    assert "Propose the removal" in sign_in(client, second).get(address("remove_breakdown", row)).content.decode()
    answer = client.post(address("remove_breakdown", row), {"reason": REASON}, follow=True)
    text = answer.content.decode()
    assert "The removal waits for another person’s answer." in text
    assert "removal proposed" in text
    assert address("cancel_removal", row) in text
    assert address("confirm_removal", row) not in text
    assert Breakdown.objects.get().removal_reason == REASON
    assert {one.user for one in Notice.objects.filter(verb="programs.removal_proposed")} == {director}
    # Nobody agrees with themselves, and a facilitator only where no director is free.
    for user in (second, facilitator):
        with pytest.raises(DomainError):
            confirm_removal(row, actor=user)
    page = sign_in(client, director).get(address("confirm_removal", row))
    assert REASON in page.content.decode()
    seen = page.context["form"].initial["seen"]
    shown = client.get(row.get_absolute_url()).content.decode()
    assert address("confirm_removal", row) in shown
    assert address("remove_breakdown", row) not in shown
    assert client.post(address("confirm_removal", row), {"seen": seen}).status_code == 302
    assert not Breakdown.objects.exists()
    entry = AuditEntry.objects.get(verb="programs.breakdown_removed")
    assert (entry.actor_id, entry.reason) == (director.pk, REASON)
    assert Event.objects.filter(name="indicator.breakdown_removed").count() == 1
    assert {one.user for one in Notice.objects.filter(verb="programs.breakdown_removed")} == {second}
    assert all(one.is_settled for one in annotate_settled(Notice.objects.filter(verb="programs.removal_proposed")))


def test_it_waits_on_the_day_of_whoever_agrees(
    client: Client, sign_in: Any, director: User, second: User, row: Breakdown
) -> None:
    remove_breakdown(row, actor=second, reason=REASON)
    today = reverse("dashboard", args=[row.city.slug])
    text = sign_in(client, director).get(today).content.decode()
    assert address("confirm_removal", row) in text
    assert REASON in text
    assert address("confirm_removal", row) not in sign_in(client, second).get(today).content.decode()


def test_declined_it_stays_and_the_proposer_reads_why(director: User, second: User, row: Breakdown) -> None:
    remove_breakdown(row, actor=second, reason=REASON)
    decline_removal(row, actor=director, reason="They were swapped back")
    (notice,) = Notice.objects.filter(verb="programs.removal_declined")
    assert notice.user == second
    kept = Breakdown.objects.get()
    assert (kept.is_confirmed, kept.is_removal_waiting, kept.removal_reason) == (True, False, "")
    with pytest.raises(DomainError, match="Nobody proposes any more"):
        confirm_removal(row, actor=director)
    assert remove_breakdown(kept, actor=second, reason=REASON) is False


def test_taken_back_by_its_proposer_alone(
    client: Client, sign_in: Any, director: User, second: User, row: Breakdown
) -> None:
    remove_breakdown(row, actor=second, reason=REASON)
    with pytest.raises(DomainError, match="Only the person who proposed it"):
        cancel_removal(row, actor=director)
    with pytest.raises(DomainError, match="It is proposed already"):
        remove_breakdown(row, actor=director, reason="Again")
    assert sign_in(client, second).post(address("cancel_removal", row)).status_code == 302
    assert not Breakdown.objects.get().is_removal_waiting
    assert all(one.is_settled for one in annotate_settled(Notice.objects.filter(verb="programs.removal_proposed")))


def test_another_proposal_than_the_one_read_is_not_agreed_to(director: User, second: User, row: Breakdown) -> None:
    remove_breakdown(row, actor=second, reason=REASON)
    seen = Breakdown.objects.get().removal_stamp
    cancel_removal(row, actor=second)
    remove_breakdown(row, actor=second, reason="Of another year")
    with pytest.raises(DomainError, match="Another proposal"):
        confirm_removal(row, actor=director, seen=seen)


def test_a_draft_goes_at_once(director: User, second: User, scope: City) -> None:
    indicator = IndicatorFactory(denominator={"en": "all pupils"})
    cells = [("North", 30, 50), ("South", 54, 60)]
    draft = enter_breakdown(indicator, actor=director, dimension="school", period=2024, cells=cells)
    assert remove_breakdown(draft, actor=second, reason=REASON) is True
    assert not Breakdown.objects.exists()


def test_alone_in_a_city_it_goes_at_once(client: Client, sign_in: Any, director: User, row: Breakdown) -> None:
    page = sign_in(client, director).get(address("remove_breakdown", row)).content.decode()
    assert "Nobody else in the city can confirm figures, so the break-down is removed at once." in page
    assert remove_breakdown(row, actor=director, reason=REASON) is True


def test_a_reader_is_told_nothing_of_it(
    client: Client, sign_in: Any, steward: User, second: User, director: User, row: Breakdown
) -> None:
    remove_breakdown(row, actor=second, reason=REASON)
    text = sign_in(client, steward).get(row.get_absolute_url()).content.decode()
    assert "North" in text
    assert REASON not in text


def test_the_page_asks_as_much_for_one_and_three(
    client: Client, sign_in: Any, director: User, second: User, row: Breakdown
) -> None:
    sign_in(client, director)

    def add(number: int) -> None:
        for period in range(2010 + number, 2010 + 2 * number):
            about = {"dimension": "neighbourhood", "period": period, "confirmed_at": "2026-01-01T10:00Z"}
            more = Breakdown.objects.create(indicator=row.indicator, cells=CELLS, entered_by=director, **about)
            remove_breakdown(more, actor=second, reason=REASON)

    assert_same_queries(lambda: client.get(row.get_absolute_url()), add)


@pytest.mark.parametrize("fields", [{"removal_reason": ""}, {"confirmed_at": None}])
def test_the_database_wants_a_reason_and_a_confirmed_one(
    second: User, row: Breakdown, director: User, fields: Any
) -> None:
    remove_breakdown(row, actor=second, reason=REASON)
    with pytest.raises(IntegrityError, match="programs_breakdown_removal"), transaction.atomic():
        Breakdown.objects.update(**fields)
