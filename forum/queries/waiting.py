"""What waits for whoever works in the city because of the forum: its next meeting, reviews, what they are to do."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from cities.models import City
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing, parse_moment
from educities.accounts.models import Person
from educities.activity.texts.mail_dates import short_moment
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from forum.models import AgendaItem, Ballot, Charter, Decision, Meeting, Seat
from forum.queries.ballots import compute_version
from forum.texts import describe_own_part
from meetings.models import Attendance, Session, SessionReply
from programs.models import Forum, Program
from stakeholders.models import Profile, Representation

# So many days before a meeting its agenda waits to be looked at.
PREPARED_DAYS = 14
MEETINGS, SESSIONS = Meeting._meta.db_table, Session._meta.db_table
CHARTERS, BODIES, PROGRAMS = Charter._meta.db_table, Forum._meta.db_table, Program._meta.db_table
ITEMS, DECISIONS = AgendaItem._meta.db_table, Decision._meta.db_table
SEATS, BALLOTS, MARKS = Seat._meta.db_table, Ballot._meta.db_table, Attendance._meta.db_table
REPLIES = SessionReply._meta.db_table
PROFILES, SPEAKERS = Profile._meta.db_table, Representation._meta.db_table
# What is to be done with a meeting, by the state of its session; one that is recorded has no minutes yet.
LABELS = {"held": gettext_noop("Go to the meeting"), "recorded": gettext_noop("Write the minutes")}

# What the person's own seat may do there now, of those with which it began: `counts`; `open`: what is put to it, with the answer.
HELD_SQL = f"""
    SELECT DISTINCT ON (m.id) m.id, s.title, s.starts_at AS since, t.role <> 'youth' AS has_vote,
        coalesce(m.began_with -> 'seats' @> to_jsonb(t.id), true) AS counts,
        EXISTS (
            SELECT FROM {MARKS} a WHERE a.city_id = m.city_id AND a.session_id = s.id AND a.profile_id = t.profile_id
            AND a.status IN ('present', 'late') AND a.left_at IS NULL
        ) AS is_here,
        EXISTS (
            SELECT FROM {MARKS} a WHERE a.city_id = m.city_id AND a.session_id = s.id AND a.profile_id = t.profile_id
            AND a.status IN ('present', 'late') AND a.left_at IS NOT NULL
        ) AS is_gone,
        (
            SELECT json_agg(json_build_object('words', d.words, 'version', b.version))
            FROM {DECISIONS} d JOIN {ITEMS} i ON i.city_id = d.city_id AND i.id = d.item_id AND i.meeting_id = m.id
            LEFT JOIN {BALLOTS} b ON b.city_id = d.city_id AND b.decision_id = d.id AND b.seat_id = t.id
            WHERE d.city_id = m.city_id AND d.meeting_id = m.id AND d.state = 'open'
        ) AS open
    FROM {MEETINGS} m JOIN {SESSIONS} s ON s.city_id = m.city_id AND s.id = m.session_id AND s.state = 'held'
    JOIN {SEATS} t ON t.city_id = m.city_id AND t.charter_id = m.charter_id
    JOIN {PROFILES} p ON p.city_id = t.city_id AND p.id = t.profile_id AND p.user_id = %(user)s
    WHERE m.city_id = %(city)s AND m.ended_at IS NULL AND (
        m.began_with -> 'seats' @> to_jsonb(t.id)
        OR t.ended_on IS NULL AND t.starts_on <= %(today)s AND t.ends_on >= %(today)s
    )
    ORDER BY m.id, counts DESC"""

# Invitations to meetings without an answer, of those who have a seat; by their day those of today stand first.
INVITED_SQL = f"""
    SELECT DISTINCT s.id, s.title, s.starts_at, greatest(s.starts_at - interval '{PREPARED_DAYS} days', m.planned_at) AS since
    FROM {MEETINGS} m JOIN {SESSIONS} s ON s.city_id = m.city_id AND s.id = m.session_id AND s.state = 'scheduled'
    JOIN {SEATS} t ON t.city_id = m.city_id AND t.charter_id = m.charter_id AND t.ended_on IS NULL
        AND t.starts_on <= %(today)s AND t.ends_on >= %(today)s
    JOIN {PROFILES} p ON p.city_id = t.city_id AND p.id = t.profile_id AND p.user_id = %(user)s
    WHERE m.city_id = %(city)s AND s.starts_at > now() AND NOT EXISTS (
        SELECT FROM {REPLIES} r WHERE r.city_id = s.city_id AND r.session_id = s.id AND r.profile_id = t.profile_id
    )"""
TODAY_SQL, LATER_SQL = (
    f"{INVITED_SQL} AND s.starts_at < %(forum_invited_today_midnight)s",
    f"{INVITED_SQL} AND s.starts_at >= %(forum_invited_midnight)s",
)

MEETING_SQL = f"""
    SELECT m.id, s.title, s.starts_at, s.state,
        CASE WHEN s.state = 'recorded' THEN s.ends_at
            ELSE greatest(s.starts_at - interval '{PREPARED_DAYS} days', m.planned_at) END AS since,
        (SELECT count(*) FROM {ITEMS} i WHERE i.city_id = m.city_id AND i.meeting_id = m.id AND i.state = 'waiting') AS n
    FROM {MEETINGS} m JOIN {SESSIONS} s ON s.city_id = m.city_id AND s.id = m.session_id
    JOIN {CHARTERS} c ON c.city_id = m.city_id AND c.id = m.charter_id
    JOIN {BODIES} b ON b.city_id = m.city_id AND b.id = c.body_id
    JOIN {PROGRAMS} p ON p.city_id = m.city_id AND p.id = b.program_id
    WHERE (s.state IN ('held', 'recorded') OR p.state IN ('signed', 'active', 'suspended')) AND m.city_id = %(city)s AND m.ended_at IS NULL AND s.state IN ('draft', 'scheduled', 'held', 'recorded')
    AND s.starts_at < now() + interval '{PREPARED_DAYS} days'"""
PREPARE_SQL, LED_SQL = f"{MEETING_SQL} AND s.state <> 'held'", f"{MEETING_SQL} AND s.state = 'held'"
ACT_SQL = f"""
    SELECT d.id, i.title, d.act_by, d.decided_on::timestamptz AS since
    FROM {DECISIONS} d JOIN {ITEMS} i ON i.city_id = d.city_id AND i.id = d.item_id
    WHERE d.city_id = %(city)s AND d.act_by IS NOT NULL AND d.done_on IS NULL
    AND d.state IN ('decided', 'review_due', 'reviewed') AND (
        EXISTS (
            SELECT FROM {PROFILES} p WHERE p.city_id = d.city_id AND p.id = d.acts_profile_id AND p.user_id = %(user)s
        ) OR EXISTS (
            SELECT FROM {SPEAKERS} r JOIN {PROFILES} p ON p.city_id = r.city_id AND p.id = r.profile_id
            WHERE r.city_id = d.city_id AND r.organisation_id = d.acts_organisation_id AND p.user_id = %(user)s
            AND r.accepted_at IS NOT NULL AND r.starts_on <= %(today)s
            AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
        )
    )"""
REVIEW_SQL = f"""
    SELECT d.id, i.title, d.review_on, d.review_on::timestamptz AS since
    FROM {DECISIONS} d JOIN {ITEMS} i ON i.city_id = d.city_id AND i.id = d.item_id
    WHERE d.city_id = %(city)s AND d.state = 'review_due'"""


def build_meeting_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A meeting that is near, with how much is on its agenda."""
    name, n = translate_plain(row["title"]), row["n"]
    sentence = ngettext("{name}: {n} agenda item", "{name}: {n} agenda items", n)
    label = LABELS.get(row["state"], gettext_noop("Prepare the meeting"))
    day = format_day(parse_moment(row["starts_at"]).astimezone(city.zone).date())
    url = cached_reverse("forum_meeting", city.slug, row["id"])
    return WaitingLine(name_thing(sentence, name, n=n), url, _(label), meta=day, icon="landmark", about=name)


