"""Grant a role, end a role."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities import verbs
from cities.actions.mailboxes import refuse_other_spelling
from cities.actions.terms import (
    ALWAYS,
    Term,
    check_term,
    describe_over,
    describe_term,
    has_begun,
    is_over,
    schedule_end_reminder,
)
from cities.models import City, Membership, Role
from cities.queries.scoped_roles import SCOPE_ROWS
from cities.rules.roles import forget_roles
from educities.accounts.actions import wait_to_join
from educities.accounts.models import Person, User
from educities.activity.actions.records import record
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from educities.kit.multilingual import LANGUAGES, in_all_languages, join_localised, translate_plain
from educities.kit.rows import refusing
from educities.tenancy.scope import city_scope

RoleBlocker = Callable[[Membership], str]
ROLE_BLOCKERS: Hook[RoleBlocker] = Hook(
    "cities.role_blockers",
    "Asked before a role ends: (membership) -> the sentence that stands against it, or nothing.",
)
RoleEndNotes = Callable[[Membership, Person], Sequence[str]]
ROLE_END_NOTES: Hook[RoleEndNotes] = Hook(
    "cities.role_end_notes",
    "Asked before a role ends: (membership, who reads it) -> what it changes for other people, in sentences.",
)


def list_role_notes(membership: Membership, reader: Person) -> list[str]:
    """What the end of this role changes for other people, in sentences for this reader."""
    return [note for answer in ROLE_END_NOTES for note in answer(membership, reader)]


def name_place(city: City, scope_type: str, scope_id: int | None) -> dict[str, str]:
    """Where a role is held, in every language: the city's name, behind that of the part of it that the role is about."""
    rows = next((one.find().filter(pk=scope_id) for one in SCOPE_ROWS if one.scope_type == scope_type), None)
    part = rows.first() if rows is not None else None
    if part is None:
        return dict(city.name)
    place = {}
    for code in LANGUAGES:
        with override(code):
            place[code] = join_localised((translate_plain(part.name, code), translate_plain(city.name, code)))
    return place


@transaction.atomic
def grant_role(
    city: City,
    user: User,
    role: str,
    *,
    actor: User | None,
    scope_type: str = "city",
    scope_id: int | None = None,
    term: Term = ALWAYS,
    quietly: bool = False,
) -> Membership:
    """The person has the role within its term; an ended one begins anew. Director and steward of one city are two people.

    Raises DomainError for a deputy of somebody who has not the role for good, and without a last day.
    """
    key = {"city": city, "user": user, "role": role, "scope_type": scope_type, "scope_id": scope_id}
    check_term(key, term)
    wait_to_join(user)
    text = _("One person cannot be both the director and the steward of a city. Choose another person.")
    values = {"ends_on": term.ends_on, "acting_for": term.acting_for, "ended_on": None, "has_left": False}
    with refusing("cities_director_or_steward", text=text, code="cities.director_is_steward"):
        membership, made = Membership.objects.get_or_create(
            **key, defaults={**values, "starts_on": term.starts_on, "granted_by": actor}
        )
    if not made:
        # Who has the role already goes on without a gap.
        begins = {} if term.starts_on is None or has_begun(membership) else {"starts_on": term.starts_on}
        Membership.objects.filter(pk=membership.pk).update(**values, **begins)
        membership.refresh_from_db()
    forget_roles(user)
    with city_scope(city.pk):
        place = name_place(city, scope_type, scope_id)
        data: dict[str, Any] = {
            "role": in_all_languages(Role(role).label),
            "city": place,
            "granted": role,
        }
        data |= describe_term(term)
        if actor or not quietly:
            # What comes by itself with an answer about a child would say in the history who answers for one.
            data["to"] = user.pk
        record(verbs.ROLE_GRANTED, membership, actor=actor, notify=[] if quietly else [user], **data)
        _tell_principal(membership, term, actor, {"role": data["role"], "city": place})
        schedule_end_reminder(membership)
    return membership


def _tell_principal(membership: Membership, term: Term, actor: User | None, about: dict[str, Any]) -> None:
    """In whose place the person stands hears of it, unless they have asked for it."""
    if term.acting_for is not None and term.acting_for != actor:
        about |= describe_term(term)
        record(verbs.DEPUTY_BEGAN, membership, actor=membership.user, notify=[term.acting_for], **about)


def is_last_director(membership: Membership, city: City, last_day: date | None = None) -> bool:
    """Would the city, which has begun, be without a director once this role ended, now or on the last deputy's last day?

    `last_day`: where it ends by itself then. Who directs from a later day on counts from that day.
    """
    if not _leads_city(membership, city):
        return False
    others = city.memberships.filter(role=Role.DIRECTOR).exclude(pk=membership.pk)
    if last_day is not None:
        # Who begins on the day after leaves no day between.
        return not others.lasting().filter(starts_on__lte=last_day + timedelta(days=1)).exists()
    # One whose role ends by itself leads the city no longer one day, with nobody asked.
    return not (others if membership.ends_on else others.lasting()).current().exists()


