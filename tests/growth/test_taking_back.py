"""A yes that is taken back was read by whoever invited, and the page says so before; a no can be changed until the last day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from educities.activity.models import Notice
from educities.activity.texts.history_rows import history_entries
from growth.actions.invitations import accept_invitation, decline_invitation
from growth.models import Invitee, Round
from tests.growth.support import invite
from tests.support import refused

pytestmark = pytest.mark.django_db


def of(person):
    return Invitee.objects.select_related("round__opened_by", "engine__area").get(profile=person)


def page(client, person, name="invitee"):
    return client.get(reverse(name, args=[person.city.slug, of(person).pk])).content.decode()


def test_before_a_yes_is_taken_back_it_says_who_reads_it_and_they_do(client, engine, noa, omar, director, sign_in):
    invite(engine, noa, omar, actor=director)
    sign_in(client, noa.user, second_factor=False)
    assert "nobody reads that it was you" in page(client, noa, "decline_engine")
    accept_invitation(of(noa), actor=noa.user)
    shown = page(client, noa, "decline_engine")
    assert "nobody reads that it was you" not in shown
    assert "read that you take it back" in shown
    client.post(reverse("decline_engine", args=[noa.city.slug, of(noa).pk]))
    assert of(noa).state == "no"
    assert Notice.objects.filter(user=director, verb="growth.taken_back").count() == 1


def test_a_no_that_was_no_yes_before_is_in_no_history_and_no_bell(engine, noa, omar, director):
    invite(engine, noa, omar, actor=director)
    before = history_entries().count()
    decline_invitation(of(noa), actor=noa.user)
    assert history_entries().count() == before
    assert not Notice.objects.filter(user=director).exists()


def test_until_the_last_day_a_no_can_be_changed(client, engine, noa, omar, director, sign_in):
    invite(engine, noa, omar, actor=director)
    decline_invitation(of(noa), actor=noa.user)
    sign_in(client, noa.user, second_factor=False)
    assert "You can change your answer until" in page(client, noa)
    client.post(reverse("take_part_in_engine", args=[noa.city.slug, of(noa).pk]))
    assert of(noa).state == "yes"
    assert Notice.objects.filter(user=director, verb="growth.accepted").count() == 1


def test_and_not_after_it(client, engine, noa, director, sign_in):
    invite(engine, noa, actor=director)
    decline_invitation(of(noa), actor=noa.user)
    Round.objects.update(ends_on=engine.city.today() - timedelta(days=1))
    assert refused(lambda: accept_invitation(of(noa), actor=noa.user)) == "growth.answered"
    sign_in(client, noa.user, second_factor=False)
    assert "You can change your answer until" not in page(client, noa)
