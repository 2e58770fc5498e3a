"""Tell me when it begins: asked, confirmed by mail where nobody is signed in, stopped, told once."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import verbs
from challenges.actions.ages import check_age
from challenges.models import Challenge, OpeningAlert, Phase
from challenges.queries import find_gathering_challenge
from cities.models import City
from consents.actions import check_account
from educities.accounts.models import User
from educities.accounts.queries import owns_address
from educities.activity.actions.outbox import build_message, create_messages
from educities.activity.actions.records import record
from educities.activity.models import Message
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages
from educities.kit.tokens import hash_token, new_token
from stakeholders.models import Profile

VALID_HOURS = 72
NEXT_QUESTION = gettext_lazy("the city’s next question")


def check_begins(subject: Challenge | City) -> None:
    """Raises DomainError unless the challenge begins to gather ideas on a day to come; of a city, where one gathers now."""
    if isinstance(subject, City):
        if find_gathering_challenge() is not None:
            raise DomainError(_("The city has an open question now."), code="challenges.nothing_to_tell")
    elif subject.gathers_from is None:
        raise DomainError(_("This challenge has begun, or has no first day yet."), code="challenges.nothing_to_tell")


def _challenge_of(subject: Challenge | City) -> Challenge | None:
    return subject if isinstance(subject, Challenge) else None


def _title_of(subject: Challenge | City) -> dict[str, str]:
    return subject.question if isinstance(subject, Challenge) else in_all_languages(NEXT_QUESTION)


@transaction.atomic
def ask_for_alert(subject: Challenge | City, *, email: str, language: str) -> OpeningAlert:
    """An address waits for its link to be opened, three days; asked again, a new link replaces the one before."""
    check_begins(subject)
    token, token_hash = new_token()
    fresh = {"token_hash": token_hash, "expires_at": timezone.now() + timedelta(hours=VALID_HOURS)}
    key = {"challenge": _challenge_of(subject), "email": email.lower()}
    alert, _made = OpeningAlert.objects.update_or_create(
        **key, defaults=fresh, create_defaults={"language": language, **fresh}
    )
    record(verbs.ALERT_ASKED, subject, actor=None, title=_title_of(subject))
    _send_confirmation(alert, token)
    return alert


def _send_confirmation(alert: OpeningAlert, token: str) -> None:
    payload = {
        "verb": verbs.CONFIRM_ALERT.code,
        "language": alert.language,
        "url": reverse("opening_alert", args=[alert.city.slug, token]),
        "data": {"title": _title_of(alert.subject), "city": alert.city.name},
    }
    message = build_message(
        verbs.CONFIRM_ALERT.code,
        alert.email,
        dedupe_key=f"alert:{alert.pk}:{alert.token_hash[:12]}",
        expires_at=alert.expires_at,
        payload=payload,
    )
    message.save(force_insert=True)


@transaction.atomic
def add_alert(subject: Challenge | City, *, user: User, profile: Profile | None) -> None:
    """The signed-in person is told when it begins; asking twice is once.

    Raises DomainError for a child whose account no grown-up has agreed to, and for who is too young for the challenge.
    """
    check_begins(subject)
    _check_minor(subject, profile)
    now = timezone.now()
    key = {"challenge": _challenge_of(subject), "email": user.email.lower()}
    given = {"user": user, "confirmed_at": now}
    fresh = {"language": user.language, "token_hash": new_token()[1], "expires_at": now}
    _alert, made = OpeningAlert.objects.update_or_create(**key, defaults=given, create_defaults={**fresh, **given})
    if made:
        record(verbs.ALERT_ASKED, subject, actor=user, title=_title_of(subject))


def _check_minor(subject: Challenge | City, profile: Profile | None) -> None:
    if profile is None:
        return
    check_account(profile)
    if isinstance(subject, Challenge):
        check_age(subject, profile)


def find_alert(token: str) -> OpeningAlert | None:
    """The alert with this secret, in the scope's city; none when its link has ended."""
    rows = OpeningAlert.objects.select_related("challenge").filter(token_hash=hash_token(token))
    return rows.filter(Q(expires_at__gt=timezone.now()) | Q(confirmed_at__isnull=False)).first()


@transaction.atomic
def confirm_alert(alert: OpeningAlert) -> None:
    """The address is proven and is told when it begins. An address of a child in the city follows the child's rules."""
    check_begins(alert.subject)
    _check_minor(alert.subject, _find_owner(alert.email))
    open_still = OpeningAlert.objects.filter(pk=alert.pk, confirmed_at=None)
    if open_still.update(confirmed_at=timezone.now()):
        record(verbs.ALERT_CONFIRMED, alert.subject, actor=None, title=_title_of(alert.subject))


