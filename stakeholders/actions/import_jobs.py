"""Large files are read and taken in by the worker. A killed one loses nothing: its lease ends and another begins again."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError, describe_exception
from educities.kit.rows import lock_row
from educities.tenancy.scope import city_scope
from stakeholders import verbs
from stakeholders.actions.imports import apply_import, build_run, check_run, fill_run, lift_limit, lock_run
from stakeholders.actions.sheet_undo import describe_why_sheet_stays, undo_sheet
from stakeholders.actions.sheets import apply_sheet, fill_sheet_run, try_again
from stakeholders.models import ImportRun
from stakeholders.queries.imports import progress_key
from stakeholders.texts.imports import describe_why_import_stays
from stakeholders.values.import_kinds import IMPORT_KINDS

log = logging.getLogger(__name__)
State = ImportRun.State
LEASE, MOST_TRIES, KEPT_SECONDS = timedelta(minutes=5), 3, 3600
# The columns that a worker does not need to see whether a file waits.
HEAVY = ("file", "rows", "numbers", "other_sheets", "problems", "touched")
ROWS = ("rows", "numbers", "other_sheets")
# What a trial fills.
FILLED = (
    "meanings", "other_sheets", "columns", "defaults", "sheet", "rows", "numbers", "heading", "problems", "counts",
)  # fmt: skip


@transaction.atomic
def ask_to_read(
    data: bytes,
    file_name: str,
    *,
    actor: User,
    sector: int | None = None,
    kind: str = ImportRun.Kind.REGISTER,
    invite: bool = False,
    defaults: dict[str, Any] | None = None,
) -> ImportRun:
    """The file waits for the worker, which makes a trial of it."""
    run = build_run(file_name, sector=sector, actor=actor)
    run.kind, run.defaults["invite"] = kind, invite
    run.defaults = run.defaults if defaults is None else defaults
    run.state, run.file, run.asked_by = State.READING, data, actor
    run.save()
    return run


@transaction.atomic
def ask_to_apply(run: ImportRun, *, actor: User) -> ImportRun:
    """The file waits for the worker, which takes it in as `apply_import` does. Asking twice is refused."""
    run = lock_run(run)
    run.move(State.APPLYING, asked_by=actor, attempts=0, lease_until=None, refusal="")
    return run


@transaction.atomic
def ask_to_undo(run: ImportRun, *, actor: User, reason: str) -> ImportRun:
    """The import waits for the worker, which undoes it as `undo_sheet` does. Asking twice is refused."""
    run = lock_row(run)
    describe = describe_why_import_stays if run.kind in IMPORT_KINDS.answers else describe_why_sheet_stays
    if refusal := describe(run):
        raise DomainError(refusal, code="stakeholders.sheet_not_undone")
    run.move(State.UNDOING, asked_by=actor, attempts=0, lease_until=None, refusal="", undo_reason=reason)
    return run


def run_due_imports(most: int = 3) -> int:
    """Files that wait for the worker are read or taken in. Returns how many; one that fails holds up none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stakeholders_due_imports(%s)", [most])
        due = cursor.fetchall()
    return sum(_run_one(pk, city_id) for pk, city_id in due)


def _run_one(pk: int, city_id: int) -> int:
    with city_scope(city_id):
        run = _claim_run(pk)
        if run is None or run.asked_by is None:
            return 0
        with translation.override(run.asked_by.language):
            try:
                STEPS[run.state](run, run.asked_by)
            except DomainError as error:
                _give_up(run, str(error))
            except (OperationalError, InterfaceError):
                raise  # nobody can write down that it failed; its lease ends
            except Exception as error:  # noqa: BLE001 (the file is tried again, or its page says that it failed)
                log.error("file not imported", extra={"kind": str(pk), "problem": describe_exception(error)})  # noqa: TRY400
                _give_back(run)
                return 0
    return 1


@transaction.atomic
def _claim_run(pk: int) -> ImportRun | None:
    rows = ImportRun.objects.select_for_update(skip_locked=True, of=("self",), no_key=True).defer(*HEAVY)
    run = rows.select_related("asked_by").filter(pk=pk, state__in=STEPS).first()
    now = timezone.now()
    if run is None or (run.lease_until is not None and run.lease_until > now):
        return None
    if run.attempts >= MOST_TRIES:
        _give_up(run, _say_too_often(run))
        return None
    run.lease_until, run.attempts = now + LEASE, run.attempts + 1
    run.save(update_fields=["lease_until", "attempts"])
    return run


