"""Records as the history shows them: who did what, what changed from what to what, and why."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from educities.activity.models import AuditEntry
from educities.activity.queries.person_names import (
    ActedAt,
    find_offices,
    name_people_of_rows,
    names_of,
    profile_names_of,
)
from educities.activity.texts.mail_kinds import compose_sentence
from educities.activity.texts.sentences import format_value, name_model, record_sentence
from educities.activity.values import CHANGED, PROPOSED, UNDONE, VERBS, Verb
from educities.kit.multilingual import LANGUAGES, WordsField, translate_plain


class HistoryLine(NamedTuple):
    """One thing that happened. `who`: the person, or what acted; `about`: the person whom it concerns, if one."""

    at: datetime
    who: str
    sentence: str
    about: str
    changes: list[str]
    reason: str
    url: str


def history_entries() -> QuerySet[AuditEntry]:
    """The scope's records without those that only told somebody again or tell an age, the newest first."""
    left_out = [verb.code for verb in VERBS if verb.is_notice or verb.tells_age]
    return AuditEntry.objects.exclude(verb__in=left_out).select_related("client__client")


def named_entries(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """Those of the records that may say who acted: by the others nobody can be looked for."""
    private = [verb.code for verb in VERBS if verb.is_private]
    return entries.exclude(Q(verb__in=private) & ~Q(data__contains={"entered": True}))


def history_lines(entries: Iterable[AuditEntry], slug: str = "") -> list[HistoryLine]:
    """The records in words: in the same few queries for any number of them. Names are joined now, never kept in a record."""
    rows = list(entries)
    people = _name_actors(rows)
    profiles = profile_names_of({row.data["person"] for row in rows if isinstance(row.data.get("person"), int)})
    rows_named = name_people_of_rows([(row.target_type, row.target_id) for row in rows])
    accounts = names_of({row.data["to"] for row in rows if isinstance(row.data.get("to"), int)})
    return [
        HistoryLine(
            row.at,
            _sign_for(row, _name_actor(row, people)),
            _say_act(row),
            profiles.get(row.data.get("person"), "")
            or accounts.get(row.data.get("to"), "")
            or rows_named.get((row.target_type, row.target_id), ""),
            _list_changes(row),
            row.reason,
            _page_of(row, slug),
        )
        for row in rows
    ]


def _name_actors(rows: list[AuditEntry]) -> dict[ActedAt, str]:
    """How whoever acted is called, by account and moment: nobody by a name that was erased, a child by none.

    What was done in an office stays signed by it, after its holder has left the city.
    """
    open_rows = [row for row in rows if row.actor_id and not _hides_actor(row)]
    acts = {(pk, row.at) for row in open_rows for pk in (row.actor_id, row.acting_for) if pk}
    return name_acts(acts)


def name_acts(acts: Collection[ActedAt]) -> dict[ActedAt, str]:
    """How the city calls whoever acted at these moments: by name, else by the office that they held then."""
    numbers = {pk for pk, _at in acts}
    names = names_of(numbers) if numbers else {}
    offices = find_offices([act for act in acts if act[0] not in names])
    called = _name_accounts(numbers, names)
    return {act: offices.get(act) or called[act[0]] for act in acts}


def name_accounts(ids: Collection[int]) -> dict[int, str]:
    """How the city calls whoever these accounts are: nobody by a name that was erased. Two queries, none for nobody."""
    return _name_accounts(ids, names_of(ids) if ids else {})


def _name_accounts(ids: Collection[int], names: Mapping[int, str]) -> dict[int, str]:
    accounts = get_user_model().objects.filter(pk__in=ids) if ids else []
    facts = {account.pk: account for account in accounts}
    return {pk: _name_account(facts.get(pk), names.get(pk, "")) for pk in ids}


def _name_account(account: Any, name: str) -> str:
    is_active = account is not None and account.is_active
    return name_person(name, is_active=is_active, is_operator=is_active and account.is_operator)


def name_person(name: str, *, is_active: bool, is_operator: bool) -> str:
    """How the city calls the person of an account with this name; "" for one who may not be named."""
    if not is_active:
        return _("former participant")
    if is_operator:
        # Also under a role of their own in the city: whose hand it was stays to be seen.
        return _("%(name)s (platform operator)") % {"name": name} if name else _("platform operator")
    return name or _("a participant")


def name_app(name: str) -> str:
    """How the history calls a partner's app that acted."""
    return _("Partner app %(name)s") % {"name": name}


def _is_private(row: AuditEntry) -> bool:
    verb = VERBS.get(row.verb)
    return verb is not None and verb.is_private


def _hides_actor(row: AuditEntry) -> bool:
    """A private act names nobody, unless the staff wrote down what others had said."""
    return _is_private(row) and not row.data.get("entered")


def _say_act(row: AuditEntry) -> str:
    """What was done; of another person's answer, that the staff wrote it down."""
    sentence = record_sentence(row.verb, row.target_type, row.data)
    if not (_is_private(row) and row.data.get("entered")):
        return sentence
    return _("%(sentence)s (written down by the staff)") % {"sentence": sentence}


def _name_actor(row: AuditEntry, people: Mapping[ActedAt, str]) -> str:
    if row.client is not None:
        return name_app(row.client.client.name)
    if row.actor_id is None:
        return _("Automatically")
    # The same person may have acted openly elsewhere on the page, and is known by name from there.
    if _hides_actor(row):
        return _("a participant")
    name = people.get((row.actor_id, row.at)) or _("a participant")
    other = people.get((row.acting_for or 0, row.at))
    return _("%(name)s for %(other)s") % {"name": name, "other": other} if other else name


def _sign_for(row: AuditEntry, who: str) -> str:
    """Who acted, with the organisation in whose name it was done: "X for Y"."""
    organisation = row.data.get("speaks_for")
    if not isinstance(organisation, dict) or _is_private(row):
        return who
    return compose_sentence(
        _("%(person)s for %(organisation)s"), person=who, organisation=translate_plain(organisation)
    )


def _list_changes(row: AuditEntry) -> list[str]:
    """Each changed field with what stood there and what stands there since, or what was only proposed; of what is about a
    person, that it changed."""
    found = row.data.get("values")
    values = found if isinstance(found, dict) else {}
    verb = VERBS.get(row.verb)
    became = verb.values_are if verb else CHANGED
    # An act that is undone keeps the values in their order; what stood after it stands no more.
    before, after = ("new", "old") if became == UNDONE else ("old", "new")
    return [
        _choose_text(became, is_gone=new is None)
        % {"field": field, before: _format_side(old), after: _format_side(new)}
        for name, sides in values.items()
        for field, old, new in _part_languages(row.target_type, name, *sides)
    ] + [_("%(field)s: changed") % {"field": name} for name in _list_unsaid(row, values)]


def _choose_text(became: str, *, is_gone: bool) -> str:
    if became != PROPOSED:
        return _("%(field)s: from “%(old)s” to “%(new)s”")
    if is_gone:
        return _("%(field)s: taking out “%(old)s” proposed")
    return _("%(field)s: “%(new)s” proposed in place of “%(old)s”")


def _part_languages(target_type: str, name: str, old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    """The field with what stood and stands there; of a text in several languages each one that changed, with its name."""
    field, before, now = _name_field(target_type, name), old or {}, new or {}
    if not (_holds_words(target_type, name) and isinstance(before, dict) and isinstance(now, dict)):
        return [(field, old, new)]
    used = [code for code in LANGUAGES if code in before or code in now]
    if len(used) == 1:
        return [(field, old, new)]
    return [
        (f"{field} ({get_language_info(code)['name_translated']})", before.get(code), now.get(code))
        for code in used
        if before.get(code) != now.get(code)
    ]


def _holds_words(target_type: str, name: str) -> bool:
    try:
        return isinstance(apps.get_model(target_type)._meta.get_field(name), WordsField)
    except (LookupError, ValueError, FieldDoesNotExist):
        return False


def _list_unsaid(row: AuditEntry, values: Mapping[str, Any]) -> list[str]:
    """The fields that changed and whose words no record keeps, as people call them."""
    changed = row.data.get("changed")
    if not isinstance(changed, list) or _is_private(row):
        return []
    called = {name: _name_field(row.target_type, name) for name in map(str, changed) if name not in values}
    # A column that has no name for people is nothing that they changed.
    return [text for name, text in called.items() if text.lower() not in {name, name.replace("_", " ")}]


def _format_side(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        value = translate_plain(value)
    text = str(format_value(value)) if value not in (None, "", []) else "–"
    return text if len(text) < LONGEST else text[:LONGEST] + "…"


LONGEST = 120


def _name_field(target_type: str, name: str) -> str:
    try:
        model: Any = apps.get_model(target_type)
        # What changes with a row and is no field of it, its model names.
        if recorded := getattr(model, "name_recorded", lambda _name: "")(name):
            return capfirst(recorded)
        field: Any = model._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name
    if field.is_relation and not isinstance(field.verbose_name, Promise):
        # A key without a name of its own is called what it leads to, not by its column.
        return name_kind(field.related_model._meta.label_lower)
    return capfirst(str(field.verbose_name))


def _page_of(row: AuditEntry, slug: str) -> str:
    """The page of the row, where rows of its kind have one by their number. Of a private act it would name the person."""
    name = _name_page(row.target_type)
    if not slug or row.target_type in WITHOUT_PAGE or _is_private(row):
        return ""
    try:
        return reverse(name, args=[slug, row.target_id])
    except NoReverseMatch:
        return ""


WITHOUT_PAGE = {"cities.city"}


def _name_page(target_type: str) -> str:
    """The name of the address of a row's page: that of its kind, where the model says no other (`page_name`)."""
    try:
        return str(getattr(apps.get_model(target_type), "page_name", "")) or target_type.partition(".")[2]
    except (LookupError, ValueError):
        return ""


class PastAct(NamedTuple):
    """When something was done, and by whom, as the history says it."""

    at: datetime
    who: str
    reason: str = ""


def find_last_act(targets: Iterable[Any], *verbs: Verb) -> PastAct | None:
    """The last time that one of these was recorded about one of the rows, which are of one kind; None when none was."""
    rows = list(targets)
    if not rows:
        return None
    entries = AuditEntry.objects.select_related("client__client").filter(
        verb__in=[verb.code for verb in verbs],
        target_type=rows[0]._meta.label_lower,
        target_id__in=[str(row.pk) for row in rows],
    )
    return next(iter(list_acts(entries.order_by("-pk")[:1])), None)


def list_acts(entries: Iterable[AuditEntry]) -> list[PastAct]:
    """When each of these was done, and by whom."""
    rows = list(entries)
    people = _name_actors(rows)
    return [PastAct(row.at, _name_actor(row, people), row.reason) for row in rows]


def name_kind(target_type: str) -> str:
    """What rows of this kind are called in the reader's language."""
    return capfirst(name_model(target_type))
