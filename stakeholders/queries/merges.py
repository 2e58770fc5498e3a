"""Which of two profiles stays, whether they can be one, and who may agree to it."""

import json
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cities.models import Membership, Role
from cities.queries.second_hands import TO_BE_WRITTEN, build_second_hands, find_same_hands, find_seconds
from educities.accounts.models import User
from educities.activity.models import AuditEntry
from stakeholders import verbs
from stakeholders.models import Profile, ProfileMerge, Representation
from stakeholders.queries.people_listed import HELPERS

# So long somebody waits who is the only one of the staff and agrees to what they proposed themselves.
ALONE_HOURS = 24
STAFF = "(s.directs OR s.facilitates)"
WHO_AGREES = build_second_hands(TO_BE_WRITTEN, (STAFF,), STAFF)
# As what somebody agrees where nobody else is there.
ALONE = 2


def choose_kept(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    """(which of the two stays, which goes): the one whose person signs in stays, else the older one."""
    first, second = sorted((one, other), key=lambda person: (person.user_id is None, person.pk))
    return first, second


def describe_why_not_merged(one: Profile, other: Profile) -> str:
    """Why these two cannot be one, in a sentence; "" when they can."""
    reasons = (
        (one.pk == other.pk, _("Choose two different people.")),
        (one.city_id != other.city_id, _("These two are not people of one city.")),
        (one.is_minor or other.is_minor, _("A child’s profile is never merged with another one.")),
        (
            one.merged_into_id or other.merged_into_id,
            _("One of these profiles was merged already. Load the page again."),
        ),
        (
            one.user_id and other.user_id,
            _(
                "Each of the two belongs to an email address of its own, with which someone signs in or was invited. If they "
                "are one person, the person has to leave the city with one of the addresses first."
            ),
        ),
    )
    refusal = next((text for stands, text in reasons if stands), "")
    if not refusal and (_is_blanked(one) or _is_blanked(other)):
        return _("One of these profiles was erased.")
    return refusal


def _is_blanked(profile: Profile) -> bool:
    about = {"target_type": profile._meta.label_lower, "target_id": str(profile.pk)}
    return AuditEntry.objects.filter(verb=verbs.PERSON_BLANKED.code, **about).exists()


def find_decline(one: Profile, other: Profile) -> ProfileMerge | None:
    """Where somebody has said last that these two are two people; None where nobody has, or it was overtaken since."""
    kept, gone = choose_kept(one, other)
    rows = ProfileMerge.objects.filter(Q(kept=kept, gone=gone) | Q(kept=gone, gone=kept))
    last = rows.select_related("decided_by").order_by("-pk").first()
    return last if last and last.state == ProfileMerge.State.DECLINED and last.decided_by_id else None


def list_other_hands(merge: ProfileMerge, but: User) -> list[int]:
    """The accounts of the staff whose word is a second one beside that of who proposed the merge, without `but`."""
    staff = Membership.objects.current().filter(
        city_id=merge.city_id, role__in=(Role.DIRECTOR, Role.FACILITATOR), user__is_active=True
    )
    same = {but.pk, *list_proposers(merge)}
    return list(staff.exclude(user__in=same).values_list("user_id", flat=True).distinct())


def list_proposers(merge: ProfileMerge) -> set[int]:
    """The account that proposed the merge, and those whose word is no second one beside it, then and now."""
    return {merge.proposed_by_id, *find_same_hands(merge.city_id, merge.proposed_by_id, merge.acting_for_id)}


def describe_why_not_agreed(merge: ProfileMerge, actor: User) -> str:
    """Why this person cannot agree to the merge now, in a sentence; "" when they can.

    Who proposed it cannot, unless nobody else of the staff is there, nor was in the last weeks, and then a day later; and
    never about themselves.
    """
    if refusal := describe_answered_child(merge, actor):
        return refusal
    if merge.proposed_by_id != actor.pk:
        return _describe_same_hand(merge, actor) if actor.pk in list_proposers(merge) else ""
    if merge.kept.user_id == actor.pk:
        return _("One of the two is your own profile. Another director or facilitator of the city has to agree.")
    if list_other_hands(merge, actor):
        return _("You proposed this. Another director or facilitator of the city has to agree.")
    text = _(
        "You proposed this, and there is nobody else who could agree. You can agree yourself a day after you proposed it."
    )
    return _describe_recent_other(merge) or (text if _is_too_early(merge) else "")


# What is read of each of the two before somebody says that they are one.
READ_OF_BOTH = (
    "pk",
    "user_id",
    "managed_by_id",
    "display_name",
    "short_name",
    "legal_name",
    "phone",
    "neighbourhood",
    "pronoun",
    "story",
    "wish",
    "offer",
)


def stamp_merge(merge: ProfileMerge) -> str:
    """Which two people are to be one, and what is known of them: another one as soon as any of it changes. One query.

    Nobody learns from it what they may not read of the two.
    """
    both = [[getattr(person, name) for name in READ_OF_BOTH] for person in (merge.kept, merge.gone)]
    spoken = Representation.objects.current().filter(profile__in=(merge.kept_id, merge.gone_id))
    said = [both, sorted(spoken.values_list("profile_id", "organisation_id"))]
    return salted_hmac("stakeholders.merge", json.dumps(said, sort_keys=True, ensure_ascii=False)).hexdigest()[:16]


def describe_why_unread(merge: ProfileMerge, seen: str) -> str:
    """Why these two are not those that were read, in a sentence; "" when they are. `seen`: the stamp of what was read."""
    if stamp_merge(merge) == seen:
        return ""
    return _("One of the two profiles has changed since you opened the page. Read both again before you agree.")


def _is_too_early(merge: ProfileMerge) -> bool:
    return timezone.now() < merge.proposed_at + timedelta(hours=ALONE_HOURS)


def _describe_same_hand(merge: ProfileMerge, actor: User) -> str:
    """Why the word of this person, who is of one hand with whoever proposed it, does not count now; "" when it does."""
    if merge.kept.user_id == actor.pk or list_other_hands(merge, actor):
        return _(
            "One of you acts in the other’s name, so this would be one person’s word. Another director or facilitator of the "
            "city has to agree."
        )
    text = _(
        "This was proposed in your name or by someone you speak for, and there is nobody else who could agree. You can "
        "agree a day after it was proposed."
    )
    return _describe_recent_other(merge) or (text if _is_too_early(merge) else "")


def _describe_recent_other(merge: ProfileMerge) -> str:
    """Why nobody agrees alone to what nobody else can agree to today, in a sentence; "" where nobody else could have."""
    if ALONE in find_seconds(merge.city, merge.proposed_by_id, merge.acting_for_id, WHO_AGREES).values():
        return ""
    return _(
        "Within the last 30 days someone else could have agreed to this, so nobody agrees alone yet. Invite a second person."
    )


def describe_why_not_undone(kept: Profile) -> str:
    """Why what was merged into this profile stays with it now, in a sentence; "" when it can be taken apart.

    Taken apart in another order than they were merged, each would get what belongs to the other.
    """
    if kept.merged_into is None:
        return ""
    text = _("%(name)s was merged into %(into)s since then. Take those two apart first.")
    return text % {"name": kept.display_name, "into": kept.merged_into.display_name}


def describe_answered_child(merge: ProfileMerge, actor: User) -> str:
    """Why these two of the staff cannot decide this merge, in a sentence: it would make one of them answer for a child."""
    is_own = merge.kept.user_id is not None and merge.kept.user_id in (actor.pk, merge.proposed_by_id)
    if not is_own or not answers_for_a_child(merge.gone):
        return ""
    return _("The second profile is a child’s parent or guardian. Nobody of those who decide takes that over.")


def answers_for_a_child(profile: Profile) -> bool:
    """Is the person known to the city as one who answers, or answered, for a child?"""
    return any(Profile.objects.filter(pk=profile.pk, pk__in=find()).exists() for find in HELPERS)


def list_merged(profile: Profile) -> list[Profile]:
    """The rows that were merged into this one, and into these before. One query a row."""
    found = list(Profile.objects.filter(merged_into=profile).order_by("pk"))
    return [row for one in found for row in (one, *list_merged(one))]


def list_names(profile: Profile) -> set[str]:
    """How the person is called and reached in the row's own words."""
    return {profile.display_name, profile.short_name, profile.legal_name, profile.phone} - {""}


def find_successor(number: int) -> int | None:
    """The number of the profile that stands for the one of this number since they were merged; None where none does.

    One query for each merge that followed another one, and one.
    """
    found, following = None, Profile.objects.filter(pk=number).values_list("merged_into", flat=True).first()
    while following is not None:
        found, following = following, Profile.objects.filter(pk=following).values_list("merged_into", flat=True).first()
    return found
