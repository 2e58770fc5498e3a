"""Whoever guides a cohort, or invited into it, learns who says yes, who says no and who leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions.erasure import leave_city
from educities.activity.models import Message, Notice
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import MailRenderer
from educities.activity.texts.sentences import message_subject
from labs.actions.members import accept_seat, add_member, leave_cohort, leave_cohorts
from labs.models import CohortMember
from tests.factories import ChildFactory, CohortFactory, CohortMemberFactory, ProfileFactory, UserFactory
from tests.labs import ways
from tests.support import sign_in

pytestmark = pytest.mark.django_db
ANSWERS = ("labs.place_accepted", "labs.place_declined", "labs.place_given_up")


@pytest.fixture
def cohort(scope):
    return CohortFactory(state="recruiting", capacity=9)


@pytest.fixture
def guide(cohort):
    return ways.seat_guide(cohort.lab).profile.user


def invited(cohort, name, *, actor, **about):
    person = ProfileFactory(display_name=name, user=UserFactory())
    return add_member(cohort, actor=actor, profile=person, sector=1, agreed=False, **about)


def told(user):
    rows = Notice.objects.filter(user=user, verb__in=ANSWERS).order_by("pk")
    return [message_subject(row.verb, row.target_type, row.data) for row in rows]


def waiting(user):
    return list(Message.objects.filter(user=user, kind__in=ANSWERS, state="pending"))


def facts_of(message):
    words = MailRenderer(message.city).words_of(message)
    return {label: value.replace("\u2068", "").replace("\u2069", "") for label, value in words.facts}


def test_a_yes_and_a_no_are_told_by_name_to_who_guides_and_to_who_invited(cohort, guide, director):
    yes, no = (invited(cohort, name, actor=director) for name in ("Basil", "Rafed"))
    accept_seat(yes, actor=yes.profile.user)
    leave_cohort(no, actor=no.profile.user)
    for reader in (guide, director):
        assert told(reader) == [f"Basil said yes: cohort “{cohort}”", f"Rafed said no: cohort “{cohort}”"]
    assert told(no.profile.user) == []


def test_several_answers_of_a_few_minutes_are_one_mail(cohort, guide, director):
    seats = [invited(cohort, name, actor=director) for name in ("Basil", "Tala", "Rafed")]
    for seat in seats[:2]:
        accept_seat(seat, actor=seat.profile.user)
    leave_cohort(seats[2], actor=seats[2].profile.user)
    leave_cohort(seats[1], actor=seats[1].profile.user)
    (mail,) = waiting(guide)
    assert mail.available_at > timezone.now() + timedelta(minutes=3)
    assert facts_of(mail) == {"Said yes": "Basil", "Said no": "Rafed", "Have left": "Tala"}
    assert "3 answers" in MailRenderer(mail.city).words_of(mail).subject


def test_what_others_write_down_is_told_to_nobody_who_leads(cohort, guide, director):
    yes, no = (invited(cohort, name, actor=director) for name in "ab")
    accept_seat(yes, actor=guide)
    leave_cohort(no, actor=guide)
    assert (told(guide), told(director), no.has_declined) == ([], [], False)


def test_where_nobody_guides_the_directors_read_it(cohort, director):
    seat = CohortMemberFactory(cohort=cohort, state="invited", profile=ProfileFactory(user=UserFactory()))
    leave_cohort(seat, actor=seat.profile.user)
    assert len(told(director)) == 1


def test_who_guides_learns_that_a_member_is_gone_with_the_account_and_not_who(cohort, guide, director):
    """A guardian closes the account, or the person leaves the city: one member less is no riddle."""
    child, adult = ChildFactory(user=UserFactory()), ProfileFactory(display_name="Basil", user=UserFactory())
    for profile in (child, adult):
        CohortMemberFactory(cohort=cohort, profile=profile)
    leave_cohorts(child, keep_texts=True)
    leave_city(adult, actor=adult.user, keep_texts=False)
    assert told(guide) == [f"Someone has left the cohort “{cohort}”"] * 2
    (mail,) = waiting(guide)
    assert "Basil" not in str(MailRenderer(mail.city).words_of(mail))
    assert list(facts_of(mail)) == ["Have left"]


def test_a_minor_is_named_in_no_answer(cohort, guide):
    child = ChildFactory(display_name="Lior", user=UserFactory())
    seat = CohortMemberFactory(cohort=cohort, state="invited", profile=child)
    leave_cohort(seat, actor=child.user)
    assert told(guide) == [f"Someone said no: cohort “{cohort}”"]
    (mail,) = waiting(guide)
    assert facts_of(mail) == {"Said no": "1 person without a name"}
    assert "Lior" not in str(Notice.objects.filter(user=guide).values_list("data"))


def test_the_invitation_is_answered_by_the_no(cohort, guide, director):
    seat = invited(cohort, "Rafed", actor=director)
    leave_cohort(seat, actor=seat.profile.user)
    assert Notice.objects.get(verb="labs.member_invited").read_at is not None


def test_who_said_no_stands_in_the_list_with_the_day_until_invited_again(client, cohort, guide, director):
    seat = invited(cohort, "Rafed", actor=director)
    member = CohortMemberFactory(cohort=cohort, profile=ProfileFactory(user=UserFactory()))
    minor = CohortMemberFactory(cohort=cohort, state="invited", profile=ChildFactory(user=UserFactory()))
    page = reverse("cohort_members", args=[cohort.city.slug, cohort.pk])
    for one in (seat, minor):
        leave_cohort(one, actor=one.profile.user)
    shown = sign_in(client, guide).get(page).content.decode()
    assert "Said no" in shown
    assert "Rafed" in shown
    assert f'datetime="{timezone.localtime(seat.left_at):%Y-%m-%d}"' in shown
    assert "And 1 young person." in shown
    assert minor.profile.display_name not in shown
    assert "Rafed" not in sign_in(client, member.profile.user).get(page).content.decode()
    add_member(cohort, actor=director, profile=seat.profile, sector=1, agreed=False)
    assert [one.pk for one in CohortMember.objects.declined()] == [minor.pk]


def test_who_left_the_city_stands_in_no_list_and_is_named_nowhere(cohort, guide, director):
    seat = invited(cohort, "Moatazer", actor=director)
    leave_city(seat.profile, actor=seat.profile.user, keep_texts=False)
    assert told(guide) == [f"Someone said no: cohort “{cohort}”"]
    (mail,) = waiting(guide)
    assert "Moatazer" not in str(MailRenderer(mail.city).words_of(mail))
    assert list(CohortMember.objects.declined()) == []


def test_the_kinds_of_answers_join_each_other():
    assert {code: {one.code for one in MAIL_KINDS.get(code).joins} for code in ANSWERS} == {
        code: set(ANSWERS) for code in ANSWERS
    }
