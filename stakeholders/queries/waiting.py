"""What waits for a director among the organisations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import City, Membership, Role
from cities.queries.waiting import WaitingKind, WaitingLine, name_thing
from educities.activity.models import AuditEntry
from educities.kit.multilingual import translate_plain
from stakeholders.models import Commitment, Organisation, Profile, ProfileMerge, Sector
from stakeholders.models.organisations import Field

TABLE = Organisation._meta.db_table
# The table of the app above, which refers to people.
GUARDIANS = Profile._meta.get_field("guardians").related_model._meta.db_table


def build_organisation_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A proposed organisation, verified without a page between; several of one file, which are looked at together."""
    if row["n"] > 1:
        n = row["n"]
        text = ngettext("%(n)s organisation waits to be verified", "%(n)s organisations wait to be verified", n)
        page = reverse("import_run", args=[city.slug, row["run"]])
        return WaitingLine(text % {"n": n}, page, _("Look at them"), icon="building-2")
    name = translate_plain(row["name"])
    return WaitingLine(
        name_thing(_("{name} waits to be verified"), name),
        reverse("organisation", args=[city.slug, row["id"]]),
        _("Verify"),
        meta=f"{Sector(row['sector']).label} · {Field(row['field']).label}",
        post_url=reverse("verify_organisation", args=[city.slug, row["id"]]),
        icon="building-2",
        about=name,
    )


PROPOSED = WaitingKind(
    "organisations",
    30,
    "stakeholders.verify_organisation",
    f"""SELECT min(id) AS id, (array_agg(name ORDER BY id))[1] AS name, min(sector) AS sector, min(field) AS field,
            min(created_at) AS since, count(*) AS n, min(import_run_id) AS run
        FROM {TABLE} WHERE city_id = %(city)s AND state = 'proposed'
        GROUP BY COALESCE('file ' || import_run_id, 'row ' || id)""",
    build_organisation_line,
)


def build_unkept_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Profiles of people without mail whose keeper has left."""
    n = row["n"]
    text = ngettext(
        "%(n)s person without email has nobody who keeps the profile",
        "%(n)s people without email have nobody who keeps their profiles",
        n,
    ) % {"n": n}
    return WaitingLine(text, reverse("kept_people", args=[city.slug]), _("Choose someone"), icon="users")


# As `find_unkept_people` has it.
UNKEPT = WaitingKind(
    "unkept",
    35,
    "stakeholders.list_unkept_profile",
    f"""SELECT * FROM (SELECT min(p.id) AS id, count(*) AS n, min(p.created_at) AS since
        FROM {Profile._meta.db_table} p
        JOIN {Profile._meta.db_table} k ON k.city_id = p.city_id AND k.id = p.managed_by_id
        WHERE p.city_id = %(city)s AND p.user_id IS NULL AND p.merged_into_id IS NULL
          AND NOT EXISTS (SELECT FROM {Membership._meta.db_table} m WHERE m.city_id = p.city_id
            AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
            AND (m.user_id = k.user_id AND (m.role IN {(*map(str, (Role.DIRECTOR, Role.FACILITATOR, Role.ORGANISATION)),)}
                OR p.age_band <> 'adult' AND EXISTS (SELECT FROM {GUARDIANS} g WHERE g.city_id = p.city_id
                  AND g.minor_id = p.id AND g.guardian_id = k.id AND g.state = 'confirmed')) OR m.role = '{Role.ORGANISATION}' AND m.scope_id = p.managed_for_id))) u
        WHERE u.n > 0""",
    build_unkept_line,
)


def build_merge_line(row: dict[str, Any], city: City) -> WaitingLine:
    """Somebody proposed to merge two profiles; another of the staff is asked."""
    return WaitingLine(
        name_thing(_("{name}: are these two profiles of one person?"), row["name"]),
        reverse("merge", args=[city.slug, row["id"]]),
        _("Look at both"),
        icon="users",
        about=row["name"],
    )


MERGES = WaitingKind(
    "merges",
    36,
    "stakeholders.merge_profile",
    f"""SELECT m.id, k.display_name AS name, m.proposed_at AS since
        FROM {ProfileMerge._meta.db_table} m
        JOIN {Profile._meta.db_table} k ON k.city_id = m.city_id AND k.id = m.kept_id
        WHERE m.city_id = %(city)s AND m.state = 'proposed' AND m.proposed_by_id <> %(user)s""",
    build_merge_line,
)


def build_overdue_line(row: dict[str, Any], city: City) -> WaitingLine:
    """A commitment whose day has passed: its people are reminded without a page between."""
    title = translate_plain(row["title"])
    return WaitingLine(
        name_thing(_("Not delivered yet: {name}"), title),
        reverse("commitment", args=[city.slug, row["id"]]),
        _("Look at the commitment"),
        meta=translate_plain(row["organisation"]),
        icon="handshake",
        about=title,
    )


OVERDUE = WaitingKind(
    "commitments",
    60,
    "stakeholders.list_commitment",
    f"""SELECT c.id, c.title, o.name AS organisation, GREATEST((c.due_on + 1)::timestamptz,
               -- One that was entered when its day had passed waits from then on.
               (SELECT min(a.at) FROM {AuditEntry._meta.db_table} a WHERE a.city_id = c.city_id
                 AND a.target_type = 'stakeholders.commitment' AND a.target_id = c.id::text)) AS since
        FROM {Commitment._meta.db_table} c
        JOIN {TABLE} o ON o.city_id = c.city_id AND o.id = c.organisation_id
        WHERE c.city_id = %(city)s AND c.state = 'promised' AND c.due_on < %(today)s""",
    build_overdue_line,
)
