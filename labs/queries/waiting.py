"""What waits in labs: overrides for whoever may grant them, labs to launch, sessions that a facilitator has to record."""

from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City, Membership, Role, Scope
from cities.queries.waiting import WaitingKind, WaitingLine, WordsAnswer, name_thing, parse_moment
from cities.rules.roles import find_deputised, has_city_role
from educities.accounts.models import Person
from educities.activity.models import AuditEntry
from educities.kit.addresses import cached_reverse
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from labs.models import Cohort, CohortMember, Lab, LabSeat, Override
from labs.rules import find_labs_led
from labs.texts.lacks import describe_lack
from labs.values.stages import BY_CODE, RULES
from meetings.models import Session
from programs.models import Program
from stakeholders.models import Organisation, Profile, Representation, Sector

# Where an override ran out, the condition is open again: the director is told so long, or until it is asked for anew.
EXPIRED_SHOWN = timedelta(days=30)
OVERRIDES, COHORTS, LABS, PROFILES = (model._meta.db_table for model in (Override, Cohort, Lab, Profile))
TARGET = f"""
    LEFT JOIN {COHORTS} c ON c.city_id = o.city_id AND c.id = o.cohort_id
    LEFT JOIN {LABS} l ON l.city_id = o.city_id AND l.id = o.lab_id"""


def find_own_rules(user: Person, city: City) -> dict[str, Any] | None:
    """The rules that this person may let pass, and whether they answer directors too, as `may_let_pass` has it; None without any."""
    rules = [rule.code for rule in RULES if rule.let_pass_by and has_city_role(user, city, rule.let_pass_by)]
    is_steward = has_city_role(user, city, Role.STEWARD)
    own = [one for one in (user.pk, find_deputised(user)) if one] if rules or is_steward else []
    return {"rules": rules, "directors": is_steward, "own": own} if own else None


def find_own_labs(user: Person, city: City) -> dict[str, Any] | None:
    """The labs whose cohorts this person guides, as parameters; None without any."""
    labs = find_labs_led(user, city)
    return None if labs == set() else {"all": labs is None, "labs": sorted(labs or ())}


def find_expiry(user: Person, city: City) -> dict[str, Any]:
    """Since which day an override that ran out is still told."""
    return {"after": city.today() - EXPIRED_SHOWN}


def build_override_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Somebody asks to let a condition pass: granted until the wanted day by one tap, refused with a sentence."""
    name, rule, until = translate_plain(row["name"]), BY_CODE[row["rule_code"]], date.fromisoformat(row["wanted_until"])
    decide = cached_reverse("decide_override", city.slug, row["id"])
    # A wish that came too late, or for too long, is answered on its page, where another day can be chosen.
    is_possible = city.today() < until <= city.today() + timedelta(days=rule.longest_days)
    return WaitingLine(
        name_thing(_("{name} asks for an override"), name),
        cached_reverse("override", city.slug, row["id"]),
        _("Grant until %(day)s") % {"day": format_day(until)} if is_possible else _("Choose a day"),
        post_url=decide if is_possible else "",
        values={"decision": "grant", "until": until.isoformat()},
        meta=_("Missing: %(words)s") % {"words": describe_lack(row["rule_code"], row["lack"])},
        icon="door-open",
        about=name,
        unfold=_("Read why, or refuse"),
        facts=(
            (_("Asked by"), row["asker"] or ""),
            (_("Reason"), row["reason"]),
            (_("How the gap will be filled"), row["remedy"]),
        ),
        answer=WordsAnswer(decide, _("Refuse"), _("Why do you refuse?"), "answer", {"decision": "refuse"}),
    )


def build_expired_line(row: dict[str, Any], city: City) -> WaitingLine:
    """An override ended and its condition is still not met."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("An override of {name} has run out"), name),
        cached_reverse("override", city.slug, row["id"]),
        _("Look at it"),
        meta=_("Missing: %(words)s") % {"words": BY_CODE[row["rule_code"]].missing},
        icon="clock-alert",
        about=name,
    )


