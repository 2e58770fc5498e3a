"""The forum of the city: it begins with the first five years that are signed, rests when they end, goes on with the next."""

from typing import Any

from django.db import transaction

from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.rows import lock_row
from forum import verbs
from forum.actions.agenda import build_agenda
from forum.actions.seats import end_terms
from forum.models import Charter
from forum.queries import find_charter, list_seat_users
from meetings.models import Group
from programs.models import Forum, Program


def create_charter(body: Forum, actor: User | None = None) -> Charter:
    """The forum of a program works: it has a group that meets. Twice is once."""
    known = Charter.objects.filter(body=body).first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    charter = Charter.objects.create(body=body, group=Group.objects.create(kind="forum"))
    record(verbs.FORUM_OPENED, charter, actor=actor)
    return charter  # type: ignore[no-any-return]


def begin_forum(program: Program, actor: Any) -> None:
    """The program is signed: the city's forum goes on with it, or begins where the city has had none."""
    body = Forum.objects.filter(program=program).first()
    if body is None:
        return
    former = find_charter()
    if former is None or former.body_id == body.pk:
        create_charter(body, actor)
    else:
        continue_forum(former, body, actor)


@transaction.atomic
def continue_forum(charter: Charter, body: Forum, actor: Any) -> None:
    """The same forum belongs to the new five years: its seats whose term runs, its meetings, its agenda, its decisions and
    what is public of it stay. Whoever sits there reads so.
    """
    now = lock_row(charter, "city", "group")
    now.body = body
    now.save(update_fields=["body"])
    end_terms(now)
    build_agenda(now)
    told = list_seat_users(now, but=actor)
    record(verbs.FORUM_CONTINUED, now, actor=actor, notify=told, url=now.get_absolute_url())


def pause_forum(program: Program, actor: Any) -> None:
    """The program ended early: its forum does not meet until new five years are signed, and whoever sits there reads so."""
    charter = Charter.objects.select_related("city").filter(body__program=program).first()
    if charter is not None:
        told = list_seat_users(charter, but=actor)
        record(verbs.FORUM_PAUSED, charter, actor=actor, notify=told, url=charter.get_absolute_url())
