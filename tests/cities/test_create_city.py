"""Cities by command: one by its names, many from a register; nothing that was said is passed over."""

import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cities.actions import accept_invitation
from cities.models import City, Invitation
from educities.tenancy.scope import city_scope
from tests.factories import CityFactory

pytestmark = pytest.mark.django_db
REGISTER = (
    "id,name,name_en,municipal_status_id,municipal_status_name,population\n"
    "1,עיר,Some City,0,עירייה,1000\n2,כפר,Village,7,מועצה אזורית הגליל,10\n3,קיבוץ,Kibbutz,7,מועצה אזורית הגליל,20\n"
    "4,מקווה,Mikve,,חסר מעמד מוניציפלי,379\n5,עיר,Other City,0,מועצה מקומית,\n"
)
ROOT = Path(os.environ.get("EDUCITIES_REAL_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))
REAL = ROOT / "israeli-localities" / "localities.csv"


def create(*args: Any, **options: Any) -> str:
    out = StringIO()
    # With the checks of the system, as from a shell.
    call_command("create_city", *args, stdout=out, skip_checks=False, **options)
    return out.getvalue().strip()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8-sig")
    return path


def invited(city: City) -> list[str]:
    with city_scope(city.pk):
        return list(Invitation.objects.values_list("email", flat=True))


def test_places_without_status_are_counted_and_left_out(register: Path) -> None:
    assert create(from_register=register) == (
        "3 cities opened, 0 were there already. 1 places without municipal status left out."
    )
    assert create(from_register=register).startswith("0 cities opened, 3 were there already.")
    assert {c.slug: c.population for c in City.objects.all()} == {
        "some-city": 1000,
        "city-rc-7": 30,
        "other-city": None,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1255"])
def test_old_windows_letters_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(REGISTER.encode(encoding))
    create(from_register=path)
    assert City.objects.get(slug="some-city").name["he"] == "עיר"


def test_a_director_is_invited_into_the_one_city_of_the_register(register: Path, operator: Any) -> None:
    create(from_register=register, only=["Some City"], director="ruth@example.org")
    assert invited(City.objects.get()) == ["ruth@example.org"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"only": ["Some City", "Nowhere"]}, "Nowhere"),
        ({"director": "ruth@example.org"}, "--only"),
        ({"director": "ruth@example.org", "only": ["Some City", "5"]}, "--only"),
        ({"director": "ruth@example.org", "only": ["עיר"]}, "fits 2 cities"),
        ({"name_he": "עיר"}, "leave them out"),
    ],
)
def test_what_a_register_cannot_answer_is_refused(register: Path, operator: Any, options: Any, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        create(from_register=register, **options)
    assert not City.objects.exists()


def test_files_that_are_no_register_are_refused_in_words(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"id,name\n\xff\xfd\x81")
    for path in (tmp_path, tmp_path / "missing.csv", other, broken):
        with pytest.raises(CommandError, match=path.name):
            create(from_register=path)


def test_an_address_of_another_city_is_refused(operator: Any) -> None:
    city = CityFactory(slug="taken", name={"he": "עיר אחרת"})
    with pytest.raises(CommandError, match="taken by עיר אחרת"):
        create("taken", name_he="עיר")
    said = create("taken", name_he="עיר אחרת", director="ruth@example.org")
    assert "ruth@example.org is invited to direct it, until 20" in said
    assert "is at /c/taken/, active: everybody sees it." in said
    assert invited(city) == ["ruth@example.org"]


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        (["one"], {"name_he": "עיר", "director": "not a mail"}, "no mail address"),
        (["one"], {"name_he": "עיר", "only": ["x"]}, "--from-register"),
        (["one"], {}, "Give the city a name"),
        (["Großes"], {"name_he": "עיר"}, "Großes"),
        ([], {}, "Give the city's address"),
    ],
)
def test_mistakes_are_said(operator: Any, args: list[str], options: Any, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        create(*args, **options)
    assert not City.objects.exists()


@pytest.mark.skipif(not REAL.exists(), reason=f"THE REAL REGISTER IS NOT THERE: {REAL.name} was not read")
def test_the_real_register_opens_no_city_without_status() -> None:
    assert create(from_register=REAL).endswith("4 places without municipal status left out.")
    assert not City.objects.filter(name__he__contains="חסר").exists()


@pytest.mark.parametrize(("given", "language"), [({}, "he"), ({"language": "ar"}, "ar")])
def test_a_director_is_invited_in_the_language_that_was_said(
    operator: Any, given: dict[str, str], language: str
) -> None:
    create("some-city", name_he="עיר", director="ruth@example.org", **given)
    with city_scope(City.objects.get().pk):
        assert Invitation.objects.get().language == language


def test_run_again_it_invites_nobody_twice(operator: Any) -> None:
    for _time in range(2):
        call_command("create_city", "harbour", "--name-en", "Harbour", "--director", "ruth@example.org")
    city = City.objects.get(slug="harbour")
    assert invited(city) == ["ruth@example.org"]
    with city_scope(city.pk):
        accept_invitation(Invitation.objects.get(), is_adult=True)
    call_command("create_city", "harbour", "--name-en", "Harbour", "--director", "ruth@example.org")
    with city_scope(city.pk):
        assert Invitation.objects.count() == 1
