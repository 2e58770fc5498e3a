"""Graduation of many at once, and the credential of each: issued, shown by its holder, revoked."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext, override

from accelerator import verbs
from accelerator.actions.enrolments import check_other, lock_places, tell_teacher
from accelerator.models import Accelerator, Credential, Enrolment, SigningKey
from accelerator.queries.progress import list_progress
from accelerator.texts.credentials import describe_achievement
from accelerator.values import TERM_HOURS, TERMS
from accelerator.values.credentials import build_claims, new_mark, new_number, sign_token
from cities.models import City
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.multilingual import translate_plain
from educities.kit.rows import lock_row
from educities.kit.sealing import SealedByOtherKey, new_signing_key, open_secret, seal_secret
from educities.tenancy.scope import city_scope

State = Enrolment.State


@transaction.atomic
def graduate_teachers(row: Accelerator, chosen: Iterable[Enrolment], *, actor: User) -> int:
    """All of the chosen have graduated, each with a credential; or nobody, where somebody lacks something (invariant 48)."""
    row = lock_places(row)
    numbers = [one.pk for one in chosen]
    locked = row.enrolments.with_names().select_for_update(no_key=True, of=("self",))
    rows = list(locked.filter(pk__in=numbers, state=State.YEAR1_DONE).order_by("pk"))
    check_other(rows, actor)
    found = list_progress(rows, row.city)
    late = [one for one in rows if not found[one.pk].may_graduate]
    if late:
        text = ngettext(
            "%(n)s of those chosen still lacks something.", "%(n)s of those chosen still lack something.", len(late)
        )
        raise DomainError(text % {"n": len(late)}, code="accelerator.not_graduated")
    for one in rows:
        one.move(State.GRADUATED, graduated_on=row.city.today())
        issue_credential(one, actor=actor, hours=found[one.pk].hours)
        tell_teacher(verbs.GRADUATED, one, actor)
    return len(rows)


def issue_credential(row: Enrolment, *, actor: User | None, hours: Any) -> Credential:
    """The graduate's credential, with at most the hours that the training has."""
    number = new_number()
    credential: Credential = Credential.objects.create(
        enrolment=row, number=number, hours=min(hours, TERM_HOURS * TERMS), issued_on=row.city.today()
    )
    record(verbs.ISSUED, credential, actor=actor, number=number)
    return credential


@transaction.atomic
def revoke_credential(credential: Credential, *, actor: User, reason: str) -> Credential:
    """It is not valid any more, which its page says for ever; the holder reads why."""
    credential = lock_row(credential, "city", "enrolment__profile__user")
    today = credential.city.today()
    credential.move(Credential.State.REVOKED, revoked_on=today, revoked_reason=reason)
    told = {credential.enrolment.profile.user} - {None, actor}
    record(verbs.REVOKED, credential, actor=actor, notify=told, reason=reason, number=credential.number)
    return credential


def change_link(credential: Credential) -> None:
    """The link with which the holder has shown the own name ends; the next one is another."""
    Credential.objects.filter(pk=credential.pk).update(mark=new_mark())


def find_key(city: City) -> tuple[SigningKey, str]:
    """The city's key and its opened private half; a new one where there is none, or none that can be opened any more."""
    key = SigningKey.objects.order_by("-pk").first()
    if key is not None:
        try:
            return key, open_secret(key.private)
        except SealedByOtherKey:
            key = None
    private, public = new_signing_key()
    name = f"key-{SigningKey.objects.count() + 1}"
    return SigningKey.objects.create(name=name, private=seal_secret(private), public=public), private


@transaction.atomic
def sign_credential(credential: Credential, language: str) -> str:
    """The credential as Open Badges 3.0: a signed token, in which nobody is named. The same every time it is made."""
    city = credential.city
    City.objects.select_for_update(no_key=True).get(pk=city.pk)
    key, private = find_key(city)
    base = settings.BASE_URL
    with override(language):
        achievement = describe_achievement(credential, base)
        issuer = {"id": f"{base}{reverse('credential_issuer', args=[city.slug])}", "name": translate_plain(city.name)}
    claims = build_claims(
        uid=str(credential.uid),
        number=credential.number,
        url=f"{base}{credential.get_absolute_url()}",
        issuer=issuer,
        achievement=achievement,
        hours=float(credential.hours),
        issued_on=credential.issued_on,
        language=language,
        revocations=f"{base}{reverse('credential_revocations', args=[city.slug])}",
    )
    return sign_token(claims, private=private, public=key.public, name=key.name)


def reseal_keys() -> None:
    """The keys of every city are sealed with the SECRET_KEY of today."""
    for city in City.objects.order_by("pk"):
        with city_scope(city.pk, city):
            for row in SigningKey.objects.all():
                with suppress(SealedByOtherKey):
                    SigningKey.objects.filter(pk=row.pk).update(private=seal_secret(open_secret(row.private)))
