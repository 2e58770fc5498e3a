"""What stands against it that somebody leaves a city, in a sentence that says what to do first."""

from django.utils.translation import gettext as _

from cities.actions import describe_why_role_stays
from cities.models import City
from consents.models import GuardianLink
from consents.queries import has_consent, is_agreed_by_another
from consents.values import ACCOUNT
from educities.accounts.models import User
from educities.kit.multilingual import translate_plain
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile
from stakeholders.queries import find_profile

ANSWERED = (GuardianLink.State.CONFIRMED, GuardianLink.State.REFUSED)


def describe_why_not_left(profile: Profile) -> str:
    """Why the person cannot leave the scope's city now; "" when they can. Locks what a duty rests on."""
    if profile.needs_guardian:
        return _("Close your account on the page “My activity”: withdraw your yes to the account there.")
    if any(is_needed_by_child(link) for link in _list_wards(profile)):
        return _(
            "A child takes part here by your consent alone. First ask another parent or guardian to agree, or say no to "
            "the child’s account on the child’s page under “My activity”."
        )
    return _describe_duty(profile.city, profile.user)


def describe_why_not_removed(profile: Profile) -> str:
    """Why nobody can remove this person from the scope's city now; "" when whoever keeps the profile can."""
    reasons = (
        (profile.user_id is not None, _("This person signs in, and leaves the city by themselves.")),
        (_is_answered_for(profile), _("A child’s profile is removed when a parent or guardian says no to it.")),
        (
            profile.merged_into_id is not None,
            _("One of these profiles was merged already. Load the page again."),
        ),
    )
    refusal = next((text for stands, text in reasons if stands), "")
    if not refusal and GuardianLink.objects.filter(guardian=profile, state=GuardianLink.State.CONFIRMED).exists():
        return _("This person is responsible for a child who takes part here. Without them the child’s consents end.")
    return refusal


def _is_answered_for(profile: Profile) -> bool:
    """Has an adult said yes or no for this child, so that the answer is theirs? Who answers alone has nobody who could."""
    answered = GuardianLink.objects.filter(minor=profile, state__in=ANSWERED)
    return profile.needs_guardian and answered.exists()


def _list_wards(profile: Profile) -> list[GuardianLink]:
    rows = GuardianLink.objects.filter(guardian=profile, state=GuardianLink.State.CONFIRMED)
    return list(rows.select_related("minor"))


def is_needed_by_child(link: GuardianLink) -> bool:
    """Would the child's account be without a grown-up's yes without this one?"""
    agrees = link.answers.get(ACCOUNT, True) and link.minor.needs_guardian and has_consent(link.minor, ACCOUNT)
    return bool(agrees) and not is_agreed_by_another(link)


def _describe_duty(city: City, user: User | None) -> str:
    if user is None:
        return ""
    held = user.memberships.current().filter(city=city).select_related("user", "city").order_by("pk")
    return next((against for one in held if (against := describe_why_role_stays(one))), "")


def describe_why_not_erased(user: User) -> str:
    """Why the account cannot be erased now, with the city where it is so; "" when it can."""
    for city in City.objects.filter(memberships__user=user).distinct().order_by("pk"):
        with city_scope(city.pk, city):
            profile = find_profile(user)
            # A child is erased whoever answers for it.
            is_child = profile is not None and profile.needs_guardian
            against = describe_why_not_left(profile) if profile and not is_child else _describe_duty(city, user)
        if against:
            return _("%(city)s: %(text)s") % {"city": translate_plain(city.name), "text": against}
    return ""
