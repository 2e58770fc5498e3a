"""A person says how old they are: whom others typed in says it first, and "younger than 18" holds from this moment on."""

from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import Membership, Role
from consents import verbs
from consents.actions.ages import AGE_LINES
from consents.actions.consents import CONSENT_CHANGED
from consents.actions.guardians import invite_guardian
from consents.models import Consent
from consents.values import ADULT, ASKED_OF_GUARDIANS, Age
from educities.accounts.actions import mark_age, wait_to_join
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row
from stakeholders.actions.adulthood import AGE_UNSAID, become_minor, end_adult_parts
from stakeholders.actions.organisations import directors_of
from stakeholders.actions.people import PROFILE_CHANGED, close_lines
from stakeholders.actions.shown import update_readers
from stakeholders.models import Profile
from stakeholders.queries import represented_organisations
from stakeholders.queries.merges import answers_for_a_child

ADULT_PART = "consents.adult_part"


def check_age_known(profile: Profile) -> None:
    """Raises DomainError while the person, whose address others typed in, has not said yet whether they are 18."""
    if User.objects.filter(pk=profile.user_id, is_age_unsaid=True).exists():
        raise DomainError(str(AGE_UNSAID), code="consents.age_not_said")


@transaction.atomic
def say_age(
    profile: Profile, age: Age, *, actor: User, guardian_email: str = "", guardian_language: str = ""
) -> Profile:
    """Whom others typed in has said it: an adult from now on, or known as under 18, and a guardian is asked where needed.

    Said again, "18 or older" changes nothing. Raises DomainError as `take_as_minor` does, and nothing is known then.
    """
    wait_to_join(actor)
    profile = lock_row(profile, "city", "user")
    if age.band != ADULT.band:
        profile = take_as_minor(profile, age, actor=actor)
    elif profile.is_age_unsaid:
        record(verbs.ADULT_SAID, profile, actor=actor)
    if profile.user is not None:
        mark_age(profile.user, is_unsaid=False)
        actor.is_age_unsaid = False
    if profile.needs_guardian and guardian_email:
        invite_guardian(profile, guardian_email, actor=actor, language=guardian_language)
    return profile


@transaction.atomic
def take_as_minor(profile: Profile, age: Age, *, actor: User) -> Profile:
    """The person is known as under 18 from now on, as the form that they sent says, and nothing of theirs is an adult's.

    Below the city's age everything waits for a guardian, who is asked after this. Raises DomainError (`ADULT_PART`) for
    whoever has a part that only an adult has: the city's team looks at that first, and hears it from whoever calls this
    (`tell_directors_of_part`), once nothing of it is kept.
    """
    # Beside an invitation that is accepted in this moment one of the two is first, and the other one knows of it.
    wait_to_join(actor)
    profile = lock_row(profile, "city", "user")
    if profile.is_minor:
        return profile
    _check_no_adult_part(profile, actor)
    with update_readers(profile, actor):
        apply_changes(profile, dict(zip(AGE_LINES, age, strict=True)))
        profile.save(update_fields=AGE_LINES)
        close_lines(profile)
    record(verbs.AGE_SAID, profile, actor=actor)
    _end_adult_parts(profile, actor)
    # Beside what was written before stands no name.
    for answer in PROFILE_CHANGED:
        answer(profile, ["display_name"])
    if profile.needs_guardian:
        _wait_for_guardian(profile)
    return profile


def _end_adult_parts(profile: Profile, user: User) -> None:
    if profile.user is not None and profile.user.is_minor:
        end_adult_parts(profile)
    elif profile.user is not None:
        become_minor(profile.user)
        user.is_minor = True


@transaction.atomic
def tell_directors_of_part(profile: Profile) -> None:
    """The directors read, once a day, that somebody who says to be younger than 18 was sent to them and cannot go on. No notice and
    no mail names them: whoever opens it reads whose page it is."""
    record(
        verbs.ADULT_PART_HELD,
        profile,
        actor=None,
        notify=directors_of(profile.city_id, but=profile.user),
        once=f"adult-part:{profile.pk}:{profile.city.today()}",
    )


def _check_no_adult_part(profile: Profile, user: User) -> None:
    held = Membership.objects.current().filter(city_id=profile.city_id, user=user).exclude(role=Role.RESIDENT)
    kept = Profile.objects.filter(managed_by=profile, merged_into=None)
    if held.exists() or kept.exists() or represented_organisations(user) or answers_for_a_child(profile):
        text = _(
            "You say that you are younger than 18, and your profile has a part here that only an adult has. Nothing was sent. "
            "The city’s directors were told, and will contact you."
        )
        raise DomainError(text, code=ADULT_PART)


def _wait_for_guardian(profile: Profile) -> None:
    """What the person agreed to as an adult holds no more, and what rests on a guardian's yes waits for it."""
    own = Consent.objects.filter(subject=profile, state__in=(Consent.State.GIVEN, Consent.State.REQUESTED))
    for consent in own:
        consent.move(Consent.State.EXPIRED)
    for purpose in ASKED_OF_GUARDIANS:
        for answer in CONSENT_CHANGED:
            answer(profile, purpose, False)
