"""Partners' programs: made and revoked by the director."""

import secrets
from datetime import date, timedelta

from allauth.idp.oidc.models import Client, Token
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from educities.accounts.models import PartnerClient, User
from educities.activity.actions.records import record
from educities.api.scopes import scope_labels
from educities.kit.errors import DomainError
from reports import verbs

LONGEST = timedelta(days=366)


@transaction.atomic
def make_partner(
    city: City, *, actor: User, name: str, scopes: list[str], expires_on: date
) -> tuple[PartnerClient, str]:
    """A program may fetch tokens for this city. Returns it and its secret, which is shown once and kept as a hash."""
    if not scopes or set(scopes) - scope_labels().keys():
        raise DomainError(_("Choose what the app may do."), code="partners.scopes")
    if not city.today() < expires_on <= city.today() + LONGEST:
        raise DomainError(_("Choose a day within a year."), code="partners.expiry")
    # Signs that need no care in a form, a header or a shell: not every program encodes them as RFC 6749 asks.
    secret = secrets.token_urlsafe(48)
    client = Client(name=name, owner=actor, secret=make_password(secret), grant_types="client_credentials")
    client.set_scopes(scopes)
    client.set_default_scopes(scopes)
    client.save()
    partner = PartnerClient.objects.create(client=client, city=city, owner=actor, expires_on=expires_on)
    record(verbs.PARTNER_MADE, partner, actor=actor, scopes=scopes, kept={"title": name})
    return partner, secret


@transaction.atomic
def revoke_partner(partner: PartnerClient, *, actor: User) -> None:
    """The program has no token from now on, and gets none."""
    if PartnerClient.objects.filter(pk=partner.pk, revoked_at=None).update(revoked_at=timezone.now()):
        Token.objects.filter(client=partner.client_id).delete()
        record(verbs.PARTNER_REVOKED, partner, actor=actor, kept={"title": partner.client.name})


@transaction.atomic
def resume_partner(partner: PartnerClient, *, actor: User) -> None:
    """The program that waited since a restore may fetch tokens again, with the secret that it has."""
    if PartnerClient.objects.filter(pk=partner.pk, revoked_at=None).exclude(paused_at=None).update(paused_at=None):
        record(verbs.PARTNER_RESUMED, partner, actor=actor, kept={"title": partner.client.name})
