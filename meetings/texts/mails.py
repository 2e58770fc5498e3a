"""What the mails about a session say: an invitation, a change, a new time, a reminder, the end of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from educities.activity.texts.mail_dates import day_and_hours, long_day, near_day, short_day, short_moment
from educities.activity.texts.mail_kinds import Button, CalendarEvent, Fact, Letter, Mail, compose_sentence, fit_subject
from educities.activity.texts.mails import mail_domain
from educities.kit.multilingual import join_localised, translate_plain
from meetings.models import Session
from meetings.queries.reply_links import reply_address
from meetings.queries.sessions import find_following_session, is_next_session
from meetings.values import GROUP_KINDS, NAMELESS
from meetings.values.local_time import days_until

MOST_FACTS = 5


def answer_addresses(session_id: str, users: Collection[int]) -> dict[int, str]:
    """Each reader's own link to say yes or no by; nothing when nobody is to answer any more."""
    session = Session.objects.select_related("city", "group").filter(pk=session_id).first()
    if session is None or not session.is_open:
        return {}
    seats = session.group.seats.filter(profile__user__in=users).select_related("profile")
    return {seat.profile.user_id: reply_address(session, seat.profile) for seat in seats}


def write_invitation(letter: Letter) -> Mail:
    """A new session: when, where, what for, and the two answers."""
    online, is_next = _is_online(letter), is_next_session(_find_session(letter))
    subject = (
        _("%(when)s, online: “%(title)s”. Are you coming?") if online else _("%(when)s: “%(title)s”. Are you coming?")
    )
    named, nameless = (
        (
            _("%(name)s invites you to an online session of %(group)s."),
            _("You are invited to an online session of %(group)s."),
        )
        if online
        else (
            _("%(name)s invites you to the next session of %(group)s."),
            _("You are invited to the next session of %(group)s."),
        )
        if is_next
        else (
            _("%(name)s invites you to a session of %(group)s."),
            _("You are invited to a session of %(group)s."),
        )
    )
    return _session_mail(
        letter,
        subject=fit_subject(subject, when=short_moment(_start_time(letter)), title=letter.word("title")),
        preview=_place_line(letter, _("One tap is enough, without signing in.")),
        heading=_("Are you coming, online?") if online else _("Are you coming?"),
        lead=_name_writer(letter, named, nameless),
        facts=[(letter.word("title"), _format_when(letter)), *_place_facts(letter), *_plan_facts(letter)],
        until=_answer_by(letter, _("If you answer, you get no reminder.")),
        other=[
            _("No sign-in is needed, and you can change your answer until the session begins."),
            _("The link is only for those who take part: please do not pass it on.")
            if letter.word("link")
            else _("The attached file puts the session into your calendar."),
        ],
    )


def write_move(letter: Letter) -> Mail:
    """A new time: the new day and the old one, and a new answer."""
    old, starts = _read_moment(letter, "old_starts_at"), _start_time(letter)
    facts: list[Fact] = [(_("New time"), _format_when(letter))]
    subject = _("New time: %(new)s") % {"new": short_moment(starts)}
    if old and old != starts:
        facts.append((_("No longer"), join_localised([near_day(old), f"{old:%H:%M}"])))
        was = short_moment(old) if old.date() == starts.date() else short_day(old)
        subject = _("New time: %(new)s (was %(old)s)") % {"new": short_moment(starts), "old": was}
    return _session_mail(
        letter,
        subject=fit_subject("%(title)s", title=subject),
        preview=compose_sentence(
            _("“%(title)s” of %(cohort)s. Please answer again."),
            title=letter.word("title"),
            cohort=letter.word("cohort"),
        ),
        heading=_("The session has a new time. Are you coming?"),
        lead=_name_writer(
            letter,
            _("%(name)s has moved the session “%(title)s” of %(group)s."),
            _("The session “%(title)s” of %(group)s has moved to another time."),
        ),
        facts=[*facts, *_place_facts(letter)],
        until=_answer_by(letter, _("An earlier answer was for the old time.")),
        other=[_("The attached file moves the session in your calendar.")],
    )


