"""What the page of a spreadsheet says of each line: whose cell changes, which choices there are, and what it did."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from cities.models import City, Role
from educities.accounts.models import User
from educities.activity.models import Message
from stakeholders.actions.managed import keep_person
from stakeholders.actions.sheet_kinds import SHEETS, name_columns
from stakeholders.actions.sheet_undo import undo_sheet
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.imports.sheet_cells import CellError
from stakeholders.models import ImportRun, Organisation, Representation, Sector
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    SiteFactory,
    UserFactory,
)
from tests.stakeholders.test_sheets import export, make_csv
from tests.support import refused

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
    other = UserFactory()
    MembershipFactory(city=scope, user=other, role=Role.DIRECTOR)
    assert "03-5559" not in page_of(run, sign_in(client, other))
    assert refused(lambda: apply_sheet(run, actor=other)) == "stakeholders.import_of_another"
    assert "03-5559" in page_of(run, sign_in(client, director))
    apply_sheet(run, actor=director)
    assert "03-5559" in page_of(run, client)
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


def test_after_an_undo_the_page_says_which_line_stayed_and_why(
    scope: City, director: User, client: Any, sign_in: Any
) -> None:
    OrganisationFactory(name={"en": "Harbour Press"}, phone="04-8501234")
    OrganisationFactory(name={"en": "Sea House"}, phone="04-8501235")
    table = export("organisations", director)
    for row in table[1:]:
        row[place("organisations", "phone")] = "04-8509999"
    run = check("organisations", table, director)
    apply_sheet(run, actor=director)
    Organisation.objects.filter(name__en="Sea House").update(phone="04-1111111")
    signed_in = sign_in(client, director)
    undo = reverse("undo_sheet", args=[scope.slug, run.pk])
    assert "<bdi>Sea House</bdi>" in signed_in.get(undo).content.decode()
    done = signed_in.post(undo, {"reason": "The wrong file"}, follow=True)
    assert done.status_code == 200
    assert "<bdi>Sea House</bdi>" in done.content.decode()
    assert Organisation.objects.get(name__en="Harbour Press").phone == "04-8501234"


def test_what_was_left_out_is_still_said_after_the_import(
    scope: City, director: User, client: Any, sign_in: Any
) -> None:
    OrganisationFactory(name={"en": "Harbour Press", "he": "דפוס הנמל", "ar": "مطبعة"}, phone="04-8501234")
    OrganisationFactory(name={"en": "Sea House"}, state="verified")
    table = export("organisations", director)
    names = [row[place("organisations", "name_en")] for row in table]
    table[names.index("Harbour Press")][place("organisations", "phone")] = "04-8509999"
    table[names.index("Sea House")][place("organisations", "sector")] = "business"
    run = check("organisations", table, director)
    (note,) = [one for one in run.problems if one["code"] == "refused"]
    assert (note["column"], note["value"]) == ("sector", "business")
    signed_in = sign_in(client, director)
    client.cookies["language"] = "he"
    with override("he"):
        assert "<bdi>דפוס הנמל</bdi>" in page_of(run, signed_in)
    client.cookies["language"] = "en"
    done = signed_in.post(reverse("apply_sheet", args=[scope.slug, run.pk]), follow=True).content.decode()
    assert "1 line was imported. 1 line was left out: below it says why." in done
    assert "<bdi>Sea House</bdi>" in done
    again = check("organisations", [table[0], table[names.index("Sea House")]], director)
    assert "the city says the same" not in page_of(again, signed_in)


def test_what_is_not_read_of_a_new_line_is_said(scope: City, director: User, client: Any, sign_in: Any) -> None:
    school = OrganisationFactory(name={"en": "Sea School"})
    member = ProfileFactory(user=UserFactory(email="amal@example.org"), display_name="Amal Khoury")
    lines = [one.name for one in SHEETS["representatives"].lines]
    line = {**dict.fromkeys(lines, ""), "organisation_id": str(school.pk), "display_name": "Someone Else"}
    line |= {"email": member.user.email, "starts_on": "2027-01-01", "ends_on": "2027-06-30"}
    run = check("representatives", [lines, list(line.values())], director)
    assert [(one["code"], one["value"]) for one in run.problems] == [
        ("cell_not_read", "2027-01-01"),
        ("name_kept", "Someone Else"),
    ]
    page = page_of(run, sign_in(client, director))
    assert "Nothing is read of this column in a new line." in page
    assert "keeps their own name" in page
    assert apply_sheet(run, actor=director)["new"] == 1
    made = Representation.objects.get(organisation=school)
    assert (made.last_day, made.profile) == (date(2027, 6, 30), member)
    assert export("representatives", director)[1][lines.index("ends_on")] == "2027-06-30"


def test_the_file_of_another_kind_is_refused_by_its_headings(scope: City, director: User) -> None:
    organisation = OrganisationFactory(name={"en": "Harbour Press"})
    SiteFactory(organisation=organisation, name={"en": "North"})
    RepresentationFactory(organisation=organisation, profile=ProfileFactory(user=UserFactory()))
    files = {kind: export(kind, director) for kind in SHEETS if len(export(kind, director)) > 1}
    assert {"organisations", "sites", "representatives"} <= set(files)
    for kind, table in files.items():
        for other in SHEETS:
            if other != kind:
                assert refused(lambda table=table, other=other: check(other, table, director)) == (
                    "stakeholders.import_other_kind"
                ), (kind, other)


def test_columns_that_nobody_reads_are_named(scope: City, director: User, client: Any, sign_in: Any) -> None:
    OrganisationFactory()
    table = export("organisations", director)
    table = [[*row, text] for row, text in zip(table, ("Shoe size", "44"), strict=False)]
    page = page_of(check("organisations", table, director), sign_in(client, director))
    assert "Nothing is read of these columns: " in page
    # Once, in that sentence: it stood on the bell too, whose number the page's context had taken.
    assert page.count("Shoe size") == 1


def test_a_request_that_has_not_left_is_not_sent_when_its_file_is_undone(scope: City, director: User) -> None:
    school = OrganisationFactory(name={"en": "Sea School"})
    lines = [one.name for one in SHEETS["representatives"].lines]
    line = {**dict.fromkeys(lines, ""), "organisation_id": str(school.pk), "display_name": "Amal"}
    line |= {"email": "amal@example.org"}
    run = check("representatives", [lines, list(line.values())], director)
    apply_sheet(run, actor=director)
    mails = Message.objects.filter(recipient="amal@example.org", state="pending")
    assert [one.kind for one in mails] == ["stakeholders.representative_appointed"]
    undo_sheet(ImportRun.objects.get(pk=run.pk), actor=director, reason="The wrong school")
    assert not mails.all().exists()


def test_a_kept_check_is_read_in_the_language_of_its_reader(
    scope: City, director: User, client: Any, sign_in: Any
) -> None:
    OrganisationFactory(sector=Sector.BUSINESS, phone="03-5550001")
    OrganisationFactory(sector=Sector.PUBLIC)
    SiteFactory(code="17")
    SiteFactory(code="18")
    table = export("organisations", director, "he")
    table[1][place("organisations", "sector")] = "?"
    table[2][place("organisations", "sector")] = "non-profit"
    sites = export("sites", director, "he")
    sites[1][place("sites", "code")] = "18"
    with override("he"):
        runs = [check("organisations", table, director), check("sites", sites, director)]
    director.language = "en"
    director.save()
    signed_in = sign_in(client, director)
    for run in runs:
        page = signed_in.get(run.get_absolute_url(), headers={"Accept-Language": "en"})
        said = [(note.column, note.words) for name in ("problems", "changes") for note in page.context[name]]
        assert said
        assert not [text for pair in said for text in pair if re.search("[א-ת]", text)], said


@pytest.mark.parametrize("text", ["2026", "2026/27", "2026-2027", "תשפ״ז", "٢٠٢٦"])
def test_a_school_year_is_read_as_people_write_it(text: str) -> None:
    assert name_columns("commitments")["period"].read(text) == 2026


@pytest.mark.parametrize("text", ["", "1.9.2026", "2026/29", "soon"])
def test_what_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        name_columns("commitments")["period"].read(text)


def test_a_column_that_no_file_changes_says_so(scope: City, director: User) -> None:
    head = export("commitments", director)[0]
    assert head[place("commitments", "delivered")] == "delivered (only to read)"
    assert head[place("commitments", "organisation_id")].endswith("(new lines only)")


def test_all_earlier_files_are_reached_and_the_history_leads_to_each(
    scope: City, director: User, client: Any, sign_in: Any
) -> None:
    table = export("organisations", director)
    runs = [check("organisations", [table[0], ["999"]], director) for _n in range(12)]
    signed_in = sign_in(client, director)
    first, second = (
        signed_in.get(reverse("sheets", args=[scope.slug]) + f"?page={n}").content.decode() for n in (1, 2)
    )
    for run in runs:
        address = f'href="{run.get_absolute_url()}"'
        assert (address in first) != (address in second)
    assert "?page=2" in first
    history = signed_in.get(reverse("history", args=[scope.slug])).content.decode()
    assert runs[-1].get_absolute_url() in history


def test_registers_are_paged_too(scope: City, director: User, client: Any, sign_in: Any) -> None:
    runs = [ImportRun.objects.create(file_name="a.csv", made_by=director) for _n in range(11)]
    page = (
        sign_in(client, director).get(reverse("import_organisations", args=[scope.slug]) + "?page=2").content.decode()
    )
    assert f'href="{runs[0].get_absolute_url()}"' in page
