"""Two profiles of one person become one: somebody says so, somebody else agrees, and for 30 days there is a way back."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.queries.second_hands import find_principal
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row, refusing
from stakeholders import verbs
from stakeholders.actions.merge_parts import MERGE_PARTS
from stakeholders.actions.shown import update_readers
from stakeholders.models import ClaimCode, Profile, ProfileMerge
from stakeholders.models.managed import MERGE_UNDO_DAYS
from stakeholders.models.people import STAND_IN
from stakeholders.models.visibility import LINES, find_level
from stakeholders.queries.merges import (
    choose_kept,
    describe_why_not_agreed,
    describe_why_not_merged,
    describe_why_not_undone,
    describe_why_unread,
    find_decline,
    list_merged,
    list_other_hands,
    list_proposers,
)

State = ProfileMerge.State
# The lines that a profile without an account takes from the other one, where its own are empty.
FILLED_LINES = ("legal_name", "phone", "neighbourhood", "pronoun")
# And what it says of itself, each with its level.
FILLED_WORDS = ("story", "wish", "offer")
BLANKED_OF_MERGED = (
    *FILLED_LINES,
    *FILLED_WORDS,
    "display_name",
    "short_name",
    "visibilities",
    "managed_by",
    "managed_for",
)


@transaction.atomic
def propose_merge(one: Profile, other: Profile, *, actor: User) -> ProfileMerge:
    """A second person of the staff is asked whether the two are one. Asked for twice it is one question."""
    kept, gone = choose_kept(one, other)
    if refusal := describe_why_not_merged(kept, gone):
        raise DomainError(refusal, code="stakeholders.not_merged")
    found = ProfileMerge.objects.filter(kept=kept, gone=gone, state=State.PROPOSED).first()
    if found:
        return found
    text = _("Someone has already proposed to merge these two.")
    with refusing("stakeholders_merge_once", text=text, code="stakeholders.merge_proposed"):
        merge = ProfileMerge.objects.create(
            kept=kept, gone=gone, proposed_by=actor, acting_for_id=find_principal(kept.city_id, actor.pk)
        )
    others = User.objects.filter(pk__in=list_other_hands(merge, actor))
    record(verbs.MERGE_PROPOSED, merge, actor=actor, notify=others, kept_person=kept.pk, merged_person=gone.pk)
    return merge


@transaction.atomic
def agree_to_merge(merge: ProfileMerge, *, actor: User, seen: str | None = None) -> None:
    """The two profiles are one: what belonged to the one that goes belongs to the one that stays, and counts once.

    `seen`: the stamp of the two that the actor read, `stamp_merge`; None where nobody reads them first. Of two who agree at once one is told that it was done. A profile that was erased meanwhile is merged with nothing.
    """
    kept, gone = _lock_both(merge)
    # Read under the lock: whose profile the one that stays is may have been decided at this moment.
    merge.kept, merge.gone = kept, gone
    if refusal := describe_why_not_agreed(merge, actor):
        raise DomainError(refusal, code="stakeholders.merge_needs_another")
    is_alone = actor.pk in list_proposers(merge)
    merge.move(State.MERGED, decided_by=actor, decided_at=timezone.now(), decided_alone=is_alone)
    _check_mergeable(kept, gone)
    if seen is not None and (refusal := describe_why_unread(merge, seen)):
        raise DomainError(refusal, code="stakeholders.merge_changed")
    _move_all(merge, kept, gone, actor)
    _tell_deciders(merge, actor)


def _tell_deciders(merge: ProfileMerge, actor: User, *, reason: str = "") -> None:
    """Who proposed it, and who agreed to it, hear what came of it."""
    numbers = {merge.proposed_by_id, merge.decided_by_id} - {actor.pk, None}
    if numbers:
        told = User.objects.filter(pk__in=numbers)
        record(verbs.MERGE_ANSWERED, merge, actor=actor, notify=told, reason=reason, new=str(merge.state))


def merge_own_profile(own: Profile, gone: Profile, *, given_by: User, actor: User) -> None:
    """What was kept for the person belongs to their own profile: whoever gave the code out said so, and the person did."""
    merge, _made = ProfileMerge.objects.get_or_create(
        kept=own, gone=gone, state=State.PROPOSED, defaults={"proposed_by": given_by}
    )
    kept, gone = _lock_both(merge)
    is_alone = merge.proposed_by_id == actor.pk
    merge.move(State.MERGED, decided_by=actor, decided_at=timezone.now(), decided_alone=is_alone)
    _check_mergeable(kept, gone)
    _move_all(merge, kept, gone, actor)


def _lock_both(merge: ProfileMerge) -> tuple[Profile, Profile]:
    """Both profiles, in the order of their numbers: two merges of the same people cannot wait for each other."""
    numbers = sorted((merge.kept_id, merge.gone_id))
    rows = {number: lock_row(Profile(pk=number)) for number in numbers}
    return rows[merge.kept_id], rows[merge.gone_id]


def lock_with_merged(profile: Profile) -> Profile:
    """The profile as it is now. It and what was merged into it are locked in the order of their numbers, as a merge locks
    both: whoever erases the person and whoever takes a merge back cannot wait for each other."""
    numbers = sorted({profile.pk, *(row.pk for row in list_merged(profile))})
    rows = {number: lock_row(Profile(pk=number)) for number in numbers}
    return rows[profile.pk]


def _check_mergeable(kept: Profile, gone: Profile) -> None:
    if refusal := describe_why_not_merged(kept, gone):
        raise DomainError(refusal, code="stakeholders.not_merged")
    if gone.user_id is not None:
        # Taken over with a code since it was proposed: the row of who signs in is the one that stays.
        text = _("The person has taken over this profile since then. Propose it again.")
        raise DomainError(text, code="stakeholders.not_merged")


def _move_all(merge: ProfileMerge, kept: Profile, gone: Profile, actor: User | None) -> None:
    with update_readers(kept, actor), update_readers(gone, actor):
        Profile.objects.filter(pk=gone.pk).update(merged_into=kept)
        gone.merged_into = kept
        moved: dict[str, Any] = {part.key: part.move(kept, gone, actor) for part in MERGE_PARTS}
        moved |= _fill_lines(kept, gone)
    ClaimCode.objects.filter(profile__in=(kept, gone), used_at=None, ended_at=None).update(ended_at=timezone.now())
    others = ProfileMerge.objects.filter(state=State.PROPOSED, kept__in=(kept, gone), gone__in=(kept, gone))
    others.exclude(pk=merge.pk).update(state=State.DECLINED, decided_at=timezone.now())
    _move_questions(kept, gone)
    ProfileMerge.objects.filter(pk=merge.pk).update(moved=moved)
    merge.moved = moved
    told = [kept.user] if kept.user is not None and kept.user != actor else []
    record(verbs.PEOPLE_MERGED, merge, actor=actor, notify=told, url="", kept_person=kept.pk, merged_person=gone.pk)


def _move_questions(kept: Profile, gone: Profile) -> None:
    """What waits for a second person about the one that went is asked of the one that stays; once, and if it still can be."""
    waiting = ProfileMerge.objects.proposed().filter(Q(kept=gone) | Q(gone=gone)).select_related("kept", "gone")
    for question in waiting:
        other = question.gone if question.kept_id == gone.pk else question.kept
        first, second = choose_kept(kept, other)
        asked = ProfileMerge.objects.filter(kept=first, gone=second, state__in=(State.PROPOSED, State.MERGED))
        if describe_why_not_merged(first, second) or asked.exists():
            question.delete()
        else:
            ProfileMerge.objects.filter(pk=question.pk).update(kept=first, gone=second)


def _fill_lines(kept: Profile, gone: Profile) -> dict[str, Any]:
    """Whoever signs in says by themselves what stands in their profile. A line comes with the level that it had: nobody
    else reads it than before. Returns the lines, and what was chosen of their levels."""
    if kept.user_id is not None:
        return {"lines": []}
    filled = [line for line in (*FILLED_LINES, *FILLED_WORDS) if getattr(gone, line) and not getattr(kept, line)]
    levels = {line: kept.visibilities.get(line) for line in filled if line in LINES}
    chosen = {line: str(find_level(line, gone.visibilities)) for line in levels}
    values: dict[str, Any] = {line: getattr(gone, line) for line in filled}
    apply_changes(kept, {**values, "visibilities": {**kept.visibilities, **chosen}})
    if filled:
        kept.save(update_fields=[*filled, "visibilities"])
    return {"lines": filled, "levels": levels}


def _return_lines(kept: Profile, gone: Profile, moved: dict[str, Any]) -> None:
    """What was lent and nobody has changed since stands in the other profile alone, and its level is what it was."""
    lent = [line for line in moved.get("lines", ()) if getattr(kept, line) == getattr(gone, line)]
    levels = {line: level for line, level in moved.get("levels", {}).items() if line in lent}
    chosen = {line: level for line, level in {**kept.visibilities, **levels}.items() if level is not None}
    empty: dict[str, Any] = {line: {} if line in FILLED_WORDS else "" for line in lent}
    apply_changes(kept, {**empty, "visibilities": chosen})
    if lent:
        kept.save(update_fields=[*lent, "visibilities"])


@transaction.atomic
def decline_merge(merge: ProfileMerge, *, actor: User) -> None:
    """They are two people: nobody is asked about these two again."""
    merge.move(State.DECLINED, decided_by=actor, decided_at=timezone.now())
    record(verbs.MERGE_DECLINED, merge, actor=actor, kept_person=merge.kept_id, merged_person=merge.gone_id)
    _tell_deciders(merge, actor)


@transaction.atomic
def say_two(one: Profile, other: Profile, *, actor: User) -> ProfileMerge:
    """They are two people, though nobody has proposed to merge them: nobody is asked about them. Said twice it is once.

    Raises DomainError for one and the same person, and for two that were merged.
    """
    if one.pk == other.pk:
        raise DomainError(_("Choose two different people."), code="stakeholders.not_two")
    rows = {number: lock_row(Profile(pk=number)) for number in sorted((one.pk, other.pk))}
    if any(row.merged_into_id for row in rows.values()):
        text = _("One of these profiles was merged already. Load the page again.")
        raise DomainError(text, code="stakeholders.not_two")
    kept, gone = choose_kept(*rows.values())
    if said := find_decline(kept, gone):
        return said
    found = ProfileMerge.objects.filter(kept=kept, gone=gone, state__in=(State.PROPOSED, State.UNDONE)).last()
    if found is not None:
        decline_merge(found, actor=actor)
        return found
    by: dict[str, Any] = {"proposed_by": actor, "decided_by": actor, "decided_at": timezone.now()}
    merge = ProfileMerge.objects.create(kept=kept, gone=gone, state=State.DECLINED, **by)
    record(verbs.MERGE_DECLINED, merge, actor=actor, kept_person=kept.pk, merged_person=gone.pk)
    return merge


@transaction.atomic
def undo_merge(merge: ProfileMerge, *, actor: User, reason: str = "") -> None:
    """They are two again: what was moved is back with the profile it came from. Possible for 30 days. The person, and
    whoever proposed the merge or agreed to it, read why.

    What came to the profile since stays with it.
    """
    if merge.state == State.MERGED and not merge.can_be_undone:
        raise DomainError(str(ProfileMerge.ALREADY[State.FINAL]), code="stakeholders.merged_long_ago")
    kept, gone = _lock_both(merge)
    merge = ProfileMerge.objects.get(pk=merge.pk)
    if merge.state == State.MERGED and (refusal := describe_why_not_undone(kept)):
        raise DomainError(refusal, code="stakeholders.merged_on")
    merge.move(State.UNDONE)
    with update_readers(kept, actor), update_readers(gone, actor):
        for part in reversed(list(MERGE_PARTS)):
            if part.key in merge.moved:
                part.undo(kept, gone, merge.moved[part.key], actor)
        _return_lines(kept, gone, merge.moved)
        Profile.objects.filter(pk=gone.pk).update(merged_into=None)
    ProfileMerge.objects.filter(pk=merge.pk).update(moved={})
    told = [kept.user] if kept.user is not None and kept.user != actor else []
    both: dict[str, Any] = {"kept_person": kept.pk, "merged_person": gone.pk}
    record(verbs.MERGE_UNDONE, merge, actor=actor, notify=told, url="", reason=reason, **both)
    _tell_deciders(merge, actor, reason=reason)


@transaction.atomic
def finish_merge(merge: ProfileMerge) -> None:
    """There is no way back any more, and nothing is left of what the profile said that went."""
    _kept, gone = _lock_both(merge)
    merge.move(State.FINAL, moved={})
    blank_merged(gone)


def blank_merged(gone: Profile) -> None:
    """Nothing of a person stands in the row that was merged; its number stays, for what is kept by numbers."""
    empty = dict.fromkeys(("short_name", "legal_name", "phone", "neighbourhood", "pronoun"), "")
    with override(gone.language):
        name = str(STAND_IN)
    apply_changes(gone, {**empty, "display_name": name, "story": {}, "wish": {}, "offer": {}, "visibilities": {}})
    gone.managed_by = gone.managed_for = None
    # Saved, not updated: what the list is searched by follows.
    gone.save(update_fields=BLANKED_OF_MERGED)
    gone.claims.all().delete()
    gone.claim_codes.all().delete()


def finish_merges() -> int:
    """Every merge of the scope's city that is older than its days is final. Returns how many."""
    since = timezone.now() - timedelta(days=MERGE_UNDO_DAYS)
    rows = list(ProfileMerge.objects.filter(state=State.MERGED, decided_at__lt=since).order_by("pk"))
    for merge in rows:
        finish_merge(merge)
    return len(rows)


def finish_merges_of(profile: Profile) -> None:
    """The person is erased: what was merged into the profile goes with it, and nothing is taken apart any more.

    So does what had been merged into one of these before, and nobody is asked about the person.
    """
    asked = ProfileMerge.objects.filter(Q(kept=profile) | Q(gone=profile), state=State.PROPOSED)
    asked.update(state=State.DECLINED, decided_at=timezone.now())
    for merge in ProfileMerge.objects.filter(kept=profile, state=State.MERGED).order_by("pk"):
        merge.move(State.FINAL, moved={})
    for gone in Profile.objects.filter(merged_into=profile).order_by("pk"):
        finish_merges_of(gone)
        blank_merged(gone)
