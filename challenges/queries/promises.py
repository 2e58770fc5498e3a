"""What was promised beside an idea for a day that has passed."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from challenges.models import Challenge, Contribution
from challenges.models.contributions import idea_address
from challenges.queries.waiting import find_labs_read
from cities.models import City, Membership, Role
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.accounts.models import Person
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from stakeholders.models import Profile


def find_labs_answered(user: Person, city: City) -> dict[str, Any]:
    """The labs for whose ideas this person answers where nobody else is responsible who has a day's page."""
    return find_labs_read(user, city) or {"all": False, "labs": []}


def build_promise_line(row: dict[str, Any], city: City) -> WaitingLine:
    """An idea whose day has passed: the person responsible says how it stands."""
    name, day = translate_plain(row["question"]), format_day(date.fromisoformat(row["due"]))
    by = row["responsible"] or ""
    return WaitingLine(
        name_thing(_("{name}: an idea, promised for {day}"), name, day=day),
        idea_address(city.slug, row["challenge"], row["id"]),
        _("Go to the idea"),
        meta=_("Responsible: %(name)s") % {"name": by} if by and not row["is_own"] else "",
        icon="calendar-clock",
        about=name,
    )


# Who has no day's page in the city, such as whoever holds a seat alone, is asked by those who answer the ideas.
HAS_DAY = f"""EXISTS (SELECT FROM {Membership._meta.db_table} m
    WHERE m.city_id = i.city_id AND m.user_id = p.user_id AND m.role IN ('{Role.DIRECTOR}', '{Role.FACILITATOR}')
      AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s))"""
PROMISED = WaitingKind(
    "promised",
    55,
    "cities.see_workplace_city",
    f"""SELECT i.id, q.id AS challenge, q.question, i.answer_due_on::timestamptz AS since, i.answer_due_on AS due,
            p.display_name AS responsible, p.user_id IS NOT DISTINCT FROM %(user)s AS is_own
        FROM {Contribution._meta.db_table} i
        JOIN {Challenge._meta.db_table} q ON q.city_id = i.city_id AND q.id = i.challenge_id
        LEFT JOIN {Profile._meta.db_table} p ON p.city_id = i.city_id AND p.id = i.answer_by_id
        WHERE i.city_id = %(city)s AND i.state = 'visible' AND i.answer_due_on < %(today)s
          AND i.answer_state NOT IN {tuple(map(str, Contribution.ENDED_ANSWERS))}
          AND (p.user_id = %(user)s OR (NOT {HAS_DAY} AND (%(promised_all)s OR q.lab_id = ANY(%(promised_labs)s))))""",
    build_promise_line,
    find_labs_answered,
)
