"""A text in several languages: the history names the language that changed."""

import pytest

from educities.activity.models import AuditEntry
from educities.activity.texts.history_rows import history_lines
from stakeholders.actions.organisations import change_organisation
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_language_that_changed_is_named(scope: object) -> None:
    school = OrganisationFactory(name={"he": "חוף", "en": "Seaside"})
    change_organisation(school, actor=UserFactory(), name={"he": "חוף", "en": "Harbour"})
    change_organisation(school, actor=UserFactory(), name={"he": "חוף"})
    lines = history_lines(AuditEntry.objects.order_by("pk"))
    said = [change for line in lines for change in line.changes]
    assert said == ["Name (English): from “Seaside” to “Harbour”", "Name (English): from “Harbour” to “–”"]