def write_change(letter: Letter) -> Mail:
    """Another place, link or end: what is new is named first."""
    names = {"place": _("Location"), "link": _("Online link"), "ends_at": pgettext("of a session", "End")}
    new = [names[name] for name in ("place", "link", "ends_at") if name in letter.data.get("changed", [])]
    return _session_mail(
        letter,
        subject=fit_subject(
            _("Changed: “%(title)s”, %(when)s"), title=letter.word("title"), when=short_moment(_start_time(letter))
        ),
        preview=_("What is new: %(parts)s") % {"parts": pgettext("between the parts of a list", ", ").join(new)},
        heading=_("The session has changed"),
        lead=_name_writer(
            letter,
            _("%(name)s has changed the session “%(title)s” of %(group)s."),
            _("The session “%(title)s” of %(group)s has changed."),
        ),
        facts=[
            (_("What is new"), pgettext("between the parts of a list", ", ").join(new)),
            (letter.word("title"), _format_when(letter)),
            *_place_facts(letter),
        ],
        other=[_("Your answer still counts."), _("The attached file changes the session in your calendar.")],
        button=(_("See the session"), letter.url),
    )


def write_cancellation(letter: Letter) -> Mail:
    """It will not take place: why, and when the next one is."""
    following = find_following_session(_find_session(letter))
    cancelled_at = _start_time(letter)
    facts: list[Fact] = [(_("Cancelled"), join_localised([long_day(cancelled_at), f"{cancelled_at:%H:%M}"]))]
    preview = letter.word("cohort")
    if following:
        zone = _city_zone(letter)
        facts.append((_("Next session"), _moment_and_place(following, zone)))
        preview = compose_sentence(
            _("%(cohort)s. The next session is on %(day)s."),
            cohort=preview,
            day=near_day(following.starts_at.astimezone(zone)),
        )
    city = letter.city.slug if letter.city else ""
    return _session_mail(
        letter,
        subject=fit_subject(
            _("Cancelled: “%(title)s”, %(when)s"), title=letter.word("title"), when=short_moment(cancelled_at)
        ),
        preview=preview,
        heading=_("The session will not take place"),
        lead=_name_writer(
            letter,
            _("%(name)s has cancelled the session “%(title)s” of %(group)s."),
            _("The session “%(title)s” of %(group)s is cancelled."),
        ),
        facts=facts,
        other=[_("You need not do anything."), _("The attached file removes the session from your calendar.")],
        button=(_("See the next sessions"), letter.page(reverse("my_sessions", args=[city])) if city else letter.url),
        is_cancelled=True,
    )


def write_reminder(letter: Letter) -> Mail:
    """Who has not answered is asked once more, with the day as it is called at the moment of sending."""
    days = days_until(letter.data)
    starts = _start_time(letter)
    near = {0: _("Today"), 1: _("Tomorrow")}.get(days, short_day(starts))
    headings = {0: _("Today. Are you coming?"), 1: _("Tomorrow. Are you coming?")}
    leads = {
        0: _("The session “%(title)s” of %(group)s is today, and your answer is still missing."),
        1: _("The session “%(title)s” of %(group)s is tomorrow, and your answer is still missing."),
    }
    later = _("The session “%(title)s” of %(group)s is on %(day)s, and your answer is still missing.")
    parts = {"title": letter.word("title"), "group": _name_group(letter), "day": near_day(starts)}
    return _session_mail(
        letter,
        subject=fit_subject(
            _("%(day)s, %(time)s: “%(title)s”. Are you coming?"),
            day=near,
            time=f"{starts:%H:%M}",
            title=letter.word("title"),
        ),
        preview=_place_line(letter, _("Your answer is still missing, one tap is enough.")),
        heading=headings.get(days, _("Are you coming?")),
        lead=compose_sentence(leads.get(days, later), **parts),
        facts=[(_("When"), _format_when(letter)), *_place_facts(letter)],
        until=_("Please answer today.") if days > 0 else _("Please answer now."),
        other=[_("No sign-in is needed."), _("There will be no other reminder.")],
        why=_("You get this email because %(membership)s and have not answered yet."),
    )


def _session_mail(
    letter: Letter,
    *,
    other: list[str],
    facts: list[Fact],
    why: str = "",
    button: Button = ("", ""),
    is_cancelled: bool = False,
    **words: Any,
) -> Mail:
    why = why or _("You get this email because %(membership)s.")
    second = None
    if letter.answer and not button[1]:
        button = (_("I am coming"), f"{letter.answer}?reply=coming")
        second = (_("I cannot come"), f"{letter.answer}?reply=not_coming")
    return Mail(
        button=button if button[1] else (_("See the session"), letter.url),
        second=second,
        body=(letter.reason,) if letter.reason else (),
        facts=facts[:MOST_FACTS],
        other=" ".join(other),
        why=compose_sentence(why, membership=_name_group(letter, "membership")),
        calendar=_calendar_event(letter, is_cancelled),
        thread=f"session:{letter.target_id}",
        **words,
    )


