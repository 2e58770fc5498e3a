"""Who stands in the lists of a city's people: adults who take part."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from cities.models import Membership, Role
from educities.accounts.models import User
from educities.kit.hooks import Hook
from educities.kit.multilingual import in_all_languages
from educities.kit.spelling import FOLDED, WRITTEN, fold_spelling
from stakeholders.models import AgeBand, Profile, Representation, StrengthClaim
from stakeholders.models.people import STAND_IN, ProfileQuerySet

# What no list shows of a person.
LONG = ("story", "wish", "offer", "search_lines")
FindProfiles = Callable[[], QuerySet]
HELPERS: Hook[FindProfiles] = Hook(
    "stakeholders.helpers",
    "Asked who is known to the scope's city for somebody else's sake: () -> numbers of profiles, as a query. Such a "
    "person stands in no list without a part of their own.",
)
PARTAKERS: Hook[FindProfiles] = Hook(
    "stakeholders.partakers",
    "Asked who has a part of their own in the scope's city: () -> numbers of profiles, as a query.",
)

UNSHARED: Hook[FindProfiles] = Hook(
    "stakeholders.unshared",
    "Asked who of the scope's city said no to being shown to other cities: () -> numbers of profiles, as a query. No "
    "partner app and nobody from another city reads what such a person chose for them.",
)

SHARING: Hook[FindProfiles] = Hook(
    "stakeholders.sharing",
    "Asked who of the scope's city said yes to being shown to other cities: () -> numbers of profiles, as a query. Of "
    "them alone partner apps read what the city says, beside the lines that each chose.",
)


def is_sharing() -> Q:
    """Said yes to being shown to other cities, as a condition on `Profile`. Costs no query of its own."""
    shared = Q(pk=None)
    for find in SHARING:
        shared |= Q(pk__in=find())
    return shared


def is_unshared() -> Q:
    """Said no to being shown to other cities, as a condition on `Profile`. Costs no query of its own."""
    unshared = Q(pk=None)
    for find in UNSHARED:
        unshared |= Q(pk__in=find())
    return unshared


def find_adults(*, of_team: bool) -> ProfileQuerySet:
    """The adults of the scope's city; `of_team`: with those who have not said yet whether they are 18, for the team alone."""
    people: ProfileQuerySet = Profile.objects.no_minors() if of_team else Profile.objects.grown_up()
    return people


def listed_people(*, of_team: bool = False) -> ProfileQuerySet:
    """Those of `find_adults`, without those who only answer for somebody else. Costs no query of its own."""
    people = find_adults(of_team=of_team)
    takes_part = _takes_part()
    for find in HELPERS:
        people = people.filter(~Q(pk__in=find()) | takes_part)
    return people


def unlisted_people(*, of_team: bool = False) -> ProfileQuerySet:
    """Those of `find_adults` who are not listed, `listed_people`. Costs no query of its own."""
    people: ProfileQuerySet = find_adults(of_team=of_team).exclude(_takes_part())
    # One question alone is a plain condition: the few rows that it finds are looked up by their numbers.
    helps = [Q(pk__in=find()) for find in HELPERS]
    return people.filter(reduce(or_, helps)) if helps else people.none()


def _takes_part() -> Q:
    takes_part = _has_part_here()
    for find in PARTAKERS:
        takes_part |= Q(pk__in=find())
    return takes_part


def list_stand_ins() -> list[str]:
    """What stands for the name of whoever has given none, in every language."""
    return list(in_all_languages(STAND_IN).values())


def people_open_to(user: User | AnonymousUser) -> ProfileQuerySet:
    """Whose page a member of the team may open: those of the lists, children, kept people, and the reader's own.

    Who only answers for a child is nobody's to look at, under no address that has the person's number in it.
    """
    own = Q(user_id=user.pk) | Q(managed_by__user_id=user.pk) | Q(managed_for__isnull=False)
    minors = ~Q(age_band=AgeBand.ADULT) | Q(user__is_minor=True)
    shown = own | minors | Q(pk__in=listed_people(of_team=True).values("pk"))
    found: ProfileQuerySet = Profile.objects.select_related("managed_by", "managed_for").filter(shown, merged_into=None)
    return found


def _has_part_here() -> Q:
    """A role besides the resident's, which everybody has, an organisation to speak for, a strength or growth area."""
    roles = Membership.objects.current().filter(city_id=OuterRef("city_id"), user_id=OuterRef("user_id"))
    speaks = Representation.objects.filter(profile=OuterRef("pk"))
    claims = StrengthClaim.objects.filter(profile=OuterRef("pk"))
    return Q(Exists(roles.exclude(role=Role.RESIDENT))) | Q(Exists(speaks)) | Q(Exists(claims))


# Whom others typed in and nobody has asked about their age is marked wherever the team reads the name.
AGE_MARK = _("not asked about their age yet")
IS_UNSAID = Coalesce(F("user__is_age_unsaid"), Value(value=False))


def with_spoken_for(people: ProfileQuerySet) -> ProfileQuerySet:
    """The people with `spoken_for`: what they represent today, each with its organisation; and `is_unsaid`."""
    current = Representation.objects.current().select_related("organisation")
    return people.annotate(is_unsaid=IS_UNSAID).prefetch_related(
        Prefetch("representations", current, to_attr="spoken_for")
    )


def fold_name(name: str) -> str:
    """The name as it is compared with others: in one case and one spelling."""
    return fold_spelling(name).strip().lower()


def find_namesakes(names: Iterable[str], among: ProfileQuerySet | None = None) -> dict[str, list[Profile]]:
    """Those of `among`, else of all whom the team sees, who bear one of these names, by `fold_name`, with `spoken_for`.
    Two queries at most.
    """
    people = listed_people(of_team=True) if among is None else among
    folded = {fold_name(name) for name in names} - {""}
    found: dict[str, list[Profile]] = {}
    if folded:
        spelled = Func(F("display_name"), Value(WRITTEN), Value(FOLDED), function="translate", output_field=CharField())
        for person in with_spoken_for(people.annotate(folded=Lower(spelled)).filter(folded__in=folded)):
            found.setdefault(fold_name(person.display_name), []).append(person)
    return found
