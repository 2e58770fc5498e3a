"""What waits for people in the five years: signing, overdue milestones, overrides that the steward decides on."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities.models import City, Role
from cities.queries.waiting import WaitingKind, WaitingLine, WordsAnswer, name_thing
from cities.rules.roles import find_deputised, has_city_role
from educities.accounts.models import Person, User
from educities.activity.models import AuditEntry
from educities.activity.texts.mail_kinds import isolate_text, quote_words
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from programs import verbs
from programs.models import HandoverLine, Milestone, MilestoneOverride, Program, ProgramYear, Signature
from programs.queries.contract import stamp_request
from programs.queries.endings import AGREEING
from programs.queries.waiting import name_writer
from stakeholders.models import Profile, Representation

PROGRAMS, YEARS, ROWS = (model._meta.db_table for model in (Program, ProgramYear, Milestone))
HANDOVERS = HandoverLine._meta.db_table
OVERRIDES, SIGNATURES = MilestoneOverride._meta.db_table, Signature._meta.db_table
PROFILES, SPEAKERS = Profile._meta.db_table, Representation._meta.db_table


def find_own_sides(user: Person, city: City) -> dict[str, Any] | None:
    """The sides for which the person can sign."""
    sides = [side for side in ("director", "steward") if has_city_role(user, city, side)]
    return {"sides": sides} if sides else None


def build_program_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Five years that are laid out and that this person's side has not signed."""
    text = _("The five-year program is ready to be signed")
    url = cached_reverse("sign_program", city.slug, row["id"])
    return WaitingLine(text, url, _("Sign"), icon="route", about=text)


# Who proposed it is told by the program's page; a city without a steward is signed by the director alone.
PROPOSED = WaitingKind(
    "program",
    10,
    "programs.sign_program",
    f"""SELECT p.id, COALESCE((
            SELECT max(a.at) FROM {AuditEntry._meta.db_table} a
            WHERE a.city_id = p.city_id AND a.target_type = 'programs.program' AND a.target_id = p.id::text
              AND a.verb = '{verbs.PROGRAM_PROPOSED.code}'
        ), now()) AS since
        FROM {PROGRAMS} p WHERE p.city_id = %(city)s AND p.state = 'proposed'
        AND NOT EXISTS (
            SELECT FROM {SIGNATURES} s WHERE s.city_id = p.city_id AND s.program_id = p.id
            AND (s.person_id = %(user)s OR s.side = ANY(%(program_sides)s))
        )""",
    build_program_line,
    find_own_sides,
)


def build_end_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Somebody asks to end the five years early: agreed to on a page that asks first, declined with a sentence."""
    text, why = _("Shall the five-year program end early?"), [quote_words(row["end_reason"])]
    if asker := name_writer(row):
        why.append(_("asked by %(name)s") % {"name": isolate_text(asker)})
    url = cached_reverse("agree_to_end", city.slug, row["id"])
    decline = pgettext("end of a program", "Decline")
    return WaitingLine(
        text,
        url,
        _("Read and decide"),
        icon="route",
        about=text,
        unfold=_("Read why, or decline"),
        facts=((_("Why"), "\n".join(why)),),
        answer=WordsAnswer(cached_reverse("decline_end", city.slug, row["id"]), decline, _("Why do you decline?")),
    )


END_REQUESTED = WaitingKind(
    "program_end",
    11,
    "programs.answer_end_of_program",
    f"""SELECT v.id, v.end_reason, v.end_requested_at AS since, NULL AS app, p.display_name AS person, u.is_active,
            u.is_operator
        FROM {PROGRAMS} v JOIN ({AGREEING}) may ON may.number = v.id AND may.user_id = %(user)s
        LEFT JOIN {User._meta.db_table} u ON u.id = v.end_requested_by_id
        LEFT JOIN {PROFILES} p ON p.city_id = v.city_id AND p.user_id = u.id
        WHERE v.city_id = %(city)s""",
    build_end_line,
)


def find_own_milestones(user: Person, city: City) -> dict[str, Any]:
    """Of whose milestones the person hears: a director of all, others of those of their role and their organisations."""
    roles = [role for role in ("facilitator", "steward") if has_city_role(user, city, role)]
    return {"directs": has_city_role(user, city, Role.DIRECTOR), "roles": roles}


def build_late_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A milestone whose day is over, and nobody has said how it stands."""
    name = translate_plain(row["title"])
    return WaitingLine(
        name_thing(_("Overdue: “{name}”"), name),
        cached_reverse("milestone", city.slug, row["id"]),
        _("Say how it stands"),
        meta=format_day(date.fromisoformat(row["due_on"])),
        icon="clock-alert",
        about=name,
    )


