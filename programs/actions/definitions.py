"""What the city measures, in its own words or in those of the network's catalogue."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import Role
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import Changes, apply_changes, lock_row, refusing
from programs import verbs
from programs.actions.annotations import break_line
from programs.actions.late_milestones import find_role_people
from programs.models import Indicator
from programs.texts.definitions import describe_definition_change
from programs.values.catalogue import SOURCES, Definition

CATALOGUE = "catalogue"
# What a confirmed figure says by them; the unit stays once there are figures.
MEANING = ("name", "direction", "numerator", "denominator")
ADOPTED = ("name", "kind", "unit", "direction", "numerator", "denominator", "note", "cadence", "lag_years")


@transaction.atomic
def define_indicator(*, actor: User, **values: Any) -> Indicator:
    """The city measures this from now on. A new main indicator takes the place of the former one."""
    indicator = Indicator(**values)
    _save_indicator(indicator)
    record(verbs.INDICATOR_DEFINED, indicator, actor=actor, title=indicator.name, code=indicator.code)
    return indicator


@transaction.atomic
def adopt_definitions(definitions: Iterable[Definition], *, actor: User) -> list[Indicator]:
    """The city measures these of the network's catalogue, in the catalogue's words. One that it measures already is left."""
    taken = set(Indicator.objects.exclude(catalogue_code="").values_list("catalogue_code", flat=True))
    codes = set(Indicator.objects.values_list("code", flat=True))
    return [_adopt_definition(one, codes, actor) for one in definitions if one.code not in taken]


def _adopt_definition(definition: Definition, codes: set[str], actor: User) -> Indicator:
    is_free = definition.code not in codes
    return define_indicator(
        actor=actor,
        # A city that used the code for its own words keeps it: files and partner apps name the rows by it.
        code=definition.code if is_free else f"{definition.code}-{CATALOGUE}",
        catalogue_code=definition.code,
        definition_version=definition.version,
        source=str(SOURCES[definition.source]),
        **{name: getattr(definition, name) for name in ADOPTED},
    )


@transaction.atomic
def change_indicator(indicator: Indicator, *, actor: User, **values: Any) -> Indicator:
    """The description stands changed. The unit stays once a figure was entered.

    Once figures are confirmed, other words of what is measured, or another direction, are a new definition: the line
    breaks, a note says what it was called before, and whoever confirms figures hears of it. A language more is none.
    """
    lock_row(indicator)
    if values.get("unit", indicator.unit) != indicator.unit and indicator.values.exists():
        raise DomainError(
            _("You cannot change the unit because figures use it. Define a new indicator instead."),
            code="programs.unit_frozen",
        )
    changed = apply_changes(indicator, values)
    if changed:
        _save_indicator(indicator)
        record(verbs.INDICATOR_CHANGED, indicator, actor=actor, title=indicator.name, changed=changed)
        _break_definition(indicator, changed, actor)
    return indicator


def _break_definition(indicator: Indicator, changed: Changes, actor: User) -> None:
    names = [name for name in MEANING if name in changed and _is_another(changed.before[name], changed.now[name])]
    if not names or not indicator.values.confirmed().exists():
        return
    break_line(indicator, text=describe_definition_change(names, changed.before, changed.now))
    told = {*find_role_people(Role.DIRECTOR), *find_role_people(Role.FACILITATOR)} - {actor}
    people = sorted(told, key=lambda user: user.pk)
    record(verbs.DEFINITION_CHANGED, indicator, actor=actor, notify=people, title=indicator.name)


def _is_another(before: Any, now: Any) -> bool:
    """Does it say something else than before, and not the same in a language more?"""
    if not isinstance(before, dict):
        return bool(before != now)
    said = {code: text for code, text in before.items() if text}
    return not said or any(now.get(code) != text for code, text in said.items())


def _save_indicator(indicator: Indicator) -> None:
    text = _("The city has an indicator of this code.")
    with refusing("programs_indicator_code", text=text, code="programs.code_taken"):
        if indicator.is_main:
            Indicator.objects.filter(is_main=True).exclude(pk=indicator.pk).update(is_main=False)
        indicator.save()
