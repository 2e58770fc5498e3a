"""The ledger of erasures: written, read, kept until a restore ends well, and refused where it is none."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from educities.accounts.actions.erasures import note_erasure
from operations.actions.ledger import drop_kept_ledger, keep_ledger, read_ledger_file

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "network"])


def test_it_outlives_a_restore_that_was_cut_short(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = str(tmp_path)
    at = timezone.now()
    note_erasure(7, at, city_number=None, keeps_texts=True)
    further = tmp_path / "newer.json"
    call_command("erasures", str(further), verbosity=0)
    note_erasure(8, at, city_number=3, keeps_texts=False)
    assert [row.number for row in keep_ledger(None)] == [7, 8]
    # The database is the older backup's by now, and its ledger is empty.
    from educities.accounts.models import Erasure

    Erasure.objects.all().delete()
    again = keep_ledger(further)
    assert [(row.number, row.row_made_at, row.city_number, row.keeps_texts) for row in again] == [
        (7, at, None, True),
        (8, at, 3, False),
        (7, at, None, True),
    ]
    drop_kept_ledger()
    assert keep_ledger(None) == []


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('[{"number": 1}]')
    for path in (wrong, tmp_path / "nowhere.json"):
        with pytest.raises(CommandError, match="no ledger of erasures"):
            read_ledger_file(path)
