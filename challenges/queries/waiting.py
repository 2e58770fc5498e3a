"""Ideas that somebody has to read, and photos that somebody has to look at, before others see them."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge, Contribution, IdeaPhoto
from challenges.texts import PUBLIC_NEEDS
from cities.models import City, Membership, Role, Scope
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from cities.rules.roles import has_city_role
from consents.models import Consent
from educities.accounts.models import Person, User
from educities.kit.addresses import cached_reverse
from educities.kit.multilingual import translate_plain
from labs.queries.waiting import find_own_labs
from stakeholders.models import Profile


def find_labs_read(user: Person, city: City) -> dict[str, Any] | None:
    """The labs whose ideas this person may publish: a director those of all labs, a facilitator those of the own."""
    return {"all": True, "labs": []} if has_city_role(user, city, "director") else find_own_labs(user, city)


def build_ideas_line(row: dict[str, Any], city: City) -> WaitingLine:
    """The ideas of one challenge that wait for a reader."""
    name, n = translate_plain(row["question"]), row["n"]
    sentence = ngettext("{name}: {n} idea to read", "{name}: {n} ideas to read", n)
    return WaitingLine(
        name_thing(sentence, name, n=n),
        f"{cached_reverse('moderation', city.slug)}?challenge={row['id']}",
        ngettext("Read it", "Read them", n),
        icon="lightbulb",
        about=name,
    )


def build_photos_line(row: dict[str, Any], city: City) -> WaitingLine:
    """The photos with ideas of one challenge that wait for a moderator."""
    name, n = translate_plain(row["question"]), row["n"]
    sentence = ngettext("{name}: {n} photo to look at", "{name}: {n} photos to look at", n)
    return WaitingLine(
        name_thing(sentence, name, n=n),
        f"{cached_reverse('moderation', city.slug)}?challenge={row['id']}",
        ngettext("Look at it", "Look at them", n),
        icon="image",
        about=name,
    )


def build_objection_line(row: dict[str, Any], city: City) -> WaitingLine:
    """The author of a hidden idea has asked for another look."""
    name = translate_plain(row["question"])
    return WaitingLine(
        name_thing(_("{name}: the author of a hidden idea asks us to look again"), name),
        f"{cached_reverse('moderation', city.slug)}#idea-{row['id']}",
        _("Look again"),
        icon="eye",
        about=name,
    )


# As `moderation_queue` has it: what still waits for a guardian is nothing to read.
PUBLIC_CONSENTS = f"""(SELECT count(DISTINCT c.purpose) FROM {Consent._meta.db_table} c
            WHERE c.city_id = i.city_id AND c.subject_id = i.author_id AND c.state = 'given'
              AND c.purpose IN {PUBLIC_NEEDS} AND (c.valid_until IS NULL OR c.valid_until >= %(today)s))"""
PENDING = WaitingKind(
    "ideas",
    70,
    "challenges.manage_challenge",
    f"""SELECT q.id, q.question, count(*) AS n, min(i.created_at) AS since
        FROM {Contribution._meta.db_table} i
        JOIN {Challenge._meta.db_table} q ON q.city_id = i.city_id AND q.id = i.challenge_id
        JOIN {Profile._meta.db_table} p ON p.city_id = i.city_id AND p.id = i.author_id
        WHERE i.city_id = %(city)s AND i.state = 'pending' AND (%(ideas_all)s OR q.lab_id = ANY(%(ideas_labs)s))
          AND (NOT p.needs_guardian OR {PUBLIC_CONSENTS} = {len(PUBLIC_NEEDS)})
        GROUP BY q.id, q.question""",
    build_ideas_line,
    find_labs_read,
)
# As `find_open_objections` has it: the one who hid it is asked where nobody else could be.
OTHER_MODERATOR = f"""EXISTS (SELECT FROM {Membership._meta.db_table} m
    JOIN {City._meta.db_table} o ON o.id = m.city_id
    JOIN {User._meta.db_table} u ON u.id = m.user_id
    WHERE m.city_id = i.city_id AND m.user_id <> %(user)s AND u.is_active
      AND (m.role = '{Role.DIRECTOR}' AND m.scope_type = '{Scope.CITY}' OR m.role = '{Role.FACILITATOR}'
        AND (m.scope_type = '{Scope.CITY}' OR m.scope_type = '{Scope.LAB}' AND m.scope_id = q.lab_id))
      AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
      AND (o.is_practice OR EXISTS (SELECT FROM {Authenticator._meta.db_table} a
        WHERE a.user_id = m.user_id AND a.type <> '{Authenticator.Type.RECOVERY_CODES}')))"""
OBJECTIONS = WaitingKind(
    "objections",
    65,
    "challenges.manage_challenge",
    f"""SELECT i.id, q.question, i.objected_at AS since
        FROM {Contribution._meta.db_table} i
        JOIN {Challenge._meta.db_table} q ON q.city_id = i.city_id AND q.id = i.challenge_id
        JOIN {Profile._meta.db_table} p ON p.city_id = i.city_id AND p.id = i.author_id
        WHERE i.city_id = %(city)s AND i.state = 'hidden' AND i.objected_at IS NOT NULL
          AND i.objection_answered_at IS NULL AND (%(objections_all)s OR q.lab_id = ANY(%(objections_labs)s))
          AND (NOT p.needs_guardian OR {PUBLIC_CONSENTS} = {len(PUBLIC_NEEDS)})
          AND (i.hidden_by_id IS DISTINCT FROM %(user)s OR NOT {OTHER_MODERATOR})""",
    build_objection_line,
    find_labs_read,
)
# As `photos_to_decide` has it, without those refused.
PHOTOS = WaitingKind(
    "photos",
    75,
    "challenges.manage_challenge",
    f"""SELECT q.id, q.question, count(*) AS n, min(f.created_at) AS since
        FROM {IdeaPhoto._meta.db_table} f
        JOIN {Contribution._meta.db_table} i ON i.city_id = f.city_id AND i.id = f.contribution_id
        JOIN {Challenge._meta.db_table} q ON q.city_id = i.city_id AND q.id = i.challenge_id
        WHERE f.city_id = %(city)s AND f.state = 'waiting' AND i.state IN {tuple(map(str, IdeaPhoto.WITH_IDEAS))}
          AND (%(photos_all)s OR q.lab_id = ANY(%(photos_labs)s))
        GROUP BY q.id, q.question""",
    build_photos_line,
    find_labs_read,
)