def leaves_it_to_others(user: Person, city: City) -> dict[str, Any] | None:
    """Whoever leads the forum finds the meeting as one that they lead."""
    return None if user.has_perm("forum.lead_charter", city) else {}


def build_held_line(row: dict[str, Any], city: City) -> WaitingLine:
    """The meeting that goes on, and what the person's own seat can do there now."""
    name = translate_plain(row["title"])
    read = Decision._meta.get_field("words").to_python
    open_now = row["open"] or []
    waiting = sum(one["version"] != compute_version(read(one["words"])) for one in open_now)
    about = {name: row[name] for name in ("has_vote", "counts", "is_here", "is_gone")}
    answers = {"questions": len(open_now), "waiting": waiting, "has_answered": len(open_now) > waiting}
    text = describe_own_part(**about, **answers)
    url = cached_reverse("forum_meeting", city.slug, row["id"])
    return WaitingLine(text, url, _("Go to the meeting"), meta=name, icon="landmark", about=name)


def find_midnight(user: Person, city: City) -> dict[str, Any]:
    """When the day that it is in the city is over."""
    return {"midnight": datetime.combine(city.today() + timedelta(days=1), time(), city.zone)}


def build_invitation_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A meeting to which the reader is invited, and has not said whether they come."""
    name, starts = translate_plain(row["title"]), parse_moment(row["starts_at"]).astimezone(city.zone)
    text = name_thing(_("{name}: are you coming?"), name)
    url = cached_reverse("my_sessions", city.slug)
    return WaitingLine(text, url, _("Answer the invitation"), meta=short_moment(starts), icon="landmark", about=name)


def build_act_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A decision of the forum on which the reader acts."""
    name = translate_plain(row["title"])
    text = name_thing(_("The forum asks you to act: “{name}”"), name)
    meta = _("until %(day)s") % {"day": format_day(parse_moment(row["act_by"]).date())}
    return WaitingLine(
        text,
        cached_reverse("report_done", city.slug, row["id"]),
        _("Say what was done"),
        meta=meta,
        icon="landmark",
        about=name,
    )


