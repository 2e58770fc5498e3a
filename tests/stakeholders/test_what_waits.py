"""What waits on the director's day: organisations of one file together, and a commitment since it was entered."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from reports.queries.staff_days import read_day
from stakeholders import verbs
from stakeholders.actions.commitments import record_commitment
from stakeholders.models import ImportRun
from tests.factories import CommitmentFactory, OrganisationFactory
from tests.support import fresh

pytestmark = pytest.mark.django_db


def lines_of(scope: Any, user: Any) -> list[Any]:
    return read_day(scope, fresh(user), 9)[0].lines


def test_organisations_of_one_file_wait_together(scope: Any, director: Any) -> None:
    run = ImportRun.objects.create(file_name="a.csv", made_by=director, state="done")
    for file in (run, run, None):
        OrganisationFactory(state="proposed", import_run=file)
    together, alone = sorted(lines_of(scope, director), key=lambda line: bool(line.post_url))
    assert "2 organisations wait to be verified" in str(together.text)
    assert together.url == reverse("import_run", args=[scope.slug, run.pk])
    assert alone.post_url


def test_a_commitment_entered_after_its_day_waits_since_then(scope: Any, director: Any) -> None:
    row = CommitmentFactory(due_on=scope.today() - timedelta(days=26))
    assert lines_of(scope, director)[0].wait
    record_commitment(verbs.COMMITMENT_PROMISED, row, director)
    assert lines_of(scope, director)[0].wait == ""
