"""The one place through which each count of people goes before a partner app reads it.

An endpoint hides what lets such a count be worked out; that the count itself is of nobody or of five at least is seen to
here, for every answer of every endpoint.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from rest_framework.serializers import BaseSerializer, DictField, Field, ListSerializer, Serializer

from educities.api.serializers import PeopleCountField
from educities.kit.few_people import is_few

Hide = Callable[[Any], Any]


def hide_few(shape: type[Serializer], answer: Any) -> Any:
    """The answer of this shape with null in place of each count of one to four people."""
    hide = _build_hide(shape)
    return answer if hide is None else hide(answer)


@cache
def _build_hide(shape: type[BaseSerializer]) -> Hide | None:
    """What hides in a row of this shape; None where it counts nobody."""
    ways = {name: _build_hide_in(field) for name, field in shape._declared_fields.items()}  # type: ignore[attr-defined]
    found = {name: hide for name, hide in ways.items() if hide is not None}

    def hide_members(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, **{name: hide(row[name]) for name, hide in found.items() if name in row}}

    return hide_members if found else None


def _build_hide_in(field: Field) -> Hide | None:
    """What hides in the value of this member; None where it counts nobody."""
    if isinstance(field, PeopleCountField):
        return None if field.shown_because else hide_count
    if isinstance(field, ListSerializer):
        return _hide_in_each(_build_hide(cast("Any", type(field.child))))
    if isinstance(field, Serializer):
        return _build_hide(type(field))
    inner = _build_hide_in(field.child) if isinstance(field, DictField) else None
    return (lambda values: {name: inner(value) for name, value in values.items()}) if inner else None


def _hide_in_each(hide: Hide | None) -> Hide | None:
    return (lambda rows: [hide(row) for row in rows]) if hide else None


def hide_count(count: int | None) -> int | None:
    """The count, None where it is of one to four."""
    return None if is_few(count) else count