def build_ready_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Nothing is missing any more: the lab can be launched."""
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("{name} is ready to be launched"), name),
        cached_reverse("lab", city.slug, row["id"]),
        _("Go to the lab"),
        icon="rocket",
        about=name,
    )


def build_session_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A session is over and nobody has recorded who was there."""
    name = translate_plain(row["title"])
    day = format_day(parse_moment(row["starts_at"]).astimezone(city.zone).date())
    return WaitingLine(
        name_thing(_("{name} is not recorded yet"), name),
        cached_reverse("session", city.slug, row["id"]),
        _("Finalise attendance"),
        meta=f"{translate_plain(row['cohort'])} · {day}",
        icon="list-checks",
        about=name,
    )


# Where a director asked, the steward may answer, whichever rule it is about.
BY_DIRECTOR = f"""EXISTS (SELECT FROM {Membership._meta.db_table} m
    WHERE m.city_id = o.city_id AND m.user_id IN (o.requested_by_id, o.acting_for_id) AND m.role = '{Role.DIRECTOR}'
      AND m.scope_type = '{Scope.CITY}' AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s))"""
ASKED = WaitingKind(
    "overrides",
    20,
    "labs.list_cohort",
    f"""SELECT o.id, o.rule_code, COALESCE(c.name, l.name) AS name, o.requested_at AS since, o.reason, o.remedy,
            o.wanted_until, o.lack, p.display_name AS asker
        FROM {OVERRIDES} o {TARGET}
        LEFT JOIN {PROFILES} p ON p.city_id = o.city_id AND p.user_id = o.requested_by_id
        WHERE o.city_id = %(city)s AND o.state = 'requested'
          AND (o.rule_code = ANY(%(overrides_rules)s) OR %(overrides_directors)s AND {BY_DIRECTOR})
          AND o.requested_by_id <> ALL(%(overrides_own)s)
          AND (o.acting_for_id IS NULL OR o.acting_for_id <> ALL(%(overrides_own)s))""",
    build_override_line,
    find_own_rules,
)
EXPIRED = WaitingKind(
    "expired",
    25,
    "cities.see_dashboard_city",
    f"""SELECT o.id, o.rule_code, COALESCE(c.name, l.name) AS name, o.expires_on::timestamptz AS since
        FROM {OVERRIDES} o {TARGET}
        WHERE o.city_id = %(city)s AND (o.state = 'expired' OR o.state = 'granted' AND o.expires_on < %(today)s)
          AND o.expires_on >= %(expired_after)s AND c.state IS DISTINCT FROM 'completed'
          AND c.state IS DISTINCT FROM 'cancelled' AND NOT EXISTS (
            SELECT FROM {OVERRIDES} n
            WHERE n.city_id = o.city_id AND n.id > o.id AND n.rule_code = o.rule_code
              AND n.state NOT IN ('refused', 'withdrawn')
              AND n.cohort_id IS NOT DISTINCT FROM o.cohort_id AND n.lab_id IS NOT DISTINCT FROM o.lab_id
          )""",
    build_expired_line,
    find_expiry,
)
# As `four_sectors`, `check_lab_setup` and `program_signed` have it, in the one statement of the day's page. A lab with a gap
# that was let pass is launched from its own page.
SPEAKING_SECTORS = f"""(SELECT count(DISTINCT s.sector) FROM {LabSeat._meta.db_table} s
    JOIN {Organisation._meta.db_table} o ON o.city_id = s.city_id AND o.id = s.organisation_id
    JOIN {Representation._meta.db_table} r ON r.city_id = s.city_id AND r.organisation_id = s.organisation_id
      AND r.profile_id = s.profile_id
    WHERE s.city_id = l.city_id AND s.lab_id = l.id AND s.role = '{LabSeat.Role.REPRESENTATIVE}'
      AND o.state IN ('verified', 'active') AND r.accepted_at IS NOT NULL AND r.starts_on <= %(today)s
      AND (r.ends_on IS NULL OR r.ends_on > %(today)s))"""
