"""What hangs on a person's part in a city, in sentences, before they leave it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cities.models import City, Role
from cities.models.membership import STAFF
from consents.models import GuardianLink
from consents.queries import confirmed_guardian_links, list_losses
from educities.accounts.models import User
from educities.kit.multilingual import join_localised, translate_plain
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile, Representation
from stakeholders.queries import find_profile


def list_leaving_effects(profile: Profile) -> list[str]:
    """What ends in the scope's city: children to answer for, places and ideas, roles, organisations to speak for, people
    kept here."""
    own = (*_list_roles(profile), *_list_spoken_for(profile), *_list_kept(profile))
    return [*_list_children(profile), *list_losses(profile), *own]


def _list_children(profile: Profile) -> list[str]:
    """Each child whom the person answers for, and whether anybody does then."""
    shared = _(
        "you are no longer responsible for %(name)s: your consents end, and another adult stays responsible here"
    )
    alone = _("you are no longer responsible for %(name)s: your consents end, and nobody else is responsible here then")
    rows = GuardianLink.objects.filter(guardian=profile, state=GuardianLink.State.CONFIRMED).select_related("minor")
    return [
        (shared if confirmed_guardian_links(link.minor, but=link) else alone) % {"name": link.minor.display_name}
        for link in rows.order_by("pk")
    ]


def _list_roles(profile: Profile) -> list[str]:
    if profile.user is None:
        return []
    held = profile.user.memberships.not_over().filter(city=profile.city_id).exclude(role=Role.RESIDENT)
    ends = [
        _("your role: %(role)s") % {"role": Role(role).label}
        for role in sorted(set(held.values_list("role", flat=True)))
    ]
    return [*ends, *_list_signed(profile.user, profile.city)]


def _list_signed(user: User, city: City) -> list[str]:
    """What the history says of acts in office, now or before, once nobody is named any more."""
    if not user.memberships.filter(city=city, role__in=STAFF).exists():
        return []
    return [
        _(
            "your name beside what you did in office: the history stays, and shows the office instead, such as “a facilitator”"
        )
    ]


def _list_spoken_for(profile: Profile) -> list[str]:
    rows = Representation.objects.current().filter(profile=profile).select_related("organisation")
    names = [translate_plain(row.organisation.name) for row in rows]
    return [_("your place as representative of “%(name)s”") % {"name": name} for name in names]


def _list_kept(profile: Profile) -> list[str]:
    if not Profile.objects.filter(managed_by=profile).exists():
        return []
    return [_("the profiles that you keep for others: the city looks after them")]


def list_account_effects(cities: Iterable[City], user: User) -> list[str]:
    """What ends in each of these."""
    lines = []
    for city in cities:
        with city_scope(city.pk, city):
            profile = find_profile(user)
            effects = list_leaving_effects(profile) if profile else []
        text = join_localised(effects) if effects else _("your name and your profile")
        lines.append(_("%(city)s: %(text)s") % {"city": translate_plain(city.name), "text": text})
    return lines


def describe_left(left: Iterable[City]) -> str:
    """What an account that goes no longer reaches, in cities that its person has left; "" for none."""
    names = join_localised(translate_plain(city.name) for city in left)
    text = _(
        "You have left %(cities)s already. Texts that you let stay there stay, under “former participant”: nothing says any "
        "more that they were yours."
    )
    return text % {"cities": names} if names else ""
