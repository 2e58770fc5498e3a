"""Milestones of the forum: who hears that one is overdue, who reads it, and where it comes onto the agenda."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from educities.activity.models import Notice
from forum.actions.agenda import build_agenda
from forum.models import AgendaItem, Charter
from programs.actions.late_milestones import list_concerned, tell_late_milestones
from programs.models import Milestone, Program
from tests.factories import MembershipFactory
from tests.forum.support import plan_next, write_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(scope: Any, charter: Charter) -> Milestone:
    """The own milestone of the forum, of which the day was yesterday."""
    row: Milestone = Milestone.objects.select_related("year__program").filter(owner_role="forum").first()
    Milestone.objects.exclude(pk=row.pk).update(due_on=scope.today() + timedelta(days=400))
    Program.objects.update(state="active", signed_at=timezone.now() - timedelta(days=90))
    row.due_on = scope.today() - timedelta(days=1)
    row.save(update_fields=["due_on"])
    row.year.program.refresh_from_db()
    return row


def test_the_chair_hears_that_the_milestone_of_the_forum_is_overdue(scope, late, four, director, facilitator, chair):
    assert late.owner_role == Milestone.OwnerRole.FORUM
    assert set(list_concerned(late)) == {director, chair}
    assert tell_late_milestones(late.year.program, scope.today()) == 1
    assert set(Notice.objects.filter(verb="programs.milestone_late").values_list("user", flat=True)) == {
        director.pk,
        chair.pk,
    }
    Milestone.objects.filter(pk=late.pk).update(owner_role=Milestone.OwnerRole.FACILITATOR)
    late.refresh_from_db()
    assert set(list_concerned(late)) == {director, facilitator}


def test_it_is_on_the_agenda_until_it_is_no_longer_late(charter, late):
    assert (build_agenda(charter), build_agenda(charter)) == (1, 0)
    item = AgendaItem.objects.get(record_kind="milestone")
    assert item.record_id == late.pk
    Milestone.objects.filter(pk=late.pk).update(due_on=late.due_on + timedelta(days=90))
    build_agenda(charter)
    item.refresh_from_db()
    assert item.state == "dropped"


def test_who_sits_in_the_forum_reads_it_and_other_residents_do_not(scope, charter, late, four, client, sign_in):
    build_agenda(charter)
    item = AgendaItem.objects.get(record_kind="milestone")
    milestone = reverse("milestone", args=[scope.slug, late.pk])
    sign_in(client, four[1].profile.user)
    assert milestone in client.get(item.get_absolute_url()).content.decode()
    assert client.get(milestone).status_code == 200
    assert client.get(reverse("program", args=[scope.slug])).status_code in {403, 404}
    sign_in(client, MembershipFactory(city=scope).user)
    assert client.get(milestone).status_code in {403, 404}


def test_what_the_reader_cannot_open_is_no_button(charter, four, chair, client, sign_in):
    from forum.actions.agenda import send_up
    from forum.values import AGENDA
    from tests.factories import CohortFactory

    item = send_up(AGENDA["cohort"], CohortFactory(), actor=chair, words={"en": "Who pays for the bus?"})
    sign_in(client, four[1].profile.user)
    assert "See the record" not in client.get(item.get_absolute_url()).content.decode()


def test_the_chair_finds_the_meeting_to_prepare_on_the_own_page(scope, charter, four, chair, client, sign_in):
    write_item(charter)
    plan_next(charter, days=3)
    mine = reverse("mine", args=[scope.slug])
    sign_in(client, four[1].profile.user)
    assert "You lead the forum’s meeting" not in client.get(mine).content.decode()
    sign_in(client, chair)
    assert "Prepare the meeting" in client.get(mine).content.decode()