def build_review_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A decision whose day of review has come."""
    name = translate_plain(row["title"])
    text = name_thing(_("The forum reviews “{name}”"), name)
    return WaitingLine(
        text, cached_reverse("forum_decision", city.slug, row["id"]), _("See the decision"), icon="landmark", about=name
    )


PREPARE = WaitingKind("forum_meetings", 30, "forum.lead_charter", PREPARE_SQL, build_meeting_line)
ACT = WaitingKind("forum_acts", 55, "cities.see_workplace_city", ACT_SQL, build_act_line)
# They are over soon: nothing that has waited longer stands above them.
LED = WaitingKind("forum_led", 28, "forum.lead_charter", LED_SQL, build_meeting_line, comes_first=True)
HELD = WaitingKind(
    "forum_held",
    29,
    "cities.see_workplace_city",
    HELD_SQL,
    build_held_line,
    find=leaves_it_to_others,
    comes_first=True,
)
INVITED_TODAY = WaitingKind(
    "forum_invited_today",
    31,
    "cities.see_workplace_city",
    TODAY_SQL,
    build_invitation_line,
    find=find_midnight,
    comes_first=True,
)
INVITED = WaitingKind(
    "forum_invited", 32, "cities.see_workplace_city", LATER_SQL, build_invitation_line, find=find_midnight
)
REVIEW = WaitingKind("forum_reviews", 35, "forum.lead_charter", REVIEW_SQL, build_review_line)
