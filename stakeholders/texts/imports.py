"""What a second press is told of a file that was dealt with before."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.texts.history_rows import find_last_act
from educities.kit.day_words import format_day
from stakeholders import verbs
from stakeholders.models import ImportRun


def describe_undone(run: ImportRun) -> str:
    """When the import was undone, and who did it."""
    act = find_last_act([run], verbs.IMPORT_UNDONE if run.is_register else verbs.SHEET_UNDONE)
    if act is None:
        return str(ImportRun.ALREADY[ImportRun.State.UNDONE])
    day = _format_day(act.at, run)
    return _("This import was undone already, on %(day)s: %(who)s.") % {"day": day, "who": act.who}


def describe_why_import_stays(run: ImportRun) -> str:
    """Why the import cannot be undone, in a sentence; "" while it can."""
    if run.state == ImportRun.State.UNDONE:
        return describe_undone(run)
    if run.state == ImportRun.State.UNDOING:
        return str(ImportRun.ALREADY[run.state])
    if run.done_at is None:
        return _("This file was not imported, so there is nothing to undo.")
    return "" if run.can_be_undone else _("This import can no longer be undone.")


def describe_checked(run: ImportRun) -> str:
    """What came of another choice: a new preview, or the worker makes it."""
    if run.is_at_work:
        return _("The file is being checked again. You can leave this page.")
    return _("Preview updated.")


def describe_imported(run: ImportRun) -> str:
    """How many organisations came of the file, and what they wait for."""
    n = run.organisations.count()
    text = ngettext(
        "%(n)s organisation is imported and waits to be verified.",
        "%(n)s organisations are imported and wait to be verified.",
        n,
    )
    return text % {"n": n}


def describe_verified(run: ImportRun) -> str:
    """That nothing of the file waits any more; when the last of them was verified, and who did it."""
    rows = list(run.organisations.only("pk", "city_id"))
    act = find_last_act(rows, verbs.ORGANISATION_VERIFIED)
    if act is None:
        return _("No organisation of this file waits to be verified.")
    text = ngettext(
        "The %(n)s organisation of this file was verified already, on %(day)s: %(who)s.",
        "The %(n)s organisations of this file were verified already, on %(day)s: %(who)s.",
        len(rows),
    )
    return text % {"n": len(rows), "day": _format_day(act.at, run), "who": act.who}


def _format_day(moment: datetime, run: ImportRun) -> str:
    return format_day(moment.astimezone(run.city.zone).date())
