"""What waits for a teacher, for who leads an intake and for the director; what is found; and what a rest of the program shifts."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from accelerator.actions import intakes, portfolio
from accelerator.actions.shifts import shift_accelerators
from accelerator.models import Accelerator, Enrolment, Leader, Term
from accelerator.queries.mine import find_my_training
from cities.queries.waiting import build_waiting_sql, read_waiting
from educities.activity.models import AuditEntry
from educities.activity.texts.history_rows import history_entries, history_lines
from educities.kit.errors import DomainError
from meetings.models import Session
from programs.values.evidence import EVIDENCE
from stakeholders.models import Profile
from tests.accelerator.support import begin_project, hold, make_pair, make_teacher, observe
from tests.factories import AcceleratorFactory, CredentialFactory, EnrolmentFactory, MembershipFactory, in_days

pytestmark = pytest.mark.django_db


def list_waiting(user: Any, city: Any) -> dict[str, str]:
    """Text and address of what waits for the person of the accelerator."""
    sql, asked = build_waiting_sql(user, city, city.today(), 50)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", asked)
        found = [one for one in cursor.fetchone()[0] or [] if one["kind"].startswith("accelerator")]
    lines = read_waiting(found, city, 50).lines
    return {one["kind"].partition("_")[2]: f"{line.text} {line.url}" for one, line in zip(found, lines, strict=True)}


def enrol_other(row: Accelerator) -> Enrolment:
    """A colleague of another school."""
    return EnrolmentFactory(accelerator=row, profile=make_teacher(row.city), state="enrolled")


def make_leader(row: Accelerator) -> Profile:
    """A facilitator who leads the intake."""
    person = make_teacher(row.city)
    MembershipFactory(city=row.city, user=person.user, role="facilitator")
    Leader.objects.create(accelerator=row, profile=person, place=1)
    return person


class TestTeacher:
    def test_the_visit_to_the_own_class_comes_first(self, intake, rana) -> None:
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        other = enrol_other(intake)
        seen = observe(make_pair(other, row))
        lines = find_my_training(rana).waiting
        first = min(lines, key=lambda line: line.order)
        assert first.url == seen.get_absolute_url()
        assert str(other) in first.text
        portfolio.answer_observation(seen, actor=rana.user, sentence={"en": "Yes"})
        assert seen.get_absolute_url() not in {line.url for line in find_my_training(rana).waiting}

    def test_project_visit_and_reflection_wait_until_they_are_there(self, intake, rana) -> None:
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        pair = make_pair(row, enrol_other(intake))
        texts = [line.text for line in find_my_training(rana).waiting]
        assert texts == [
            f"Round 1 of visits: your visit to {pair.second} is not written down yet.",
            "Your classroom project has not begun.",
            "A term is over: write what it brought you.",
        ]
        begin_project(row)
        observe(pair)
        portfolio.write_reflection(row, actor=rana.user, text={"en": "Much"}, is_shared=False)
        assert find_my_training(rana).waiting == []

    def test_the_next_session_stands_beside_the_place(self, intake, rana, client, sign_in) -> None:
        EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        (session,) = hold(intake, 1, 1)
        later = Session.objects.create(
            group=intake.group,
            title={"en": "What we count"},
            starts_at=session.starts_at + timedelta(days=400),
            ends_at=session.ends_at + timedelta(days=400),
            state="scheduled",
        )
        sign_in(client, rana.user)
        page = client.get(reverse("mine", args=[intake.city.slug])).content.decode()
        assert "next session: <bdi>What we count</bdi>" in " ".join(page.split())
        assert later.is_open

    def test_a_silent_head_can_be_written_to_again(self, intake, rana) -> None:
        six = intake.city.today() - timedelta(days=6)
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="applied", head_asked_on=six)
        assert find_my_training(rana).waiting == []
        Enrolment.objects.filter(pk=row.pk).update(head_asked_on=six - timedelta(days=1))
        assert [line.url for line in find_my_training(rana).waiting] == [row.get_absolute_url()]

    @pytest.mark.parametrize("number", [1, 3])
    def test_as_few_questions_for_three_pairs_as_for_one(self, intake, rana, number, django_assert_max_num_queries):
        row = EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        for _place in range(number):
            make_pair(row, enrol_other(intake))
        with django_assert_max_num_queries(7):
            find_my_training(rana)


class TestLeaderAndDirector:
    def test_who_leads_makes_pairs_and_records_sessions(self, intake, rana, director) -> None:
        leader = make_leader(intake)
        EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        enrol_other(intake)
        (session,) = hold(intake, 1, 1)
        Session.objects.filter(pk=session.pk).update(state="held")
        found = list_waiting(leader.user, intake.city)
        assert set(found) == {"sessions", "pairs"}
        assert reverse("session", args=[intake.city.slug, session.pk]) in found["sessions"]
        assert "without a pair: 2" in found["pairs"]
        assert list_waiting(director, intake.city) == {}
        portfolio.make_pairs(intake, actor=leader.user, number=1)
        assert set(list_waiting(leader.user, intake.city)) == {"sessions"}

    def test_visits_that_lack_are_named_in_the_second_half_of_the_term(self, scope) -> None:
        row = AcceleratorFactory(day=-300)
        leader = make_leader(row)
        pair = make_pair(*(enrol_other(row) for _place in range(2)))
        assert "not written down yet: 2" in list_waiting(leader.user, scope)["visits"]
        observe(pair)
        assert "not written down yet: 1" in list_waiting(leader.user, scope)["visits"]

    def test_the_director_reads_whose_years_are_over(self, scope, director) -> None:
        row = AcceleratorFactory(day=-715)
        EnrolmentFactory(accelerator=row, state="enrolled")
        EnrolmentFactory(accelerator=row, state="year1_done")
        found = list_waiting(director, scope)
        assert set(found) == {"first_year", "graduation"}
        page = reverse("accelerator_teachers", args=[scope.slug, row.pk])
        assert all(text.endswith(page) for text in found.values())


class TestFoundAndTaken:
    def test_hours_and_presence_as_a_file(self, intake, rana, client, sign_in, director) -> None:
        rana.display_name = "=cmd()"
        rana.save()
        EnrolmentFactory(accelerator=intake, profile=rana, state="enrolled")
        EnrolmentFactory(accelerator=intake, state="applied")
        hold(intake, 1, 5, rana, at=4)
        sign_in(client, director)
        answer = client.get(reverse("teachers_file", args=[intake.city.slug, intake.pk]))
        lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [(one["Teacher"], one["Presence in year 1 (%)"], one["Recognised hours"]) for one in lines] == [
            ("'=cmd()", "80", "8")
        ]

    def test_an_intake_and_a_credential_show_a_milestone(self, intake, scope) -> None:
        kind = EVIDENCE["intake"]
        assert not kind.rows().filter(kind.offered).exists()
        Accelerator.objects.filter(pk=intake.pk).update(places_taken=1)
        assert list(kind.rows().filter(kind.offered, kind.find("Intake"))) == [intake]
        credential, kind = CredentialFactory(), EVIDENCE["credential"]
        assert list(kind.rows().filter(kind.offered, kind.find(credential.number))) == [credential]
        assert kind.name(credential) == f"{credential.number} · {credential.enrolment.accelerator}"


class TestFurtherIntake:
    def test_it_has_the_next_number_and_its_call_is_open(self, intake, client, sign_in, director) -> None:
        people = [make_teacher(intake.city) for _place in range(2)]
        for one in people:
            MembershipFactory(city=intake.city, user=one.user, role="facilitator")
        intake.intake.program.__class__.objects.update(state="active")
        sign_in(client, director)
        url = reverse("open_next_call", args=[intake.city.slug])
        form = client.get(url).context["form"]
        assert [str(form.initial[f"term_{number}"])[5:] for number in (1, 2, 3, 4)] == ["01-31", "08-31"] * 2
        given = {name: str(value) for name, value in form.initial.items()}
        given |= {"name_en": "One more", "call_closes_on": str(in_days(30))}
        given |= {"first_leader": str(people[0].pk), "second_leader": str(people[1].pk)}
        # The last of these terms ends a year after the five years do.
        asked = client.post(url, given)
        assert set(asked.context["form"].errors) == {"outlives"}
        assert "Shall the intake go on after them?" in asked.content.decode()
        assert 'type="checkbox" name="outlives"' in asked.content.decode()
        answer = client.post(url, given | {"outlives": "on"})
        assert answer.status_code == 302, answer.context["form"].errors
        row = Accelerator.objects.select_related("intake").latest("pk")
        assert row.intake.number == intake.intake.number + 1
        assert row.terms.count() == 4

    def test_without_a_signed_program_there_is_none(self, scope, director) -> None:
        with pytest.raises(DomainError, match="five-year program"):
            intakes.open_next_call(scope, actor=director, starts_on=in_days(30), ends=[])


class TestRest:
    """Invariant 44: what follows a rest of the program comes later by its days."""

    def read_terms(self, row: Accelerator) -> list[tuple[int, int]]:
        # The day from which the factories count.
        today = in_days(0)
        return [((one.starts_on - today).days, (one.ends_on - today).days) for one in row.terms.order_by("number")]

    def test_invariant_44_the_term_that_runs_is_longer_and_the_next_ones_are_later(self, intake) -> None:
        shift_accelerators(intake.intake.program, in_days(-30), timedelta(days=100))
        # The rest began in the first term: the second one had its first day after it.
        assert self.read_terms(intake) == [(-200, 79), (80, 259), (260, 439), (440, 619)]
        intake.refresh_from_db()
        intake.intake.refresh_from_db()
        assert intake.suspended_days == 100
        assert (intake.intake.starts_on, intake.intake.ends_on) == (in_days(-200), in_days(619))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # By more than the rest they are not longer.
        last = Term.objects.get(accelerator=intake, number=4)
        intake_fields = {"name": intake.name, "call_opens_on": intake.call_opens_on}
        with pytest.raises(DomainError, match="two years"):
            intakes.change_intake(
                intake,
                actor=None,
                starts_on=in_days(-200),
                ends=[in_days(79), in_days(259), in_days(439), last.ends_on + timedelta(days=20)],
                leaders=[],
                **intake_fields,
            )

    def test_one_that_has_not_begun_begins_later_and_its_call_with_it(self, scope) -> None:
        row = AcceleratorFactory(day=60, call_opens_on=in_days(-5), call_closes_on=in_days(20))
        shift_accelerators(row.intake.program, in_days(0), timedelta(days=30))
        assert self.read_terms(row)[0] == (90, 269)
        row.refresh_from_db()
        assert (row.call_opens_on, row.call_closes_on, row.suspended_days) == (in_days(-5), in_days(50), 0)
        (entry,) = AuditEntry.objects.filter(verb="accelerator.changed", target_id=str(row.pk))
        assert entry.data["changed"] == ["call_closes_on", "terms"]
        assert "Four terms: changed" in str(history_lines(history_entries().filter(pk=entry.pk)))

    def test_one_that_is_over_stays(self, scope) -> None:
        row = AcceleratorFactory(day=-800)
        before = self.read_terms(row)
        shift_accelerators(row.intake.program, in_days(-10), timedelta(days=30))
        assert self.read_terms(row) == before


@pytest.mark.parametrize("page", ["complete_first_year", "graduate_teachers"])
def test_where_nobody_can_be_chosen_no_button_names_a_form_that_is_not_there(intake, client, sign_in, director, page):
    sign_in(client, director)
    text = client.get(reverse(page, args=[intake.city.slug, intake.pk])).content.decode()
    assert 'form="typed"' not in text
