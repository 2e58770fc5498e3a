"""People without an account: who keeps them, whom nobody keeps any more, and what was entered for them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.text import capfirst

from cities.models import City, Membership, Role
from educities.accounts.models import Person, User
from educities.activity.models import AuditEntry
from educities.activity.queries.person_names import names_of
from educities.kit.hooks import Hook
from educities.kit.multilingual import join_localised
from educities.tenancy.scope import require_city_id
from stakeholders import verbs
from stakeholders.models import ClaimCode, Profile
from stakeholders.models.people import AgeBand, ProfileQuerySet
from stakeholders.queries.people_listed import listed_people
from stakeholders.rules import list_managed_organisations

# Whoever has one of these roles keeps profiles of other adults.
KEEPING_ROLES = (Role.DIRECTOR, Role.FACILITATOR, Role.ORGANISATION)


ENTERED_LINES = ("display_name", "legal_name", "phone", "neighbourhood", "pronoun", "story", "wish", "offer")
IS_GUARDIAN = {"guardians__state": "confirmed"}


def find_kept_people(user: User) -> ProfileQuerySet:
    """The people whose profile this account keeps, each with `code_until`: until when a code for it is good."""
    people: ProfileQuerySet = Profile.objects.all()
    codes = ClaimCode.objects.live().filter(profile=OuterRef("pk"))
    kept = people.kept_by(user.pk, list_managed_organisations(user))
    return kept.annotate(code_until=Subquery(codes.values("expires_at")[:1])).order_by("display_name", "pk")


def find_unkept_people(without: Membership | None = None) -> ProfileQuerySet:
    """Those without an account whose keeper is no longer there: no role for it in the city, or none at all.

    `without`: as it would be once this role had ended.
    """
    roles = Membership.objects.current().filter(city_id=OuterRef("city_id")).exclude(pk=without.pk if without else None)
    held = roles.filter(user_id=OuterRef("managed_by__user_id"))
    of_place = roles.filter(role=Role.ORGANISATION, scope_id=OuterRef("managed_for_id"))
    is_kept = Exists(held.filter(role__in=KEEPING_ROLES)) | Exists(of_place)
    # A child's parent or guardian keeps it as well, whatever role they have.
    is_kept |= Q(~Q(age_band=AgeBand.ADULT), Exists(held), guardians__guardian=F("managed_by"), **IS_GUARDIAN)
    people: ProfileQuerySet = Profile.objects.filter(user=None, merged_into=None, managed_by__isnull=False)
    return people.exclude(is_kept)


def find_people_left_by(membership: Membership) -> ProfileQuerySet:
    """Those whom nobody would keep any more once this role had ended, and somebody keeps today."""
    left = find_unkept_people(membership).exclude(pk__in=find_unkept_people().values("pk"))
    return left.order_by("display_name", "pk")


def find_keepers() -> ProfileQuerySet:
    """The grown-ups who may keep profiles of others: with an account, and a role of today for it."""
    held = Membership.objects.current().filter(city_id=require_city_id(), role__in=KEEPING_ROLES)
    people: ProfileQuerySet = listed_people()
    return people.filter(user__in=held.values("user_id"))


def find_known_people(user: Person, city: City) -> ProfileQuerySet:
    """Among whom this person sees namesakes: the city's people for its staff, else those whom the person keeps."""
    if user.has_perm("stakeholders.list_profile", city):
        return listed_people(of_team=True)
    people: ProfileQuerySet = Profile.objects.grown_up()
    return people.kept_by(user.pk, list_managed_organisations(user)) if isinstance(user, User) else people.none()


class EnteredAct(NamedTuple):
    """What somebody entered for a person: `text` says what, `quote` in whose words; `by` is an account, `how` the way.

    `can_refuse`: the person may take it back by themselves; `question` asks so, `ends` says what goes with it and whether
    there is a way back, and `label` is the button.
    """

    kind: str
    number: int
    text: str
    at: datetime
    by: int | None
    how: str = ""
    quote: str = ""
    can_refuse: bool = True
    question: str = ""
    ends: str = ""
    label: str = ""

    @property
    def key(self) -> str:
        """What names it in an address."""
        return f"{self.kind}-{self.number}"


class EntryKind(NamedTuple):
    """One kind of thing that is entered for others. `find(profile)`: what stands; `refuse(profile, number, actor)`: the
    person takes it back.
    """

    key: str
    find: Callable[[Profile], Iterable[EnteredAct]]
    refuse: Callable[[Profile, int, User], Any]


ENTRY_KINDS: Hook[EntryKind] = Hook(
    "stakeholders.entry_kinds",
    "What others enter for a person without mail: each kind says what stands, who entered it, and how the person takes it back.",
    key=lambda kind: kind.key,
)


class NamedEntry(NamedTuple):
    """An act with the name of who entered it; "" for somebody who has left."""

    act: EnteredAct
    by_name: str


def find_entries(profile: Profile) -> list[NamedEntry]:
    """All that others entered for this person, the newest first, each with who did."""
    acts = [act for kind in ENTRY_KINDS for act in kind.find(profile)]
    names = names_of({act.by for act in acts if act.by})
    acts.sort(key=lambda act: act.at, reverse=True)
    return [NamedEntry(act, names.get(act.by or 0, "")) for act in acts]


def find_entered_lines(profile: Profile) -> list[NamedEntry]:
    """The lines of a profile that somebody else wrote down before the person took it over, and that the person has not
    changed since: in one entry, which is put right by changing the profile. Two queries."""
    about = {"target_type": profile._meta.label_lower, "target_id": str(profile.pk)}
    kept = AuditEntry.objects.filter(data__has_account=False, **about).order_by("pk").first()
    if kept is None or profile.user_id is None or kept.actor_id == profile.user_id:
        return []
    own = AuditEntry.objects.filter(verb=verbs.PERSON_CHANGED.code, actor=profile.user_id, **about)
    changed = {line for data in own.values_list("data", flat=True) for line in data.get("changed", ())}
    lines = [line for line in ENTERED_LINES if line not in changed and getattr(profile, line)]
    labels: list[Any] = [Profile._meta.get_field(line) for line in lines]
    text = join_localised([str(label.verbose_name) for label in labels])
    act = EnteredAct("lines", profile.pk, capfirst(text), kept.at, kept.actor_id, can_refuse=False)
    return [NamedEntry(act, names_of({kept.actor_id}).get(kept.actor_id, "") if kept.actor_id else "")] if lines else []


def find_entry(profile: Profile, key: str) -> EnteredAct | None:
    """The act of this key among those that the person may take back."""
    kind = ENTRY_KINDS.get(key.partition("-")[0])
    acts = kind.find(profile) if kind else ()
    return next((act for act in acts if act.key == key and act.can_refuse), None)
