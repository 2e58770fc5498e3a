"""The city's own sign-in: set up, tested and switched on by its director; linked, used and unlinked by each person."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row, refusing
from educities.kit.sealing import SealedByOtherKey, open_secret, seal_secret
from educities.tenancy.scope import city_scope
from stakeholders import verbs
from stakeholders.actions.shown import update_readers
from stakeholders.models import CitySignIn, Level, LinkedSignIn, Profile, Verification
from stakeholders.queries.city_sign_in import find_link, list_linked
from stakeholders.values.city_sign_in import hash_subject

State, Basis = CitySignIn.State, Verification.Basis
HOLDS = Verification.State.HOLDS


@transaction.atomic
def set_up_sign_in(*, actor: User, client_secret: str, **values: Any) -> CitySignIn:
    """The city has a sign-in that nobody sees yet; the secret lies sealed. `values`: columns of `CitySignIn`.

    Raises DomainError where the city has one.
    """
    text = _("The city has a sign-in already. Remove that one first.")
    with refusing("stakeholders_one_city_sign_in", text=text, code="stakeholders.one_sign_in"):
        made = CitySignIn.objects.create(client_secret=seal_secret(client_secret), **values)
    record(verbs.SIGN_IN_SET_UP, made, actor=actor)
    return made


@transaction.atomic
def change_sign_in(sign_in: CitySignIn, *, actor: User, client_secret: str = "", **values: Any) -> CitySignIn:
    """What it is called and what it shows are these; a new secret takes the place of the old one, none leaves it."""
    if client_secret:
        values["client_secret"] = seal_secret(client_secret)
    sign_in = lock_row(sign_in)
    if changed := apply_changes(sign_in, values):
        sign_in.save(update_fields=changed)
        record(verbs.SIGN_IN_CHANGED, sign_in, actor=actor, changed=changed)
    return sign_in


@transaction.atomic
def note_test(sign_in: CitySignIn, *, actor: User) -> None:
    """The director has come back from the provider with an identity: the sign-in can be switched on."""
    CitySignIn.objects.filter(pk=sign_in.pk).update(tested_at=timezone.now())
    record(verbs.SIGN_IN_TESTED, sign_in, actor=actor)


@transaction.atomic
def switch_sign_in_on(sign_in: CitySignIn, *, actor: User) -> None:
    """People sign in with it. Raises DomainError before it was tested."""
    if sign_in.tested_at is None:
        text = _("Test the sign-in first: sign in with it once yourself.")
        raise DomainError(text, code="stakeholders.sign_in_untested")
    sign_in.move(State.ON)
    record(verbs.SIGN_IN_SWITCHED_ON, sign_in, actor=actor)


@transaction.atomic
def switch_sign_in_off(sign_in: CitySignIn, *, actor: User, reason: str) -> None:
    """Nobody signs in with it; whoever has linked it reads why, and signs in by mail. What it has shown stays."""
    sign_in.move(State.OFF)
    _tell_linked(verbs.SIGN_IN_SWITCHED_OFF, sign_in, actor, reason)


@transaction.atomic
def remove_sign_in(sign_in: CitySignIn, *, actor: User, reason: str) -> None:
    """The city has no sign-in: its secret and all links are gone. Whoever had linked it reads why. What it has shown stays."""
    _tell_linked(verbs.SIGN_IN_REMOVED, sign_in, actor, reason)
    CitySignIn.objects.filter(pk=sign_in.pk).delete()


def _tell_linked(verb: Any, sign_in: CitySignIn, actor: User, reason: str) -> None:
    told = [user for user in list_linked(sign_in) if user != actor]
    record(verb, sign_in, actor=actor, notify=told, url="", reason=reason, note={"name": sign_in.name})


@transaction.atomic
def link_sign_in(sign_in: CitySignIn, profile: Profile, subject: str, *, actor: User) -> LinkedSignIn:
    """The account at the provider opens the person's account here, and shows in this city what it shows. Twice is once.

    Raises DomainError where it belongs to another person, where the person has linked another one, and while it is not in
    use.
    """
    _check_in_use(sign_in)
    profile = lock_row(profile)
    link = find_link(sign_in, subject)
    if link is None:
        link = _create_link(sign_in, profile, subject, actor)
    elif link.profile_id != profile.pk:
        raise DomainError(_("This sign-in belongs to another account here."), code="stakeholders.subject_of_another")
    _show_residency(sign_in, profile, link.subject_hash, actor)
    return link


def _check_in_use(sign_in: CitySignIn) -> None:
    if not CitySignIn.objects.filter(pk=sign_in.pk, state=State.ON).exists():
        raise DomainError(_("This sign-in is not in use. Sign in with your email."), code="stakeholders.sign_in_off")


def _create_link(sign_in: CitySignIn, profile: Profile, subject: str, actor: User) -> LinkedSignIn:
    other = _("Another sign-in is linked with your account. Unlink that one first.")
    taken = _("This sign-in belongs to another account here.")
    with (
        refusing("stakeholders_linked_once", text=other, code="stakeholders.linked_already"),
        refusing("stakeholders_subject_once", text=taken, code="stakeholders.subject_of_another"),
    ):
        link = LinkedSignIn.objects.create(
            sign_in=sign_in,
            profile=profile,
            subject_hash=hash_subject(sign_in.pk, subject),
            last_used_at=timezone.now(),
        )
    record(verbs.SIGN_IN_LINKED, profile, actor=actor)
    return link


def _show_residency(sign_in: CitySignIn, profile: Profile, proof: str, actor: User) -> None:
    shows = sign_in.proves == CitySignIn.Proves.RESIDENT
    known = Verification.objects.filter(profile=profile, level=Level.RESIDENT)
    # What the team has withdrawn, with a reason, comes back by no press of the person's.
    withdrawn = known.filter(state=Verification.State.TAKEN_BACK).exclude(taken_back_because="")
    if not shows or known.filter(state=HOLDS).exists() or withdrawn.exists():
        return
    text = _("Another account has shown these details already. If they are yours, ask the city’s team.")
    with (
        update_readers(profile, actor),
        refusing("stakeholders_resident_once", text=text, code="stakeholders.resident_twice"),
    ):
        Verification.objects.create(profile=profile, level=Level.RESIDENT, basis=Basis.SIGN_IN, proof_hash=proof)
    record(verbs.RESIDENCY_SHOWN, profile, actor=actor)


@transaction.atomic
def use_link(link: LinkedSignIn, subject: str) -> User | None:
    """The person comes in with the city's sign-in: whose account it opens; None where it is closed."""
    user = link.profile.user
    if user is None or not user.is_active or link.profile.left_at is not None:
        return None
    # By the key of today, so that the one of before can be dropped.
    used = {"last_used_at": timezone.now(), "subject_hash": hash_subject(link.sign_in_id, subject)}
    LinkedSignIn.objects.filter(pk=link.pk).update(**used)
    record(verbs.SIGNED_IN_WITH_CITY, link.profile, actor=user)
    return user