def leaves_gap(membership: Membership, city: City, starts_on: date) -> bool:
    """Would the city have no director on a day before this role, if it began only on that one?"""
    if not _leads_city(membership, city) or starts_on <= membership.starts_on:
        return False
    others = city.memberships.directors().exclude(pk=membership.pk)
    return not others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on - timedelta(days=1))).exists()


def _leads_city(membership: Membership, city: City) -> bool:
    return membership.role == Role.DIRECTOR and city.state not in {City.State.PROSPECT, City.State.LEFT}


def _describe_need(membership: Membership) -> str:
    """What other apps say against the end of the role, in a sentence; "" when nothing does."""
    with city_scope(membership.city_id):
        return next((against for answer in ROLE_BLOCKERS if (against := answer(membership))), "")


def last_director_text(membership: Membership) -> str:
    """Why the role of the only lasting director neither ends nor gets a last day; from when it can, where that is known."""
    coming = membership.city.memberships.beginning().lasting().filter(role=Role.DIRECTOR).exclude(pk=membership.pk)
    first = coming.order_by("starts_on").values_list("starts_on", flat=True).first()
    if first is None or has_begun(membership) is False:
        return _("This is the city’s last director. Invite another one first.")
    text = _(
        "The next director begins on %(day)s; until then this is the city’s last one. On the page of the roles a last day can "
        "be set: the day before, or a later one."
    )
    return text % {"day": format_day(first)}


# Whoever answers locks rows.
@transaction.atomic
def describe_why_role_stays(membership: Membership) -> str:
    """Why the role cannot end now, in a sentence; "" when it can."""
    if is_over(membership):
        return describe_over(membership)
    if against := _describe_need(membership):
        return against
    return last_director_text(membership) if is_last_director(membership, membership.city) else ""


@transaction.atomic
def end_role(membership: Membership, *, actor: User | None, reason: str = "", quietly: bool = False) -> None:
    """The role gives nothing from now on, and the person reads why. The last director of a city that has begun stays.

    Further apps may stand against it (ROLE_BLOCKERS); they lock their rows before the city's is locked.
    """
    if against := _describe_need(membership):
        raise DomainError(against, code="cities.role_needed")
    # The city's row is the lock: two directors ending each other at once would leave none.
    city = City.objects.select_for_update().get(pk=membership.city_id)
    if actor is not None and is_over(membership):
        raise DomainError(describe_over(membership), code="cities.role_over")
    if is_last_director(membership, city):
        raise DomainError(last_director_text(membership), code="cities.last_director")
    today = city.today()
    Membership.objects.filter(pk=membership.pk).update(ends_on=today - timedelta(days=1), ended_on=today)
    forget_roles(membership.user)
    with city_scope(city.pk):
        data: dict[str, Any] = {"role": in_all_languages(Role(membership.role).label), "city": city.name}
        data |= {"granted": membership.role, **({} if quietly and actor is None else {"to": membership.user_id})}
        others = Membership.objects.current().filter(city=city, user=membership.user_id).exclude(role=Role.RESIDENT)
        data |= {"keeps_others": True} if others.exists() else {}
        told = [] if quietly else [membership.user]
        record(verbs.ROLE_ENDED, membership, actor=actor, notify=told, reason=reason, **data)
        if membership.acting_for is not None and membership.acting_for != actor:
            about = {"role": data["role"], "city": city.name}
            record(
                verbs.PRINCIPAL_INFORMED,
                membership,
                actor=actor,
                notify=[membership.acting_for],
                reason=reason,
                **about,
            )
    # In the name of somebody who has no such role any more nobody acts.
    for deputy in find_deputies(membership):
        end_role(deputy, actor=actor, reason=reason)


def find_deputies(membership: Membership) -> list[Membership]:
    """Who holds the same role in the place of this one's person, now or from a day to come."""
    same = Membership.objects.filter(city=membership.city_id, role=membership.role, acting_for=membership.user_id)
    placed = same.filter(scope_type=membership.scope_type, scope_id=membership.scope_id)
    rows = placed.select_related("user", "city", "acting_for").order_by("pk")
    return [row for row in rows if not is_over(row)]


@transaction.atomic
def give_role_back(membership: Membership, *, actor: User) -> None:
    """The ended role is the person's again, as it was; they are told.

    Raises DomainError for one that lasts, whose account is closed, or whose holder has left the city.
    """
    if membership.role == Role.RESIDENT:
        raise DomainError(_("Residents join and leave by themselves."), code="cities.resident_role")
    if membership.ends_on is None or membership.ends_on >= membership.city.today():
        raise DomainError(_("This role has not ended."), code="cities.role_lasts")
    if membership.acting_for_id:
        text = _("This person stood in for someone. Invite them again, until a day.")
        raise DomainError(text, code="cities.deputy_ended")
    if membership.has_left:
        text = _("This person has left the city. Invite them, and they decide.")
        raise DomainError(text, code="cities.holder_has_left")
    if not membership.user.is_active:
        raise DomainError(_("The account of this person is closed."), code="cities.account_closed")
    refuse_other_spelling(membership.city, membership.user.email)
    scope: dict[str, Any] = {"scope_type": membership.scope_type, "scope_id": membership.scope_id}
    grant_role(membership.city, membership.user, membership.role, actor=actor, **scope)
