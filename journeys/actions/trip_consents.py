"""A guardian's answer to one journey of a child: asked by mail, answered by its link or on paper, over the day after it."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City
from consents.models import GuardianLink
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.activity.actions.reminders import cancel_news
from educities.kit.context import entering_for_others
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from journeys import verbs
from journeys.actions.trip_locks import lock_trip_of
from journeys.actions.trip_news import tell_child_of_refusal, tell_guardians, write_to_address
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.travellers import list_planners, list_travellers
from journeys.queries.trip_asking import (
    build_asking_key,
    count_approvals,
    find_open_questions,
    list_askable_guardians,
)
from journeys.queries.trip_links import OPEN, ROWS, build_answer_url, read_answer_token
from journeys.queries.trip_plans import (
    describe_old_form,
    find_sent_plan,
    is_replaced,
    list_given_answers,
    list_plan_facts,
)
from journeys.queries.trip_seats import find_why_unseated
from journeys.texts.trip_seats import explain_to_guardian
from journeys.texts.trip_states import Standing
from journeys.values import AGREED_TO
from stakeholders.models import Profile

State = TripConsent.State


@transaction.atomic
def ask_trip_consents(expedition: Expedition, *, actor: User | None) -> int:
    """Of an approved plan each guardian of each child whose consent is missing is asked, once a day at most.

    Returns how many mails were written.
    """
    # Whoever takes somebody off the list at this moment waits, or has done it.
    if lock_row(expedition).state != Expedition.State.APPROVED:
        return 0
    missing = [line.traveller for line in list_travellers(expedition).minors if not line.has_agreed]
    for link in list_askable_guardians(missing):
        row = next(row for row in missing if row.profile_id == link.minor_id)
        TripConsent.objects.get_or_create(traveller=row, link=link)
    rows = find_open_questions(missing).select_related(*ROWS).order_by("pk")
    version = count_approvals(expedition)
    return sum(_ask_guardian(row, actor, build_asking_key(row, version, expedition)) for row in rows)


def ask_other_guardians(minor: Profile) -> None:
    """Who answers for the child still is asked about the journeys ahead for which nothing is agreed to any more."""
    rows = Expedition.objects.filter(travellers__profile=minor, state=Expedition.State.APPROVED)
    for expedition in rows.select_related("cohort__lab", "city").order_by("pk"):
        ask_trip_consents(expedition, actor=None)


def _ask_guardian(consent: TripConsent, actor: User | None, key: str) -> bool:
    expedition = consent.traveller.expedition
    link: Any = consent.link  # what is asked by mail has one
    data = {"title": expedition.question, "until": expedition.starts_on.isoformat(), **list_plan_facts(expedition)}
    url = build_answer_url(expedition.city.slug, consent.pk, consent.link_number, link)
    told = [link.account]
    entry = record(verbs.TRIP_CONSENT_ASKED, consent, actor=actor, notify=told, url=url, once=key, **data)
    if entry is not None and link.account is None:
        write_to_address(link, verbs.TRIP_CONSENT_ASKED.code, url, target=consent, key=key, data=data)
    return entry is not None


def find_trip_consent(token: str, reader: Any = None) -> TripConsent:
    """The question with this secret, in the scope's city, for this `reader`. Raises DomainError when it is no question any more."""
    consent = read_answer_token(token, reader)
    link = consent.link if consent else None
    is_known = link is not None and link.state == GuardianLink.State.CONFIRMED
    if consent is None or not is_known or not consent.traveller.profile.is_minor:
        raise DomainError(_("There is nothing to answer here any more."), code="journeys.trip_link_ended")
    expedition = consent.traveller.expedition
    if expedition.state == Expedition.State.CANCELLED:
        raise DomainError(_("This expedition does not take place."), code="journeys.trip_link_ended")
    if expedition.state not in OPEN or consent.state == State.EXPIRED:
        raise DomainError(str(TripConsent.ALREADY[State.EXPIRED]), code="journeys.trip_link_ended")
    return consent


def describe_why_no_yes(expedition: Expedition) -> str:
    """Why nobody can agree to this journey now, in a sentence; "" while its approved plan waits for the first day."""
    if expedition.state == Expedition.State.UNDERWAY:
        return _("The expedition is under way, so you can only take a yes back.")
    if expedition.state != Expedition.State.APPROVED:
        return _("The plan of this expedition is being changed. We ask you again once it is approved.")
    return ""


