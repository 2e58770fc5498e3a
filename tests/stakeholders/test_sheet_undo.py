"""An imported spreadsheet is undone line by line, while nothing was done with what it touched."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.activity.models import AuditEntry, Notice
from stakeholders.actions.sheet_kinds import SHEETS
from stakeholders.actions.sheet_undo import undo_sheet
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.actions.sites import change_site
from stakeholders.models import Commitment, ImportRun, Organisation, Profile, Representation, Site
from tests.factories import MembershipFactory, RepresentationFactory, add_second_step
from tests.stakeholders.test_pages import url
from tests.stakeholders.test_sheets import change, export, make_csv, world
from tests.support import refused

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


def test_who_was_added_stays(world: Any, director: Any, scope: Any, client: Any, sign_in: Any) -> None:
    added = bring_in("people", director, display_name="Noam")
    assert refused(lambda: undo(added, director)) == "stakeholders.sheet_not_undone"
    page = sign_in(client, director)
    assert url(scope, "undo_sheet", added.pk) not in page.get(added.get_absolute_url()).content.decode()


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
