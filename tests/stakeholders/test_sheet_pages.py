"""What the page of a spreadsheet says of each line: whose cell changes, which choices there are, and what it did."""

from typing import Any

import pytest
from django.utils.translation import override

from cities.models import City, Role
from educities.accounts.models import User
from stakeholders.actions.managed import keep_person
from stakeholders.actions.sheet_kinds import SHEETS
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.models import ImportRun, Sector
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.stakeholders.test_sheets import export, make_csv

pytestmark = pytest.mark.django_db


def check(kind: str, table: list[list[str]], actor: User) -> ImportRun:
    return check_sheet(make_csv(table), f"{kind}.csv", kind=kind, actor=actor)


def place(kind: str, line: str) -> int:
    return [one.name for one in SHEETS[kind].lines].index(line)


def page_of(run: ImportRun, signed_in: Any) -> str:
    return signed_in.get(run.get_absolute_url()).content.decode()


def test_beside_a_changed_cell_stands_whose_it_is_before_and_after(
    scope: City, director: User, client: Any, sign_in: Any
) -> None:
    OrganisationFactory(name={"en": "Harbour Press"}, phone="04-8501234")
    table = export("organisations", director)
    table[1][place("organisations", "phone")] = "04-8509999"
    added = dict.fromkeys((one.name for one in SHEETS["organisations"].lines), "")
    table.append(list({**added, "name_en": "New House", "sector": "business", "field": "culture"}.values()))
    run = check("organisations", table, director)
    signed_in = sign_in(client, director)
    preview = page_of(run, signed_in)
    assert "<bdi>Harbour Press</bdi>" in preview
    assert "04-8509999" in preview
    apply_sheet(run, actor=director)
    done = page_of(run, signed_in)
    for words in ("What has changed", "<bdi>Harbour Press</bdi>", "04-8501234", "04-8509999", "<bdi>New House</bdi>"):
        assert words in done, words


def test_what_a_file_did_with_people_is_read_by_who_keeps_them(
    scope: City, director: User, client: Any, sign_in: Any
) -> None:
    keep_person(display_name="Rivka", phone="03-5551", actor=director)
    table = export("people", director)
    table[1][place("people", "phone")] = "03-5559"
    run = check("people", table, director)
    apply_sheet(run, actor=director)
    assert "03-5559" in page_of(run, sign_in(client, director))
    other = UserFactory()
    MembershipFactory(city=scope, user=other, role=Role.DIRECTOR)
    assert "03-5559" not in page_of(run, sign_in(client, other))


def test_what_is_no_choice_is_told_which_there_are(scope: City, director: User) -> None:
    OrganisationFactory(sector=Sector.BUSINESS)
    table = export("organisations", director)
    table[1][place("organisations", "sector")] = "third sector"
    (note,) = check("organisations", table, director).problems
    assert note["text"] == "This is none of the choices: public, business, non-profit, social business."


def test_a_phone_has_digits(scope: City, director: User) -> None:
    OrganisationFactory()
    table = export("organisations", director)
    table[1][place("organisations", "phone")] = "abc"
    (note,) = check("organisations", table, director).problems
    assert note["code"] == "cell_no_phone"


def test_a_file_looked_at_in_one_language_is_taken_in_in_another(scope: City, director: User) -> None:
    OrganisationFactory(phone="04-8501234")
    table = export("organisations", director)
    table[1][place("organisations", "phone")] = "04-8509999"
    with override("he"):
        run = check("organisations", table, director)
    with override("ar"):
        assert apply_sheet(run, actor=director)["changed"] == 1
