"""The base of every table that belongs to a city."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import class_prepared
from django.utils.encoding import force_str
from rules.contrib.models import RulesModelBase, RulesModelMixin

from educities.tenancy.constraints import CityIsolation, SameCity, SharedIsolation, SharedKey, short_name
from educities.tenancy.scope import current_city_id, current_city_row, require_city_id


class CityQuerySet(models.QuerySet):
    """Rows of one city. Rows made in bulk belong to the scope's city too."""

    def select_related(self, *fields: Any) -> Any:
        """The city itself is not joined where it is at hand: rows hold it already, see `CityModel.from_db`.

        `cohort__lab__city` with `cohort__city` and `city` were four joins of one row, over which PostgreSQL planned for
        10 to 20 ms: as long as the rest of the page.
        """
        if current_city_row() is None or not all(isinstance(field, str) for field in fields):
            return super().select_related(*fields)
        shorter = [field.removesuffix("__city") for field in fields if field != "city"]
        return super().select_related(*shorter) if shorter or not fields else self.all()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        objs = list(objs)
        for row in objs:
            row.take_city()
        return super().bulk_create(objs, *args, **kwargs)


class CityManager(models.Manager.from_queryset(CityQuerySet)):  # type: ignore[misc]
    """`objects`: the rows of the open scope's city. Raises NoCity outside a scope."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(city_id=require_city_id())


class PlatformOrCityManager(models.Manager.from_queryset(CityQuerySet)):  # type: ignore[misc]
    """`objects` of a table that also holds rows of no city: the scope's, or outside a scope the platform's."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(city_id=current_city_id())


class SharedManager(models.Manager.from_queryset(models.QuerySet)):  # type: ignore[misc]
    """`objects` of a table that all cities share, with rows of their own beside: the shared ones and the scope's."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(Q(city_id=None) | Q(city_id=current_city_id()))


class _ScopeChoiceMixin(models.ForeignKey):
    """Form fields of the key choose among the rows of the scope in which the form is filled."""

    def formfield(self, *, using: str | None = None, **kwargs: Any) -> Any:
        """Form classes are made outside every scope, so the rows are asked for when a form is made."""
        from educities.tenancy.forms import CityChoiceField  # noqa: PLC0415 (forms are not needed to have models)

        model = self.remote_field.model
        defaults = {"form_class": CityChoiceField, "queryset": models.QuerySet(model, using=using), "blank": self.blank}
        return super(models.ForeignKey, self).formfield(**{**defaults, **kwargs})


class SharedFK(_ScopeChoiceMixin):
    """A foreign key of a city's row to what all cities share, or to the city's own beside it (`SharedKey`)."""


class CityFK(_ScopeChoiceMixin):
    """A foreign key inside a city. The database's key is the composite one of `SameCity`."""

    def __init__(
        self, to: str | type[models.Model], on_delete: Callable[..., None] = models.PROTECT, **kwargs: Any
    ) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class CityOneToOne(CityFK, models.OneToOneField):
    """A `CityFK` of which each row is referred to once."""


