"""The import of many lines is undone by the worker; its page says how far it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mails import render_mail
from stakeholders.actions.import_jobs import ask_to_undo, run_due_imports
from stakeholders.actions.sites import change_site
from stakeholders.models import ImportRun, Site
from tests.stakeholders.test_pages import url
from tests.stakeholders.test_sheets import change, world
from tests.support import refused

pytestmark = pytest.mark.django_db
__all__ = ["world"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line is many."""
    monkeypatch.setattr("stakeholders.views.sheets.SMALL_CHANGES", 0)


def read_again(run: ImportRun) -> ImportRun:
    return ImportRun.objects.get(pk=run.pk)


def test_many_lines_are_undone_while_the_director_is_away(
    world: Any, client: Any, sign_in: Any, scope: Any, director: Any, small: None
) -> None:
    run = change("sites", director, "units_total", "13")
    sign_in(client, director)
    answer = client.post(url(scope, "undo_sheet", run.pk), {"reason": "The wrong file"}, follow=True)
    page = answer.content.decode()
    assert "The import is being undone. You can leave this page." in page
    assert "hx-trigger" in page
    assert str(Site.objects.get().units_total) == "13.0"
    assert "HX-Refresh" not in client.get(url(scope, "import_progress", run.pk)).headers
    assert run_due_imports() == 1
    run = read_again(run)
    assert (run.state, run.undo_reason, run.touched, run.lease_until) == ("undone", "", [], None)
    assert str(Site.objects.get().units_total) == "12.5"
    assert client.get(url(scope, "import_progress", run.pk)).headers["HX-Refresh"] == "true"
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.verb, entry.actor_id) == ("stakeholders.sheet_undone", director.pk)
    # Whoever left it to the worker hears of it.
    assert Notice.objects.filter(user=director, verb="stakeholders.sheet_undone").exists()


def test_undoing_twice_is_asked_once(world: Any, client: Any, sign_in: Any, scope: Any, director: Any) -> None:
    run = change("sites", director, "units_total", "13")
    ask_to_undo(run, actor=director, reason="The wrong file")
    assert refused(lambda: ask_to_undo(run, actor=director, reason="Again")) == "stakeholders.sheet_not_undone"
    sign_in(client, director)
    page = client.get(url(scope, "undo_sheet", run.pk)).content.decode()
    assert "This import is already being undone." in page
    assert read_again(run).undo_reason == "The wrong file"


def test_what_cannot_be_undone_is_as_it_was_and_its_page_says_why(world: Any, scope: Any, director: Any) -> None:
    """Somebody changed every line while it waited."""
    run = change("sites", director, "units_total", "13")
    ask_to_undo(run, actor=director, reason="The wrong file")
    change_site(Site.objects.get(), actor=director, units_total=14)
    assert run_due_imports() == 1
    run = read_again(run)
    assert (run.state, run.undo_reason, len(run.touched)) == ("done", "", 1)
    assert run.refusal.startswith("Every line of this file was changed since.")
    assert run_due_imports() == 0
    message = Message.objects.get(user=director, kind="stakeholders.undo_failed")
    mail = render_mail(message)
    assert "could not be undone" in mail.subject
    assert "Every line of this file was changed since." in mail.text
    assert "Nothing of it was saved" not in mail.text


def test_a_worker_that_is_killed_three_times_leaves_the_import_done(world: Any, scope: Any, director: Any) -> None:
    run = change("sites", director, "units_total", "13")
    ask_to_undo(run, actor=director, reason="The wrong file")
    rows = ImportRun.objects.filter(pk=run.pk)
    rows.update(lease_until=timezone.now() + timedelta(minutes=1), attempts=1)
    assert run_due_imports() == 0
    rows.update(lease_until=timezone.now() - timedelta(minutes=1), attempts=3)
    assert run_due_imports() == 0
    run = read_again(run)
    assert (run.state, run.refusal) == ("done", "This import could not be undone. Change its lines one by one.")
    assert str(Site.objects.get().units_total) == "13.0"


def test_one_asked_for_in_time_is_undone_after_its_last_day(world: Any, scope: Any, director: Any) -> None:
    run = change("sites", director, "units_total", "13")
    ask_to_undo(run, actor=director, reason="The wrong file")
    ImportRun.objects.filter(pk=run.pk).update(done_at=timezone.now() - timedelta(days=31))
    Site.objects.update(units_total=13)
    assert run_due_imports() == 1
    assert read_again(run).state == "undone"
