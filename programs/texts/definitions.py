"""What a change of an indicator's definition is called beside its figures."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from educities.kit.multilingual import LANGUAGES, join_localised, translate_plain
from programs.models import Indicator


def describe_definition_change(names: list[str], before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, str]:
    """Which words were others until then, and what they were, in all languages."""
    said = {}
    for code in LANGUAGES:
        with translation.override(code):
            said[code] = _write_change(names, before, now)
    return said


def _write_change(names: list[str], before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    text = _("%(name)s: until then “%(old)s”, from then on “%(new)s”")
    changes = [
        text
        % {
            "name": getattr(Indicator._meta.get_field(name), "verbose_name", name),
            "old": _write_value(name, before),
            "new": _write_value(name, now),
        }
        for name in names
    ]
    return _("Something else is measured from here on. %(changes)s") % {"changes": join_localised(changes)}


def _write_value(name: str, values: Mapping[str, Any]) -> str:
    value = values[name]
    return str(Indicator.Direction(value).label) if name == "direction" else translate_plain(value) or "–"