class CityModel(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A row of one city: `city` is filled from the scope and never changes."""

    city = models.ForeignKey("cities.City", models.PROTECT, editable=False, related_name="+", db_index=False)

    objects = CityManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_city()
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Any:
        """A row read in a scope whose city is at hand holds it already: no query for each row's address."""
        made = super().from_db(db, field_names, values, **more)
        city = current_city_row()
        if city is not None and made.__dict__.get("city_id") == city.pk:
            made._state.fields_cache["city"] = city
        return made

    def _get_FIELD_display(self, field: models.Field) -> Any:  # noqa: N802 (Django's own name of what `get_state_display` is)
        """The label of a choice. Django's own translates every choice of the field to find one: a tenth of a list."""
        labels = field.__dict__.get("_labels")
        if labels is None:
            labels = field.__dict__["_labels"] = dict(field.flatchoices)
        value = getattr(self, field.attname)
        return force_str(labels.get(value, value), strings_only=True)

    def take_city(self) -> None:
        """The row belongs to the scope's city; a row of another city is refused before the database refuses it."""
        city_id = require_city_id()
        if self.city_id is None:
            self.city_id = city_id
        if self.city_id != city_id:
            msg = f"{type(self).__name__} of city {self.city_id} written in the scope of city {city_id}"
            raise ValueError(msg)

    def _get_unique_checks(self, *args: Any, **kwargs: Any) -> Any:
        if self.city_id is None and current_city_id() is not None:
            self.city_id = current_city_id()
        return super()._get_unique_checks(*args, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """`city` is not editable, so forms leave it out; unique constraints with it must be asked all the same."""
        if self.city_id is None and current_city_id() is not None:
            self.city_id = current_city_id()
        super().validate_constraints(exclude=set(exclude or ()) - {"city"})


class PlatformOrCityModel(CityModel):
    """A row of one city, or of the platform when it is written outside every scope."""

    city = models.ForeignKey(  # type: ignore[assignment]  # the base class has no row without a city
        "cities.City", models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )

    objects = PlatformOrCityManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def take_city(self) -> None:
        if self.city_id is None:
            self.city_id = current_city_id()
        if self.city_id != current_city_id():
            msg = f"{type(self).__name__} of city {self.city_id} written in the scope of {current_city_id()}"
            raise ValueError(msg)


class SharedModel(RulesModelMixin, models.Model, metaclass=RulesModelBase):
    """A row that all cities share, or one of a city's own, which no other city sees.

    Whoever makes one in a scope makes the city's own. Nobody makes one city's row another's.
    """

    city = models.ForeignKey("cities.City", models.PROTECT, null=True, editable=False, related_name="+", db_index=False)

    objects = SharedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.city_id is None:
            self.city_id = current_city_id()
        if self.city_id != current_city_id():
            msg = f"{type(self).__name__} of city {self.city_id} written in the scope of {current_city_id()}"
            raise ValueError(msg)
        super().save(*args, **kwargs)


def add_tenant_constraints(sender: type[models.Model], **_: Any) -> None:
    """The constraints come with the base class: the policy, and composite keys for every CityFK."""
    meta = sender._meta
    if not issubclass(sender, CityModel) or meta.abstract or meta.proxy:
        return
    table, platform = meta.db_table, issubclass(sender, PlatformOrCityModel)
    made: list[Any] = [CityIsolation(name=short_name(f"{table}_isolation"), or_platform=platform)]
    keys = [field.name for field in meta.local_fields if isinstance(field, CityFK)]
    if keys:
        made.append(SameCity(fields=keys, name=short_name(f"{table}_same_city")))
    _add_constraints(meta, [*made, *_shared_keys(meta)])


def _shared_keys(meta: Any) -> list[SharedKey]:
    """What the keys to rows that cities share need."""
    keys = [field.name for field in meta.local_fields if isinstance(field, SharedFK)]
    return [SharedKey(fields=keys, name=short_name(f"{meta.db_table}_shared"))] if keys else []


def _add_constraints(meta: Any, made: list[Any]) -> None:
    meta.constraints = [*meta.constraints, *made]
    meta.original_attrs["constraints"] = meta.constraints


def add_shared_constraints(sender: type[models.Model], **_: Any) -> None:
    """The policy of a table that cities share comes with its base class."""
    meta = sender._meta
    if issubclass(sender, SharedModel) and not meta.abstract and not meta.proxy:
        isolation = SharedIsolation(name=short_name(f"{meta.db_table}_isolation"))
        _add_constraints(meta, [isolation, *_shared_keys(meta)])


class_prepared.connect(add_tenant_constraints, dispatch_uid="educities.tenancy.wall")
class_prepared.connect(add_shared_constraints, dispatch_uid="educities.tenancy.shared")
