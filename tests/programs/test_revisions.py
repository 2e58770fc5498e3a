"""A revision of a confirmed figure counts only once another person has confirmed it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City, Membership
from cities.queries.waiting import WaitingLine
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.activity.queries.notices import annotate_settled
from educities.activity.queries.untrue_mails import find_untrue_ids
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from programs import actions
from programs.actions import Figure
from programs.models import Indicator, IndicatorValue, Milestone, ValueRevision
from programs.queries.confirmers import describe_why_not_confirmed_revision
from reports.queries import load_overview
from stakeholders.models import Profile
from tests.examples import make_milestone
from tests.factories import IndicatorFactory, MembershipFactory
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db
REASON = "The ministry counted again"


@pytest.fixture
def indicator(scope: City) -> Indicator:
    return IndicatorFactory(code="diploma", name={"en": "Diplomas"})


@pytest.fixture
def second(scope: City) -> User:
    """Another director."""
    return MembershipFactory(city=scope, role="director").user


def confirm_figure(indicator: Indicator, period: int = 2024) -> IndicatorValue:
    return IndicatorValue.objects.create(
        indicator=indicator, series="actual", period=period, value=Decimal("67.9"), state="confirmed"
    )


def propose(old: IndicatorValue, actor: User, value: str = "88") -> ValueRevision:
    figure = Figure(old.series, old.period, Decimal(value))
    return actions.propose_revision(old, actor=actor, reason=REASON, figure=figure, sure=True)


def live_value(indicator: Indicator) -> Decimal:
    value: Decimal = indicator.values.live().get().value
    return value


def lines_about_revisions(city: City, user: User) -> list[WaitingLine]:
    lines = load_overview(city, user).waiting.lines
    return [line for line in lines if "revisions" in f"{line.post_url} {line.url}"]


def test_one_person_alone_changes_no_published_figure(
    scope: City, indicator: Indicator, director: User, second: User, facilitator: User
) -> None:
    old = confirm_figure(indicator)
    row = propose(old, director)
    assert (row.state, live_value(indicator)) == ("waiting", Decimal("67.90"))
    assert not Event.objects.filter(name="indicator.revised").exists()
    # Neither whoever proposed it, nor a facilitator while a director is free.
    for who in (director, facilitator):
        with pytest.raises(DomainError, match="director"):
            actions.confirm_revision(row, actor=who)
    assert live_value(indicator) == Decimal("67.90")
    made = actions.confirm_revision(row, actor=second)
    assert (made.value, made.entered_by, made.reason, made.replaces_id) == (88, director, REASON, old.pk)
    assert live_value(indicator) == 88
    old.refresh_from_db()
    row.refresh_from_db()
    assert (old.state, row.state, row.decided_by) == ("revised", "confirmed", second)
    assert Event.objects.filter(name="indicator.revised").count() == 1


def test_a_deputy_confirms_nothing_in_her_directors_name(
    scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    until = scope.today() + timedelta(days=20)
    deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=until).user
    row = propose(confirm_figure(indicator), deputy)
    assert row.acting_for == director
    for who in (deputy, director):
        with pytest.raises(DomainError, match="Another director or a facilitator confirms them"):
            actions.confirm_revision(row, actor=who)
    actions.confirm_revision(row, actor=facilitator)
    assert live_value(indicator) == 88


def test_alone_it_counts_at_once_and_the_page_says_so_before_and_after(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User
) -> None:
    old = confirm_figure(indicator)
    where = reverse("revise_value", args=[scope.slug, old.pk])
    page = sign_in(client, director).get(where).content.decode()
    assert "Nobody else in the city can confirm figures, so the new figure counts at once." in page
    sent = client.post(where, {"value": "68", "reason": REASON}, follow=True)
    assert "Nobody else in the city could confirm it, so the new one counts at once." in sent.content.decode()
    assert live_value(indicator) == 68


def test_a_role_that_is_ended_for_a_day_makes_nobody_the_only_one(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    today = scope.today()
    days = {"starts_on": today - timedelta(days=99), "ends_on": today - timedelta(days=1)}
    Membership.objects.filter(user=facilitator).update(**days)
    old = confirm_figure(indicator)
    page = sign_in(client, director).get(reverse("revise_value", args=[scope.slug, old.pk])).content.decode()
    assert "Invite a second person." in page
    row = propose(old, director)
    assert row.state == "waiting"
    with pytest.raises(DomainError, match="Within the last 30 days someone else could have confirmed"):
        actions.confirm_revision(row, actor=director)
    Membership.objects.filter(user=facilitator).update(ends_on=today - timedelta(days=31))
    actions.confirm_revision(row, actor=director)
    assert live_value(indicator) == 88


def test_from_the_form_to_the_confirmed_figure(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    Profile.objects.filter(user=facilitator).update(display_name="Samir")
    Profile.objects.filter(user=director).update(display_name="Ruth")
    old, page = confirm_figure(indicator), indicator.get_absolute_url()
    where = reverse("revise_value", args=[scope.slug, old.pk])
    assert "It can be confirmed by: \u2068Samir\u2069." in sign_in(client, director).get(where).content.decode()
    sent = client.post(where, {"value": "70", "reason": REASON}, follow=True).content.decode()
    assert "The revision waits for another person to confirm it." in sent
    assert "Another director or a facilitator confirms it." in sent
    # Another one is not proposed meanwhile.
    assert "A revision of this figure waits already." in client.get(where).content.decode()
    (row,) = ValueRevision.objects.all()
    assert reverse("withdraw_revision", args=[scope.slug, row.pk]) in sent
    confirm = reverse("confirm_revision", args=[scope.slug, row.pk])
    assert confirm not in sent
    client.logout()
    text = " ".join(sign_in(client, facilitator).get(page).content.decode().split())
    assert "A revision waits: measured" in text
    assert REASON in text
    assert "<bdi>Ruth</bdi>" in text
    (line,) = lines_about_revisions(scope, facilitator)
    assert (line.post_url, lines_about_revisions(scope, director)) == (confirm, [])
    done = client.post(confirm, line.values, follow=True).content.decode()
    assert "counts from now on" in done
    assert "Confirmed by Samir." in done
    assert live_value(indicator) == 70


def test_a_reader_learns_nothing_of_a_revision_that_waits(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    # A value that no number of a row and no icon holds: "88" may be the reader's own number.
    propose(confirm_figure(indicator), director, "88.37")
    assert "88.37" in sign_in(client, facilitator).get(indicator.get_absolute_url()).content.decode()
    reader = MembershipFactory(city=scope, role="reader").user
    page = sign_in(client, reader).get(indicator.get_absolute_url()).content.decode()
    assert "67.9" in page
    assert "88.37" not in page
    assert REASON not in page


def test_what_changed_behind_the_open_page_is_not_confirmed(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    old = confirm_figure(indicator)
    row = propose(old, director)
    (line,) = lines_about_revisions(scope, facilitator)
    actions.withdraw_revision(row, actor=director)
    new = propose(old, director, "99")
    sign_in(client, facilitator)
    for number in (row.pk, new.pk):
        client.post(reverse("confirm_revision", args=[scope.slug, number]), line.values)
    assert live_value(indicator) == Decimal("67.90")
    (line,) = lines_about_revisions(scope, facilitator)
    client.post(line.post_url, line.values)
    assert live_value(indicator) == 99


def test_one_thing_at_a_time_is_proposed_about_a_figure(
    scope: City, indicator: Indicator, director: User, second: User
) -> None:
    old = confirm_figure(indicator)
    row = propose(old, director)
    with pytest.raises(DomainError, match="A revision of this figure waits already"):
        actions.propose_withdrawal(old, actor=second, reason="Another definition")
    # One that was left waiting beside a figure that counts no more, by whatever way, is not confirmed.
    IndicatorValue.objects.filter(pk=old.pk).update(state="withdrawn")
    with pytest.raises(DomainError, match="This figure has already been withdrawn"):
        actions.confirm_revision(row, actor=second)


def test_a_figure_is_withdrawn_once_another_person_has_confirmed_it(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    Profile.objects.filter(user=facilitator).update(display_name="Samir")
    old, page = confirm_figure(indicator), indicator.get_absolute_url()
    where = reverse("withdraw_value", args=[scope.slug, old.pk])
    assert "It can be confirmed by: \u2068Samir\u2069." in sign_in(client, director).get(where).content.decode()
    sent = client.post(where, {"reason": "Another definition"}, follow=True).content.decode()
    assert "The withdrawal waits for another person to confirm it." in sent
    assert "It is proposed to withdraw a figure" in sent
    assert live_value(indicator) == Decimal("67.90")
    (row,) = ValueRevision.objects.all()
    confirm = reverse("confirm_withdrawal", args=[scope.slug, row.pk])
    assert confirm not in sent
    # Whoever proposed it does not confirm it, and it is no revision of a number.
    assert client.post(confirm, {}).status_code in {409, 422}
    with pytest.raises(DomainError, match="Its own page asks first"):
        actions.confirm_revision(row, actor=facilitator)
    client.logout()
    sign_in(client, facilitator)
    assert confirm in client.get(page).content.decode()
    (line,) = lines_about_revisions(scope, facilitator)
    assert (line.url, line.post_url) == (confirm, "")
    asked = client.get(confirm)
    assert "Another definition" in asked.content.decode()
    assert client.post(confirm, {"seen": "of before"}).status_code == 409
    assert client.post(confirm, {"seen": asked.context["form"].initial["seen"]}).status_code == 302
    old.refresh_from_db()
    row.refresh_from_db()
    assert (old.state, old.withdrawn_because, row.state) == ("withdrawn", "Another definition", "confirmed")
    assert Notice.objects.filter(verb="programs.value_withdrawn").get().user == director
    assert Event.objects.filter(name="indicator.withdrawn").count() == 1
    text = client.get(page).content.decode()
    assert "Confirmed by Samir." in " ".join(text.split())
    with pytest.raises(DomainError, match="already been confirmed"):
        actions.confirm_withdrawal(row, actor=facilitator)


def test_a_withdrawal_is_declined_or_taken_back_and_the_figure_stays(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    old = confirm_figure(indicator)
    row = actions.propose_withdrawal(old, actor=director, reason="Another definition")
    where = reverse("decline_revision", args=[scope.slug, row.pk])
    asked = sign_in(client, facilitator).get(where).content.decode()
    assert "Decline to withdraw the figure?" in asked
    assert client.post(where, {"reason": "It is the same one"}).status_code == 302
    (notice,) = Notice.objects.filter(verb="programs.withdrawal_declined")
    assert notice.user == director
    again = actions.propose_withdrawal(old, actor=director, reason="Another definition")
    client.logout()
    back = reverse("withdraw_revision", args=[scope.slug, again.pk])
    assert "Keep the figure after all?" in sign_in(client, director).get(back).content.decode()
    assert client.post(back).status_code == 302
    assert live_value(indicator) == Decimal("67.90")
    assert set(ValueRevision.objects.values_list("state", flat=True)) == {"declined", "withdrawn"}
    assert AuditEntry.objects.filter(verb="programs.withdrawal_cancelled").count() == 1


def test_a_director_withdraws_alone_where_nobody_else_is(scope: City, indicator: Indicator, director: User) -> None:
    old = confirm_figure(indicator)
    row = actions.propose_withdrawal(old, actor=director, reason="Another definition")
    old.refresh_from_db()
    assert (row.state, old.state) == ("confirmed", "withdrawn")


def test_it_is_declined_with_a_reason_that_its_proposer_reads(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    old = confirm_figure(indicator)
    row = propose(old, director)
    where = reverse("decline_revision", args=[scope.slug, row.pk])
    # Whoever proposed it takes it back; the answer is another person's.
    assert sign_in(client, director).post(where, {"reason": "No"}).status_code in {409, 422}
    client.logout()
    sign_in(client, facilitator)
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "The table is of another year"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_by, live_value(indicator)) == ("declined", facilitator, Decimal("67.90"))
    (notice,) = Notice.objects.filter(verb="programs.revision_declined")
    assert (notice.user, "another year" in str(notice.data)) == (director, True)
    # Another one can be proposed.
    assert propose(old, director).state == "waiting"


def test_only_whoever_proposed_it_takes_it_back(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, second: User
) -> None:
    row = propose(confirm_figure(indicator), director)
    where = reverse("withdraw_revision", args=[scope.slug, row.pk])
    assert (
        "Only the person who proposed the revision withdraws it." in sign_in(client, second).get(where).content.decode()
    )
    client.post(where)
    row.refresh_from_db()
    assert row.state == "waiting"
    client.logout()
    assert sign_in(client, director).post(where).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert lines_about_revisions(scope, second) == []


def test_an_undo_puts_both_figures_back(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    old = confirm_figure(indicator)
    row = propose(old, director)
    (line,) = lines_about_revisions(scope, facilitator)
    sign_in(client, facilitator).post(line.post_url, line.values)
    undo = reverse("undo_revision", args=[scope.slug, row.pk])
    assert undo in client.get(indicator.get_absolute_url()).content.decode()
    client.post(undo)
    row.refresh_from_db()
    assert (row.state, row.decided_by, live_value(indicator)) == ("waiting", None, Decimal("67.90"))
    assert indicator.values.count() == 1
    assert Event.objects.filter(name="indicator.confirmation_undone").count() == 1
    actions.confirm_revision(row, actor=facilitator)
    made = indicator.values.live().get()
    Milestone.objects.filter(pk=make_milestone().pk).update(evidence_kind="figure", evidence_id=made.pk)
    with pytest.raises(DomainError, match="The new figure is what shows a milestone"):
        actions.undo_revision(row, actor=facilitator)
    with pytest.raises(DomainError, match="You can only undo what you did yourself"):
        actions.undo_revision(row, actor=director)


def test_who_is_asked_and_who_reads_that_it_counts(
    scope: City, indicator: Indicator, director: User, second: User, facilitator: User
) -> None:
    third = MembershipFactory(city=scope, role="director").user
    row = propose(confirm_figure(indicator), director)

    def readers_of(verb: str) -> set[int]:
        return set(Notice.objects.filter(verb=f"programs.{verb}").values_list("user", flat=True))

    assert readers_of("revision_proposed") == {second.pk, third.pk}
    actions.confirm_revision(row, actor=second)
    # The proposer, and whoever was not asked; nobody twice.
    assert readers_of("value_revised") == {director.pk, facilitator.pk}
    entries = AuditEntry.objects.filter(target_id=str(indicator.pk), target_type="programs.indicator").order_by("pk")
    assert [(one.verb, one.actor_id) for one in entries][-2:] == [
        ("programs.revision_proposed", director.pk),
        ("programs.value_revised", second.pk),
    ]


def test_another_city_decides_on_nothing_here(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, second: User, other_city: City
) -> None:
    row = propose(confirm_figure(indicator), director)
    with city_scope(other_city.pk):
        foreign = MembershipFactory(city=other_city, role="director").user
    sign_in(client, foreign)
    for slug in (scope.slug, other_city.slug):
        assert client.post(reverse("confirm_revision", args=[slug, row.pk])).status_code in {403, 404}
    row.refresh_from_db()
    assert row.state == "waiting"


def test_pages_cost_the_same_for_one_and_three_revisions(
    client: Client, sign_in: Any, scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    sign_in(client, facilitator)
    years = iter(range(2010, 2024))

    def more(count: int) -> None:
        with city_scope(scope.pk):
            for _ in range(count):
                propose(confirm_figure(indicator, next(years)), director)

    assert_same_queries(lambda: client.get(indicator.get_absolute_url()), more)


def test_an_answer_to_one_revision_answers_no_other_one_of_the_indicator(
    scope: City, indicator: Indicator, director: User, second: User
) -> None:
    one, other = (propose(confirm_figure(indicator, year), director) for year in (2021, 2022))
    notices = Notice.objects.filter(user=second, verb="programs.revision_proposed").order_by("pk")
    mails = list(Message.objects.filter(kind="programs.revision_proposed", user=second).order_by("pk"))
    actions.confirm_revision(one, actor=second)
    assert [row.is_settled for row in annotate_settled(notices)] == [True, False]
    assert [row.read_at is None for row in notices.all()] == [False, True]
    assert find_untrue_ids(mails) == {mails[0].pk}
    actions.decline_revision(other, actor=second, reason="Of another year")
    assert [row.is_settled for row in annotate_settled(notices)] == [True, True]
    assert find_untrue_ids(mails) == {one.pk for one in mails}


def test_the_history_says_was_and_now_of_what_counted_alone(
    scope: City, indicator: Indicator, director: User, second: User
) -> None:
    old = confirm_figure(indicator)
    actions.withdraw_revision(propose(old, director), actor=director)
    actions.decline_revision(propose(old, director), actor=second, reason="Wrong year")
    row = propose(old, director)
    actions.confirm_revision(row, actor=second)
    actions.undo_revision(row, actor=second)
    other = actions.propose_withdrawal(confirm_figure(indicator, 2023), actor=director, reason=REASON)
    actions.decline_revision(other, actor=second, reason="It is right")
    acts = {
        "programs.withdrawal_proposed": "Measured 2023/24: taking out “67.9” proposed",
        "programs.withdrawal_declined": "Measured 2023/24: taking out “67.9” proposed",
        "programs.revision_proposed": "Measured 2024/25: “88” proposed in place of “67.9”",
        "programs.revision_withdrawn": "Measured 2024/25: “88” proposed in place of “67.9”",
        "programs.revision_declined": "Measured 2024/25: “88” proposed in place of “67.9”",
        "programs.value_revised": "Measured 2024/25: from “67.9” to “88”",
        "programs.revision_undone": "Measured 2024/25: from “88” to “67.9”",
    }
    entries = list(history_entries().filter(verb__in=acts))
    lines = {entry.verb: line.changes for entry, line in zip(entries, history_lines(entries), strict=True)}
    assert lines == {verb: [text] for verb, text in acts.items()}


def test_what_was_taken_back_while_the_second_person_answers_is_said_so(
    scope: City, indicator: Indicator, director: User, facilitator: User
) -> None:
    """The row is read before it was withdrawn, and who may confirm it after."""
    row = actions.propose_withdrawal(confirm_figure(indicator), actor=director, reason="Another definition")
    read_before = ValueRevision.objects.select_related("city", "figure").get(pk=row.pk)
    actions.withdraw_revision(row, actor=director)
    refusal = describe_why_not_confirmed_revision(read_before, facilitator)
    assert refusal == str(ValueRevision.ALREADY["withdrawn"])
