"""Words of the vocabulary: a city's own, kept by its director, and the network's, kept by the steward."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cities.actions import invalidate_public_pages
from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from educities.kit.rows import apply_changes, lock_row
from educities.tenancy.scope import city_scope, current_city_id
from stakeholders import verbs
from stakeholders.actions.area_merges import scope_of_area
from stakeholders.actions.area_news import tell_city
from stakeholders.models import Area
from stakeholders.queries.area_lists import find_further_name, find_same_word
from stakeholders.queries.area_uses import AREA_USES, list_cities_of

LONGEST_CODE = 50


@transaction.atomic
def add_area(
    *,
    actor: User,
    label: dict[str, str],
    parent: Area,
    synonyms: dict[str, list[str]] | None = None,
    of_network: bool = False,
) -> Area:
    """The word may be chosen: in the scope's city alone, or with `of_network` in every city.

    Raises DomainError where the same word is there already, in any spelling, and for one of the network that lacks a language.
    """
    if of_network:
        _check_languages(label)
    _check_new(label, synonyms or {}, None)
    with city_scope(None if of_network else current_city_id()):
        area = Area(label=label, parent=parent, use=parent.use, synonyms=synonyms or {})
        area.code, area.changed_at = _find_free_code(label, is_own=not of_network), timezone.now()
        area.save(force_insert=True)
        record(verbs.AREA_ADDED, area, actor=actor, title=area.label, area=area.code)
    return area


@transaction.atomic
def change_area(area: Area, *, actor: User, **values: Any) -> Area:
    """The word has these names, synonyms and group. Its code, by which others know it, stays. Whoever claimed it keeps it."""
    area = lock_row(area)
    if not area.is_own and "label" in values:
        _check_languages(values["label"])
    _check_new(values.get("label", area.label), values.get("synonyms", {}), area)
    if (parent := values.get("parent")) and parent.use != area.use:
        text = _(
            "A way of being cannot become something to learn, or the other way round. Choose a group of the same kind."
        )
        raise DomainError(text, field="parent", code="stakeholders.area_kind")
    with scope_of_area(area):
        changed = apply_changes(area, values)
        if changed:
            area.changed_at = timezone.now()
            area.save(update_fields=[*changed, "changed_at"])
            record(verbs.AREA_CHANGED, area, actor=actor, title=area.label, area=area.code, changed=changed)
    _invalidate_pages(area)
    return area


@transaction.atomic
def retire_area(area: Area, *, actor: User, reason: str) -> Area:
    """The word is offered to nobody any more. What stands under it stays. The history has the reason."""
    area = lock_row(area)
    if area.parent_id is None:
        raise DomainError(_("A group of areas stays."), code="stakeholders.area_group")
    if not area.is_offered:
        raise DomainError(_("This area is already no longer offered."), code="stakeholders.area_not_offered")
    _set_offered(area, verbs.AREA_RETIRED, actor=actor, is_offered=False, reason=reason)
    _tell_users(area, verbs.AREA_RETIRED, actor=actor, reason=reason)
    return area


@transaction.atomic
def offer_area(area: Area, *, actor: User) -> Area:
    """The word may be chosen again. One that was merged into another is split from it instead."""
    area = lock_row(area)
    if area.merged_into_id is not None:
        raise DomainError(
            _("This area was merged into another one. Split them instead."), code="stakeholders.area_merged"
        )
    if area.is_offered:
        raise DomainError(_("This area is already offered."), code="stakeholders.area_offered")
    return _set_offered(area, verbs.AREA_OFFERED, actor=actor, is_offered=True)


def _set_offered(area: Area, verb: Any, *, actor: User, is_offered: bool, reason: str = "") -> Area:
    with scope_of_area(area):
        area.retired_at, area.changed_at = None if is_offered else timezone.now(), timezone.now()
        area.save(update_fields=["retired_at", "changed_at"])
        record(verb, area, actor=actor, reason=reason, title=area.label, area=area.code)
    return area


def _tell_users(area: Area, verb: Any, *, actor: User, reason: str) -> None:
    """Each city where something stands under a word of the network has it in its history, and its directors read why."""
    for city in City.objects.filter(pk__in=[] if area.is_own else list_cities_of(area)):
        with city_scope(city.pk):
            if any(use.rows().filter(area=area).exists() for use in AREA_USES):
                tell_city(verb, area, city, actor=actor, reason=reason)


def _check_languages(label: dict[str, str]) -> None:
    """People in every city read it in theirs."""
    if missing := [str(name) for code, name in settings.LANGUAGES if not label.get(code)]:
        text = _("An area of all cities needs its name in each language. Missing: %(languages)s.")
        raise DomainError(
            text % {"languages": join_localised(missing)}, field="label", code="stakeholders.area_languages"
        )


def _check_new(label: dict[str, str], synonyms: dict[str, list[str]], area: Area | None) -> None:
    """The same word twice is found by nobody twice: people would claim now this one, now that one."""
    if same := find_same_word(label, but=area):
        raise DomainError(
            _("This area is already there: “%(name)s”.") % {"name": same}, field="label", code="stakeholders.area_same"
        )
    if same := find_further_name(synonyms, but=area):
        text = _("One of these words is the name of another area: “%(name)s”. People who type it would find both.")
        raise DomainError(text % {"name": same}, field="also", code="stakeholders.area_same_further")


def _find_free_code(label: dict[str, str], *, is_own: bool) -> str:
    """A code that no word bears yet which the city sees; a city's own begins with `own-`."""
    base = slugify(label.get("en", ""))[:LONGEST_CODE] or "word"
    base = f"own-{base}" if is_own else base
    taken = set(Area.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for n in range(1, 10_000) if (code := base if n == 1 else f"{base}-{n}") not in taken)


def _invalidate_pages(area: Area) -> None:
    """Public pages show a city's strengths by their names."""
    for city in City.objects.filter(pk__in=list_cities_of(area)):
        invalidate_public_pages(city)