SAFE_GUIDE = f"""(SELECT FROM {LabSeat._meta.db_table} s
    JOIN {PROFILES} p ON p.city_id = s.city_id AND p.id = s.profile_id
    JOIN {Membership._meta.db_table} m ON m.city_id = s.city_id AND m.user_id = p.user_id
    WHERE s.city_id = l.city_id AND s.lab_id = l.id AND s.role = '{LabSeat.Role.FACILITATOR}'
      AND m.role = '{Role.FACILITATOR}'
      AND (m.scope_type = '{Scope.CITY}' OR m.scope_type = '{Scope.LAB}' AND m.scope_id = l.id)
      AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
      AND (%(launch_is_practice)s OR EXISTS (SELECT FROM {Authenticator._meta.db_table} a
        WHERE a.user_id = p.user_id AND a.type <> '{Authenticator.Type.RECOVERY_CODES}')))"""
READY = WaitingKind(
    "launch",
    30,
    "labs.launch_lab",
    f"""SELECT l.id, l.name, COALESCE((
            SELECT max(a.at) FROM {AuditEntry._meta.db_table} a
            WHERE a.city_id = l.city_id AND a.target_type = 'labs.lab' AND a.target_id = l.id::text
        ), now()) AS since
        FROM {LABS} l
        WHERE l.city_id = %(city)s AND l.state = '{Lab.State.GATHERING}' AND l.host_id IS NOT NULL
          AND l.first_session_on IS NOT NULL
          AND EXISTS (SELECT FROM jsonb_each_text(l.question) q WHERE q.value <> '')
          AND EXISTS (SELECT FROM {Program._meta.db_table} g
            WHERE g.city_id = l.city_id AND g.state IN ('signed', 'active', 'suspended'))
          AND {SPEAKING_SECTORS} = {len(Sector)} AND EXISTS {SAFE_GUIDE}""",
    build_ready_line,
    lambda _user, city: {"is_practice": city.is_practice},
)


def build_consents_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Places of children rest until a guardian agrees: how many, and where a signed form is entered."""
    name = translate_plain(row["name"])
    text = ngettext("%(n)s child waits for a consent", "%(n)s children wait for a consent", row["waiting"])
    return WaitingLine(
        text % {"n": row["waiting"]},
        cached_reverse("cohort_consents", city.slug, row["id"]),
        _("See what is missing"),
        meta=name,
        icon="user-round",
        about=name,
    )


CONSENTS = WaitingKind(
    "consents",
    58,
    "labs.list_cohort",
    f"""SELECT c.id, c.name, count(*) AS waiting, min(m.joined_at) AS since
        FROM {CohortMember._meta.db_table} m JOIN {COHORTS} c ON c.city_id = m.city_id AND c.id = m.cohort_id
        WHERE m.city_id = %(city)s AND m.state = 'awaiting_consent' AND c.state IN ('recruiting', 'running')
          AND (%(consents_all)s OR c.lab_id = ANY(%(consents_labs)s))
        GROUP BY c.id, c.name""",
    build_consents_line,
    find_own_labs,
)
UNRECORDED = WaitingKind(
    "sessions",
    60,
    "labs.list_cohort",
    f"""SELECT s.id, s.title, c.name AS cohort, s.starts_at, s.ends_at AS since
        FROM {Session._meta.db_table} s JOIN {COHORTS} c ON c.city_id = s.city_id AND c.group_id = s.group_id
        WHERE s.city_id = %(city)s AND s.state IN ('scheduled', 'held') AND s.ends_at < now()
          AND c.state NOT IN ('completed', 'cancelled')
          AND (%(sessions_all)s OR c.lab_id = ANY(%(sessions_labs)s))""",
    build_session_line,
    find_own_labs,
)