def list_open_answers(consent: TripConsent, now: Standing | None) -> list[str]:
    """Which answers the adult who was asked can give at this moment: "yes", "no", both or none."""
    trip = consent.traveller.expedition
    if now is None:
        return []
    is_open = not now.unseated and not describe_why_no_yes(trip)
    live = trip.state in {Expedition.State.APPROVED, Expedition.State.UNDERWAY}
    may_refuse = consent.state == State.GIVEN or (consent.state == State.ASKED and live and not now.unseated)
    return ["yes", "no"] if is_open else ["no"] if may_refuse else []


@transaction.atomic
def answer_trip_consent(
    consent: TripConsent, *, says_yes: bool, actor: User | None, phone: str = "", shows_email: bool = False
) -> None:
    """The guardian agrees that the child travels, or does not; at a no the child stays at home from this moment.

    The same answer twice is one; a phone that is written anew takes the place of the one before.
    """
    # Whoever lets the expedition start at this moment waits, or has started it.
    expedition = lock_trip_of(consent.traveller)
    consent.state = TripConsent.objects.get(pk=consent.pk).state
    if not says_yes:
        _refuse_trip(consent, actor)
        return
    if refusal := describe_why_no_yes(expedition) or _describe_why_unseated(consent):
        raise DomainError(refusal, code="journeys.trip_not_open")
    _agree_to_trip(consent, actor, phone=phone, shows_email=shows_email)


def _describe_why_unseated(consent: TripConsent) -> str:
    """Why an adult who was asked cannot agree now; a signed form waits until the child has a seat again."""
    if consent.link is None or consent.state == State.GIVEN:
        return ""
    return explain_to_guardian(find_why_unseated(consent.traveller), consent.link, has_agreed=False)


def _agree_to_trip(consent: TripConsent, actor: User | None, **given: Any) -> None:
    expedition = consent.traveller.expedition
    if consent.state == State.GIVEN:
        TripConsent.objects.filter(pk=consent.pk).update(**given)
        return
    cancel_news(expedition, verbs.OWN_TRIP_REFUSED, of=consent.traveller.profile_id)
    until = expedition.ends_on + timedelta(days=1)
    consent.move(State.GIVEN, answered_at=timezone.now(), valid_until=until, **given)
    record(verbs.TRIP_ANSWERED, consent, actor=actor, title=expedition.question)
    record(verbs.TRIP_CONSENT_GIVEN, expedition, actor=actor, title=expedition.question)


def _refuse_trip(consent: TripConsent, actor: User | None) -> None:
    """What was given for this journey, a phone and an address, is gone with the yes, unless the child is on the way."""
    if consent.state in TripConsent.NO:
        return
    expedition = consent.traveller.expedition
    is_out = consent.state == State.GIVEN and expedition.state == Expedition.State.UNDERWAY
    no = State.WITHDRAWN if consent.state == State.GIVEN else State.REFUSED
    gone: dict[str, Any] = {} if is_out else {"phone": "", "shows_email": False, "valid_until": None}
    consent.move(no, answered_at=timezone.now(), **gone)
    record(verbs.TRIP_ANSWERED, consent, actor=actor, title=expedition.question)
    told = list_planners(expedition, actor)
    if not is_out:
        record(verbs.TRIP_REFUSED, expedition, actor=actor, notify=told, title=expedition.question)
        tell_child_of_refusal(consent.traveller, actor)
        return
    adults = expedition.travellers.filter(role=Traveller.Role.RESPONSIBLE).select_related("profile__user")
    told = [*told, *(row.profile.user for row in adults if row.profile.user != actor)]
    sheet = reverse("trip_contacts", args=[expedition.city.slug, expedition.pk])
    record(verbs.TRIP_TAKEN_BACK, expedition, actor=actor, notify=told, url=sheet, title=expedition.question)


@transaction.atomic
@entering_for_others()
def enter_trip_form(
    traveller: Traveller,
    *,
    actor: User,
    signed_by: str,
    signed_on: date,
    says_yes: bool,
    phone: str = "",
    replaces: bool = False,
) -> TripConsent:
    """What a guardian signed on paper about this journey holds as if they had answered; a no by mail outweighs it.

    The adults who were asked read so. `replaces`: whoever enters it has seen that it says another thing than an answer
    that stands. Raises DomainError without it, and for a form that is older than the plan or the list.
    """
    lock_trip_of(traveller)
    if refusal := describe_why_no_form(traveller):
        raise DomainError(refusal, code="journeys.trip_not_open")
    if refusal := describe_old_form(traveller, signed_on):
        raise DomainError(refusal, code="journeys.form_day", field="signed_on")
    given = list_given_answers(traveller)
    if not replaces and any(is_replaced(one, signed_by=signed_by, says_yes=says_yes) for one in given):
        text = _("Another answer is there already. Look at it, and tick that the form replaces it.")
        raise DomainError(text, code="journeys.answer_there", field="replaces")
    paper, _made = TripConsent.objects.get_or_create(traveller=traveller, link=None)
    TripConsent.objects.filter(pk=paper.pk).update(signed_by=signed_by, signed_on=signed_on)
    tell_guardians(traveller, verbs.TRIP_FORM_ENTERED, actor=actor, to_question=True, says_yes=says_yes)
    paper.traveller = traveller
    answer_trip_consent(paper, says_yes=says_yes, actor=actor, phone=phone)
    return paper


