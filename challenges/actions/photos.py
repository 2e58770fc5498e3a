"""Photos of ideas: kept while a form is filled, sent with the idea, looked at by a person, shown, refused, taken away."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.models import Challenge, Contribution, IdeaPhoto, PaperScan, PendingAct, PhotoFile
from challenges.values import ReadPhoto
from cities.actions import invalidate_public_pages
from consents.actions import check_account
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.signs import count_seen, tidy_signs
from labs.models import CohortMember, LabSeat
from stakeholders.models import Profile

State, Rule, Size = IdeaPhoto.State, IdeaPhoto.Rule, PhotoFile.Size
SHORTEST = 10
# So long a photo waits for the form in which it was chosen.
UNSENT_DAYS = 1
# Of these an author may send a photo, and another one.
OPEN_IDEAS = (Contribution.State.PENDING, Contribution.State.VISIBLE, Contribution.State.HIDDEN)


def takes_photo_of(user: User | None, profile: Profile | None) -> bool:
    """May this person add a photo? Of whom nothing is known yet the form asks the age, and the act is told it."""
    is_known_minor = profile.is_minor if profile else bool(user and user.is_minor)
    return not is_known_minor


@transaction.atomic
def store_photo(pictures: ReadPhoto, description: str) -> IdeaPhoto:
    """The photo waits for the form in which it was chosen to be sent, for a day."""
    small = pictures.small
    photo = IdeaPhoto.objects.create(width=small.width, height=small.height, description=description)
    sizes = ((Size.LARGE, pictures.large), (Size.SMALL, small))
    PhotoFile.objects.bulk_create([PhotoFile(photo=photo, size=size, data=picture.data) for size, picture in sizes])
    return photo


def describe_photo(photo: IdeaPhoto, description: str) -> None:
    """What it shows is said anew, before it is sent."""
    IdeaPhoto.objects.unsent().filter(pk=photo.pk).update(description=description)


def drop_unsent(photo: IdeaPhoto) -> None:
    """The form goes without it."""
    IdeaPhoto.objects.unsent().filter(pk=photo.pk).delete()


@transaction.atomic
def give_to_act(photo: IdeaPhoto, act: PendingAct) -> None:
    """It waits with the act for the mail to be confirmed. The act has one photo, the last one that was sent with it."""
    unsent = IdeaPhoto.objects.unsent().filter(pk=photo.pk)
    if unsent.exists():
        IdeaPhoto.objects.filter(act=act).delete()
        unsent.update(act=act)


@transaction.atomic
def give_to_idea(photo: IdeaPhoto, idea: Contribution, *, actor: User | None) -> bool:
    """The idea has the photo, and a moderator looks at it before others see it. Returns whether it has it now.

    A minor's is gone, and so is one of an idea that has a photo already or of which nothing is shown any more: the same
    idea was sent twice.
    """
    _lock_idea(idea)
    if idea.author.is_minor or idea.state not in OPEN_IDEAS or IdeaPhoto.objects.filter(contribution=idea).exists():
        photo.delete()
        return False
    IdeaPhoto.objects.filter(pk=photo.pk).update(act=None, contribution=idea, created_at=timezone.now())
    record(verbs.PHOTO_SENT, idea, actor=actor, title=idea.challenge.question)
    return True


def take_along(act: PendingAct, idea: Contribution, *, actor: User | None) -> None:
    """What waited with the act for the mail belongs to the idea now."""
    photo = IdeaPhoto.objects.filter(act=act).first()
    if photo is not None:
        give_to_idea(photo, idea, actor=actor)


@transaction.atomic
def send_photo(idea: Contribution, pictures: ReadPhoto, description: str, *, actor: User | None) -> IdeaPhoto:
    """The idea has this photo, in place of the one before; a moderator looks at it before others see it."""
    _lock_idea(idea)
    check_account(idea.author)
    if blocker := describe_photo_blocker(idea):
        raise DomainError(blocker, code="challenges.takes_no_photo")
    earlier = IdeaPhoto.objects.filter(contribution=idea).first()
    if earlier is not None:
        _delete_photo(earlier, verbs.PHOTO_REPLACED, actor)
    photo = store_photo(pictures, description)
    IdeaPhoto.objects.filter(pk=photo.pk).update(contribution=idea)
    record(verbs.PHOTO_SENT, idea, actor=actor, title=idea.challenge.question)
    return IdeaPhoto.objects.get(pk=photo.pk)


def describe_photo_blocker(idea: Contribution) -> str:
    """Why no photo can be sent with this idea, in a sentence; nothing when its author may send one."""
    if idea.author.is_minor:
        return _("Photos are for adults only.")
    if idea.state not in OPEN_IDEAS:
        return _("This idea is not published.")
    if idea.challenge.state not in {Challenge.State.OPEN, Challenge.State.REVIEWING}:
        return _("This challenge takes no ideas any more.")
    return ""


def _lock_idea(idea: Contribution) -> None:
    """Two photos of one idea come one after the other."""
    Contribution.objects.select_for_update(no_key=True, of=["self"]).get(pk=idea.pk)


def _delete_photo(photo: IdeaPhoto, verb: Verb, actor: User | None) -> None:
    idea = photo.contribution
    photo.delete()
    if idea is not None:
        invalidate_public_pages(idea.city)
        record(verb, idea, actor=actor, title=idea.challenge.question)


@transaction.atomic
def remove_photo(photo: IdeaPhoto, *, actor: User) -> None:
    """Its author has taken the photo away, with its pixels; the idea stays."""
    _delete_photo(photo, verbs.PHOTO_REMOVED, actor)


def delete_photos(ideas: list[Contribution]) -> None:
    """The pixels of these ideas' photos and papers are gone, and what was said of them: the ideas themselves are."""
    IdeaPhoto.objects.filter(contribution__in=ideas).delete()
    PaperScan.objects.filter(contribution__in=ideas).delete()