def _find_owner(email: str) -> Profile | None:
    """The city's person who has this address: their main one, or a further one that they have proven."""
    return _find_owners({email}).get(email.lower())


def _find_owners(emails: set[str]) -> dict[str, Profile]:
    """The city's people by these addresses, in one query."""
    asked = {email.lower() for email in emails}
    is_owner, further = owns_address(asked, user="user")
    rows = Profile.objects.filter(is_owner).annotate(further=further).select_related("user")
    pairs = [(address, row) for row in rows for address in (row.user.email, row.further) if row.user and address]
    return {address.lower(): row for address, row in pairs if address.lower() in asked}


@transaction.atomic
def stop_alert(alert: OpeningAlert, *, actor: User | None) -> None:
    """Nobody is told, and the address is gone. Twice is once."""
    if OpeningAlert.objects.filter(pk=alert.pk).delete()[0]:
        record(verbs.ALERT_STOPPED, alert.subject, actor=actor, title=_title_of(alert.subject))


def forget_alerts(profile: Profile) -> None:
    """Nothing is sent any more to a child whose account closes."""
    if profile.user is not None:
        further = EmailAddress.objects.filter(user=profile.user, verified=True).values_list("email", flat=True)
        emails = {profile.user.email.lower(), *map(str.lower, further)}
        OpeningAlert.objects.filter(Q(user=profile.user) | Q(email__in=emails)).delete()


@transaction.atomic
def send_opening_alerts() -> int:
    """Who waits for a challenge that gathers ideas now is told, once, and their address is gone. Returns how many."""
    waiting = Q(challenge__state=Challenge.State.OPEN) | Q(challenge=None)
    rows = OpeningAlert.objects.filter(waiting, confirmed_at__isnull=False)
    found = rows.select_related("challenge", "user").select_for_update(of=["self"], skip_locked=True)
    due: dict[Challenge | None, list[OpeningAlert]] = {}
    for alert in found:
        due.setdefault(alert.challenge, []).append(alert)
    told = 0
    if of_the_city := due.pop(None, []):
        told += _tell_of_next_question(of_the_city)
    for challenge, alerts in due.items():
        told += _tell_people(challenge, alerts) if challenge and challenge.takes(Phase.Kind.GATHER) else 0
    return told


def _tell_of_next_question(alerts: list[OpeningAlert]) -> int:
    """Whoever is old enough for the question that gathers now is told; the others wait for another one."""
    challenge = find_gathering_challenge()
    if challenge is None:
        return 0
    known = _find_owners({alert.email for alert in alerts})
    return _tell_people(challenge, [alert for alert in alerts if _is_old_enough(challenge, known.get(alert.email))])


def _is_old_enough(challenge: Challenge, profile: Profile | None) -> bool:
    try:
        _check_minor(challenge, profile)
    except DomainError:
        return False
    return True


def _tell_people(challenge: Challenge, alerts: list[OpeningAlert]) -> int:
    if not alerts:
        return 0
    users = [alert.user for alert in alerts if alert.user is not None]
    record(verbs.GATHERING_BEGAN, challenge, actor=None, notify=users, title=challenge.question)
    create_messages(_build_mail(alert, challenge) for alert in alerts if alert.user is None)
    OpeningAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).delete()
    return len(alerts)


def _build_mail(alert: OpeningAlert, challenge: Challenge) -> Message:
    payload = {
        "verb": verbs.GATHERING_BEGAN.code,
        "language": alert.language,
        "url": challenge.get_absolute_url(),
        "data": {"title": challenge.question, "city": alert.city.name, "is_only_mail": True},
    }
    key = f"begun:{alert.pk}:{alert.token_hash[:12]}"
    return build_message(verbs.GATHERING_BEGAN.code, alert.email, dedupe_key=key, payload=payload)


def delete_old_alerts() -> int:
    """What nobody confirmed in time, what waits for a challenge that is over, what has waited a year for a question of
    the city, and all that waits in a city that has left, is gone. Returns how many."""
    now = timezone.now()
    has_left = Q(city__state=City.State.LEFT)
    unconfirmed = Q(confirmed_at=None, expires_at__lt=now)
    over = Q(challenge__isnull=False) & ~Q(challenge__state__in=[Challenge.State.FRAMED, Challenge.State.OPEN])
    in_vain = Q(challenge=None, created_at__lt=now - timedelta(days=OpeningAlert.MOST_DAYS))
    return OpeningAlert.objects.filter(unconfirmed | over | in_vain | has_left).delete()[0]