def describe_why_no_form(traveller: Traveller) -> str:
    """Why no signed form is entered, in a sentence; "" for somebody under 18 on a journey whose plan is approved."""
    if not traveller.profile.is_minor:
        return _("Nobody needs to answer for this person.")
    if traveller.expedition.state != Expedition.State.APPROVED:
        return _("A signed form is entered once the plan is approved, and before the expedition starts.")
    return ""


def reopen_trip_consents(expedition: Expedition, changed: Collection[str]) -> None:
    """Who agreed to another plan than this one, guardians and children, is asked again, once it is approved; a no stays one."""
    if not AGREED_TO.intersection(changed):
        return
    Traveller.objects.filter(expedition=expedition, own_answer=True).update(own_answer=None)
    for consent in TripConsent.objects.filter(traveller__expedition=expedition, state=State.GIVEN).order_by("pk"):
        if consent.link_id is None:
            consent.delete()
        else:
            consent.move(State.ASKED, valid_until=None)


def list_guardian_accounts(travellers: Collection[Traveller]) -> list[User]:
    """The accounts of the grown-ups who were asked about these travellers."""
    rows = TripConsent.objects.filter(traveller__in=travellers, link__guardian__user__isnull=False)
    return [row.link.account for row in rows.select_related("link__guardian__user")]


def call_trip_off(expedition: Expedition, *, but: Collection[User | None], reason: str) -> None:
    """Everybody who would have travelled reads that nobody does, and so do the guardians who were asked."""
    travellers = list(expedition.travellers.select_related("profile__user"))
    users = {row.profile.user for row in travellers} | set(list_guardian_accounts(travellers))
    mine = reverse("mine", args=[expedition.city.slug])
    data = {"title": expedition.question, "reason": reason, **find_sent_plan(expedition)}
    told = users - set(but) - {None}
    if told:
        record(verbs.TRIP_CALLED_OFF, expedition, actor=None, notify=told, url=mine, **data)
    asked = TripConsent.objects.filter(traveller__in=travellers, link__isnull=False, link__guardian__user=None)
    for consent in asked.select_related(*ROWS).order_by("pk"):
        key = f"trip-off:{consent.pk}"
        link: Any = consent.link
        write_to_address(link, verbs.TRIP_CALLED_OFF.code, "", target=expedition, key=key, data=data)


def end_trip_consents(city: City) -> int:
    """Of a journey that is over nothing is asked, and no yes holds. Returns how many have ended."""
    live = TripConsent.objects.filter(state__in=[State.ASKED, State.GIVEN])
    over = list(live.filter(traveller__expedition__ends_on__lt=city.today() - timedelta(days=1)).order_by("pk"))
    for consent in over:
        consent.move(State.EXPIRED)
    return len(over)


def warn_before_trips(city: City) -> int:
    """The day before, what is missing of an approved journey is asked for once more, and who planned it is told.

    Returns how many journeys cannot set out yet.
    """
    tomorrow = city.today() + timedelta(days=1)
    rows = Expedition.objects.filter(state=Expedition.State.APPROVED, starts_on=tomorrow)
    found = [row for row in rows.select_related("cohort__lab", "city") if not row.cohort.is_over]
    late = [row for row in found if not list_travellers(row).is_ready]
    for expedition in late:
        with transaction.atomic():
            ask_trip_consents(expedition, actor=None)
            told, once = list_planners(expedition, None), f"trip-not-ready:{expedition.pk}:{expedition.starts_on}"
            record(verbs.TRIP_NOT_READY, expedition, actor=None, notify=told, once=once, title=expedition.question)
    return len(late)


def record_contacts_read(expedition: Expedition, *, actor: User) -> None:
    """Each look at how children's guardians are reached stands in the record."""
    record(verbs.CONTACTS_READ, expedition, actor=actor, title=expedition.question)
