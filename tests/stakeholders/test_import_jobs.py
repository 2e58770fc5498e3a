"""Large files are read and taken in by the worker; their page says how far it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from stakeholders import actions
from stakeholders.actions import import_jobs
from stakeholders.models import ImportRun, Organisation
from tests.factories import OrganisationFactory
from tests.stakeholders.test_pages import url

FEW = "name,registry_no\n" + "".join(f"Body {n},{n + 100}\n" for n in range(5))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of five rows is a large one."""
    monkeypatch.setattr("stakeholders.views.imports.SMALL_BYTES", 20)
    monkeypatch.setattr("stakeholders.views.imports.SMALL_ROWS", 2)
    monkeypatch.setattr("stakeholders.actions.imports.SMALL_ROWS", 2)


@pytest.mark.django_db
def test_a_large_file_is_read_and_taken_in_while_the_director_is_away(
    client: Any, sign_in: Any, scope: Any, director: Any, small: None
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sign_in(client, director)
    file = SimpleUploadedFile("many.csv", FEW.encode())
    answer = client.post(url(scope, "import_organisations"), {"file": file, "sector": "1"}, follow=True)
    run = ImportRun.objects.get()
    assert (run.state, bytes(run.file)) == ("reading", FEW.encode())
    assert "The file is being read" in answer.content.decode()
    part = client.get(url(scope, "import_progress", run.pk))
    assert "hx-trigger" in part.content.decode()
    assert "HX-Refresh" not in part.headers
    assert import_jobs.run_due_imports() == 1
    run.refresh_from_db()
    assert (run.state, bytes(run.file), run.counts["new"], run.lease_until) == ("checked", b"", 5, None)
    assert client.get(url(scope, "import_progress", run.pk)).headers["HX-Refresh"] == "true"
    answer = client.post(url(scope, "apply_import", run.pk), follow=True)
    assert "The file is being imported" in answer.content.decode()
    assert not Organisation.objects.exists()
    assert import_jobs.run_due_imports() == 1
    run.refresh_from_db()
    assert (run.state, run.rows, Organisation.objects.count()) == ("done", [], 5)
    assert import_jobs.run_due_imports() == 0
    # Bell and mail say what came of each step.
    told = ["stakeholders.import_checked", "stakeholders.import_applied"]
    assert list(Notice.objects.filter(user=director).order_by("pk").values_list("verb", flat=True)) == told
    assert list(Message.objects.filter(user=director).order_by("pk").values_list("kind", flat=True)) == told


@pytest.mark.django_db
def test_other_columns_of_a_large_file_are_tried_by_the_worker(
    client: Any, sign_in: Any, scope: Any, director: Any, small: None
) -> None:
    """Whoever chose is answered at once; the rows are those that were read before."""
    sign_in(client, director)
    run = actions.check_file(FEW.encode(), "many.csv", sector=1, actor=director)
    chosen = {"column_name_en": "1", "sector_default": "1", "repeats": "leave"}
    answer = client.post(run.get_absolute_url(), chosen, follow=True)
    assert "The file is being checked again." in answer.content.decode()
    run.refresh_from_db()
    assert (run.state, run.columns, run.asked_by) == ("reading", {"name_en": 1}, director)
    with pytest.raises(DomainError):
        actions.choose_columns(run, columns={}, defaults={}, actor=director)
    assert import_jobs.run_due_imports() == 1
    run.refresh_from_db()
    assert (run.state, run.counts["new"], len(run.rows)) == ("checked", 5, 6)
    run = actions.choose_heading(run, sheet="", number=2, actor=director)
    assert import_jobs.run_due_imports() == 1
    run.refresh_from_db()
    assert (run.state, run.heading, run.counts["rows"]) == ("checked", 1, 4)


@pytest.mark.django_db
def test_what_cannot_be_read_says_why(scope: Any, director: Any) -> None:
    run = actions.ask_to_read(b"name\n", "empty.csv", sector=1, actor=director)
    import_jobs.run_due_imports()
    run.refresh_from_db()
    assert (run.state, bytes(run.file)) == ("failed", b"")
    assert "at least one line below" in run.refusal
    assert Notice.objects.get(user=director).url == run.get_absolute_url()
    letter = render_mail(Message.objects.get(user=director))
    assert "The file empty.csv could not be imported" in letter.text
    assert run.refusal in letter.text


@pytest.mark.django_db
def test_a_city_that_has_changed_brings_the_preview_back(scope: Any, director: Any) -> None:
    run = actions.check_file(FEW.encode(), "a.csv", sector=1, actor=director)
    actions.ask_to_apply(run, actor=director)
    with pytest.raises(DomainError) as refused:
        actions.ask_to_apply(run, actor=director)
    assert refused.value.code == "stakeholders.import_over"
    OrganisationFactory(name={"en": "Body 1"}, registry_no="101")
    import_jobs.run_due_imports()
    run.refresh_from_db()
    assert (run.state, run.counts["new"], run.counts["already_in_city"]) == ("checked", 4, 1)
    assert "has changed" in run.refusal
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_a_worker_that_died_is_followed_by_another_three_times(scope: Any, director: Any) -> None:
    run = actions.ask_to_read(FEW.encode(), "a.csv", sector=1, actor=director)
    rows = ImportRun.objects.filter(pk=run.pk)
    rows.update(lease_until=timezone.now() + timedelta(minutes=1), attempts=1)
    assert import_jobs.run_due_imports() == 0
    rows.update(lease_until=timezone.now() - timedelta(minutes=1), attempts=3)
    assert import_jobs.run_due_imports() == 0
    run.refresh_from_db()
    assert run.state == "failed"
    assert "could not be imported" in run.refusal


@pytest.mark.django_db
def test_a_fault_is_tried_again(scope: Any, director: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run = actions.check_file(FEW.encode(), "a.csv", sector=1, actor=director)
    actions.ask_to_apply(run, actor=director)
    with monkeypatch.context() as patch:
        patch.setattr("stakeholders.actions.imports.publish_each", None)
        assert import_jobs.run_due_imports() == 0
    assert not Organisation.objects.exists()
    assert import_jobs.run_due_imports() == 1
    run.refresh_from_db()
    assert (run.state, run.attempts, Organisation.objects.count()) == ("done", 2, 5)
