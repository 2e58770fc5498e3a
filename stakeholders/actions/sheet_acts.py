"""How a line of a spreadsheet is written: by the acts of the pages, with what pages refuse said in the same words."""

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Func, Value
from django.utils.translation import gettext

from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.kit.fields import clean_code
from educities.kit.rows import apply_changes
from stakeholders.actions.managed import keep_person
from stakeholders.actions.organisations import propose_organisation
from stakeholders.actions.representatives import appoint_representative, is_representative
from stakeholders.imports.sheet_cells import CellError, read_day
from stakeholders.models import Organisation, Profile, Representation
from stakeholders.queries.people_listed import fold_name, listed_people
from stakeholders.values import normalise_number, normalise_text

# A reference has fewer digits than this; what is longer is a number of a registry.
MOST_DIGITS = 18


def find_organisation(text: str) -> Organisation | None:
    """The organisation of this reference or registry number; None for an empty cell. Raises CellError."""
    if not text:
        return None
    rows, number = Organisation.objects.known(), clean_code(text)
    is_reference = number.isdecimal() and len(number) <= MOST_DIGITS
    one = list(rows.filter(pk=int(number))[:2]) if is_reference else []
    one = one or list(rows.filter(registry_no=number)[:2]) or _find_by_digits(rows, number)
    if len(one) != 1:
        raise CellError("organisation_unknown")
    return one[0]


def _find_by_digits(rows: Any, text: str) -> list[Organisation]:
    """Those whose registry number has these digits, whatever stands between them."""
    number = normalise_number(text)
    if not number.isdecimal():
        return []
    digits = Func(F("registry_no"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    found = rows.alias(digits=digits).filter(digits__endswith=number)
    return [one for one in found if normalise_number(one.registry_no) == number]


def need_organisation(text: str) -> Organisation:
    """As `find_organisation`; an empty cell is refused."""
    found = find_organisation(text)
    if found is None:
        raise CellError("cell_missing")
    return found


def read_last_day(text: str) -> date | None:
    """The day from which somebody no longer represents the organisation whose last day this is; None for an empty cell."""
    day = read_day(text)
    return day and day + timedelta(days=1)


def _check_values(row: Any, values: dict[str, Any]) -> None:
    """Raises ValidationError where the row would not be whole with these values."""
    checked = copy(row)
    apply_changes(checked, values)
    checked.full_clean(exclude={"city"}, validate_unique=False)


def add_of_organisation(model: Any, act: Callable[..., Any], **fixed: Callable[[], Any]) -> Any:
    def add(values: dict[str, Any], actor: User) -> Any:
        organisation = values.pop("organisation_id", None)
        if organisation is None:
            text = gettext("Say of which organisation it is: its reference or registry number.")
            raise DomainError(text, code="stakeholders.sheet_no_organisation", field="organisation_id")
        _check_values(model(organisation=organisation, **{name: give() for name, give in fixed.items()}), values)
        return act(organisation, actor=actor, **values)

    return add


def change_by(act: Callable[..., Any]) -> Callable[[Any, dict[str, Any], User], Any]:
    def change(row: Any, values: dict[str, Any], actor: User) -> Any:
        _check_values(row, values)
        return act(row, actor=actor, **values)

    return change


def add_organisation(values: dict[str, Any], actor: User) -> Any:
    _check_values(Organisation(), values)
    return propose_organisation(actor=actor, **values)


def add_representative(values: dict[str, Any], actor: User) -> Any:
    organisation, email = values.pop("organisation_id", None), values.pop("email", "")
    name = values.pop("display_name", "")
    if organisation is None or not email or not name:
        text = gettext("A new line needs the organisation, the person’s name and an email address.")
        missing = "organisation_id" if organisation is None else "email" if not email else "display_name"
        raise DomainError(text, code="stakeholders.sheet_no_person", field=missing)
    if is_representative(organisation, email):
        text = gettext(
            "This person represents the organisation already, or was asked to: use the reference of that line."
        )
        raise DomainError(text, code="stakeholders.sheet_represents", field="email")
    return appoint_representative(organisation, actor=actor, email=email, display_name=name, **values)


def change_representative(row: Representation, values: dict[str, Any], actor: User) -> Any:
    """Asked with these rights, as on the page: who has accepted reads what changes."""
    kept = {name: getattr(row, name) for name in ("title", "may_commit", "may_manage", "ends_on")}
    about = {**kept, **values}
    if row.profile.user is None:
        text = gettext("This person has no account and cannot be asked.")
        raise DomainError(text, code="stakeholders.sheet_no_account")
    email, name = row.profile.user.email, row.profile.display_name
    return appoint_representative(row.organisation, actor=actor, email=email, display_name=name, **about)


def add_person(values: dict[str, Any], actor: User) -> Any:
    name, organisation = values.pop("display_name", ""), values.pop("managed_for", None)
    if not name:
        raise DomainError(gettext("There is no name."), code="stakeholders.sheet_no_name", field="display_name")
    _check_values(Profile(), {"display_name": name, **values})
    return keep_person(display_name=name, actor=actor, managed_for=organisation, **values)


def list_organisation_names() -> set[str]:
    """How the organisations of the city are called, in the spelling of the search."""
    names = Organisation.objects.known().values_list("name", flat=True)
    return {normalise_text(text) for name in names for text in name.values()}


def spell_organisation(values: dict[str, Any]) -> set[str]:
    """The same of a line."""
    return {normalise_text(text) for name, text in values.items() if name.startswith("name_")} - {""}


def list_people_names() -> set[str]:
    """How the people of the city are called, in one spelling."""
    return {fold_name(name) for name in listed_people(of_team=True).values_list("display_name", flat=True)}


def spell_person(values: dict[str, Any]) -> set[str]:
    """The same of a line."""
    return {fold_name(values.get("display_name", ""))} - {""}


def spell_request(values: dict[str, Any]) -> set[str]:
    """Whom a line asks, for which organisation."""
    organisation, email = values.get("organisation_id"), values.get("email")
    return {f"{organisation.pk} {email.lower()}"} if organisation and email else set()
