"""What organisations promise and what arrives: who may, what is refused, who is reminded, what the sums say."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from educities.activity.actions.reminders import REMINDER_RULES
from educities.activity.models import AuditEntry, Message, Notice, Schedule
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.activity.texts.mail_kinds import isolate_text
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.actions import commitments
from stakeholders.models import Commitment
from stakeholders.queries.commitments import sum_commitments
from stakeholders.values import name_school_year, school_year_of
from tests.factories import CommitmentFactory, MembershipFactory, OrganisationFactory, RepresentationFactory, in_days
from tests.support import assert_same_queries, fresh, refused, verbs_of

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "room",
    "title_en": "The hall on Tuesdays",
    "quantity": "10",
    "unit": "times",
    "due_on": str(in_days(60)),
}


@pytest.fixture
def voice(scope: Any) -> Any:
    """Who speaks for an active organisation and may promise in its name."""
    user = MembershipFactory(city=scope).user
    return RepresentationFactory(profile__user=user, profile__display_name="Rana", organisation__state="active")


def promise(organisation: Any, actor: Any, **more: Any) -> Commitment:
    due = organisation.city.today() + timedelta(days=60)
    period = school_year_of(due, organisation.city.school_year_start)
    values = {"kind": "hours", "title": {"en": "Lessons"}, "quantity": Decimal(12), "unit": "hours", "period": period}
    return commitments.promise_commitment(organisation, actor=actor, **{**values, "due_on": due, **more})


class TestPromise:
    def test_a_representative_promises_and_the_directors_hear(self, voice: Any, director: Any) -> None:
        row = promise(voice.organisation, voice.profile.user)
        assert row.promised_by == voice.profile
        assert verbs_of(row) == ["stakeholders.commitment_promised"]
        assert Notice.objects.filter(user=director, verb="stakeholders.commitment_promised").count() == 1

    def test_what_the_office_writes_down_is_told_to_the_organisation(self, voice: Any, director: Any) -> None:
        row = promise(voice.organisation, director)
        assert row.promised_by is None
        assert Message.objects.get(kind="stakeholders.commitment_entered").user == voice.profile.user

    def test_the_history_says_for_whom(self, voice: Any, director: Any) -> None:
        promise(voice.organisation, voice.profile.user)
        line = history_lines(history_entries())[0]
        assert line.who == f"{isolate_text('Rana')} for {isolate_text(str(voice.organisation))}"

    def test_an_organisation_that_is_not_verified_promises_nothing(self, scope: Any, director: Any) -> None:
        organisation = OrganisationFactory(state="proposed")
        assert refused(lambda: promise(organisation, director)) == "stakeholders.organisation_not_at_work"

    def test_two_reminders_wait(self, voice: Any) -> None:
        row = promise(voice.organisation, voice.profile.user)
        waiting = Schedule.objects.filter(subject_id=row.pk, state="waiting").order_by("local_date")
        assert [one.local_date - row.due_on for one in waiting] == [timedelta(days=-7), timedelta(days=3)]


class TestInvariant15AndMayCommit:
    """A representative acts only within the dates, and promises only where that was said."""

    @pytest.mark.parametrize(
        ("changes", "may"),
        [
            ({}, True),
            ({"may_commit": False}, False),
            ({"ends_on": date(2020, 2, 1)}, False),
            ({"starts_on": date(2090, 1, 1)}, False),
            ({"accepted_at": None}, False),
        ],
    )
    def test_who_promises(self, voice: Any, changes: dict[str, Any], may: bool) -> None:
        type(voice).objects.filter(pk=voice.pk).update(**changes)
        user = fresh(voice.profile.user)
        assert user.has_perm("stakeholders.promise_for_organisation", voice.organisation) is may

    def test_for_another_organisation_nobody_promises(self, voice: Any) -> None:
        other = OrganisationFactory()
        assert not voice.profile.user.has_perm("stakeholders.promise_for_organisation", other)


class TestInvariant17:
    """Delivered is at most what was promised, unless somebody said why."""

    def test_the_database_refuses_more_without_a_reason(self, scope: Any) -> None:
        row = CommitmentFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=row.pk).update(delivered=13, delivered_on=date(2025, 10, 1))
        Commitment.objects.filter(pk=row.pk).update(delivered=13, delivered_on=date(2025, 10, 1), correction="A gift")

    def test_the_action_says_so_at_its_field(self, scope: Any, director: Any) -> None:
        row = CommitmentFactory()
        values = {"delivered": Decimal(13), "delivered_on": date(2025, 10, 1)}
        act = commitments.deliver_commitment
        assert refused(lambda: act(row, actor=director, **values)) == "stakeholders.more_than_promised"
        row = act(row, actor=director, **values, correction="A gift")
        assert (row.state, row.delivered) == ("delivered", 13)

    @pytest.mark.parametrize("wrong", [{"quantity": 0}, {"delivered": -1}, {"unit": "pieces"}, {"period": 1066}])
    def test_what_must_not_be_is_refused(self, scope: Any, wrong: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError):
            CommitmentFactory(**wrong)


class TestDelivery:
    def test_a_part_leaves_it_open_and_the_whole_ends_it(self, voice: Any, director: Any) -> None:
        row = promise(voice.organisation, director)
        day = row.city.today()
        row = commitments.deliver_commitment(row, actor=director, delivered=Decimal(5), delivered_on=day)
        assert (row.state, row.missing) == ("promised", 7)
        row = commitments.deliver_commitment(row, actor=director, delivered=Decimal(12), delivered_on=day)
        assert row.state == "delivered"
        assert not Schedule.objects.filter(subject_id=row.pk, state="waiting").exists()

    def test_less_than_promised_may_be_all(self, scope: Any, director: Any) -> None:
        day = date(2025, 10, 1)
        act = commitments.deliver_commitment
        row = act(CommitmentFactory(), actor=director, delivered=Decimal(5), delivered_on=day, is_whole=True)
        assert row.state == "delivered"

    def test_a_mistake_is_corrected(self, scope: Any, director: Any) -> None:
        row = CommitmentFactory(state="delivered", delivered=12, delivered_on=date(2025, 10, 1))
        act = commitments.deliver_commitment
        row = act(row, actor=director, delivered=Decimal(2), delivered_on=date(2025, 10, 1))
        assert row.state == "promised"
        assert verbs_of(row) == ["stakeholders.delivery_corrected"]

    def test_the_same_twice_is_recorded_once(self, scope: Any, director: Any) -> None:
        row = CommitmentFactory()
        for _time in range(2):
            commitments.deliver_commitment(row, actor=director, delivered=Decimal(2), delivered_on=date(2025, 10, 1))
        assert verbs_of(row) == ["stakeholders.commitment_delivered"]

    def test_nothing_arrives_of_what_was_withdrawn(self, voice: Any, director: Any) -> None:
        row = promise(voice.organisation, director)
        commitments.withdraw_commitment(row, actor=director, reason="It moved away")
        act = commitments.deliver_commitment
        code = refused(lambda: act(row, actor=director, delivered=Decimal(1), delivered_on=row.due_on))
        assert code == "stakeholders.commitment_withdrawn"
        notice = Notice.objects.get(user=voice.profile.user, verb="stakeholders.commitment_withdrawn")
        assert notice.data["reason"] == "It moved away"


class TestReminders:
    def test_the_promiser_is_reminded_else_all_who_may_promise(self, voice: Any, scope: Any) -> None:
        other = RepresentationFactory(organisation=voice.organisation, profile__user=MembershipFactory(city=scope).user)
        row = promise(voice.organisation, voice.profile.user)
        owing = REMINDER_RULES["stakeholders.commitment_due"].recipients
        assert list(owing(row)) == [voice.profile.user]
        type(voice).objects.filter(pk=voice.pk).update(may_commit=False)
        assert list(owing(row)) == [other.profile.user]
        row.state = "delivered"
        assert list(owing(row)) == []

    def test_by_hand_once_a_week(self, voice: Any, director: Any) -> None:
        row = promise(voice.organisation, voice.profile.user)
        assert commitments.remind_of_commitment(row, actor=director) == 1
        assert refused(lambda: commitments.remind_of_commitment(row, actor=director)) == "stakeholders.reminded_lately"

    @pytest.mark.parametrize("is_archived", [False, True], ids=["withdrawn", "archived"])
    def test_a_reminder_that_has_not_left_is_not_sent_of_what_is_over(
        self, voice: Any, director: Any, is_archived: bool
    ) -> None:
        row = promise(voice.organisation, voice.profile.user)
        commitments.remind_of_commitment(row, actor=director)
        row.refresh_from_db()
        if is_archived:
            actions.archive_organisation(voice.organisation, actor=director, reason="It closed")
        else:
            commitments.withdraw_commitment(row, actor=director, reason="Too dear")
        waiting = Message.objects.filter(kind="stakeholders.commitment_reminded")
        assert [one.state for one in waiting] == ["cancelled"]

    def test_nobody_to_remind_is_said(self, scope: Any, director: Any) -> None:
        row = CommitmentFactory()
        code = refused(lambda: commitments.remind_of_commitment(row, actor=director))
        assert code == "stakeholders.nobody_to_remind"

    def test_another_day_moves_them(self, voice: Any, director: Any) -> None:
        row = promise(voice.organisation, director)
        commitments.change_commitment(row, actor=director, due_on=row.due_on + timedelta(days=30))
        waiting = Schedule.objects.filter(subject_id=row.pk, state="waiting", rule="stakeholders.commitment_due")
        assert waiting.get().local_date == row.due_on - timedelta(days=7)


def test_what_was_promised_ends_and_comes_back_with_the_organisation(voice: Any, director: Any) -> None:
    row = promise(voice.organisation, director)
    earlier = CommitmentFactory(organisation=voice.organisation, state="withdrawn")
    assert "1 open commitment is withdrawn." in actions.list_archive_effects(voice.organisation)
    actions.archive_organisation(voice.organisation, actor=director, reason="It closed")
    row.refresh_from_db()
    assert row.state == "withdrawn"
    actions.restore_organisation(voice.organisation, actor=director)
    row.refresh_from_db()
    earlier.refresh_from_db()
    assert (row.state, earlier.state) == ("promised", "withdrawn")


def test_the_sums_stand_by_sector_unit_and_year(scope: Any) -> None:
    CommitmentFactory(organisation__sector=1, quantity=10, delivered=4, delivered_on=date(2025, 10, 1))
    CommitmentFactory(organisation__sector=2, quantity=6)
    CommitmentFactory(organisation__sector=2, quantity=6, period=2024)
    withdrawn = {"state": "withdrawn", "delivered": 1, "delivered_on": date(2025, 10, 1)}
    CommitmentFactory(organisation__sector=2, quantity=50, **withdrawn)
    CommitmentFactory(organisation__sector=3, quantity=9, state="withdrawn")
    CommitmentFactory(organisation__sector=3, kind="money", unit="shekels", quantity=500)
    hours, money = sum_commitments(2025)
    assert [(one.promised, one.delivered) for one in hours.sectors] == [(10, 4), (7, 1), (0, 0), (0, 0)]
    assert {year: one.promised for year, one in hours.by_year.items()} == {2025: 17, 2024: 6}
    assert money.total.promised == 500


class TestPages:
    def test_a_representative_promises_on_the_page(self, client: Any, sign_in: Any, voice: Any) -> None:
        city = voice.city
        sign_in(client, voice.profile.user)
        page = client.get(voice.organisation.get_absolute_url() + "?part=commitments").content.decode()
        form = reverse("promise_commitment", args=[city.slug, voice.organisation_id])
        assert form in page
        year = client.get(form).context["form"].initial["period"]
        assert year in {city.today().year, city.today().year - 1}
        assert client.post(form, {**TYPED, "period": year}).status_code == 302
        row = Commitment.objects.get()
        page = client.get(row.get_absolute_url()).content.decode()
        assert "The hall on Tuesdays" in page
        deliver = reverse("deliver_commitment", args=[city.slug, row.pk])
        typed = {"delivered": "11", "delivered_on": str(city.today())}
        answer = client.post(deliver, typed)
        assert answer.status_code in {409, 422}
        assert "correction" in answer.context["form"].errors
        assert client.post(deliver, {**typed, "correction": "One more evening"}).status_code == 302
        row.refresh_from_db()
        assert row.state == "delivered"

    def test_the_form_claims_nothing_that_nobody_typed(self, client: Any, sign_in: Any, voice: Any) -> None:
        """Today's day stands in its box; how much arrived has to be typed, and stands there the next time without “.00”."""
        sign_in(client, voice.profile.user)
        row = CommitmentFactory(organisation=voice.organisation, quantity=7)
        page = reverse("deliver_commitment", args=[voice.city.slug, row.pk])
        boxes = client.get(page).context["form"]
        typed = {name: boxes[name].value() or "" for name in ("delivered", "delivered_on", "correction", "read")}
        typed["delivered_on"] = str(typed["delivered_on"])
        assert typed["delivered"] == ""
        assert client.post(page, typed).status_code == 422
        assert client.post(page, {**typed, "delivered": "7"}).status_code == 302
        row.refresh_from_db()
        assert (row.delivered, row.delivered_on) == (7, voice.city.today())
        assert client.get(page).context["form"]["delivered"].value() == "7"

    def test_what_arrived_is_not_withdrawn_and_says_so(self, client: Any, sign_in: Any, voice: Any) -> None:
        sign_in(client, voice.profile.user)
        row = CommitmentFactory(
            organisation=voice.organisation, state="delivered", delivered=12, delivered_on=date(2025, 10, 1)
        )
        page = reverse("withdraw_commitment", args=[voice.city.slug, row.pk])
        assert "This commitment has already been delivered." in client.get(page).content.decode()
        answer = client.post(page, {"reason": "No room"})
        assert (answer.status_code, "already been delivered" in answer.content.decode()) == (409, True)

    def test_what_the_office_wrote_down_says_so(self, client: Any, sign_in: Any, voice: Any, director: Any) -> None:
        values = {name: getattr(CommitmentFactory.build(), name) for name in ("kind", "title", "quantity", "unit")}
        days = {"period": voice.city.today().year, "due_on": date(voice.city.today().year + 1, 6, 1)}
        said = "entered by the city’s office, in its name"
        sign_in(client, director)
        own = commitments.promise_commitment(voice.organisation, actor=voice.profile.user, **values, **days)
        assert said not in client.get(own.get_absolute_url()).content.decode()
        row = commitments.promise_commitment(voice.organisation, actor=director, **values, **days)
        assert said in client.get(row.get_absolute_url()).content.decode()

    def test_less_than_proposed_on_the_day_proposed_is_saved(self, client: Any, sign_in: Any, voice: Any) -> None:
        """And on a day to come nothing has arrived; without a day only nothing has."""
        sign_in(client, voice.profile.user)
        row = CommitmentFactory(organisation=voice.organisation, quantity=7)
        page = reverse("deliver_commitment", args=[voice.city.slug, row.pk])
        read = client.get(page).context["form"]["read"].value()
        today = voice.city.today()
        for day in (today + timedelta(days=1), ""):
            answer = client.post(page, {"delivered": "6", "delivered_on": str(day), "read": read})
            assert list(answer.context["form"].errors) == ["delivered_on"]
        assert client.post(page, {"delivered": "6", "delivered_on": str(today), "read": read}).status_code == 302
        row.refresh_from_db()
        assert (row.delivered, row.delivered_on, row.state) == (6, today, "promised")
        read = client.get(page).context["form"]["read"].value()
        assert client.post(page, {"delivered": "0", "delivered_on": "", "read": read}).status_code == 302

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"period": 2030, "due_on": date(2029, 12, 20)}, "stakeholders.due_in_another_year"),
            ({"kind": "goods", "unit": "pieces", "quantity": Decimal("1.5")}, "stakeholders.not_whole"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(
        self, voice: Any, director: Any, changes: dict[str, Any], code: str
    ) -> None:
        assert refused(lambda: promise(voice.organisation, director, **changes)) == code
        row = promise(voice.organisation, director)
        assert refused(lambda: commitments.change_commitment(row, actor=director, **changes)) == code

    def test_a_reminder_is_told_only_when_one_goes(self, client: Any, sign_in: Any, voice: Any) -> None:
        sign_in(client, voice.profile.user)
        form = reverse("promise_commitment", args=[voice.city.slug, voice.organisation_id])
        today = voice.city.today()
        for days, told in ((30, "reminded"), (3, "added."), (-3, "overdue")):
            day = today + timedelta(days=days)
            year = school_year_of(day, voice.city.school_year_start)
            answer = client.post(form, {**TYPED, "period": year, "due_on": day}, follow=True)
            assert told in str(next(iter(answer.context["messages"])))

    def test_a_unit_of_another_kind_is_said_at_its_field(self, client: Any, sign_in: Any, voice: Any) -> None:
        sign_in(client, voice.profile.user)
        form = reverse("promise_commitment", args=[voice.city.slug, voice.organisation_id])
        answer = client.post(form, {**TYPED, "unit": "shekels", "period": 2025})
        assert answer.context["form"].errors["unit"] == ["Choose a unit that fits the kind."]

    def test_the_director_sees_sums_and_each(self, client: Any, sign_in: Any, scope: Any, director: Any) -> None:
        CommitmentFactory(title={"en": "Chairs"}, due_on=date(2024, 1, 1))
        CommitmentFactory(title={"en": "Lessons"}, period=2024)
        sign_in(client, director)
        url = reverse("commitments", args=[scope.slug])
        page = client.get(url, {"period": 2025, "state": "overdue"})
        assert [str(row) for row in page.context["object_list"]] == ["Chairs"]
        assert "<svg" in page.content.decode()
        assert "Chairs" in client.get(reverse("dashboard", args=[scope.slug])).content.decode()

    def test_the_line_ends_with_the_last_year_that_ended(
        self, client: Any, sign_in: Any, scope: Any, director: Any
    ) -> None:
        now = school_year_of(scope.today(), scope.school_year_start)
        for year in (now - 2, now - 1, now):
            CommitmentFactory(period=year)
        sign_in(client, director)
        [chart] = client.get(reverse("commitments", args=[scope.slug])).context["charts"]
        assert name_school_year(now - 1) in str(chart["chart"])
        assert name_school_year(now) not in str(chart["chart"])

    def test_a_list_costs_the_same(self, client: Any, sign_in: Any, scope: Any, director: Any) -> None:
        sign_in(client, director)

        def more(count: int) -> None:
            with city_scope(scope.pk):
                CommitmentFactory.create_batch(count)

        assert_same_queries(lambda: client.get(reverse("commitments", args=[scope.slug])), more)

    def test_of_another_city_there_is_none(self, client: Any, sign_in: Any, director: Any, other_city: Any) -> None:
        with city_scope(other_city.pk):
            row = CommitmentFactory()
        sign_in(client, director)
        assert client.get(row.get_absolute_url().replace(other_city.slug, director_city(director))).status_code == 404


def director_city(director: Any) -> str:
    from cities.models import Membership

    return Membership.objects.get(user=director).city.slug


def test_the_record_keeps_no_name_of_a_person(voice: Any) -> None:
    promise(voice.organisation, voice.profile.user)
    entry = AuditEntry.objects.get(verb="stakeholders.commitment_promised")
    assert "Rana" not in str(entry.data)


def test_what_ended_before_all_had_arrived_is_not_called_delivered(scope: Any) -> None:
    row = CommitmentFactory(state="delivered", quantity=12, delivered=12, delivered_on=date(2025, 10, 1))
    assert row.describe_state() == "delivered"
    row.delivered = Decimal(5)
    assert row.describe_state() == "delivered in part"
    row.delivered = Decimal(0)
    assert row.describe_state() == "not delivered"
