"""What cannot be taken back is asked first: the page changes nothing, its button does."""

import pytest
from django.urls import reverse

from educities.activity.models import Message
from labs.models import Cohort, CohortMember, LabSeat
from tests.factories import CohortFactory, CohortMemberFactory, InitiativeFactory, ProfileFactory, UserFactory
from tests.labs import ways

pytestmark = pytest.mark.django_db


def asks_then_does(client, url, question, did):
    page = client.get(url)
    assert (page.status_code, question in page.content.decode(), did()) == (200, True, False)
    assert client.post(url, {"reason": "They moved away"}).status_code == 302
    assert did()


def test_completing_a_cohort_is_asked_with_what_stands(client, scope, director, sign_in):
    cohort = CohortFactory(stage=4)
    InitiativeFactory(cohort=cohort)
    sign_in(client, director)
    url = reverse("complete_cohort", args=[scope.slug, cohort.pk])
    page = client.get(cohort.get_absolute_url()).content.decode()
    assert (f'href="{url}"' in page, f'action="{url}"' in page) == (True, False)
    assert "Its 1 initiative goes on." in client.get(url).content.decode()
    asks_then_does(client, url, "Complete the cohort", lambda: Cohort.objects.get().state == "completed")


def test_freeing_a_seat_is_asked(client, scope, director, sign_in):
    cohort = CohortFactory(state="planned")
    sign_in(client, director)
    for seat, words in (
        (ways.seat_guide(cohort.lab), "role over this lab"),
        (ways.seat_sector(cohort.lab, 1), "no longer be represented"),
    ):
        url = reverse("free_seat", args=[scope.slug, seat.pk])
        assert f'href="{url}"' in client.get(f"{cohort.lab.get_absolute_url()}?part=seats").content.decode()
        asks_then_does(client, url, words, lambda seat=seat: not LabSeat.objects.filter(pk=seat.pk).exists())


def test_that_somebody_leaves_is_asked(client, scope, director, sign_in):
    seat = CohortMemberFactory(profile__display_name="Layla")
    sign_in(client, director)
    url = reverse("leave_cohort", args=[scope.slug, seat.pk])
    members = reverse("cohort_members", args=[scope.slug, seat.cohort_id])
    assert f'href="{url}"' in client.get(members).content.decode()
    asks_then_does(client, url, "Mark Layla as having left", lambda: CohortMember.objects.get().state == "withdrawn")


def test_the_last_facilitator_of_a_running_cohort_is_not_asked_about(client, scope, director, sign_in):
    cohort = CohortFactory(state="running")
    seat = ways.seat_guide(cohort.lab)
    sign_in(client, director)
    url = reverse("free_seat", args=[scope.slug, seat.pk])
    page = client.get(url).content.decode()
    assert "A cohort of this lab is running. Give another facilitator a seat first." in page
    assert "<textarea" not in page
    assert client.post(url, {"reason": "They moved away"}).status_code == 409
    ways.seat_guide(cohort.lab)
    assert "<textarea" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("has_account", "words"),
    [(True, "The person reads your reason."), (False, "The person has no account: tell them yourself.")],
)
def test_who_reads_the_reason_depends_on_an_account(client, scope, director, sign_in, has_account, words):
    profile = ProfileFactory(user=UserFactory() if has_account else None)
    member = CohortMemberFactory(profile=profile)
    seat = ways.seat_sector(member.cohort.lab, 1)
    LabSeat.objects.filter(pk=seat.pk).update(profile=profile)
    sign_in(client, director)
    for url in (
        reverse("remove_member", args=[scope.slug, member.pk]),
        reverse("free_seat", args=[scope.slug, seat.pk]),
    ):
        assert words in client.get(url).content.decode()
        client.post(url, {"reason": "They moved away"})
    assert Message.objects.filter(user=profile.user_id or 0).count() == (2 if has_account else 0)


def test_that_somebody_without_an_account_left_is_told_by_people(client, scope, director, sign_in):
    sign_in(client, director)
    for user, words in (
        (None, "The person has no account: tell them yourself."),
        (UserFactory(), "We tell the person"),
    ):
        member = CohortMemberFactory(profile=ProfileFactory(user=user))
        assert words in client.get(reverse("leave_cohort", args=[scope.slug, member.pk])).content.decode()


def test_those_without_an_account_are_counted_where_a_whole_group_ends(client, scope, director, sign_in):
    cohort = CohortFactory(state="running")
    CohortMemberFactory(cohort=cohort, profile=ProfileFactory(user=UserFactory()))
    sign_in(client, director)
    url = reverse("suspend_cohort", args=[scope.slug, cohort.pk])
    assert "no account" not in client.get(url).content.decode()
    CohortMemberFactory.create_batch(2, cohort=cohort, profile__user=None)
    assert "2 people have no account: tell them yourself." in client.get(url).content.decode()


def test_the_menu_of_a_lab_offers_no_end_while_a_cohort_is_on_its_way(client, scope, director, sign_in):
    cohort = CohortFactory(state="running", lab__state="launched")
    sign_in(client, director)
    ends = [reverse(name, args=[scope.slug, cohort.lab_id]) for name in ("rest_lab", "close_lab")]
    page = client.get(cohort.lab.get_absolute_url()).content.decode()
    assert [url for url in ends if f'href="{url}"' in page] == []
    Cohort.objects.update(state="completed")
    page = client.get(cohort.lab.get_absolute_url()).content.decode()
    assert [url for url in ends if f'href="{url}"' in page] == ends
