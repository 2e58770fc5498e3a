"""Registers that others made, read as a director would: the figures of what they hold, counted by others on the files."""

import os
from pathlib import Path
from typing import Any

import pytest

from stakeholders import actions
from stakeholders.models import ImportRun, Organisation

DATA = Path(os.environ.get("EDUCITIES_REAL_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))
with_data = pytest.mark.skipif(not DATA.exists(), reason=f"THE REAL DATA IS NOT THERE: {DATA}")

# By file: the sector that the director chooses, rows, new ones, and the column of the registry number.
REGISTERS = {
    "schools-register/schools.csv": (1, 2767, 2767, "semel"),
    "public-bodies/bodies.csv": (1, 526, 526, "id"),
    "endowments-register/endowments.xlsx": (3, 1659, 1659, "id"),
    # 30 numbers and names stand twice or more, 10 more are other spellings of a name.
    "aihr-ngos/organisations.csv": (3, 761, 721, "ngo_id"),
    # A running number is nobody's registry number; 375 names, two of them in another spelling.
    "organisations-windows-1256/organisations-1256.csv": (3, 379, 373, None),
    "clever-roster/schools.csv": (1, 3, 3, "School_id"),
}


def check(name: str, actor: Any, sector: int | None = None) -> ImportRun:
    path = DATA / name
    return actions.check_file(path.read_bytes(), path.name, sector=sector, actor=actor)


@with_data
@pytest.mark.django_db
def test_registers_of_others_are_read_whole(scope: Any, director: Any) -> None:
    found = {}
    for name, (sector, *_expected) in REGISTERS.items():
        run = check(name, director, sector)
        index = run.columns.get("registry_no")
        number = None if index is None else run.rows[run.heading][index]
        assert run.counts["refused"] == run.counts["already_in_city"] == 0, name
        found[name] = (sector, run.counts["rows"], run.counts["new"], number)
    assert found == REGISTERS


@with_data
@pytest.mark.django_db
def test_a_register_of_schools_is_taken_in_with_its_equal_names(scope: Any, director: Any) -> None:
    run = check("schools-register/schools.csv", director, 1)
    assert run.defaults["repeats"] == "take"
    assert actions.apply_import(run, actor=director) == 2767
    rows = Organisation.objects.all()
    assert len({row.registry_no for row in rows}) == 2767
    assert len({row.name["he"] for row in rows}) == 2505
    again = check("schools-register/schools.csv", director, 1)
    assert (again.counts["new"], again.counts["already_in_city"]) == (0, 2767)


@pytest.mark.django_db
def test_what_a_register_calls_sector_is_asked_unless_a_sector_is_chosen(scope: Any, director: Any) -> None:
    data = "name,sector\nאורות,יהודי\nאלנור,ערבי\n".encode()
    asked = actions.check_file(data, "schools.csv", sector=None, actor=director)
    assert [one["code"] for one in asked.problems] == ["sector_unknown"] * 2
    chosen = actions.check_file(data, "schools.csv", sector=1, actor=director)
    assert (chosen.counts["new"], "sector" in chosen.columns) == (2, False)
    mixed = actions.check_file(data + "אופק,ציבורי\n".encode(), "schools.csv", sector=1, actor=director)
    assert mixed.counts["new"] == 1


@pytest.mark.django_db
def test_a_number_of_its_own_tells_equal_names_apart(scope: Any, director: Any) -> None:
    own = actions.check_file(b"name,id\nBridge,500100\nBridge,500200\n", "a.csv", sector=1, actor=director)
    assert (own.counts["new"], own.columns["registry_no"]) == (2, 1)
    running = actions.check_file(b"name,id\nBridge,1\nBridge,2\n", "a.csv", sector=1, actor=director)
    assert (running.counts["new"], "registry_no" in running.columns) == (1, False)


@pytest.mark.django_db
def test_phone_page_and_house_number_are_read(scope: Any, director: Any) -> None:
    text = "name,phone,website,street,house_number,city\nBridge,03-555,bridge.example.org,Sea St,6,Bat Yam\nMill,,not a page,,,\n"
    run = actions.check_file(text.encode(), "a.csv", sector=1, actor=director)
    assert [one["code"] for one in run.problems] == ["website_left_out"]
    actions.apply_import(run, actor=director)
    row = Organisation.objects.get(search__startswith="bridge")
    assert (row.phone, row.website, row.address) == ("03-555", "https://bridge.example.org", "Sea St 6, Bat Yam")
