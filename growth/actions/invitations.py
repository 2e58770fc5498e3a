"""People and organisations are invited to a growth engine, and each answers for itself."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.queries import city_today
from educities.accounts.models import User
from educities.activity.actions.records import record, record_each
from educities.activity.actions.reminders import cancel_reminders, schedule_reminder
from educities.activity.values import Verb
from educities.kit.errors import DomainError
from educities.kit.rows import lock_row
from growth import verbs
from growth.models import Engine, Invitee, Round
from growth.queries import find_invitable_organisations, find_invitable_people, list_users_of
from growth.values import LEAST_DAYS, MOST_DAYS, MOST_INVITED, REMINDED_DAYS
from stakeholders.actions.adulthood import are_adults
from stakeholders.models import Organisation, Profile
from stakeholders.queries import find_profile

State = Invitee.State
Holder = Profile | Organisation
RULE = "growth.answer"
MORNING = time(9)


def describe_why_closed(engine: Engine) -> str:
    """That the city no longer wants to grow here, in a sentence; "" while it does."""
    return "" if engine.is_open else _("The city does not name this as a growth area any more. Name it again first.")


@transaction.atomic
def invite_holders(
    engine: Engine, holders: Iterable[Holder], *, actor: User, sentence: dict[str, str], ends_on: date
) -> Round:
    """Each of them is asked by mail, in their own language, whether they would like to take part.

    Who was asked meanwhile, has said no within 180 days, has left, or may not be asked for another reason, is left out:
    two who invite the same person at once invite once. Raises DomainError where nobody is left.
    """
    engine = lock_row(engine, "city", "area")
    if refusal := describe_why_closed(engine):
        raise DomainError(refusal, code="growth.closed")
    _check_days(ends_on)
    holders = set(holders)
    are_adults(*(one for one in holders if isinstance(one, Profile)))
    chosen = _keep_invitable(engine, holders, actor)
    if not chosen:
        text = _("All of these were invited already, or cannot be invited now. Choose someone else.")
        raise DomainError(text, code="growth.nobody", field="people")
    row = Round.objects.create(engine=engine, sentence=sentence, ends_on=ends_on, opened_by=find_profile(actor))
    _write_invitees(row, chosen, actor)
    _schedule_reminder(row)
    record(verbs.ROUND_SENT, engine, actor=actor, title=engine.title, n=len(chosen))
    return row


def _check_days(ends_on: date) -> None:
    today = city_today()
    if not today + timedelta(days=LEAST_DAYS) <= ends_on <= today + timedelta(days=MOST_DAYS):
        text = _("Give them between %(least)s and %(most)s days to answer.") % {"least": LEAST_DAYS, "most": MOST_DAYS}
        raise DomainError(text, code="growth.days", field="ends_on")


def _keep_invitable(engine: Engine, holders: Collection[Holder], actor: User) -> list[Holder]:
    """Those of the holders who may be invited now. Whom the reader sees was asked by the page."""
    people = find_invitable_people(engine, actor).filter(profile__in=[one.pk for one in holders if _is_person(one)])
    organisations = find_invitable_organisations(engine).filter(
        pk__in=[one.pk for one in holders if not _is_person(one)]
    )
    found: list[Holder] = [claim.profile for claim in people.select_related("profile").order_by("pk") if claim.profile]
    return [*found, *organisations.order_by("pk")][:MOST_INVITED]


def _is_person(holder: Holder) -> bool:
    return isinstance(holder, Profile)


def _write_invitees(row: Round, holders: Iterable[Holder], actor: User) -> None:
    invitees = [
        Invitee.objects.create(
            round=row,
            engine=row.engine,
            **{"profile" if isinstance(holder, Profile) else "organisation": holder},
        )
        for holder in holders
    ]
    users = list_users_of(invitees)
    ends = datetime.combine(row.ends_on + timedelta(days=1), time(), row.city.zone)
    for one in invitees:
        record(
            verbs.INVITED,
            one,
            actor=actor,
            notify=[user for user in users[one.pk] if user != actor],
            note={"sentence": row.sentence},
            expires_at=ends,
            title=row.title,
        )


def _schedule_reminder(row: Round) -> None:
    """Whoever has not answered some days before the end hears of it once."""
    day = row.ends_on - timedelta(days=REMINDED_DAYS)
    if day <= city_today():
        return
    ends = datetime.combine(row.ends_on + timedelta(days=1), time(), row.city.zone)
    schedule_reminder(row, RULE, datetime.combine(day, MORNING), row.city.zone, ends)


def describe_why_no_answer(row: Invitee) -> str:
    """Why nobody answers this any more, in a sentence; "" while it is asked."""
    if row.state != State.ASKED:
        return str(Invitee.ALREADY[row.state])
    return str(Invitee.ALREADY[State.SILENT]) if row.round.ends_on < city_today() else ""


def describe_why_no_acceptance(row: Invitee) -> str:
    """Why nobody says yes any more, in a sentence; "" while it is asked, or a no can still be changed."""
    if row.state == State.NO and row.round.ends_on >= city_today():
        return ""
    return describe_why_no_answer(row)


def describe_why_no_refusal(row: Invitee) -> str:
    """Why nobody says no any more, in a sentence; "" while it is asked, or a yes has not become anything."""
    return "" if row.state == State.YES else describe_why_no_answer(row)


@transaction.atomic
def accept_invitation(row: Invitee, *, actor: User) -> None:
    """They would like to take part; who invited them reads it."""
    is_possible = are_adults(row.profile)
    row.refresh_from_db(fields=["state"])
    if refusal := describe_why_no_acceptance(row):
        raise DomainError(refusal, code="growth.answered")
    if not is_possible:
        raise DomainError(str(Invitee.ALREADY[State.GONE]), code="growth.answered")
    _set_answer(row, State.YES, actor)
    _tell_opener(verbs.ACCEPTED, row, actor)


def _tell_opener(verb: Verb, row: Invitee, actor: User) -> None:
    """Who invited them hears of it, and finds it on the page of the engine."""
    opener = row.round.opened_by
    told = list(User.objects.filter(pk=opener.user_id, is_active=True)) if opener and opener.user_id else []
    url = row.engine.get_absolute_url()
    record(verb, row, actor=actor, notify=[one for one in told if one != actor], url=url, title=row.round.title)


@transaction.atomic
def decline_invitation(row: Invitee, *, actor: User) -> None:
    """Not now: they are not invited to this engine for 180 days, and nobody reads whose no it was.

    A yes was read by whoever invited them, who reads that it is taken back.
    """
    row.refresh_from_db(fields=["state"])
    if refusal := describe_why_no_refusal(row):
        raise DomainError(refusal, code="growth.answered")
    had_agreed = row.state == State.YES
    _set_answer(row, State.NO, actor)
    if had_agreed:
        _tell_opener(verbs.TAKEN_BACK, row, actor)
    else:
        record(verbs.REFUSED, row, actor=actor)


def _set_answer(row: Invitee, answer: str, actor: User) -> None:
    by = find_profile(actor) if row.organisation_id else None
    row.move(answer, answered_at=timezone.now(), answered_by=by)


def lapse_unanswered(most: int = 200) -> int:
    """In rounds of the scope's city whose last day is over nobody is asked any more. Returns how many rounds."""
    late = Invitee.objects.filter(state=State.ASKED, round__ends_on__lt=city_today()).values("round")
    return sum(_lapse_round(row) for row in Round.objects.filter(pk__in=late).order_by("pk")[:most])


@transaction.atomic
def _lapse_round(row: Round) -> int:
    silent = list(row.invitees.filter(state=State.ASKED).select_for_update(no_key=True))
    Invitee.objects.filter(pk__in=[one.pk for one in silent]).update(state=State.SILENT)
    record_each(verbs.LAPSED, [(one, {}) for one in silent], actor=None)
    cancel_reminders(row)
    return 1 if silent else 0