LATE = WaitingKind(
    "late_milestones",
    50,
    "cities.see_workplace_city",
    f"""SELECT m.id, m.title, m.due_on, (m.due_on + 1)::timestamptz AS since FROM {ROWS} m
        JOIN {YEARS} y ON y.city_id = m.city_id AND y.id = m.year_id
        JOIN {PROGRAMS} p ON p.city_id = y.city_id AND p.id = y.program_id
        WHERE m.city_id = %(city)s AND p.state = 'active' AND m.state IN ('planned', 'at_risk')
        AND m.due_on < %(today)s AND m.due_on >= (p.signed_at AT TIME ZONE %(late_milestones_zone)s)::date
        AND (%(late_milestones_directs)s OR m.owner_role = ANY(%(late_milestones_roles)s) OR EXISTS (
            SELECT FROM {SPEAKERS} r JOIN {PROFILES} w ON w.city_id = r.city_id AND w.id = r.profile_id
            WHERE r.city_id = m.city_id AND r.organisation_id = m.owner_id AND w.user_id = %(user)s
            AND r.accepted_at IS NOT NULL AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
        ))""",
    build_late_line,
    lambda user, city: find_own_milestones(user, city) | {"zone": city.time_zone},
)


def build_unsaid_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Milestones whose day was over before the signing: one line for all of them, until somebody says how they stand."""
    text = ngettext(
        "%(n)s milestone was due before the program was signed",
        "%(n)s milestones were due before the program was signed",
        row["n"],
    )
    alone = cached_reverse("milestone", city.slug, row["id"])
    url = alone if row["n"] == 1 else cached_reverse("program", city.slug)
    return WaitingLine(text % {"n": row["n"]}, url, _("Say how it stands"), icon="route", about=text % {"n": row["n"]})


# As `Milestone.asks_for_status`.
UNSAID = WaitingKind(
    "unsaid_milestones",
    51,
    "programs.sign_program",
    f"""SELECT min(m.id) AS id, count(*) AS n, max(p.signed_at) AS since FROM {ROWS} m
        JOIN {YEARS} y ON y.city_id = m.city_id AND y.id = m.year_id
        JOIN {PROGRAMS} p ON p.city_id = y.city_id AND p.id = y.program_id
        WHERE m.city_id = %(city)s AND p.state IN ('signed', 'active') AND m.state IN ('planned', 'at_risk')
        AND m.due_on < %(today)s AND m.due_on < (p.signed_at AT TIME ZONE %(unsaid_milestones_zone)s)::date
        HAVING count(*) > 0""",
    build_unsaid_line,
    lambda user, city: {"zone": city.time_zone} if has_city_role(user, city, Role.DIRECTOR) else None,
)


def find_own_questions(user: Person, city: City) -> dict[str, Any] | None:
    """Nobody decides about their own question, nor about one that was asked in their name."""
    if not has_city_role(user, city, Role.STEWARD):
        return None
    return {"own": [one for one in (user.pk, find_deputised(user)) if one]}


def build_override_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Somebody asks that a milestone counts as reached without a record: granted by one tap, refused with a sentence."""
    name = translate_plain(row["title"])
    decide = cached_reverse("decide_milestone_override", city.slug, row["id"])
    day = date.fromisoformat(row["due_on"])
    milestone = Milestone(title=row["title"], due_on=day, owner_id=row["owner_id"], owner_role=row["owner_role"])
    return WaitingLine(
        name_thing(_("Shall “{name}” count as reached?"), name),
        cached_reverse("milestone", city.slug, row["milestone_id"]),
        _("Grant the override"),
        post_url=decide,
        values={"decision": "grant", "seen": stamp_request(milestone, row["reason"])},
        meta=format_day(day),
        icon="door-open",
        about=name,
        unfold=_("Read why, or refuse"),
        facts=((_("Reason"), row["reason"]),),
        answer=WordsAnswer(decide, _("Refuse"), _("Why do you refuse?"), "answer", {"decision": "refuse"}),
    )


OVERRIDES_WAITING = f"""
    SELECT o.id, o.milestone_id, m.title, m.due_on, m.owner_id, m.owner_role, o.reason, o.requested_at AS since FROM {OVERRIDES} o
    JOIN {ROWS} m ON m.city_id = o.city_id AND m.id = o.milestone_id
    WHERE o.city_id = %(city)s AND o.state = 'requested'
    AND NOT (o.requested_by_id = ANY(%(milestone_overrides_own)s) OR COALESCE(o.acting_for_id = ANY(%(milestone_overrides_own)s), false))"""
OVERRIDE_LINES = WaitingKind(
    "milestone_overrides", 30, "cities.see_workplace_city", OVERRIDES_WAITING, build_override_line, find_own_questions
)


def build_handover_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Year 4 has begun, and nobody has said who carries anything on."""
    text = _("Year 4 has begun: say who carries each thing on after the five years")
    return WaitingLine(
        text, cached_reverse("handover", city.slug), _("Open the hand-over list"), icon="route", about=text
    )


HANDOVER_OPEN = WaitingKind(
    "handover",
    60,
    "programs.change_program",
    f"""SELECT p.id, y.starts_on::timestamptz AS since FROM {PROGRAMS} p
        JOIN {YEARS} y ON y.city_id = p.city_id AND y.program_id = p.id AND y.number = 4
        WHERE p.city_id = %(city)s AND p.state = 'active' AND y.starts_on <= %(today)s
        AND NOT EXISTS (SELECT FROM {HANDOVERS} h WHERE h.city_id = p.city_id AND h.program_id = p.id)""",
    build_handover_line,
)
