"""A forum whose five years are over offers nothing that is refused, and nothing new comes before it."""

from typing import Any

import pytest
from django.urls import reverse

from forum.actions import agenda, decisions
from forum.actions.seats import give_seat
from forum.models import AgendaItem
from programs.models import Program
from tests.factories import OrganisationFactory, ProfileFactory, in_days
from tests.forum.support import plan_next, write_item
from tests.support import refused

pytestmark = pytest.mark.django_db


def test_nothing_new_comes_before_it(
    scope: Any, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
) -> None:
    item, dropped = write_item(charter), write_item(charter, "Another")
    agenda.drop_item(dropped, actor=chair, reason="Too early")
    Program.objects.update(state="ended")
    charter = type(charter).objects.get()
    item, dropped = AgendaItem.objects.get(pk=item.pk), AgendaItem.objects.get(pk=dropped.pk)
    seat = {"organisation": OrganisationFactory(sector=1), "sector": 1, "role": "member"}
    days = {"starts_on": in_days(0), "ends_on": in_days(90)}
    for act in (
        lambda: write_item(charter, "A third"),
        lambda: plan_next(charter),
        lambda: agenda.postpone_item(item, actor=chair),
        lambda: agenda.move_item(item, actor=chair, is_up=True),
        lambda: agenda.restore_item(dropped, actor=chair),
        lambda: decisions.propose_decision(item, actor=chair, words={"en": "We open it"}),
        lambda: give_seat(charter, ProfileFactory(), actor=director, **seat, **days),
    ):
        assert refused(act)
    assert agenda.build_agenda(charter) == 0
    sign_in(client, director)
    page = client.get(reverse("forum", args=[scope.slug])).content.decode()
    assert "The five years of this forum are over" in page
    for name, args in (("new_item", []), ("give_forum_seat", []), ("new_forum_meeting", [charter.pk])):
        address = reverse(name, args=[scope.slug, *args])
        assert address not in page
        assert "The five years of this forum are over" in client.get(address).content.decode(), name
    page = client.get(item.get_absolute_url()).content.decode()
    assert reverse("propose_decision", args=[scope.slug, item.pk]) not in page
    assert reverse("drop_item", args=[scope.slug, item.pk]) in page
