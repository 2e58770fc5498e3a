"""Tell me when it begins: asked, confirmed by mail where nobody is signed in, stopped, told once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.ages import check_age
from challenges.models import Challenge, OpeningAlert, Phase
from consents.actions import check_account
from educities.accounts.models import User
from educities.activity.actions.outbox import build_message, create_messages
from educities.activity.actions.records import record
from educities.activity.models import Message
from educities.kit.errors import DomainError
from educities.kit.tokens import hash_token, new_token
from stakeholders.models import Profile

VALID_HOURS = 72


def check_begins(challenge: Challenge) -> None:
    """Raises DomainError unless the challenge begins to gather ideas on a day to come."""
    if challenge.gathers_from is None:
        raise DomainError(_("This challenge has begun, or has no first day yet."), code="challenges.nothing_to_tell")


@transaction.atomic
def ask_for_alert(challenge: Challenge, *, email: str, language: str) -> OpeningAlert:
    """An address waits for its link to be opened, three days; asked again, a new link replaces the one before."""
    check_begins(challenge)
    token, token_hash = new_token()
    fresh = {"token_hash": token_hash, "expires_at": timezone.now() + timedelta(hours=VALID_HOURS)}
    key = {"challenge": challenge, "email": email.lower()}
    alert, _made = OpeningAlert.objects.update_or_create(
        **key, defaults=fresh, create_defaults={"language": language, **fresh}
    )
    record(verbs.ALERT_ASKED, challenge, actor=None, title=challenge.question)
    _send_confirmation(alert, token)
    return alert


def _send_confirmation(alert: OpeningAlert, token: str) -> None:
    payload = {
        "verb": verbs.CONFIRM_ALERT.code,
        "language": alert.language,
        "url": reverse("opening_alert", args=[alert.city.slug, token]),
        "data": {"title": alert.challenge.question, "city": alert.city.name},
    }
    message = build_message(
        verbs.CONFIRM_ALERT.code,
        alert.email,
        dedupe_key=f"alert:{alert.pk}:{alert.token_hash[:12]}",
        is_urgent=True,
        expires_at=alert.expires_at,
        payload=payload,
    )
    message.save(force_insert=True)


@transaction.atomic
def add_alert(challenge: Challenge, *, user: User, profile: Profile | None) -> None:
    """The signed-in person is told when it begins; asking twice is once.

    Raises DomainError for a child whose account no grown-up has agreed to, and for who is too young for the challenge.
    """
    check_begins(challenge)
    _check_minor(challenge, profile)
    now = timezone.now()
    key = {"challenge": challenge, "email": user.email.lower()}
    given = {"user": user, "confirmed_at": now}
    fresh = {"language": user.language, "token_hash": new_token()[1], "expires_at": now}
    _alert, made = OpeningAlert.objects.update_or_create(**key, defaults=given, create_defaults={**fresh, **given})
    if made:
        record(verbs.ALERT_ASKED, challenge, actor=user, title=challenge.question)


def _check_minor(challenge: Challenge, profile: Profile | None) -> None:
    if profile is not None:
        check_account(profile)
        check_age(challenge, profile)


def find_alert(token: str) -> OpeningAlert | None:
    """The alert with this secret, in the scope's city; none when its link has ended."""
    rows = OpeningAlert.objects.select_related("challenge").filter(token_hash=hash_token(token))
    return rows.filter(Q(expires_at__gt=timezone.now()) | Q(confirmed_at__isnull=False)).first()


@transaction.atomic
def confirm_alert(alert: OpeningAlert) -> None:
    """The address is proven and is told when it begins. An address of a child in the city follows the child's rules."""
    check_begins(alert.challenge)
    _check_minor(alert.challenge, Profile.objects.filter(user__email__iexact=alert.email).first())
    open_still = OpeningAlert.objects.filter(pk=alert.pk, confirmed_at=None)
    if open_still.update(confirmed_at=timezone.now()):
        record(verbs.ALERT_CONFIRMED, alert.challenge, actor=None, title=alert.challenge.question)


@transaction.atomic
def stop_alert(alert: OpeningAlert, *, actor: User | None) -> None:
    """Nobody is told, and the address is gone. Twice is once."""
    if OpeningAlert.objects.filter(pk=alert.pk).delete()[0]:
        record(verbs.ALERT_STOPPED, alert.challenge, actor=actor, title=alert.challenge.question)


def forget_alerts(profile: Profile) -> None:
    """Nothing is sent any more to a child whose account closes."""
    if profile.user is not None:
        OpeningAlert.objects.filter(Q(user=profile.user) | Q(email__iexact=profile.user.email)).delete()


@transaction.atomic
def send_opening_alerts() -> int:
    """Who waits for a challenge that gathers ideas now is told, once, and their address is gone. Returns how many."""
    rows = OpeningAlert.objects.filter(confirmed_at__isnull=False, challenge__state=Challenge.State.OPEN)
    found = list(rows.select_related("challenge", "user").select_for_update(of=["self"], skip_locked=True))
    due: dict[int, list[OpeningAlert]] = {}
    for alert in found:
        due.setdefault(alert.challenge_id, []).append(alert)
    return sum(_tell_people(alerts) for alerts in due.values() if alerts[0].challenge.takes(Phase.Kind.GATHER))


def _tell_people(alerts: list[OpeningAlert]) -> int:
    challenge = alerts[0].challenge
    users = [alert.user for alert in alerts if alert.user is not None]
    record(verbs.GATHERING_BEGAN, challenge, actor=None, notify=users, title=challenge.question)
    create_messages(_build_mail(alert) for alert in alerts if alert.user is None)
    OpeningAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).delete()
    return len(alerts)


def _build_mail(alert: OpeningAlert) -> Message:
    payload = {
        "verb": verbs.GATHERING_BEGAN.code,
        "language": alert.language,
        "url": alert.challenge.get_absolute_url(),
        "data": {"title": alert.challenge.question, "city": alert.city.name, "is_only_mail": True},
    }
    key = f"begun:{alert.pk}:{alert.token_hash[:12]}"
    return build_message(verbs.GATHERING_BEGAN.code, alert.email, dedupe_key=key, payload=payload)


def delete_old_alerts() -> int:
    """What nobody confirmed in time, and what waits for a challenge that is over, is gone. Returns how many."""
    unconfirmed = Q(confirmed_at=None, expires_at__lt=timezone.now())
    over = ~Q(challenge__state__in=[Challenge.State.FRAMED, Challenge.State.OPEN])
    return OpeningAlert.objects.filter(unconfirmed | over).delete()[0]
