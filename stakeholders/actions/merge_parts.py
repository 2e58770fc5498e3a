"""What becomes of the rows of two profiles that are of one person: each app says it of its own rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from educities.accounts.models import User
from educities.kit.hooks import Hook
from stakeholders.models import Profile

# What a part moved, as JSON: numbers of rows, and codes, days and numbers that stood in them.
Moved = dict[str, Any]


class MergePart(NamedTuple):
    """The rows of one kind. `columns`: `app.Model.field` of each reference to a person that this part answers for.

    `move(kept, gone, actor)`: afterwards nothing of `gone` counts by itself. Where both have a row, one counts.
    `undo(kept, gone, moved, actor)`: what it moved is back, as far as it is still there.
    """

    key: str
    columns: tuple[str, ...]
    move: Callable[[Profile, Profile, User | None], Moved]
    undo: Callable[[Profile, Profile, Moved, User | None], None]
    order: int = 50


MERGE_PARTS: Hook[MergePart] = Hook(
    "stakeholders.merge_parts",
    "Asked when two profiles are of one person: how rows of one kind move to the profile that stays, and back again.",
    key=lambda part: part.key,
    order=lambda part: part.order,
)


def find_twins(model: type[Model], field: str, kept: Profile, same: Sequence[str], among: Q) -> Exists:
    """Is there a row of `kept` that says the same in the columns `same`?"""
    rows = model._default_manager.filter(among, **{field: kept})
    return Exists(rows.filter(**{name: OuterRef(name) for name in same}))


def move_rows(model: type[Model], field: str, *, same: Sequence[str] = (), among: Q | None = None) -> MergePart:
    """All rows of `gone` are those of `kept`, but for rows of which `kept` has one that is the `same` (of those `among`):
    these stay behind with `gone`, where nobody sees them, and are back with it.
    """
    among = among or Q()

    def move(kept: Profile, gone: Profile, actor: User | None) -> Moved:
        rows = model._default_manager.filter(**{field: gone})
        if same:
            rows = rows.exclude(among & Q(find_twins(model, field, kept, same, among)))
        numbers = list(rows.values_list("pk", flat=True))
        model._default_manager.filter(pk__in=numbers).update(**{field: kept})
        return {"rows": numbers}

    def undo(kept: Profile, gone: Profile, moved: Moved, actor: User | None) -> None:
        model._default_manager.filter(pk__in=moved["rows"], **{field: kept}).update(**{field: gone})

    return MergePart(f"{model._meta.label}.{field}", (f"{model._meta.label}.{field}",), move, undo)


def park_rows(rows: QuerySet) -> list[Moved]:
    """The rows are gone from their table. Returns what stood in them, for `restore_rows`; no row of it holds free text."""
    kept = [{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows]
    rows.model._default_manager.filter(pk__in=[one["id"] for one in kept]).delete()
    encoder = DjangoJSONEncoder()
    return [{name: _encode_value(value, encoder) for name, value in one.items()} for one in kept]


def _encode_value(value: Any, encoder: DjangoJSONEncoder) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else encoder.default(value)


def restore_rows(model: type[Model], parked: Iterable[Moved]) -> None:
    """The rows stand in their table again, each under its number."""
    for values in parked:
        columns = {field.attname: field for field in model._meta.concrete_fields}
        given = {name: columns[name].to_python(value) for name, value in values.items()}
        row = model(**given)
        row.save(force_insert=True)
        # What a column fills in by itself when a row is made is what it was.
        model._default_manager.filter(pk=row.pk).update(**{name: one for name, one in given.items() if name != "id"})
