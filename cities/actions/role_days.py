"""The days of a role are changed."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cities import verbs
from cities.actions.roles import is_last_director, last_director_text, leaves_gap
from cities.actions.terms import (
    Term,
    check_days,
    describe_over,
    describe_term,
    has_begun,
    is_over,
    schedule_end_reminder,
)
from cities.models import City, Membership, Role
from cities.rules.roles import forget_roles
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.rows import Changes, apply_changes
from educities.tenancy.scope import city_scope


@transaction.atomic
def change_role_days(membership: Membership, *, actor: User, starts_on: date, ends_on: date | None) -> None:
    """The role is held between these days; the person reads which. Today's roles keep their first day.

    Raises DomainError for the last director's last day, for a first day of a role that has begun, for days that have
    passed, and for a deputy without a last day.
    """
    city = City.objects.select_for_update().get(pk=membership.city_id)
    membership.refresh_from_db()
    if against := describe_why_days_stay(membership):
        raise DomainError(against, code="cities.resident_role")
    _check_first_day(membership, starts_on, city)
    check_days(starts_on, ends_on, city.today())
    if actor.pk == membership.user_id and _ends_later(ends_on, membership.ends_on):
        text = _("Nobody lengthens their own role. Ask another director of the city.")
        raise DomainError(text, code="cities.own_role_longer", field="ends_on")
    _check_last_day(membership, ends_on, city)
    before = Term(membership.starts_on, membership.ends_on)
    changed = apply_changes(membership, {"starts_on": starts_on, "ends_on": ends_on})
    if not changed:
        return
    membership.save(update_fields=changed)
    forget_roles(membership.user)
    with city_scope(city.pk):
        data = {"role": in_all_languages(Role(membership.role).label), "city": city.name, "to": membership.user_id}
        days = describe_term(Term(starts_on if starts_on > city.today() else None, ends_on))
        schedule_end_reminder(membership)
        days |= {f"before_{name}": day for name, day in describe_term(before).items()}
        record(
            verbs.ROLE_DAYS_CHANGED,
            membership,
            actor=actor,
            notify=[membership.user],
            url=reverse("workplace", args=[city.slug]),
            kept={"values": _list_values(changed)},
            **data,
            **days,
        )


def describe_why_days_stay(membership: Membership) -> str:
    """Why the role has no days to change, in a sentence; "" where it has."""
    if is_over(membership):
        return describe_over(membership)
    return _("Residents join and leave by themselves.") if membership.role == Role.RESIDENT else ""


def _list_values(changed: Changes) -> dict[str, list[str | None]]:
    """Both days of each changed one: the city says when its offices are held, and by whom."""
    return {
        name: [day.isoformat() if day else None for day in (changed.before[name], changed.now[name])]
        for name in changed
    }


def _ends_later(new: date | None, old: date | None) -> bool:
    return old is not None and (new is None or new > old)


def _check_first_day(membership: Membership, starts_on: date, city: City) -> None:
    if starts_on == membership.starts_on:
        return
    if has_begun(membership):
        text = _("The role has begun: its first day stays.")
        raise DomainError(text, code="cities.role_has_begun", field="starts_on")
    if starts_on < city.today():
        text = _("This day has passed. Choose today or a later day.")
        raise DomainError(text, code="cities.day_has_passed", field="starts_on")
    if leaves_gap(membership, city, starts_on):
        text = _("The city would be without a director before this day. Choose an earlier one.")
        raise DomainError(text, code="cities.nobody_directs", field="starts_on")


def _check_last_day(membership: Membership, ends_on: date | None, city: City) -> None:
    if ends_on is None and membership.acting_for_id:
        text = _("Who stands in for someone does so until a day. Choose it.")
        raise DomainError(text, code="cities.deputy_without_end", field="ends_on")
    if ends_on is not None and is_last_director(membership, city, ends_on):
        raise DomainError(last_director_text(membership), code="cities.last_director", field="ends_on")
