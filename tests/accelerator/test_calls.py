"""The director opens the call of an intake; teachers apply; the head of school answers by the link of a mail."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accelerator.actions import enrolments, head, intakes
from accelerator.models import Accelerator, Enrolment, Term
from accelerator.queries.lists import find_next_start
from cities.models import Membership
from educities.activity.models import AuditEntry, Notice
from stakeholders.models import AgeBand
from tests.accelerator.support import HEAD, agree, apply, find_link, make_teacher
from tests.factories import AcceleratorFactory, EnrolmentFactory, IntakeFactory, OrganisationFactory, in_days
from tests.support import refused

pytestmark = pytest.mark.django_db
DAYS = (179, 359, 539, 719)


def open_call(director, leaders=(), first=10, days=DAYS, **more):
    row = more.pop("intake", None) or IntakeFactory()
    fields = {"name": {"en": "Third intake"}, "call_opens_on": in_days(-1), "call_closes_on": in_days(9), **more}
    ends = [in_days(first + day) for day in days]
    return intakes.open_call(row, actor=director, starts_on=in_days(first), ends=ends, leaders=leaders, **fields)


class TestCall:
    def test_an_intake_has_four_terms_that_follow_each_other_a_group_and_leaders(self, scope, director):
        leaders = [make_teacher(scope), make_teacher(scope)]
        row = open_call(director, leaders, places=24)
        terms = list(row.terms.all())
        assert [term.number for term in terms] == [1, 2, 3, 4]
        assert all(after.starts_on - before.ends_on == timedelta(days=1) for before, after in pairwise(terms))
        assert (row.intake.starts_on, row.group.kind) == (terms[0].starts_on, "accelerator")
        row.intake.refresh_from_db()
        assert row.intake.ends_on == terms[-1].ends_on
        assert [one.profile for one in row.leaders.all()] == leaders
        assert AuditEntry.objects.filter(verb="accelerator.opened").get().data["places"] == 24

    def test_a_second_call_of_the_same_intake_is_refused(self, scope, director):
        row = open_call(director)
        assert refused(lambda: open_call(director, intake=row.intake)) == "accelerator.call_open"

    @pytest.mark.parametrize(
        ("days", "code"), [((99, 50, 539, 719), "accelerator.term_order"), ((9, 19, 29, 39), "accelerator.two_years")]
    )
    def test_terms_in_disorder_or_too_short_are_refused(self, scope, director, days, code):
        assert refused(lambda: open_call(director, days=days)) == code

    def test_the_database_itself_refuses_a_gap_between_terms(self, scope, intake):
        term = intake.terms.get(number=2)
        with pytest.raises(IntegrityError), transaction.atomic():
            Term.objects.filter(pk=term.pk).update(starts_on=term.starts_on + timedelta(days=3))
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_there_are_never_fewer_places_than_people(self, scope, director, intake):
        Accelerator.objects.filter(pk=intake.pk).update(places_taken=2)
        ends = [term.ends_on for term in intake.terms.all()]
        given = {"starts_on": intake.intake.starts_on, "ends": ends, "leaders": [], "places": 1}
        assert refused(lambda: intakes.change_intake(intake, actor=director, **given)) == "accelerator.places_taken"

    def test_the_director_opens_a_call_on_a_page(self, client, scope, director, sign_in):
        row = IntakeFactory()
        people = [make_teacher(scope, display_name=name) for name in ("Dana", "Samir")]
        Membership.objects.filter(user__in=[one.user for one in people]).update(role="facilitator")
        sign_in(client, director)
        page = client.get(reverse("open_call", args=[scope.slug, row.pk]))
        form = page.context["form"]
        sent = {
            name: form.initial.get(name, "") for name in ("starts_on", "term_1", "term_2", "term_3", "term_4", "places")
        }
        sent |= {"name_en": "Teachers 2027", "first_leader": people[0].pk, "second_leader": people[1].pk}
        sent |= {"call_opens_on": in_days(0), "call_closes_on": in_days(30)}
        answer = client.post(reverse("open_call", args=[scope.slug, row.pk]), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        made = Accelerator.objects.get()
        assert (str(made), made.places, made.leaders.count()) == ("Teachers 2027", 30, 2)


class TestApplication:
    def test_a_teacher_applies_and_the_head_gets_one_mail(self, intake, rana):
        row = apply(intake, rana)
        assert (row.state, row.head_mails) == ("applied", 1)
        assert find_link(row).endswith("/")
        assert AuditEntry.objects.filter(verb="accelerator.applied").count() == 1

    def test_who_applied_already_is_under_age_or_names_no_school_is_refused(self, scope, intake, rana):
        apply(intake, rana)
        assert refused(lambda: apply(intake, rana)) == "accelerator.not_applied"
        young = make_teacher(scope, age_band=AgeBand.YOUTH)
        assert refused(lambda: apply(intake, young)) == "accelerator.no_adult"
        other = make_teacher(scope)
        shop = OrganisationFactory(field="culture")
        assert refused(lambda: apply(intake, other, organisation=shop)) == "accelerator.no_school"
        assert refused(lambda: apply(intake, other, head_email=other.user.email)) == "accelerator.own_address"

    def test_nobody_applies_before_or_after_the_call(self, scope, rana):
        late = AcceleratorFactory(call_opens_on=in_days(-9), call_closes_on=in_days(-1))
        assert refused(lambda: apply(late, rana)) == "accelerator.not_applied"

    def test_a_teacher_applies_on_a_page(self, client, scope, intake, rana, sign_in):
        sign_in(client, rana.user, second_factor=False)
        school = OrganisationFactory(field="formal")
        sent = {"organisation": school.pk, "why_en": "To see other schools", "head_email": HEAD}
        answer = client.post(reverse("apply_to_accelerator", args=[scope.slug, intake.pk]), sent)
        row = Enrolment.objects.get()
        assert answer["Location"] == row.get_absolute_url()
        assert (row.profile, row.organisation) == (rana, school)


class TestHead:
    def test_one_tap_agrees_with_hours_and_a_name_without_an_account(self, client, scope, intake, rana, director):
        row = apply(intake, rana)
        page = client.get(find_link(row))
        assert page.status_code == 200
        assert "Rana" in page.content.decode()
        client.post(find_link(row), {"answer": "yes", "release_hours": "2", "substitute": "Dana"})
        row.refresh_from_db()
        assert (row.state, row.release_hours, row.substitute) == ("head_approved", 2, "Dana")
        told = {one.verb: one.user_id for one in Notice.objects.filter(verb__endswith="_agreed")}
        assert told == {"accelerator.head_agreed": rana.user.pk, "accelerator.staff_agreed": director.pk}

    def test_a_no_is_read_by_the_director_alone(self, client, scope, intake, rana, director, sign_in):
        row = apply(intake, rana)
        client.post(find_link(row), {"answer": "no", "reason": "Two are away already"})
        row.refresh_from_db()
        assert (row.state, row.head_said_no) == ("declined", True)
        for user, reads in ((rana.user, False), (director, True)):
            client.logout()
            sign_in(client, user, second_factor=reads)
            page = client.get(row.get_absolute_url()).content.decode()
            assert ("Two are away already" in page) is reads

    def test_a_yes_without_hours_or_a_name_and_a_no_without_a_reason_come_back(self, client, intake, rana):
        row = apply(intake, rana)
        for sent, fields in (({"answer": "yes"}, {"release_hours", "substitute"}), ({"answer": "no"}, {"reason"})):
            answer = client.post(find_link(row), sent)
            assert answer.status_code == 422
            assert set(answer.context["form"].errors) == fields

    def test_a_link_to_another_address_or_a_forged_one_opens_nothing(self, client, scope, intake, rana):
        row = apply(intake, rana)
        old = find_link(row)
        head.ask_head_again(row, actor=rana.user, head_email="other@school.example.org")
        assert client.get(old).status_code == 410
        assert client.get(find_link(row)).status_code == 200
        assert client.get(reverse("answer_as_head", args=[scope.slug, f"{row.pk}:x"])).status_code == 410

    def test_after_the_city_has_decided_nothing_is_answered(self, client, intake, rana, director):
        row = agree(apply(intake, rana))
        enrolments.enrol_teacher(row, actor=director)
        assert refused(lambda: head.refuse_as_head(row, reason="No")) == "accelerator.head_late"
        assert client.get(find_link(row)).status_code == 200

    def test_a_head_is_written_to_at_most_once_a_day_after_the_second_mail(self, intake, rana):
        row = apply(intake, rana)
        head.ask_head_again(row, actor=rana.user, head_email=HEAD)
        assert (
            refused(lambda: head.ask_head_again(row, actor=rana.user, head_email=HEAD)) == "accelerator.head_not_asked"
        )


class TestPublicCall:
    """A teacher whom the city does not know finds the call on its public page and comes to the application."""

    def test_the_citys_page_leads_to_the_open_call(self, client, scope, intake):
        where = reverse("accelerator_call", args=[scope.slug, intake.pk])
        assert where in client.get(reverse("city", args=[scope.slug])).content.decode()
        page = client.get(where).content.decode()
        assert reverse("apply_to_accelerator", args=[scope.slug, intake.pk]) in page
        Accelerator.objects.filter(pk=intake.pk).update(call_opens_on=in_days(-20), call_closes_on=in_days(-1))
        assert where not in client.get(reverse("city", args=[scope.slug])).content.decode()
        page = client.get(where).content.decode()
        assert "The call is closed." in page
        assert reverse("apply_to_accelerator", args=[scope.slug, intake.pk]) not in page

    @pytest.mark.parametrize("email", ["office@example.org", ""])
    def test_a_teacher_of_a_school_that_is_not_listed_reads_whom_to_write_to(
        self, client, scope, intake, rana, sign_in, email
    ):
        scope.contact_email = email
        scope.save(update_fields=["contact_email"])
        way = f'<a href="mailto:{email}"' if email else reverse("city_contact", args=[scope.slug])
        call = reverse("accelerator_call", args=[scope.slug, intake.pk])
        assert way in client.get(call).content.decode().partition("Is your school not listed?")[2][:200]
        sign_in(client, rana.user, second_factor=False)
        form = client.get(reverse("apply_to_accelerator", args=[scope.slug, intake.pk])).content.decode()
        assert way in form.partition("Is your school not listed?")[2][:200]

    def test_a_child_with_an_account_is_led_to_no_refusal(self, client, scope, intake, stranger, sign_in):
        stranger.is_minor = True
        stranger.save(update_fields=["is_minor"])
        sign_in(client, stranger, second_factor=False)
        page = client.get(reverse("accelerator_call", args=[scope.slug, intake.pk])).content.decode()
        where = reverse("apply_to_accelerator", args=[scope.slug, intake.pk])
        assert where not in page
        assert client.get(where).status_code == 403

    @pytest.mark.parametrize("mark", ["is_minor", "is_age_unsaid"])
    def test_who_is_an_adult_here_is_asked_as_everywhere(self, scope, intake, mark):
        """The age group of this city alone is no answer: another one may know better, or nobody has asked yet."""
        teacher = make_teacher(scope)
        assert enrolments.describe_why_not_applied(intake, teacher) == ""
        setattr(teacher.user, mark, True)
        teacher.user.save(update_fields=[mark])
        assert enrolments.describe_why_not_applied(intake, teacher) == "Only adults can apply."
        assert refused(lambda: apply(intake, teacher)) == "accelerator.no_adult"
        assert not Enrolment.objects.exists()

    def test_a_call_of_a_later_day_is_no_page_yet(self, client, scope, intake):
        Accelerator.objects.filter(pk=intake.pk).update(call_opens_on=in_days(3), call_closes_on=in_days(9))
        assert client.get(reverse("accelerator_call", args=[scope.slug, intake.pk])).status_code == 404

    def test_whom_the_city_does_not_know_applies_and_is_a_resident(self, client, scope, intake, stranger, sign_in):
        apply_url = reverse("apply_to_accelerator", args=[scope.slug, intake.pk])
        sign_in(client, stranger, second_factor=False)
        page = client.get(apply_url)
        assert page.status_code == 200
        assert not page.context["form"].fields["is_adult"].initial
        sent = {
            "organisation": OrganisationFactory(field="formal").pk,
            "why_en": "To learn",
            "head_email": HEAD,
            "display_name": "Hala Mansour",
        }
        assert client.post(apply_url, sent).status_code == 422
        answer = client.post(apply_url, {**sent, "is_adult": "on"}, follow=True)
        assert "Thank you." in answer.content.decode()
        row = Enrolment.objects.get()
        assert (row.profile.user, row.profile.display_name, row.state) == (stranger, "Hala Mansour", "applied")
        assert list(Membership.objects.filter(user=stranger).values_list("role", flat=True)) == ["resident"]

    def test_a_refused_application_makes_nobody_a_resident(self, client, scope, intake, stranger, sign_in):
        sign_in(client, stranger, second_factor=False)
        sent = {"organisation": OrganisationFactory(field="formal").pk, "why_en": "To learn", "is_adult": "on"}
        sent |= {"head_email": stranger.email, "display_name": "Hala Mansour"}
        client.post(reverse("apply_to_accelerator", args=[scope.slug, intake.pk]), sent)
        assert not Membership.objects.filter(user=stranger).exists()


class TestManyAtOnce:
    def test_who_was_enrolled_is_named(self, client, scope, director, intake, sign_in):
        for name in ("Dana", "Samir"):
            agree(apply(intake, make_teacher(scope, display_name=name)))
        sign_in(client, director)
        where = reverse("fill_places", args=[scope.slug, intake.pk])
        page = client.post(where, follow=True).content.decode()
        assert "Enrolled:" in page
        assert all(name in page.split("We have told them")[0] for name in ("Dana", "Samir"))
        assert "Nobody was enrolled." in client.post(where, follow=True).content.decode()

    def test_pairs_are_named_and_a_round_whose_term_is_over_says_so(self, client, scope, director, sign_in):
        row = AcceleratorFactory(day=-400)
        for name in ("Dana", "Samir"):
            EnrolmentFactory(accelerator=row, state="year1_done", profile=make_teacher(scope, display_name=name))
        sign_in(client, director)
        where = reverse("make_pairs", args=[scope.slug, row.pk])
        assert "the term ended on" in client.get(where).content.decode()
        page = client.post(where, {"number": 2}, follow=True).content.decode()
        assert "New pairs:" in page
        assert all(name in page for name in ("Dana", "Samir"))

    def test_a_further_intake_is_proposed_for_a_year_in_which_none_begins(
        self, client, scope, director, sign_in, intake
    ):
        year = scope.school_year()
        for after in (1, 2):
            IntakeFactory(
                program=intake.intake.program,
                starts_on=date(year + after, scope.school_year_start, 1),
                ends_on=date(year + after + 2, scope.school_year_start, 1) - timedelta(days=1),
            )
        sign_in(client, director)
        assert find_next_start(scope) == date(year + 3, scope.school_year_start, 1)
