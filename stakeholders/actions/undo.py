"""A whole import is undone."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from educities.accounts.models import User
from educities.activity.actions.records import record, record_each
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from stakeholders import verbs
from stakeholders.actions.imports import lift_limit
from stakeholders.actions.organisations import directors_of
from stakeholders.models import ImportRun, Organisation
from stakeholders.queries.imports import changed_since_import
from stakeholders.queries.sector_counts import forget_sector_counts
from stakeholders.texts.imports import describe_undone, describe_why_import_stays


@transaction.atomic
def undo_import(run: ImportRun, *, actor: User, reason: str) -> int:
    """The organisations that the file brought in are removed, but for those that something was done with since.

    The person who imported the file and the directors read why. Returns how many are removed. Refused after its days, and
    where nothing would be removed.
    """
    run = lock_row(run)
    if run.state == ImportRun.State.UNDONE:
        raise DomainError(describe_undone(run), code="stakeholders.import_undone")
    if refusal := describe_why_import_stays(run):
        raise DomainError(refusal, code="stakeholders.import_not_undone")
    lift_limit()
    # Whoever wants to refer to one of them waits, and finds it gone or kept.
    rows = list(Organisation.objects.select_for_update().filter(import_run=run).only("name", "sector", "city"))
    kept = changed_since_import(run)
    gone = [row for row in rows if row.pk not in kept]
    if not gone:
        raise DomainError(
            _("All organisations of this file were changed since. Archive each one by itself."),
            code="stakeholders.import_all_changed",
        )
    record_each(
        verbs.ORGANISATION_REMOVED, [(row, {"title": row.name, "sector": row.sector}) for row in gone], actor=actor
    )
    remove_organisations([row.pk for row in gone])
    counts = {**run.counts, "gone": len(gone), "kept": len(kept)}
    run.move(ImportRun.State.UNDONE, undone_at=timezone.now(), counts=counts, problems=[])
    people = {*directors_of(run.city_id), run.made_by} - {actor}
    record(
        verbs.IMPORT_UNDONE,
        run,
        actor=actor,
        notify=people,
        reason=reason,
        title=run.file_name,
        count=len(gone),
        stayed=len(kept),
    )
    forget_sector_counts()
    return len(gone)


def remove_organisations(ids: list[int]) -> None:
    """They are gone. Nothing may refer to them."""
    # One statement: nothing refers to them, which was asked under their locks, and what did would be refused here.
    # How the database looks for what refers to each row may have been planned while the table was small, row after row.
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
    rows = Organisation.objects.filter(pk__in=ids)
    rows._raw_delete(rows.db)
