"""What cities answer to apps below."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cities import verbs
from cities.actions.invitations import forget_old_invitations
from cities.actions.terms import ENDS_SOON, build_end_payload, find_holder
from cities.models import City, Invitation, Membership, Role, Scope
from cities.queries.ahead import name_ahead
from cities.queries.ending_roles import ENDING
from cities.queries.navigation import NAVIGATION, OFFICE, TABS, Door, Tab
from cities.queries.offices import find_offices
from cities.queries.restores import RESTORED
from cities.queries.waiting import WAITING
from cities.queries.week import renew_week
from cities.queries.week_news import may_open
from cities.rules.roles import find_deputised
from cities.texts import mails, role_mails
from educities.accounts.queries import GOING_TO
from educities.activity import verbs as activity_verbs
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.queries.notices import MAY_OPEN
from educities.activity.queries.person_names import DEPUTISED, OFFICES, ROW_PEOPLE, RowPeople
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.partners import OWNER_CONDITIONS, OwnerCondition
from educities.kit.tones import STATE_TONES, Tones

GOING_TO.register(name_ahead)
DEPUTISED.register(find_deputised)
MAY_OPEN.register(may_open)
OFFICES.register(find_offices)
VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
ROW_NAMES.register_each(activity_verbs.ROWS)
MAIL_KINDS.register(
    MailKind(
        verbs.PERSON_INVITED,
        role_mails.person_invited,
        "invitations",
        find_current=find_rows(Invitation.objects.open),
        keyed_by=Invitation._meta.label_lower,
    )
)
MAIL_KINDS.register(MailKind(verbs.DIRECTOR_INVITED, role_mails.director_invited))
MAIL_KINDS.register(MailKind(verbs.INVITATION_ACCEPTED, folded=True))
MAIL_KINDS.register(MailKind(verbs.CITY_MOVED, mails.city_moved))
MAIL_KINDS.register(MailKind(verbs.ROLE_GRANTED, role_mails.role_granted))
MAIL_KINDS.register(MailKind(verbs.ROLE_ENDED, role_mails.role_ended))
MAIL_KINDS.register(MailKind(verbs.DEPUTY_BEGAN, role_mails.deputy_began))
MAIL_KINDS.register(MailKind(verbs.PRINCIPAL_INFORMED, role_mails.principal_informed))
MAIL_KINDS.register(MailKind(verbs.ROLE_DAYS_CHANGED, role_mails.role_days_changed))
MAIL_KINDS.register(MailKind(verbs.ROLE_REMINDED, role_mails.role_ends_soon))
REMINDER_RULES.register(ReminderRule(ENDS_SOON, find_holder, verbs.ROLE_REMINDED, build_end_payload))
WAITING.register(ENDING)
WAITING.register(RESTORED)
MAIL_KINDS.register(MailKind(verbs.EMERGENCY_OPENED, mails.emergency_opened))
MAIL_KINDS.register(MailKind(verbs.EMERGENCY_CLOSED, mails.emergency_closed))
MAIL_KINDS.register(MailKind(verbs.CITY_RESTORED, mails.city_restored))
MAIL_KINDS.register(MailKind(verbs.WEEK_TOLD, mails.write_week, "weekly", renew=renew_week))
STATE_TONES.register(Tones(City, good="active", quiet="active"))
NAVIGATION.register(Door("city", _("The city"), "cities.see_own_things_city", 90, "house"))
TABS.register(Tab("city", "city", _("The city"), "", 10))
FORGETTERS.register(Forgetter("invitations", forget_old_invitations))
OFFICE.register(Tab("office", "city_settings", _("The city"), "cities.change_settings_city", 10))
OFFICE.register(Tab("office", "city_look", _("Appearance"), "cities.change_settings_city", 15))
OFFICE.register(Tab("office", "city_minors", _("Under 18"), "cities.change_settings_city", 20))
OFFICE.register(Tab("office", "city_notice", _("Privacy"), "cities.change_settings_city", 22))
OFFICE.register(Tab("office", "city_mail", _("Emails"), "cities.change_settings_city", 25))
OFFICE.register(Tab("office", "quiet_hours", _("Quiet hours"), "cities.change_settings_city", 30, ("settings/days",)))
OFFICE.register(Tab("office", "roles", _("Roles"), "cities.see_roles_city", 40))
OFFICE.register(Tab("office", "history", _("History"), "cities.see_audit_city", 45))
OFFICE.register(Tab("office", "retention", _("How long data is kept"), "cities.see_deliveries_city", 55))
OFFICE.register(Tab("office", "deliveries", _("Outgoing email"), "cities.see_deliveries_city", 50))


def list_invited(numbers: Collection[int]) -> dict[int, str]:
    """Who is asked by these invitations to work in the city; a resident's is a matter of their own."""
    rows = Invitation.objects.filter(pk__in=numbers).exclude(role=Role.RESIDENT)
    return dict(rows.values_list("pk", "display_name"))


ROW_PEOPLE.register(RowPeople(Invitation._meta.label_lower, list_invited))


def director_values(now: datetime) -> tuple[Any, ...]:
    """The values of the condition below."""
    return now, Role.DIRECTOR, Scope.CITY


# A program may call as long as the person who admitted it directs the city.
OWNER_CONDITIONS.register(
    OwnerCondition(
        f"""
        EXISTS (SELECT 1 FROM {Membership._meta.db_table} held
                  JOIN {City._meta.db_table} city ON city.id = held.city_id
                 CROSS JOIN LATERAL (SELECT (%s AT TIME ZONE city.time_zone)::date AS today) AS clock
                 WHERE held.user_id = {{owner}} AND held.city_id = {{city}}
                   AND held.role = %s AND held.scope_type = %s AND held.starts_on <= clock.today
                   AND (held.ends_on IS NULL OR held.ends_on >= clock.today))
        """,
        director_values,
    )
)
