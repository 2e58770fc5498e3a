"""The city's own sign-in, and who has linked it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.ahead import CITY_PAGE, find_city_ahead
from educities.accounts.models import Person, User
from educities.accounts.queries import WayIn
from educities.tenancy.scope import city_scope
from stakeholders.models import CitySignIn, LinkedSignIn, Profile
from stakeholders.queries.verification import find_resident_list
from stakeholders.values.city_sign_in import list_subject_hashes


def find_sign_in() -> CitySignIn | None:
    """The sign-in of the scope's city, in use or not."""
    return CitySignIn.objects.select_related("city").first()


def find_sign_in_in_use() -> CitySignIn | None:
    """The sign-in of the scope's city with which people may sign in today."""
    return CitySignIn.objects.select_related("city").filter(state=CitySignIn.State.ON).first()


def find_residents_sign_in() -> CitySignIn | None:
    """The sign-in with which people of the scope's city show today that they live there."""
    found = find_sign_in_in_use()
    return found if found and found.proves == CitySignIn.Proves.RESIDENT else None


def can_show_residency() -> bool:
    """Can anybody show in the scope's city that they live there?"""
    return find_resident_list() is not None or find_residents_sign_in() is not None


def find_link(sign_in: CitySignIn, subject: str) -> LinkedSignIn | None:
    """The link of whom the provider calls so."""
    rows = LinkedSignIn.objects.select_related("profile__user").filter(sign_in=sign_in)
    return rows.filter(subject_hash__in=list_subject_hashes(sign_in.pk, subject)).first()


def find_link_of(person: Person) -> LinkedSignIn | None:
    """The person's own link in the scope's city."""
    rows = LinkedSignIn.objects.select_related("sign_in__city", "profile")
    return rows.filter(profile__user_id=person.pk).first() if person.pk else None


def list_linked(sign_in: CitySignIn) -> list[User]:
    """The accounts that can be opened with this sign-in."""
    rows = LinkedSignIn.objects.filter(sign_in=sign_in, profile__user__isnull=False).select_related("profile__user")
    return [row.profile.user for row in rows if row.profile.user is not None]


def has_part_elsewhere(user: User, city: City) -> bool:
    """Would the account open more than this city? An operator's would, and that of who has a part in another city.

    Who keeps one city's sign-in says who somebody is there, and nowhere else.
    """
    if user.is_operator or user.memberships.not_over().exclude(city=city).exists():
        return True
    return any(_has_profile(user, other) for other in City.objects.exclude(pk=city.pk).order_by("pk"))


def _has_profile(user: User, city: City) -> bool:
    with city_scope(city.pk, city):
        return Profile.objects.filter(user=user).exists()


def find_way_in(request: HttpRequest) -> WayIn | None:
    """The sign-in of the city to which whoever reads the page of signing in is going, or on whose own host it stands."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    city = find_city_ahead(request)
    if city is None:
        return None
    with city_scope(city.pk, city):
        sign_in = find_sign_in_in_use()
        if sign_in is None:
            return None
        query = f"?{urlencode({'next': target})}" if CITY_PAGE.match(target) else ""
        return WayIn(
            _("Sign in with %(name)s") % {"name": sign_in}, reverse("sign_in_with_city", args=[city.slug]) + query
        )
