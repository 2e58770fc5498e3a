"""Seats of the forum: given for a term, ended by their day, by a reason, or with the person."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row, refusing_rows
from forum import verbs
from forum.actions.ballots import delete_ballots
from forum.actions.working import describe_why_not_working
from forum.models import AgendaItem, Charter, Decision, Seat, Statement
from forum.queries import list_leaders
from stakeholders.actions.adulthood import are_adults
from stakeholders.actions.people import check_profile
from stakeholders.models import Organisation, Profile


@transaction.atomic
def change_charter(charter: Charter, *, actor: User, **fields: Any) -> None:
    """The forum works by these rules from now on; what was decided stays as it was."""
    now = lock_row(charter)
    changed = apply_changes(now, fields)
    apply_changes(charter, fields)
    taken = Seat.objects.filter(charter=charter, ended_on=None).count()
    if now.most_seats < taken:
        text = _("There are %(n)s seats already.") % {"n": taken}
        raise DomainError(text, code="forum.seats_taken", field="most_seats")
    if changed:
        now.save(update_fields=changed)
        record(verbs.FORUM_CHANGED, charter, actor=actor, changed=changed)


def describe_why_no_seat(charter: Charter) -> str:
    """Why nobody can be given a seat now, in a sentence; "" while one is free."""
    if refusal := describe_why_not_working(charter):
        return refusal
    taken = Seat.objects.filter(charter=charter, ended_on=None).count()
    if taken < charter.most_seats:
        return ""
    return _("All %(n)s seats are taken. End one, or allow more of them.") % {"n": charter.most_seats}


@transaction.atomic
def give_seat(charter: Charter, profile: Profile, *, actor: User, **fields: Any) -> Seat:
    """The person sits in the forum from the first to the last day, for the organisation and its sector, and is told.

    `fields`: organisation, sector, role, starts_on, ends_on.
    """
    charter = lock_row(charter, "city", "body__program")
    end_terms(charter)
    if refusal := describe_why_no_seat(charter):
        raise DomainError(refusal, code="forum.no_free_seat")
    if fields["ends_on"] < city_today():
        raise DomainError(_("This day is over. Choose a later one."), code="forum.term_past", field="ends_on")
    if not are_adults(profile):
        if profile.is_age_unsaid:
            check_profile(profile)  # says that nobody has asked them yet
        raise DomainError(_("A seat in the forum is an adult’s."), code="forum.adults", field="profile")
    _check_sector(fields["organisation"], fields["sector"])
    seat = Seat(charter=charter, profile=profile, **fields)
    with refusing_rows():
        seat.save()
    record(
        verbs.SEAT_GIVEN,
        seat,
        actor=actor,
        notify=[profile.user],
        url=charter.get_absolute_url(),
        sector=seat.sector,
        role=seat.role,
    )
    return seat


def _check_sector(organisation: Organisation | None, sector: int) -> None:
    """Whether all four sectors decide is counted by seats: a seat for an organisation is of its sector."""
    if organisation is None or organisation.sector == sector:
        return
    text = _(
        "%(name)s is of another sector: %(sector)s. Choose that one, or correct it on the organisation’s page first."
    )
    facts = {"name": organisation, "sector": organisation.get_sector_display()}
    raise DomainError(text % facts, code="forum.other_sector", field="sector")


@transaction.atomic
def show_name(seat: Seat, *, actor: User, is_named: bool) -> None:
    """Everyone reads the person's name beside the seat, or nobody does; the person alone says so."""
    if seat.is_named != is_named:
        seat.is_named = is_named
        seat.save(update_fields=["is_named"])
        record(verbs.NAME_SHOWN, seat, actor=actor)


def describe_why_seat_stays(seat: Seat) -> str:
    """Why the seat cannot be ended, in a sentence; "" while it lasts."""
    return _("This seat has ended already.") if seat.is_over else ""


@transaction.atomic
def end_seat(seat: Seat, *, actor: User, reason: str) -> None:
    """The person sits there no longer, from today; the reason stands in the record, and the person reads it. Who gives up their
    own seat need not give any, and whoever leads the forum reads that it is free."""
    now = lock_row(seat, "charter", "profile", "city")
    if refusal := describe_why_seat_stays(now):
        raise DomainError(refusal, code="forum.seat_over")
    _close_seat(now, city_today())
    seat.ended_on, seat.closed_at = now.ended_on, now.closed_at
    is_own = now.profile.user == actor
    told = [now.profile.user] if now.profile.user is not None and not is_own else []
    reason = reason or (_("The person gave it up.") if is_own else "")
    url = now.charter.get_absolute_url()
    record(verbs.SEAT_ENDED, now, actor=actor, notify=told, reason=reason, url=url, sector=now.sector)
    if is_own:
        leaders = list_leaders(now.charter, but=actor)
        record(verbs.SEAT_FREE, now, actor=None, notify=leaders, url=url, sector=now.sector)


def end_terms(charter: Charter, today: date | None = None) -> int:
    """Seats whose last day is over have ended, and each person is told once. Returns how many."""
    today = today or city_today()
    over = Seat.objects.filter(charter=charter, ended_on=None, ends_on__lt=today).select_related(
        "profile__user", "city"
    )
    rows = list(over)
    for seat in rows:
        _close_seat(seat, seat.ends_on)
        url = charter.get_absolute_url()
        key = f"forum-term:{seat.pk}"
        record(verbs.TERM_OVER, seat, actor=None, notify=[seat.profile.user], once=key, url=url, sector=seat.sector)
    return len(rows)


def _close_seat(seat: Seat, day: date) -> None:
    # A term that ran out ended with its last day, whenever that is noted.
    ended = datetime.combine(day + timedelta(days=1), time(), seat.city.zone)
    seat.ended_on, seat.closed_at = day, min(timezone.now(), ended)
    seat.save(update_fields=["ended_on", "closed_at"])


def end_seats_of_minor(profile: Profile) -> None:
    """Who is known as under 18 from now on has no seat any more; whoever leads the forum hears of it, and nobody why."""
    leave_forum(profile, keep_texts=True)


def leave_forum(profile: Profile, keep_texts: bool) -> None:
    """The person has no seat any more and acts on no decision; what was decided stays, and which seats there were. Whoever
    leads the forum reads that a seat is free, and not why. What they objected stays without their name, or goes with their texts.
    """
    today = city_today()
    for seat in Seat.objects.filter(profile=profile, ended_on=None).select_related("city", "charter__city"):
        _close_seat(seat, today)
        told, url = list_leaders(seat.charter, but=profile.user), seat.charter.get_absolute_url()
        record(verbs.SEAT_FREE, seat, actor=None, notify=told, url=url, sector=seat.sector)
    delete_ballots(seat__profile=profile)
    Seat.objects.filter(profile=profile).update(is_named=False)
    Decision.objects.filter(acts_profile=profile).update(acts_profile=None)
    own = Statement.objects.filter(seat__profile=profile)
    if keep_texts:
        own.update(seat=None)
    else:
        own.delete()
        AgendaItem.objects.filter(sent_by=profile).update(words={})
    AgendaItem.objects.filter(sent_by=profile).update(sent_by=None)
