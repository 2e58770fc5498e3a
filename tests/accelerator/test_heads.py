"""What each reads of the question to a head of school: the teacher, the directors, the head."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accelerator.actions import enrolments, head
from accelerator.forms.enrolments import HeadForm
from accelerator.models import Enrolment
from accelerator.texts.heads import describe_head_mail
from educities.activity.models import Message
from educities.activity.texts.mails import render_mail
from tests.accelerator.support import HEAD, agree, apply, find_link, make_teacher
from tests.accelerator.test_days import make_leader
from tests.factories import OrganisationFactory
from tests.support import fresh

pytestmark = pytest.mark.django_db


def read_mails(user):
    """What the person was mailed about the answer of a head."""
    rows = Message.objects.filter(user=user, kind__regex="head_|staff_")
    return [f"{mail.subject}\n{mail.text}" for mail in map(render_mail, rows)]


@pytest.mark.parametrize("answers", ["yes", "no"])
def test_each_reader_gets_the_sentence_that_was_written_for_them(scope, intake, rana, director, answers):
    row = apply(intake, rana)
    agree(row) if answers == "yes" else head.refuse_as_head(row, reason="Two are away")
    (to_teacher,), (to_director,) = read_mails(rana.user), read_mails(director)
    assert to_teacher.startswith("Your head of school has ")
    assert to_director.startswith("A head of school has ")
    # The week's mail repeats subjects, so the name stands inside.
    subject, _newline, inside = to_director.partition("\n")
    assert "Rana" in inside
    assert "Rana" not in subject
    assert "Your head" not in to_director
    assert ("You decide who gets a place" in to_director) is (answers == "yes")


class TestWhenItGoes:
    def test_the_teacher_reads_the_address_and_when_the_mail_goes_and_has_gone(self, scope, intake, rana):
        row = apply(intake, rana)
        mail = Message.objects.get(kind="accelerator.head_asked")
        scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
        scope.save()
        row = Enrolment.objects.with_names().get(pk=row.pk)
        assert describe_head_mail(row) == f"The email to {HEAD} is on its way."
        for state, said in (
            ("sent", f"We wrote to {HEAD} on "),
            ("dead", f"The email to {HEAD} could not be delivered"),
        ):
            Message.objects.filter(pk=mail.pk).update(state=state)
            assert describe_head_mail(row).startswith(said)

    def test_in_the_quiet_hours_it_says_so_instead_of_claiming_that_the_head_was_asked(
        self, client, scope, intake, rana, sign_in
    ):
        until = (timezone.now().astimezone(scope.zone) + timedelta(hours=2)).time().replace(second=0, microsecond=0)
        since = (timezone.now().astimezone(scope.zone) - timedelta(hours=2)).time().replace(second=0, microsecond=0)
        scope.quiet_from, scope.quiet_until = since, until
        scope.save()
        sign_in(client, rana.user, second_factor=False)
        sent = {"organisation": OrganisationFactory(field="formal").pk, "why_en": "To learn", "head_email": HEAD}
        page = client.post(reverse("apply_to_accelerator", args=[scope.slug, intake.pk]), sent, follow=True)
        said = page.content.decode()
        assert said.count(f"The email to {HEAD} goes out on") == 2
        assert "was asked on" not in said

    def test_who_leads_the_intake_does_not_read_the_address_and_reads_the_same_of_the_mail(
        self, client, scope, intake, rana, sign_in
    ):
        row, leader = apply(intake, rana), make_leader(intake)
        mail = Message.objects.get(kind="accelerator.head_asked")
        sign_in(client, leader.user)
        for state, said in (
            ("pending", "The email to the head of school "),
            ("sent", "We wrote to the head of school on "),
        ):
            Message.objects.filter(pk=mail.pk).update(state=state)
            page = client.get(row.get_absolute_url()).content.decode()
            assert said in page
            assert HEAD not in page


class TestHeadPage:
    def test_nothing_is_ticked_or_written_in_beforehand_and_nothing_is_called_optional_that_is_needed(
        self, client, intake, rana
    ):
        page = client.get(find_link(apply(intake, rana)))
        form = page.context["form"]
        assert [form[name].value() for name in form.fields] == [None] * 4
        assert "checked" not in page.content.decode()
        assert "(optional)" not in page.content.decode()

    def test_what_was_answered_stands_there_when_it_is_changed(self, client, intake, rana):
        row = agree(apply(intake, rana))
        form = client.get(find_link(row)).context["form"]
        assert (form["answer"].value(), form["release_hours"].value()) == ("yes", 2)

    def test_a_no_needs_a_reason_alone_and_a_yes_none(self):
        assert HeadForm({"answer": "no", "reason": "Not this year"}).is_valid()
        assert HeadForm({"answer": "yes", "release_hours": "2", "substitute": "Dana"}).is_valid()
        assert set(HeadForm({}).errors) == {"answer"}

    def test_the_mail_is_in_the_language_that_the_teacher_chose_also_when_it_goes_again(
        self, client, scope, intake, rana, sign_in
    ):
        sign_in(client, rana.user, second_factor=False)
        sent = {"organisation": OrganisationFactory(field="formal").pk, "why_en": "To learn", "head_email": HEAD}
        client.post(reverse("apply_to_accelerator", args=[scope.slug, intake.pk]), {**sent, "head_language": "ar"})
        row = Enrolment.objects.get()
        again = reverse("ask_head_again", args=[scope.slug, row.pk])
        assert client.get(again).context["form"]["head_language"].value() == "ar"
        client.post(again, {"head_email": HEAD, "head_language": "he"})
        mails = Message.objects.filter(kind="accelerator.head_asked").order_by("pk")
        assert [mail.payload["language"] for mail in mails] == ["ar", "he"]

    def test_after_the_decision_the_page_says_what_was_decided_and_whom_to_write_to(
        self, client, scope, intake, rana, director
    ):
        scope.contact_email = "office@harbour.example"
        scope.save()
        given, declined = agree(apply(intake, rana)), agree(apply(intake, make_teacher(scope)))
        enrolments.enrol_teacher(given, actor=director)
        enrolments.decline_application(declined, actor=director, reason="Full")
        for row, said in ((given, "the place was given"), (declined, "it has not given a place")):
            page = client.get(find_link(fresh(row))).content.decode()
            assert said in page
            assert "mailto:office@harbour.example" in page
