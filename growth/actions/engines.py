"""A growth area of the city becomes a growth engine, says why, and is shown to everybody or not."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cities.actions import invalidate_public_pages
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.rows import apply_changes, lock_row
from growth import verbs
from growth.models import Engine
from stakeholders.models import StrengthClaim


def open_engine(claim: StrengthClaim, actor: User | None) -> Engine:
    """The city has named a growth area: it is a growth engine, as it was before if it was one."""
    words = {claim.city.language: claim.words} if claim.words else {}
    engine, is_new = Engine.objects.get_or_create(
        area=claim.area, defaults={"why": words, "named_on": claim.city.today()}
    )
    if is_new or not engine.is_open:
        Engine.objects.filter(pk=engine.pk).update(closed_at=None)
        record(verbs.OPENED, engine, actor=actor, title=engine.title)
    return engine


def close_engine(claim: StrengthClaim, actor: User | None) -> None:
    """The city no longer wants to grow here: the engine stays with its story, and invites nobody."""
    engine = Engine.objects.open().filter(area=claim.area_id).select_related("city", "area").first()
    if engine is None:
        return
    Engine.objects.filter(pk=engine.pk).update(closed_at=timezone.now(), is_public=False)
    record(verbs.CLOSED, engine, actor=actor, title=engine.title)


def follow_claim(claim: StrengthClaim, actor: User | None, is_named: bool) -> None:
    """What the city names, and what it no longer names, is followed by its engine."""
    (open_engine if is_named else close_engine)(claim, actor)


@transaction.atomic
def change_engine(engine: Engine, *, actor: User, **fields: Any) -> None:
    """It says why, whom it concerns, and whether everybody reads of it."""
    now = lock_row(engine, "area")
    changed = apply_changes(now, fields)
    apply_changes(engine, fields)
    if changed:
        now.save(update_fields=changed)
        record(verbs.CHANGED, engine, actor=actor, changed=changed, title=engine.title)
        invalidate_public_pages(engine.city)
