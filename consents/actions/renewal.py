"""Consents whose last day comes near, or is over: asked about once more, ended, and what waited for a new yes deleted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from consents import verbs
from consents.actions.answers import change_consents
from consents.actions.children import close_child
from consents.actions.consents import end_consent
from consents.actions.recompute import lock_minor
from consents.models import Consent, GuardianLink
from consents.values import ACCOUNT, ASKED_BEFORE_DAYS, RESTS_DAYS, guardian_needed_until, last_day_of_consent
from educities.activity.actions.outbox import build_message
from educities.activity.actions.records import record
from educities.activity.values import Verb
from educities.kit.ended_links import describe_ended_link
from educities.kit.errors import DomainError
from stakeholders.models import Profile

State = Consent.State
SIGNER = signing.Signer(salt="consents.renewal")


def update_consents(city: City) -> int:
    """Each consent of the scope's city is as its last day wants it; who can renew it was asked. Returns how many changed."""
    today = city.today()
    _give_missing_ends(city, today)
    ended = end_due_consents(city)
    _ask_before_end(today)
    return ended + _close_lapsed(today)


def _give_missing_ends(city: City, today: date) -> None:
    """What was given before consents had an end holds as long as one of today."""
    end = last_day_of_consent(today, city.school_year_start)
    Consent.objects.filter(state=State.GIVEN, valid_until=None).update(valid_until=end)


def end_due_consents(city: City) -> int:
    """Each consent of the scope's city whose last day is over has ended, with what rested on it. Returns how many."""
    over = Consent.objects.filter(state=State.GIVEN, valid_until__lt=city.today()).select_related("subject__user")
    return sum(_end_consents(profile, over) for profile in _group_by_subject(over.order_by("pk")))


@transaction.atomic
def _end_consents(profile: Profile, over: QuerySet[Consent]) -> int:
    """Who answers at this moment is waited for: what they renewed does not end."""
    lock_minor(profile)
    consents = list(over.filter(subject=profile).select_for_update(no_key=True, of=["self"]).order_by("pk"))
    for consent in consents:
        end_consent(consent)
    if consents:
        _tell_end(profile, consents, is_over=True)
    return len(consents)


def _ask_before_end(today: date) -> None:
    """Once for each last day."""
    until = today + timedelta(days=ASKED_BEFORE_DAYS)
    near = Consent.objects.filter(state=State.GIVEN, valid_until__lte=until).select_related("subject__user")
    for profile, consents in _group_by_subject(near.order_by("valid_until", "pk")).items():
        with transaction.atomic():
            _tell_end(profile, consents, is_over=False)


def _group_by_subject(rows: Iterable[Consent]) -> dict[Profile, list[Consent]]:
    found: dict[Profile, list[Consent]] = defaultdict(list)
    for consent in rows:
        found[consent.subject].append(consent)
    return found


def _tell_end(profile: Profile, consents: list[Consent], *, is_over: bool) -> None:
    """Who gave the consents is asked whether they go on; a child hears of those that are over."""
    day = min(consent.valid_until for consent in consents if consent.valid_until)
    about: dict[str, Any] = {"until": day.isoformat(), "over": is_over}
    mine = reverse("mine", args=[profile.city.slug])
    if not profile.needs_guardian:
        once = f"own-consents-end:{profile.pk}:{day}:{is_over}"
        url = f"{mine}#my-consents"
        record(verbs.OWN_RENEWAL_ASKED, profile, actor=None, notify=[profile.user], url=url, once=once, **about)
        return
    if is_over:
        once = f"ward-consents-ended:{profile.pk}:{day}"
        record(verbs.WARD_RENEWAL_AWAITED, profile, actor=None, notify=[profile.user], url=mine, once=once, **about)
    if not _ends_with_age(profile, day):
        purposes = {consent.purpose for consent in consents}
        for link in _list_givers(profile):
            if any(link.answers.get(purpose) for purpose in purposes):
                _ask_to_renew(link, day, is_over=is_over)