@transaction.atomic
def _read_run(run: ImportRun, actor: User) -> None:
    lift_limit()
    if other := IMPORT_KINDS.get(run.kind):
        # Its file stays until it is taken in: other columns or rows of it can be chosen.
        other.read(run, bytes(run.file), actor)
        told = run.waiting_people
        run.move(
            State.CHECKED, lease_until=None, refusal="", **{name: getattr(run, name) for name in (*FILLED, "touched")}
        )
        record(verbs.SHEET_CHECKED, run, actor=actor, notify=told, title=run.file_name)
        return
    # Its bytes are held by nobody once the rows are read.
    if run.is_register:
        # Where other columns were chosen the rows are there already.
        if run.file or not run.rows:
            fill_run(run, _take_file(run))
            # A large file and its check are heavy together: its rows go to the database before.
            run.save(update_fields=ROWS)
        check_run(run, say=_say_progress(run))
    elif run.file:
        fill_sheet_run(run, _take_file(run), actor, _say_progress(run))
    else:
        # Another choice for a file whose rows are there already.
        try_again(run, actor, _say_progress(run))
    told = run.waiting_people
    filled = [name for name in FILLED if not (run.is_register and name in ROWS)]
    run.move(State.CHECKED, file=b"", lease_until=None, refusal="", **{name: getattr(run, name) for name in filled})
    if run.is_register:
        record(verbs.IMPORT_CHECKED, run, actor=actor, notify=told, title=run.file_name, **run.counts)
    else:
        record(verbs.SHEET_CHECKED, run, actor=actor, notify=told, title=run.file_name)


def _take_file(run: ImportRun) -> bytes:
    data = bytes(run.file)
    run.file = b""
    return data


def _apply_run(run: ImportRun, actor: User) -> None:
    other = IMPORT_KINDS.get(run.kind)
    apply = other.apply if other else apply_import if run.is_register else apply_sheet
    apply(run, actor=actor, say=_say_progress(run))


def _undo_run(run: ImportRun, actor: User) -> None:
    other = IMPORT_KINDS.get(run.kind)
    undo = other.undo if other else undo_sheet
    undo(run, actor=actor, reason=run.undo_reason, say=_say_progress(run))


# What the worker does with a file that waits.
STEPS: dict[str, Callable[[ImportRun, User], None]] = {
    State.READING: _read_run,
    State.APPLYING: _apply_run,
    State.UNDOING: _undo_run,
}


def _say_too_often(run: ImportRun) -> str:
    if run.state == State.UNDOING:
        return _("This import could not be undone. Change its lines one by one.")
    return _("The file could not be imported. Try a smaller part of it.")


def _say_progress(run: ImportRun) -> "ProgressSaid":
    return ProgressSaid(progress_key(run.pk))


class ProgressSaid:
    """Called with the part that is done: pages that are asked meanwhile show it."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, part: float) -> None:
        cache.set(self.key, min(round(part * 100), 99), KEPT_SECONDS)


@transaction.atomic
def _give_up(run: ImportRun, text: str) -> None:
    """The page says why, and so does a mail to whoever left it to the worker; what was read before is there to be looked
    at."""
    run, verb = ImportRun.objects.defer(*HEAVY).get(pk=run.pk), verbs.IMPORT_FAILED
    if run.state == State.READING:
        run.move(State.FAILED, file=b"", lease_until=None, refusal=text[:500])
    elif run.state == State.APPLYING:
        run.move(State.CHECKED, lease_until=None, refusal=text[:500])
    elif run.state == State.UNDOING:
        verb = verbs.UNDO_FAILED
        run.move(State.DONE, lease_until=None, refusal=text[:500], undo_reason="")
    if run.asked_by is not None:
        record(verb, run, actor=None, notify=[run.asked_by], title=run.file_name, note={"why": text[:500]})


def _give_back(run: ImportRun) -> None:
    """Not done this time: it waits for another try."""
    ImportRun.objects.filter(pk=run.pk).update(lease_until=None)
