"""The mails about expeditions, initiatives and the city model that need no words of their own."""

from django.utils.translation import gettext_lazy as _

from educities.activity.texts.mail_kinds import find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from journeys import verbs
from journeys.models import Expedition
from journeys.queries.trip_links import OPEN
from journeys.texts import trip_mails

TOPIC = "cohorts"
CARRIERS = NewsPart(
    _("You get this email because you facilitate the lab of this initiative, or represent an organisation in it.")
)
TRAVELLER = NewsPart(_("You get this email because you are on the list of travellers."))
# Of what a mail about a trip is still true when it goes out.
OPEN_TRIPS = find_rows(lambda: Expedition.objects.filter(state__in=OPEN))
CITY_KINDS = [
    news_kind(
        verbs.APPROVAL_UNDONE,
        _("Go to the expedition"),
        TOPIC,
        then=_("The expedition waits for approval again. Do not set out before it is approved."),
        part=NewsPart(trip_mails.PLANNERS),
        at_once=True,
    ),
    news_kind(
        verbs.INITIATIVE_STOPPED,
        _("Go to the initiative"),
        TOPIC,
        then=_("It is not worked on any more. What was done stays, and a facilitator can take it up again."),
        part=CARRIERS,
    ),
    news_kind(
        verbs.INITIATIVE_RESUMED,
        _("Go to the initiative"),
        TOPIC,
        then=_("It is worked on again, with the partners it had."),
        part=CARRIERS,
    ),
    news_kind(
        verbs.PARTNER_REMOVED,
        _("Go to the initiative"),
        TOPIC,
        then=_("The initiative goes on without your organisation."),
        part=NewsPart(
            _("You get this email because you represent an organisation that was a partner of this initiative.")
        ),
    ),
    news_kind(
        verbs.VERSION_WITHDRAWN,
        _("Go to the city model"),
        TOPIC,
        then=_("This version no longer counts. Its texts stay and can be read."),
        part=NewsPart(_("You get this email because you facilitate the lab whose city model it is, in %(city)s.")),
    ),
]
TRIP_KINDS = [
    news_kind(
        verbs.OWN_TRIP_UNANSWERED,
        _("Go to my page"),
        then=trip_mails.YES_GONE,
        part=TRAVELLER,
        find_current=OPEN_TRIPS,
    ),
    news_kind(
        verbs.TRAVELLER_REMOVED,
        _("Go to my page"),
        then=_("You need not do anything more for this expedition."),
        part=NewsPart(_("You get this email because you were on the list of travellers.")),
        undoes=(verbs.TRIP_LISTED,),
        find_current=OPEN_TRIPS,
    ),
    news_kind(
        verbs.TRIP_CHILD_REMOVED,
        _("Go to my child’s page"),
        then=_("Your answer about this expedition is deleted. You need not do anything more for it."),
        part=NewsPart(_("You get this email because you are parent or guardian of a child in this city.")),
        find_current=OPEN_TRIPS,
    ),
    news_kind(
        verbs.TRIP_TAKEN_BACK,
        _("Contact sheet"),
        then=_(
            "The child is on the way with you. The contact sheet says who it is and has the number, if one was given."
        ),
        part=NewsPart(_("You get this email because you planned this expedition, lead its lab or travel along.")),
        at_once=True,
    ),
    *(
        news_kind(
            verb,
            _("Go to the expedition"),
            then=then,
            part=NewsPart(trip_mails.PLANNERS, lead, list_facts=trip_mails.list_letter_facts),
            undoes=undoes,
            find_current=OPEN_TRIPS,
        )
        for verb, lead, then, undoes in (
            (
                verbs.TRIP_REFUSED,
                _("Of those on the list of the expedition “%(title)s” in %(city)s, one person under 18 stays at home."),
                trip_mails.LOOK_AGAIN,
                (),
            ),
            (
                verbs.TRIP_YES_ENDED,
                _("A yes to the expedition “%(title)s” in %(city)s no longer counts."),
                trip_mails.OTHERS_ASKED,
                (),
            ),
            (
                verbs.TRAVELLER_RESTED,
                _(
                    "A consent without which one person on the list of the expedition “%(title)s” cannot travel has ended."
                ),
                trip_mails.LOOK_AGAIN,
                (verbs.TRAVELLER_RESUMED,),
            ),
            (
                verbs.TRAVELLER_RESUMED,
                _("The consent of one person on the list of the expedition “%(title)s” is there again."),
                trip_mails.SEAT_AGAIN,
                (verbs.TRAVELLER_RESTED,),
            ),
        )
    ),
]
