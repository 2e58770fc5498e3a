"""Somebody in a room turns out to be under 18: the wall shows a team, and no adult is alone with them."""

from django.db.models import Q

from educities.kit.rows import apply_changes
from exchange.actions.joining import place_in_team
from exchange.models import Handshake, Participant
from exchange.values.groups import Guest, is_safe
from stakeholders.models import Profile


def show_team(profile: Profile) -> None:
    """Wherever the person takes part the team is named from now on, and hands that nobody has taken yet are held out no more."""
    for one in Participant.objects.filter(profile=profile, team="").select_related("exchange").order_by("pk"):
        changed = apply_changes(one, {"first_name": "", **place_in_team(one.exchange)})
        one.save(update_fields=[*changed, "changed_at"])
        Handshake.objects.filter(Q(card__participant=one) | Q(other=one), answered_at=None).delete()
        _keep_group_safe(one)


def _keep_group_safe(one: Participant) -> None:
    """Where one adult would be left with children, the whole group of this round sits with whoever leads the exchange."""
    place = one.exchange.round_number - 1
    if place < 0 or len(one.groups) <= place or not one.groups[place]:
        return
    number = one.groups[place]
    people = list(one.exchange.participants.present())
    group = [each for each in people if len(each.groups) > place and each.groups[place] == number]
    if is_safe([Guest(each.pk, each.sector, each.is_minor) for each in group]):
        return
    for each in group:
        each.groups = [*each.groups[:place], 0]
        each.save(update_fields=["groups", "changed_at"])
