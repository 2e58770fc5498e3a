"""What the city measures, in its own words or in those of the network's catalogue."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, refusing
from programs import verbs
from programs.models import Indicator
from programs.values.catalogue import SOURCES, Definition

CATALOGUE = "catalogue"
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
    """The description stands changed. The unit stays once a figure was entered."""
    if values.get("unit", indicator.unit) != indicator.unit and indicator.values.exists():
        raise DomainError(
            _("You cannot change the unit because figures use it. Define a new indicator instead."),
            code="programs.unit_frozen",
        )
    changed = apply_changes(indicator, values)
    if changed:
        _save_indicator(indicator)
        record(verbs.INDICATOR_CHANGED, indicator, actor=actor, title=indicator.name, changed=changed)
    return indicator


def _save_indicator(indicator: Indicator) -> None:
    text = _("The city has an indicator of this code.")
    with refusing("programs_indicator_code", text=text, code="programs.code_taken"):
        if indicator.is_main:
            Indicator.objects.filter(is_main=True).exclude(pk=indicator.pk).update(is_main=False)
        indicator.save()