@transaction.atomic
def unlink_sign_in(link: LinkedSignIn, *, actor: User) -> None:
    """The person's account opens no more with the city's sign-in, and what that showed of them holds no more."""
    profile = lock_row(link.profile)
    LinkedSignIn.objects.filter(pk=link.pk).delete()
    for shown in Verification.objects.filter(profile=profile, basis=Basis.SIGN_IN, state=HOLDS):
        with update_readers(profile, actor):
            shown.move(Verification.State.TAKEN_BACK, taken_back_at=timezone.now(), proof_hash="")
    record(verbs.SIGN_IN_UNLINKED, profile, actor=actor)


@transaction.atomic
def void_links_since(user: User, since: datetime) -> None:
    """No city's sign-in that was linked since then opens the account: whoever linked it was somebody else."""
    for city in City.objects.order_by("pk"):
        with city_scope(city.pk, city):
            for link in LinkedSignIn.objects.filter(profile__user=user, linked_at__gte=since).select_related("profile"):
                unlink_sign_in(link, actor=user)


@transaction.atomic
def reseal_sign_ins() -> None:
    """Every city's secret is sealed with the SECRET_KEY of today. One that no key opens stays, until it is entered again."""
    for city in City.objects.order_by("pk"):
        with city_scope(city.pk, city):
            for row in CitySignIn.objects.all():
                with suppress(SealedByOtherKey):
                    CitySignIn.objects.filter(pk=row.pk).update(
                        client_secret=seal_secret(open_secret(row.client_secret))
                    )