def _name_writer(letter: Letter, named: str, nameless: str) -> str:
    parts = {"title": letter.word("title"), "group": _name_group(letter)}
    return (
        compose_sentence(named, name=letter.sender, **parts) if letter.sender else compose_sentence(nameless, **parts)
    )


def _name_group(letter: Letter, name: str = "own_name") -> str:
    """What the app that owns the group calls it for its own; a mail of before says nothing of the kind."""
    kind = GROUP_KINDS.get(str(letter.data.get("kind", "")))
    pattern = str(getattr(kind, name) if kind else NAMELESS[name])
    return compose_sentence(pattern, cohort=letter.word("cohort"))


def _city_zone(letter: Letter) -> ZoneInfo:
    return ZoneInfo(letter.data["time_zone"])


def _read_moment(letter: Letter, name: str) -> datetime | None:
    value = letter.data.get(name)
    return datetime.fromisoformat(value).astimezone(_city_zone(letter)) if value else None


def _start_time(letter: Letter) -> datetime:
    return datetime.fromisoformat(letter.data["starts_at"]).astimezone(_city_zone(letter))


def _format_when(letter: Letter) -> str:
    ends = datetime.fromisoformat(letter.data["ends_at"]).astimezone(_city_zone(letter))
    text = day_and_hours(_start_time(letter), ends)
    if not _is_online(letter):
        return text
    return _("%(when)s, local time in %(city)s") % {"when": text, "city": letter.city_name}


def _is_online(letter: Letter) -> bool:
    return bool(letter.word("link")) and not letter.word("place")


def _place_facts(letter: Letter) -> list[Fact]:
    """Where it is; with a link both, each on a line of its own."""
    facts: list[Fact] = []
    if place := letter.word("place"):
        facts.append((_("Location"), compose_sentence("%(place)s", place=place)))
    if link := letter.word("link"):
        facts.append((_("Online"), link))
    return facts


def _agenda_facts(letter: Letter) -> list[Fact]:
    """What waits for it, as the app says that owns the group."""
    kind = GROUP_KINDS.get(str(letter.data.get("kind", "")))
    matters = list(kind.list_matters(letter.target_id)) if kind and letter.target_id.isdecimal() else []
    return [(_("On the agenda"), matters)] if matters else []


def _plan_facts(letter: Letter) -> list[Fact]:
    session = _find_session(letter)
    lines = [line.strip() for line in translate_plain(session.plan).splitlines()] if session else []
    plan = [compose_sentence("%(plan)s", plan=line) for line in lines if line]
    return [*_agenda_facts(letter), *([(_("What we do"), plan)] if plan else [])]


def _place_line(letter: Letter, rest: str) -> str:
    place = letter.word("place") or (_("Online") if letter.word("link") else "")
    parts = [part for part in (letter.word("cohort"), place) if part]
    return f"{pgettext('between the parts of a list', ', ').join(parts)}. {rest}" if parts else rest


def _answer_by(letter: Letter, rest: str) -> str:
    by = _read_moment(letter, "answer_by")
    if by is None or by <= timezone.now():
        asked = _("Please answer before the session begins.")
    else:
        asked = _("Please answer by %(day)s, %(time)s.") % {"day": near_day(by), "time": f"{by:%H:%M}"}
    return f"{asked} {rest}"


def _find_session(letter: Letter) -> Session | None:
    return Session.objects.filter(pk=letter.target_id).first() if letter.target_id.isdecimal() else None


def _moment_and_place(session: Session, zone: ZoneInfo) -> str:
    text = day_and_hours(session.starts_at.astimezone(zone), session.ends_at.astimezone(zone))
    return f"{text}{pgettext('between the parts of a list', ', ')}{session.place}" if session.place else text


def _calendar_event(letter: Letter, is_cancelled: bool) -> CalendarEvent:
    city = letter.city.pk if letter.city else 0
    cohort, title = letter.word("cohort"), letter.word("title")
    return CalendarEvent(
        uid=f"session-{city}-{letter.target_id}@{mail_domain()}",
        sequence=int(letter.data.get("sequence", 0)),
        starts_at=datetime.fromisoformat(letter.data["starts_at"]),
        ends_at=datetime.fromisoformat(letter.data["ends_at"]),
        title=f"{title} ({cohort})" if cohort else title,
        place=letter.word("place"),
        url=letter.word("link"),
        is_cancelled=is_cancelled,
    )
