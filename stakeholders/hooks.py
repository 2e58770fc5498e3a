"""What stakeholders answer to apps below."""

from collections.abc import Collection

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.actions.invitations import PERSON_JOINED
from cities.models import City, Invitation, Role
from cities.queries import city_today
from cities.queries.navigation import NAVIGATION, TABS, Door, Tab
from cities.queries.panels import CITY_PANELS, START_PAGES, Panel, StartPage
from cities.queries.scoped_roles import PERSON_PAGES, SCOPE_ROWS, ScopeRows
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from educities.accounts.models import User
from educities.activity.queries.person_names import PERSON_NAMES, PROFILE_NAMES
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.errors import DomainError
from educities.kit.tones import STATE_TONES, Tones
from stakeholders import verbs
from stakeholders.actions import join_city
from stakeholders.models import ImportRun, Organisation, Profile, Representation
from stakeholders.queries import represented_organisations, search, waiting
from stakeholders.queries.growth_areas import public_areas_context
from stakeholders.queries.visibility import sees_some_line
from stakeholders.rules import REPRESENTED_ORGANISATIONS, SEES_LINE
from stakeholders.texts import mails


def create_profile_on_join(city: City, user: User, invitation: Invitation) -> None:
    """The person has a profile in the city, under the name the invitation gives. A minor takes no role but the resident's."""
    profile = join_city(user, city, invitation.display_name, language=invitation.language)
    if profile.is_minor and invitation.role != Role.RESIDENT:
        raise DomainError(
            gettext("This role is only for people aged 18 or over."), code="stakeholders.role_for_grown_ups"
        )


def adult_display_names(users: Collection[int]) -> dict[int, str]:
    """How the grown-ups among these accounts are called in the scope's city. A child is named nowhere."""
    return dict(Profile.objects.grown_up().filter(user_id__in=users).values_list("user_id", "display_name"))


def adult_pages(users: Collection[int]) -> dict[int, str]:
    """The pages about the grown-ups among these accounts. A child's is found by nobody."""
    people = Profile.objects.grown_up().filter(user_id__in=users).select_related("city").only("user_id", "city__slug")
    return {person.user_id: person.get_absolute_url() for person in people if person.user_id}


def adult_profile_names(profiles: Collection[int]) -> dict[int, str]:
    """How the grown-ups among these profiles are called; an erased person and a child are named nowhere."""
    rows = Profile.objects.grown_up().filter(pk__in=profiles).exclude(user__is_active=False)
    return dict(rows.values_list("pk", "display_name"))


VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
MAIL_KINDS.register(
    MailKind(
        verbs.REPRESENTATIVE_APPOINTED,
        mails.representative_mail,
        "organisations",
        find_current=find_rows(lambda: Representation.objects.exclude(ends_on__lte=city_today())),
    )
)
MAIL_KINDS.register(MailKind(verbs.REPRESENTATIVE_ACCEPTED, folded=True))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_PROPOSED, folded=True))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_VERIFIED, mails.organisation_verified, "organisations"))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_REJECTED, mails.organisation_rejected, "organisations"))
MAIL_KINDS.register(MailKind(verbs.ORGANISATION_ARCHIVED, mails.organisation_archived, "organisations"))
MAIL_KINDS.register(
    news_kind(
        verbs.REPRESENTATIVE_ENDED,
        _("Go to the organisation"),
        "organisations",
        then=_(
            "A seat of yours in a lab no longer counts for it, and you no longer edit its page. What you did for it stays."
        ),
    )
)
MAIL_KINDS.register(
    news_kind(
        verbs.REPRESENTATIVE_LEFT,
        _("Go to the organisation"),
        "organisations",
        then=_("The person’s seats in labs no longer count for the organisation’s sector. Someone else can be named."),
    )
)
MAIL_KINDS.register(
    news_kind(
        verbs.ORGANISATION_RESTORED,
        _("Go to the organisation"),
        "organisations",
        then=_("It is listed again. Who represented it when it was archived does so again."),
    )
)
MAIL_KINDS.register(MailKind(verbs.GREW_UP, mails.grew_up))
PERSON_JOINED.register(create_profile_on_join)
PERSON_NAMES.register(adult_display_names)
PROFILE_NAMES.register(adult_profile_names)
PERSON_PAGES.register(adult_pages)
SCOPE_ROWS.register(ScopeRows("organisation", Organisation.objects.all))
REPRESENTED_ORGANISATIONS.register(represented_organisations)
SEES_LINE.register(sees_some_line)
CITY_PANELS.register(Panel("stakeholders/_panel.html", public_areas_context, order=60))
NAVIGATION.register(Door("network", _("Network"), "stakeholders.list_organisation", 50, "waypoints"))
TABS.register(
    Tab("network", "organisations", _("Organisations"), "stakeholders.list_organisation", 10, ("representations",))
)
TABS.register(Tab("network", "people", _("People"), "stakeholders.list_profile", 20))
NAVIGATION.register(Door("learn", _("Strengths"), "cities.see_own_things_city", 80, "book-open"))
TABS.register(Tab("learn", "city_areas", _("Strengths"), "cities.see_areas_city", 10, ("strengths",)))
TABS.register(Tab("learn", "people", _("People"), "stakeholders.browse_profile", 20))
TABS.register(Tab("network", "city_areas", _("Strengths"), "cities.see_people_city", 30, ("strengths",)))
START_PAGES.register(StartPage("organisations", "cities.see_workplace_city", 30))
STATE_TONES.register(Tones(Organisation, sun="proposed", bad="rejected", quiet="verified active"))
STATE_TONES.register(Tones(ImportRun, good="done", sun="checked", quiet="done", bad="undone"))
SCOPES.register(Scope("stakeholders:read", _("read organisations"), 10, ("stakeholders",)))
SCOPES.register(
    Scope("people:read", _("read what adults chose to show outside the city"), 15, ("stakeholders.profile",))
)
WAITING.register(waiting.PROPOSED)
SEARCH.register_each([search.PEOPLE, search.ORGANISATIONS])
