import csv
import io
import os
from collections import Counter
from pathlib import Path

import pytest

from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from stakeholders import actions
from stakeholders.models import ImportRun, Organisation
from tests.factories import OrganisationFactory

ROOT = Path(os.environ.get("EDUCITIES_REAL_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))
REAL = ROOT / "aihr-ngos" / "organisations.csv"
real_file = pytest.mark.skipif(not REAL.exists(), reason=f"THE REAL REGISTER IS NOT THERE: {REAL.name} was not read")

PLAIN = "name_he,name_ar,sector,email\nגן הצבעים,حديقة الألوان,עסקי,a@example.org\nבית הספר,,1,\n"


@pytest.mark.django_db
def test_trial_writes_no_organisation(scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    assert run.counts["new"] == 2
    assert not Organisation.objects.exists()
    assert AuditEntry.objects.filter(verb="stakeholders.import_checked").count() == 1


@pytest.mark.django_db
def test_apply_takes_all_and_only_once(scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    assert actions.apply_import(run, actor=director) == 2
    assert set(Organisation.objects.values_list("state", flat=True)) == {"proposed"}
    assert Organisation.objects.named("حديقه الالوان").count() == 1
    run.refresh_from_db()
    assert (run.state, run.rows) == ("done", [])
    with pytest.raises(DomainError) as refused:
        actions.apply_import(run, actor=director)
    assert refused.value.code == "stakeholders.import_over"
    assert AuditEntry.objects.get(verb="stakeholders.import_applied").data["count"] == 2


@pytest.mark.django_db
def test_apply_looks_at_the_city_as_it_is_now(scope, director):
    run, other = (actions.check_file(PLAIN.encode(), name, sector=None, actor=director) for name in ("a.csv", "b.csv"))
    OrganisationFactory(name={"he": "גן הצבעים"})
    with pytest.raises(DomainError) as refused:
        actions.apply_import(run, actor=director)
    assert refused.value.code == "stakeholders.import_stale"
    run.refresh_from_db()
    assert (run.state, run.counts["new"], run.counts["already_in_city"]) == ("checked", 1, 1)
    assert Organisation.objects.count() == 1
    assert actions.apply_import(run, actor=director) == 1
    with pytest.raises(DomainError):
        actions.apply_import(other, actor=director)
    other.refresh_from_db()
    assert (other.state, other.counts["new"], Organisation.objects.count()) == ("checked", 0, 2)


@pytest.mark.django_db
def test_nothing_is_half_done(scope, director, monkeypatch):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    monkeypatch.setattr("stakeholders.actions.imports.verbs", None)
    with pytest.raises(AttributeError):
        actions.apply_import(run, actor=director)
    assert not Organisation.objects.exists()
    assert ImportRun.objects.get().state == "checked"


@pytest.mark.django_db
def test_columns_can_be_chosen(scope, director):
    run = actions.check_file(b"what,where\nA,x\nB,y\n", "odd.csv", sector=None, actor=director)
    assert (run.columns, run.counts["new"]) == ({}, 0)
    run = actions.choose_columns(
        run, columns={"name_en": 0, "address": 1, "nonsense": 1, "email": 9}, defaults={"sector": 2}, actor=director
    )
    assert (run.columns, run.counts["new"]) == ({"name_en": 0, "address": 1}, 2)


@pytest.mark.django_db
def test_what_is_here_already_is_said(client, sign_in, scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    actions.apply_import(run, actor=director)
    again = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    html = sign_in(client, director).get(again.get_absolute_url()).content.decode()
    assert "Nothing new: all 2 organisations of this file are in the city already." in html
    assert "choose below which column" not in html


@pytest.mark.django_db
def test_a_number_is_free_again_when_its_organisation_is_gone(scope, director):
    rejected = OrganisationFactory(name={"en": "Bakery"}, registry_no="5", state="proposed")
    actions.reject_organisation(rejected, actor=director, reason="Not of this city")
    actions.archive_organisation(
        OrganisationFactory(name={"en": "School"}, registry_no="6"), actor=director, reason="It closed"
    )
    data = b"name,registry_no,sector\nBakery,5,1\nSchool,6,1\n"
    run = actions.check_file(data, "again.csv", sector=None, actor=director)
    assert actions.apply_import(run, actor=director) == 2


@pytest.mark.django_db
def test_discard_throws_the_rows_away(scope, director):
    run = actions.check_file(PLAIN.encode(), "register.csv", sector=None, actor=director)
    actions.discard_import(run, actor=director)
    run = ImportRun.objects.get()
    assert (run.state, run.rows) == ("discarded", [])
    with pytest.raises(DomainError):
        actions.apply_import(run, actor=director)


@pytest.mark.django_db
def test_ten_thousand_rows_are_written_in_few_statements(scope, director, django_assert_max_num_queries):
    lines = "\n".join(f"ארגון {n},{n}" for n in range(10_000))
    run = actions.check_file(f"name_he,registry_no\n{lines}".encode(), "many.csv", sector=1, actor=director)
    with django_assert_max_num_queries(30):
        assert actions.apply_import(run, actor=director) == 10_000


@pytest.mark.django_db
def test_a_whole_register_is_verified_in_few_statements(scope, director, django_assert_max_num_queries):
    lines = "\n".join(f"ארגון {n},{n}" for n in range(717))
    run = actions.check_file(f"name_he,registry_no\n{lines}".encode(), "many.csv", sector=1, actor=director)
    actions.apply_import(run, actor=director)
    with django_assert_max_num_queries(10):
        assert actions.verify_organisations(run.organisations.waiting(), actor=director) == 717
    assert AuditEntry.objects.filter(verb="stakeholders.organisation_verified").count() == 717
    assert set(Organisation.objects.values_list("state", "verified_by")) == {("verified", director.pk)}


@real_file
@pytest.mark.django_db
def test_real_register_is_taken_in(scope, director):
    data = REAL.read_bytes()
    run = actions.check_file(data, REAL.name, sector=3, actor=director)
    assert {"name_ar", "name_en", "registry_no", "email", "address", "place", "field", "about_ar"} <= set(run.columns)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert run.counts["rows"] == len(rows) == 761
    assert run.counts["new"] + run.counts["repeated_in_file"] == 761
    assert run.counts["refused"] == run.counts["already_in_city"] == 0
    # 31 rows repeat a name to the letter; other spellings of a name come on top.
    assert run.counts["repeated_in_file"] >= 31
    taken = actions.choose_columns(run, columns=run.columns, defaults={"sector": 3, "repeats": "take"}, actor=director)
    codes = Counter(problem["code"] for problem in taken.problems)
    # Four rows repeat a registry number: three numbers of the file stand twice or three times.
    assert (taken.counts["new"], codes["registry_no_repeated_in_file"]) == (757, 4)
    assert (codes["email_left_out"], codes["email_first_of_several"]) == (40, 39)
    run = actions.choose_columns(run, columns=run.columns, defaults={"sector": 3, "repeats": "leave"}, actor=director)
    assert actions.apply_import(run, actor=director) == run.counts["new"]
    assert Organisation.objects.named("جمعيه").count() > 300
    again = actions.check_file(data, REAL.name, sector=3, actor=director)
    assert (again.counts["new"], again.counts["already_in_city"] + again.counts["repeated_in_file"]) == (0, 761)


@real_file
@pytest.mark.django_db
def test_real_register_keeps_every_good_address(scope, director):
    run = actions.check_file(REAL.read_bytes(), REAL.name, sector=3, actor=director)
    run = actions.choose_columns(run, columns=run.columns, defaults={"sector": 3, "repeats": "take"}, actor=director)
    actions.apply_import(run, actor=director)
    # 563 good ones and 39 firsts of two, without the one in a row that repeats a registry number.
    assert Organisation.objects.exclude(email="").count() == 563 + 39 - 1
    assert Organisation.objects.count() == 757


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["public", "business", "non-profit", "social business"]),
        ("he", ["ציבורי", "עסקי", "עמותה", "עסק חברתי"]),
        ("ar", ["عام", "أعمال", "أهلي", "مشروع اجتماعي"]),
    ],
)
def test_what_the_problem_tells_people_to_write_is_understood(language: str, words: list[str]) -> None:
    from django.utils.translation import gettext, override

    from stakeholders.imports.choice_words import read_sector

    advice = "No sector of this name: the row is left out. Write public, business, non-profit or social business."
    with override(language):
        text = gettext(advice)
    assert [word for word in words if word not in text] == []
    assert [read_sector(word) for word in words] == [1, 2, 3, 4]


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_a_field_is_read_by_its_name_on_our_pages(language: str) -> None:
    from django.utils.translation import override

    from stakeholders.imports.choice_words import read_field
    from stakeholders.models.organisations import Field

    with override(language):
        read = {str(field.label): (read_field(str(field.label)), str(field)) for field in Field}
    assert {label: found for label, found in read.items() if found[0] != found[1]} == {}


@pytest.mark.parametrize("word", ["אזרחי (עמותות)", "המגזר השלישי", "עמותות"])
def test_a_sector_is_read_by_its_name_on_our_pages(word: str) -> None:
    from stakeholders.imports.choice_words import read_sector

    assert read_sector(word) == 3