def _ends_with_age(profile: Profile, day: date) -> bool:
    """Does the child answer alone from that day, so that nobody has to be asked?"""
    month = profile.next_band_month
    return month is not None and guardian_needed_until(profile.age_band, month, profile.city.account_age) <= day


def _list_givers(profile: Profile) -> QuerySet[GuardianLink]:
    confirmed = GuardianLink.objects.filter(minor=profile, state=GuardianLink.State.CONFIRMED)
    return confirmed.select_related("guardian__user", "city").order_by("pk")


def _ask_to_renew(link: GuardianLink, day: date, *, is_over: bool) -> None:
    token = SIGNER.sign(f"{link.pk}:{day.isoformat()}:{link.address_mark}")
    url = reverse("renew_consents", args=[link.city.slug, token])
    data = {"city": link.city.name, "until": day.isoformat(), "over": is_over}
    key = f"consents-end:{link.pk}:{day}:{is_over}"
    entry = record(verbs.RENEWAL_ASKED, link, actor=None, notify=[link.account], url=url, once=key, **data)
    if entry is not None and link.account is None:
        mail_guardian(link, verbs.RENEWAL_ASKED, url, dedupe_key=f"{key}:mail", data=data)


def mail_guardian(link: GuardianLink, verb: Verb, url: str, *, dedupe_key: str, data: dict[str, Any]) -> None:
    """One mail to a grown-up who has an address here and no account; nothing where there is no address."""
    if not link.guardian_email:
        return
    payload = {
        "verb": verb.code,
        "url": url,
        "language": link.language or link.city.language,
        "target_type": link._meta.label_lower,
        "target_id": str(link.pk),
        "data": data,
    }
    build_message(verb.code, link.guardian_email, dedupe_key=dedupe_key, payload=payload).save(force_insert=True)


def _close_lapsed(today: date) -> int:
    """Nobody has renewed the account's consent: what the child wrote is deleted, as when nobody answers a question."""
    live = Consent.objects.filter(purpose=ACCOUNT, state__in=[State.GIVEN, State.REQUESTED]).values("subject_id")
    over = Consent.objects.filter(
        purpose=ACCOUNT, state=State.EXPIRED, valid_until__lt=today - timedelta(days=RESTS_DAYS)
    ).exclude(subject_id__in=live)
    children = Profile.objects.filter(pk__in=over.values("subject_id"), needs_guardian=True).select_related("user")
    rows = [child for child in children.order_by("pk") if not child.is_erased_child]
    for child in rows:
        close_child(child, by="time")
    return len(rows)


def find_renewal(token: str, today: date, reader: Any = None) -> tuple[GuardianLink, date]:
    """The link and the day of which the mail with this secret asks. Raises DomainError when it is no question any more, or
    was sent to another address than the adult's of now and the `reader` is not their account."""
    ended = DomainError(
        describe_ended_link(_("Sign in to see your answers and to change them.")), code="consents.renewal_ended"
    )
    try:
        number, day, mark = SIGNER.unsign(token).split(":")
    except (signing.BadSignature, ValueError):
        raise ended from None
    until = date.fromisoformat(day)
    link = GuardianLink.objects.filter(pk=number).select_related("guardian__user", "minor", "city").first()
    is_open = link is not None and link.state == GuardianLink.State.CONFIRMED and link.minor.needs_guardian
    if link is None or not is_open or until + timedelta(days=RESTS_DAYS) < today:
        raise ended
    if mark != link.address_mark and (link.account is None or link.account != reader):
        raise ended
    return link, until


@transaction.atomic
def renew_consents(link: GuardianLink) -> None:
    """What this grown-up said before they say again today: each yes holds for another year, each no stays. Twice is once."""
    lock_minor(link.minor)
    link.refresh_from_db(fields=["state", "answers", "answered_at"])
    change_consents(link, guardian=link.guardian, consents=link.answers)
