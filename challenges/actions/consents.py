"""A guardian or the child answered: what rests on the consent follows in the same transaction."""

from django.db.models import Q, QuerySet

from challenges import verbs
from challenges.actions.alerts import forget_alerts
from challenges.actions.ideas import (
    hide_ideas_without_consent,
    hold_unread_ideas,
    restore_ideas,
    withdraw_idea,
)
from challenges.actions.participation import leave_challenge, restore_participations, suspend_participations
from challenges.actions.photos import delete_photos, pause_photos
from challenges.actions.supports import count_supports, take_support_back, uncount_supports
from challenges.models import Challenge, Contribution, Participation, PendingAct, Support
from challenges.texts import may_be_public
from consents.models import Consent
from consents.queries import last_consent
from educities.activity.actions.outbox import cancel_mails_to
from stakeholders.models import Profile

# What of an idea still can be taken back; of the others the words go.
STANDING = (
    Contribution.State.DRAFT,
    Contribution.State.PENDING,
    Contribution.State.VISIBLE,
    Contribution.State.HIDDEN,
    Contribution.State.MERGED,
)

# What is true only of an idea that others read.
PUBLIC_NEWS = (
    verbs.IDEA_PUBLISHED,
    verbs.IDEA_SHOWN_AGAIN,
    verbs.IDEA_ANSWERED,
    verbs.IDEA_MERGED,
    verbs.IDEA_SEPARATED,
)


def consent_changed(profile: Profile, purpose: str, given: bool) -> None:
    """What rested on the consent follows, purpose by purpose; what rests on the account, when the child's account closes."""
    if purpose == "photo":
        _stop_photos(profile, given)
        return
    lock_challenges(profile)
    if purpose == "lab":
        _taking_part(profile, given)
    if purpose in {"lab", "publication"}:
        if not given:
            _cancel_news(profile)
            hide_ideas_without_consent(profile, None)
        elif may_be_public(profile):
            restore_ideas(profile, None)


def _stop_photos(profile: Profile, given: bool) -> None:
    """A no where nobody had said yes changes nothing: a moderator has shown no photo with this person in it."""
    last = last_consent(profile, "photo")
    if not given and last is not None and last.state in {Consent.State.WITHDRAWN, Consent.State.EXPIRED}:
        pause_photos(profile)


def _cancel_news(profile: Profile) -> None:
    """That an idea is published, answered, merged is not mailed any more: nobody reads it now."""
    if profile.user is not None:
        cancel_mails_to(profile.user, [verb.code for verb in PUBLIC_NEWS])


def lock_challenges(profile: Profile) -> None:
    """The person's challenges are ours until the transaction ends. Challenges before the city's page counter, and in one order: else two such answers could wait for each other."""
    own = Q(participations__profile=profile) | Q(contributions__author=profile)
    own |= Q(contributions__supports__profile=profile)
    ids = set(Challenge.objects.filter(own).values_list("pk", flat=True))
    list(Challenge.objects.filter(pk__in=ids).select_for_update(no_key=True, of=["self"]).order_by("pk"))


def take_up(profile: Profile) -> None:
    """A yes to taking part is there, or none is needed any more: what waited for it is settled and counted."""
    restore_participations(profile)
    count_supports(profile)


def take_up_alone(profile: Profile) -> None:
    """Nobody answers for this person any more: what waited is settled, and what nobody has published is asked about."""
    take_up(profile)
    hold_unread_ideas(profile)


def _taking_part(profile: Profile, given: bool) -> None:
    if given:
        take_up(profile)
    else:
        suspend_participations(profile)
        uncount_supports(profile)


def take_everything_back(profile: Profile) -> None:
    """Nothing of this person stands in a challenge, and none of its words are left there. Its challenges are locked."""
    taking = Participation.objects.filter(profile=profile).exclude(
        state__in=[Participation.State.CANCELLED, Participation.State.DONE]
    )
    for row in taking.select_related("challenge", "profile").order_by("challenge_id"):
        leave_challenge(row, actor=None)
    for idea in Contribution.objects.filter(author=profile, state__in=STANDING).select_related("challenge"):
        withdraw_idea(idea, actor=None)
    for one in Support.objects.filter(profile=profile).select_related("contribution").order_by("contribution_id"):
        take_support_back(one.contribution, profile=profile, actor=None)
    forget_alerts(profile)
    erase_words(profile, Contribution.objects.filter(author=profile))


def erase_words(profile: Profile, own: QuerySet[Contribution]) -> None:
    """None of these ideas has words, a name or a photo, and what the person brings and waits for is said nowhere."""
    delete_photos(list(own))
    own.update(text="", shown_as="", hidden_because="", objection="")
    Participation.objects.filter(profile=profile).update(bring="")
    if profile.user:
        PendingAct.objects.filter(email__iexact=profile.user.email, done_at=None).delete()
