"""An imported spreadsheet is undone line by line, while nothing was done with what it touched."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from educities.activity.models import AuditEntry, Notice
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from stakeholders.actions.managed import make_code
from stakeholders.actions.people import change_profile
from stakeholders.actions.representatives import appoint_representative
from stakeholders.actions.sheet_kinds import SHEETS
from stakeholders.actions.sheet_undo import undo_sheet
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.actions.sites import change_site
from stakeholders.models import Commitment, ImportRun, Organisation, Profile, Representation, Site
from tests.factories import CityFactory, MembershipFactory, OrganisationFactory, RepresentationFactory, add_second_step
from tests.stakeholders.test_pages import url
from tests.stakeholders.test_sheets import change, export, make_csv, world
from tests.support import fresh, refused, wait_until_somebody_waits

pytestmark = pytest.mark.django_db
__all__ = ["world"]


def bring_in(kind: str, actor: Any, /, **cells: str) -> ImportRun:
    """A file with one new line."""
    names = [one.name for one in SHEETS[kind].lines]
    new = [(dict.fromkeys(names, "") | cells)[name] for name in names]
    run = check_sheet(make_csv([export(kind, actor)[0], new]), "new.csv", kind=kind, actor=actor)
    assert (run.counts["new"], run.problems) == (1, [])
    apply_sheet(run, actor=actor)
    run.refresh_from_db()
    return run


def undo(run: ImportRun, actor: Any) -> int:
    run.refresh_from_db()
    return undo_sheet(run, actor=actor, reason="The wrong file")


def test_changed_cells_are_as_they_were_before(world: Any, director: Any) -> None:
    runs = [
        change("organisations", director, "phone", "03-777"),
        change("sites", director, "units_total", "13"),
        change("commitments", director, "quantity", "41.5"),
        change("people", director, "neighbourhood", "Sea side"),
    ]
    assert [undo(run, director) for run in runs] == [1, 1, 1, 1]
    assert Organisation.objects.get().phone == ""
    assert str(Site.objects.get().units_total) == "12.5"
    assert Commitment.objects.get().quantity == 12
    assert Profile.objects.get(display_name="-Rivka").neighbourhood == ""
    run = ImportRun.objects.get(pk=runs[0].pk)
    assert (run.state, run.touched, run.counts["undone"], run.counts["stayed"]) == ("undone", [], 1, 0)


def test_new_lines_go_as_their_pages_would_let_them_go(world: Any, director: Any) -> None:
    common = {"organisation_id": str(world.pk)}
    body = bring_in("organisations", director, name_en="Choir", sector="non-profit", field="culture and art")
    site = bring_in("sites", director, **common, name_en="South", kind="school", units_total="2")
    asked = bring_in("representatives", director, **common, display_name="Dov", email="dov@example.org")
    assert [undo(run, director) for run in (body, site, asked)] == [1, 1, 1]
    assert not Organisation.objects.filter(name__en="Choir").exists()
    assert Site.objects.get(name__en="South").state == "archived"
    assert Representation.objects.get(profile__display_name="Dov").has_ended


def test_what_was_changed_since_stays_and_is_named(
    world: Any, director: Any, client: Any, sign_in: Any, scope: Any
) -> None:
    run = change("sites", director, "units_total", "13")
    change_site(Site.objects.get(), actor=director, units_total=14)
    assert refused(lambda: undo(run, director)) == "stakeholders.sheet_all_changed"
    page = sign_in(client, director).get(url(scope, "undo_sheet", run.pk)).content.decode()
    assert "Something was done with it since." in page
    assert "1 line stays as it is" in page


def test_an_organisation_that_somebody_speaks_for_stays(world: Any, director: Any) -> None:
    run = bring_in("organisations", director, name_en="Choir", sector="non-profit", field="culture and art")
    RepresentationFactory(organisation=Organisation.objects.get(name__en="Choir"))
    assert refused(lambda: undo(run, director)) == "stakeholders.sheet_all_changed"


def test_who_was_added_goes_unless_something_was_done_with_them(
    world: Any, director: Any, scope: Any, client: Any, sign_in: Any
) -> None:
    added = [bring_in("people", director, display_name=name) for name in ("Noam", "Dina", "Salma")]
    changed, coded = (Profile.objects.get(display_name=name) for name in ("Dina", "Salma"))
    change_profile(changed, actor=director, phone="03-111")
    make_code(coded, actor=director)
    sign_in(client, director)
    assert url(scope, "undo_sheet", added[0].pk) in client.get(added[0].get_absolute_url()).content.decode()
    page = client.get(url(scope, "undo_sheet", added[0].pk)).content.decode()
    assert "1 person who was added is removed" in page
    assert undo(added[0], director) == 1
    assert not Profile.objects.filter(display_name="Noam").exists()
    for run in added[1:]:
        assert refused(lambda run=run: undo(run, director)) == "stakeholders.sheet_all_changed"
    assert Profile.objects.filter(display_name__in=["Dina", "Salma"]).count() == 2


def test_what_one_line_freed_and_another_took_goes_back_whole(world: Any, director: Any) -> None:
    """A file moved a number from one organisation to the next."""
    Organisation.objects.update(registry_no="1000")
    other = OrganisationFactory(registry_no="2000")
    table = export("organisations", director)
    column = [one.name for one in SHEETS["organisations"].lines].index("registry_no")
    lines = {int(row[0]): row for row in table[1:]}
    lines[world.pk][column], lines[other.pk][column] = "3000", "1000"
    file = make_csv([table[0], lines[world.pk], lines[other.pk]])
    run = check_sheet(file, "back.csv", kind="organisations", actor=director)
    apply_sheet(run, actor=director)
    assert undo(run, director) == 2
    numbers = dict(Organisation.objects.values_list("pk", "registry_no"))
    assert (numbers[world.pk], numbers[other.pk]) == ("1000", "2000")


def test_who_may_not_read_the_lines_reads_no_name_before_undoing_them(
    world: Any, director: Any, scope: Any, client: Any, sign_in: Any
) -> None:
    other = MembershipFactory(city=scope, role="director").user
    add_second_step(other)
    run = change("people", director, "phone", "03-999")
    page = sign_in(client, other).get(url(scope, "undo_sheet", run.pk)).content.decode()
    assert "Rivka" not in page
    assert "someone else keeps it by now" in page


def test_the_lines_that_were_left_out_are_downloaded_after_the_import_too(
    world: Any, director: Any, client: Any, sign_in: Any, scope: Any
) -> None:
    table = export("sites", director)
    names = [one.name for one in SHEETS["sites"].lines]
    table[1][names.index("address")] = "Sea 1"
    wrong = [*table[1]]
    wrong[names.index("reference")], wrong[names.index("units_total")] = "", "many"
    run = check_sheet(make_csv([*table, wrong]), "sites.csv", kind="sites", actor=director)
    apply_sheet(run, actor=director)
    sign_in(client, director)
    address = url(scope, "wrong_rows", run.pk)
    assert address in client.get(run.get_absolute_url()).content.decode()
    run.refresh_from_db()
    assert [row[names.index("units_total")] for row in run.rows[1:]] == ["many"]
    again = check_sheet(client.get(address).content, "again.xlsx", kind="sites", actor=director)
    assert [(one["row"], one["code"], one["value"]) for one in again.problems] == [(2, "cell_no_number", "many")]
    undo(run, director)
    run.refresh_from_db()
    assert run.rows == []


def test_once_with_its_record_and_within_thirty_days(world: Any, director: Any, scope: Any) -> None:
    other = MembershipFactory(city=scope, role="director").user
    add_second_step(other)
    run, late = change("sites", director, "units_total", "13"), change("sites", director, "units_total", "14")
    assert refused(lambda: undo(run, director)) == "stakeholders.sheet_all_changed"
    ImportRun.objects.filter(pk=late.pk).update(done_at=timezone.now() - timedelta(days=31))
    assert refused(lambda: undo(late, director)) == "stakeholders.sheet_not_undone"
    ImportRun.objects.filter(pk=late.pk).update(done_at=timezone.now())
    assert undo(late, director) == 1
    assert refused(lambda: undo(late, director)) == "stakeholders.sheet_not_undone"
    entry = AuditEntry.objects.get(verb="stakeholders.sheet_undone")
    assert (entry.reason, entry.target_id) == ("The wrong file", str(late.pk))
    assert Notice.objects.get(user=other, verb="stakeholders.sheet_undone").data["reason"] == "The wrong file"


def test_the_page_says_what_happens_and_does_it(
    world: Any, director: Any, client: Any, sign_in: Any, scope: Any
) -> None:
    run = change("sites", director, "units_total", "13")
    sign_in(client, director)
    assert url(scope, "undo_sheet", run.pk) in client.get(run.get_absolute_url()).content.decode()
    assert "1 changed line is as it was" in client.get(url(scope, "undo_sheet", run.pk)).content.decode()
    answer = client.post(url(scope, "undo_sheet", run.pk), {"reason": "The wrong file"}, follow=True)
    assert "The import was undone." in answer.content.decode()
    assert str(Site.objects.get().units_total) == "12.5"


def test_of_a_line_of_which_one_cell_was_changed_the_others_go_back(
    world: Any, director: Any, client: Any, sign_in: Any, scope: Any
) -> None:
    names = [one.name for one in SHEETS["sites"].lines]
    table = export("sites", director)
    table[1][names.index("units_total")], table[1][names.index("address")] = "13", "Sea 1"
    run = check_sheet(make_csv(table), "back.csv", kind="sites", actor=director)
    apply_sheet(run, actor=director)
    change_site(Site.objects.get(), actor=director, units_total=14)
    sign_in(client, director)
    page = client.get(url(scope, "undo_sheet", run.pk)).content.decode()
    for words in ("1 changed line is as it was", "1 cell of them stays", "The city has changed this cell since."):
        assert words in page, words
    assert "stays as it is. Below" not in page
    assert undo(run, director) == 1
    site = Site.objects.get()
    assert (site.units_total, site.address) == (14, "")
    run.refresh_from_db()
    assert (run.counts["undone"], run.counts["stayed"]) == (1, 0)
    (note,) = client.get(run.get_absolute_url()).context["problems"]
    assert (note.column, note.name, note.value) == ("units", "=North", "13")


@pytest.mark.parametrize("kind", ["sites", "people", "roster", "register"])
def test_a_file_that_was_never_imported_is_not_said_to_be_too_late(
    kind: str, director: Any, client: Any, sign_in: Any, scope: Any
) -> None:
    run = ImportRun.objects.create(kind=kind, file_name="a.csv", made_by=director)
    name = "undo_import" if kind == "register" else "undo_sheet"
    page = sign_in(client, director).get(url(scope, name, run.pk)).content.decode()
    assert "This file was not imported" in page
    assert "no longer" not in page


def test_the_first_name_is_the_first_again_so_lists_stand_as_before(world: Any, director: Any) -> None:
    before = Organisation.objects.values("name", "search").get()
    run = change("organisations", director, "name_he", "")
    assert list(Organisation.objects.get().name) == ["ar"]
    assert undo(run, director) == 1
    after = Organisation.objects.values("name", "search").get()
    assert after == before
    assert list(after["name"]) == list(before["name"]) == ["he", "ar"]


def test_rows_are_locked_in_one_order_whatever_that_of_the_lines(world: Any, director: Any) -> None:
    """Two files with the same rows, or a file and an undo, wait for each other and never both for the other."""
    OrganisationFactory(name={"en": "Sea House"})
    table = export("organisations", director)
    column = [one.name for one in SHEETS["organisations"].lines].index("phone")
    for row in table[1:]:
        row[column] = "03-777"
    file = make_csv([table[0], *sorted(table[1:], key=lambda row: -int(row[0]))])
    run = check_sheet(file, "back.csv", kind="organisations", actor=director)
    for act in (lambda: apply_sheet(run, actor=director), lambda: undo(run, director)):
        with CaptureQueriesContext(connection) as asked:
            act()
        touching = [
            one["sql"]
            for one in asked.captured_queries
            if re.search(r"stakeholders_organisation\b", one["sql"])
            and re.search(r"FOR (NO KEY )?UPDATE|^UPDATE", one["sql"])
        ]
        assert "ORDER BY 1 ASC FOR NO KEY UPDATE" in touching[0]


@pytest.mark.django_db(transaction=True)
def test_who_appoints_for_an_organisation_whose_file_is_undone_meanwhile_reads_that_it_is_gone() -> None:
    city = CityFactory()
    with city_scope(city.pk, city):
        director = MembershipFactory(city=city, role="director").user
        add_second_step(director)
        run = bring_in("organisations", director, name_en="Choir", sector="non-profit", field="culture and art")
        choir = Organisation.objects.get()
    codes: list[str] = []

    def appoint() -> None:
        try:
            with city_scope(city.pk):
                appoint_representative(choir, actor=fresh(director), email="dov@example.org", display_name="Dov")
        except DomainError as error:
            codes.append(error.code)
        finally:
            connection.close()

    waiting = threading.Thread(target=appoint)
    with city_scope(city.pk, city):
        with transaction.atomic():
            undo(run, director)
            waiting.start()
            wait_until_somebody_waits()
        waiting.join()
        assert codes == ["stakeholders.organisation_gone"]
        assert not Representation.objects.exists()
