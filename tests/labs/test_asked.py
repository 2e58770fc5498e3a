"""What cannot be taken back is asked first: the page changes nothing, its button does."""

import pytest
from django.urls import reverse

from labs.models import Cohort, CohortMember, LabSeat
from tests.factories import CohortFactory, CohortMemberFactory, InitiativeFactory
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
        assert f'href="{url}"' in client.get(cohort.lab.get_absolute_url()).content.decode()
        asks_then_does(client, url, words, lambda seat=seat: not LabSeat.objects.filter(pk=seat.pk).exists())


def test_that_somebody_leaves_is_asked(client, scope, director, sign_in):
    seat = CohortMemberFactory(profile__display_name="Layla")
    sign_in(client, director)
    url = reverse("leave_cohort", args=[scope.slug, seat.pk])
    members = reverse("cohort_members", args=[scope.slug, seat.cohort_id])
    assert f'href="{url}"' in client.get(members).content.decode()
    asks_then_does(client, url, "Mark Layla as having left", lambda: CohortMember.objects.get().state == "withdrawn")