@transaction.atomic
def show_photo(photo: IdeaPhoto, *, actor: User) -> None:
    """A moderator has looked at it, and everybody sees it with the idea, once and as long as the idea is shown."""
    idea = _idea_of(photo)
    if not PhotoFile.objects.filter(photo=photo).exists():
        raise DomainError(_("The photo was deleted. Its author can send another one."), code="challenges.photo_deleted")
    if idea.state not in {Contribution.State.VISIBLE, Contribution.State.PENDING}:
        text = _("The idea itself is not shown now, so its photo cannot be shown either. It waits with the idea.")
        raise DomainError(text, code="challenges.idea_not_shown")
    photo.move(State.SHOWN, shown_at=timezone.now(), refused_at=None, hidden_rule="", hidden_because="")
    invalidate_public_pages(photo.city)
    record(verbs.PHOTO_SHOWN, idea, actor=actor, notify=[idea.author.user], title=idea.challenge.question)


@transaction.atomic
def refuse_photo(photo: IdeaPhoto, *, actor: User, rule: str, because: str) -> None:
    """The photo is not shown; its author reads which rule it breaks and the words that say why."""
    idea, because = _idea_of(photo), tidy_signs(because)
    if count_seen(because) < SHORTEST:
        text = _("Tell the author why, in at least 10 characters.")
        raise DomainError(text, code="challenges.words_needed")
    if rule not in set(Rule.values):
        raise DomainError(_("Choose the rule that the photo breaks."), code="challenges.rule_needed")
    photo.move(State.REFUSED, hidden_rule=rule, hidden_because=because, refused_at=timezone.now())
    invalidate_public_pages(photo.city)
    note = {"reason": because, "rule": in_all_languages(Rule(rule).label)}
    record(verbs.PHOTO_REFUSED, idea, actor=actor, notify=[idea.author.user], note=note, rule=rule)


def pause_photos(profile: Profile) -> None:
    """No photo in which this person may be seen is shown until a moderator has looked at it again.

    Nobody has written down who is seen in a photo: these are all of the person's own ideas, and of the challenges of the
    labs in which they have a seat.
    """
    mine = CohortMember.objects.filter(profile=profile, state__in=CohortMember.HOLDS_PLACE)
    seats = LabSeat.objects.filter(profile=profile)
    labs = Q(contribution__challenge__lab__in=mine.values("cohort__lab_id"))
    labs |= Q(contribution__challenge__lab__in=seats.values("lab_id"))
    shown = IdeaPhoto.objects.filter(labs | Q(contribution__author=profile), state=State.SHOWN)
    for photo in shown.select_related("contribution__challenge", "contribution__author__user").order_by("pk"):
        idea = _idea_of(photo)
        photo.move(State.WAITING, shown_at=None)
        record(verbs.PHOTO_CHECKED_AGAIN, idea, actor=None, notify=[idea.author.user], title=idea.challenge.question)
    invalidate_public_pages(profile.city)


def _idea_of(photo: IdeaPhoto) -> Contribution:
    if photo.contribution is None:
        raise DomainError(_("This photo was not sent with an idea."), code="challenges.photo_unsent")
    return photo.contribution


def delete_old_photos() -> int:
    """Photos of forms that nobody sent, and the pixels of those refused long ago, are gone. Returns how many rows."""
    now = timezone.now()
    unsent = IdeaPhoto.objects.unsent().filter(created_at__lt=now - timedelta(days=UNSENT_DAYS))
    refused_before = now - timedelta(days=IdeaPhoto.REFUSED_DAYS)
    refused = PhotoFile.objects.filter(photo__state=State.REFUSED, photo__refused_at__lt=refused_before)
    return unsent.delete()[0] + refused.delete()[0]
