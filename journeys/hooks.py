"""What journeys answer to the questions of labs and of stakeholders, and to their own: what a block may rest on."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import BELOW_TABS, TABS, BelowTab, Tab
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from consents.actions import CONSENT_CHANGED
from consents.actions.addresses import ADDRESS_LEFT
from consents.actions.erased_guardians import GUARDIAN_LEFT
from consents.queries import CHILD_LOSSES, CHILD_PLACES
from consents.values import CHILD_PARTS, MY_PARTS, Part
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.kit.lists import words_hold
from educities.kit.tones import STATE_TONES, Tones
from forum.values import AGENDA
from journeys import queries, verbs
from journeys.actions.city_model import adopt_version
from journeys.actions.leaving import forget_trip_contacts, leave_learnings, leave_trips
from journeys.actions.trip_addresses import move_questions
from journeys.actions.trip_consents import ask_other_guardians
from journeys.actions.trip_seats import tell_of_seat
from journeys.models import ActivityArea, Expedition, Initiative, Learning, ModelVersion, Traveller, TripConsent
from journeys.queries import adoption, five_years
from journeys.queries.my_trips import find_childs_trips, find_my_trips, has_trips
from journeys.queries.travellers import list_trips_responsible
from journeys.queries.trip_links import OPEN
from journeys.queries.trip_waiting import NOT_READY
from journeys.rules import TRIPS_RESPONSIBLE
from journeys.texts import (
    count_activity_areas,
    list_ended_answers,
    list_mails,
    list_places,
    mails,
    name_strength,
    trip_mails,
    write_archive_blocker,
    write_initiatives_note,
)
from journeys.texts.news_kinds import CITY_KINDS, OPEN_TRIPS, TRIP_KINDS
from journeys.texts.personal_data import PERSONAL_SECTIONS
from journeys.values import CITABLE, Citable
from labs.values import COHORT_END_NOTES, COHORT_PARTS, GATE_RULES, CohortPart, FixPage, GateRule
from programs.values.evidence import EVIDENCE
from programs.values.handover import HANDOVER
from programs.values.reviews import REVIEW_PARTS
from stakeholders.actions import ARCHIVE_BLOCKERS
from stakeholders.actions.acts import ORGANISATION_ACTS, OrganisationAct
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows
from stakeholders.queries.area_uses import AREA_USES, AreaUse

AREAS = FixPage("areas", _("Activity areas"), verb=_("Choose an area"))
EXPEDITIONS = FixPage("expeditions", _("Expeditions"), verb=_("Plan an expedition"))
MODEL = FixPage("cohort_model", _("City model"), verb=_("Write the model"))
INITIATIVES = FixPage("initiatives", _("Initiatives"), verb=_("Plan an initiative"))

# Of what the mails about a journey are still true when they go out.
ASKED_TRIPS = find_rows(
    lambda: TripConsent.objects.filter(state=TripConsent.State.ASKED, traveller__expedition__state__in=OPEN)
)
APPROVED_TRIPS = find_rows(lambda: Expedition.objects.filter(state=Expedition.State.APPROVED))

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
ERASURE.register_each((leave_learnings, leave_trips))
FORGETTERS.register(Forgetter("trip_contacts", forget_trip_contacts))
CONSENT_CHANGED.register(tell_of_seat)
GUARDIAN_LEFT.register(ask_other_guardians)
ADDRESS_LEFT.register(move_questions)
CHILD_LOSSES.register(list_ended_answers)
CHILD_PLACES.register(list_places)
CHILD_PARTS.register(Part("journeys/_childs_part.html", find_childs_trips, order=30))
TRIPS_RESPONSIBLE.register(list_trips_responsible)
MY_PARTS.register(Part("journeys/_my_trips.html", find_my_trips, 32, has_trips))
MAIL_KINDS.register_each(
    MailKind(
        verb,
        mails.expedition_planned,
        "cohorts",
        find_current=find_rows(lambda: Expedition.objects.filter(state=Expedition.State.PLANNED)),
    )
    for verb in (verbs.EXPEDITION_PLANNED, verbs.EXPEDITION_SUBMITTED)
)
MAIL_KINDS.register(MailKind(verbs.EXPEDITION_APPROVED, mails.expedition_approved, "cohorts"))
MAIL_KINDS.register(MailKind(verbs.EXPEDITION_SENT_BACK, mails.expedition_sent_back, "cohorts"))
MAIL_KINDS.register(MailKind(verbs.EXPEDITION_CANCELLED, mails.expedition_cancelled, "cohorts", at_once=True))
MAIL_KINDS.register(MailKind(verbs.TRIP_CONSENT_ASKED, trip_mails.ask_about_trip, find_current=ASKED_TRIPS))
MAIL_KINDS.register(MailKind(verbs.TRIP_NOT_READY, trip_mails.trip_not_ready, find_current=APPROVED_TRIPS))
MAIL_KINDS.register(MailKind(verbs.TRIP_CALLED_OFF, trip_mails.trip_called_off, course=verbs.TRIP_COURSE))
MAIL_KINDS.register(
    MailKind(
        verbs.TRIP_LISTED,
        list_mails.tell_of_place,
        undoes=(verbs.TRAVELLER_REMOVED,),
        find_current=OPEN_TRIPS,
        course=verbs.TRIP_COURSE,
    )
)
REPLANNED = MailKind(
    verbs.TRIP_REPLANNED, list_mails.tell_of_change, find_current=APPROVED_TRIPS, course=verbs.TRIP_COURSE
)
OWN_REFUSED = MailKind(verbs.OWN_TRIP_REFUSED, list_mails.tell_of_refusal, find_current=OPEN_TRIPS)
MAIL_KINDS.register_each((REPLANNED, OWN_REFUSED, *CITY_KINDS, *TRIP_KINDS))
MAIL_KINDS.register(MailKind(verbs.TRIP_FORM_ENTERED, trip_mails.trip_form_entered, find_current=OPEN_TRIPS))
BELOW_TABS.register(BelowTab("board", ("areas", "expeditions", "learnings", "model", "initiatives")))
BELOW_TABS.register(BelowTab("mine", ("travellers",)))
TABS.register(Tab("labs", "city_expeditions", EXPEDITIONS.label, "labs.list_cohort", 40))
TABS.register(Tab("labs", "city_initiatives", INITIATIVES.label, "labs.list_cohort", 50))
STATE_TONES.register(Tones(Expedition, sun="planned", quiet="learned", good="published"))
STATE_TONES.register(Tones(TripConsent, quiet="given", bad="refused withdrawn"))
STATE_TONES.register_each([Tones(ModelVersion, good="adopted", bad="withdrawn"), Tones(Initiative, good="embedded")])
for rule in (
    GateRule(
        "G22",
        _("One to three activity areas are chosen by a recorded decision"),
        AREAS,
        queries.find_chosen_areas,
        missing=_("a recorded decision on one to three activity areas"),
    ),
    GateRule(
        "G23",
        _("An expedition brought home at least three learnings, each with a principle"),
        EXPEDITIONS,
        queries.find_principles,
        queries.find_expedition_step,
        missing=_("an expedition with at least three learnings, each with a principle"),
    ),
    GateRule("G24", _("Every activity area has a learning from outside the city"), EXPEDITIONS),
    GateRule(
        "G31",
        _("All nine blocks of the model are written"),
        MODEL,
        queries.find_written_blocks,
        missing=_("a text in each of the nine blocks of the model"),
    ),
    GateRule(
        "G32",
        _("Each block cites a learning, strength, challenge or idea"),
        MODEL,
        queries.find_cited_blocks,
        missing=_("a learning, strength, challenge or idea as the source of each block"),
    ),
    GateRule("G33", _("The consultation lasted 14 days and each idea was answered"), MODEL),
    GateRule(
        "G34",
        _("The forum adopted the model with a quorum of all four sectors"),
        MODEL,
        adoption.find_adopted_models,
        missing=_("a decision of the forum that adopts the model, with a quorum and all four sectors"),
        never=frozenset({adoption.NO_DECISION}),
    ),
    GateRule(
        "G36",
        _("There are two initiatives, each run by an owner and a partner from another sector"),
        INITIATIVES,
        queries.find_shared_initiatives,
        missing=_("two initiatives, each run by an owner and a partner from another sector"),
    ),
    GateRule("G41", _("An initiative is rolling out at three sites"), INITIATIVES),
):
    GATE_RULES.register(rule)

AGENDA.register_each([replace(adoption.MODELS, carry_out=adopt_version), adoption.INITIATIVES])
for part in (
    CohortPart(30, AREAS.url_name, AREAS.label, queries.list_areas, "journeys.choose_activityarea"),
    CohortPart(40, EXPEDITIONS.url_name, EXPEDITIONS.label, queries.list_expeditions),
    CohortPart(50, MODEL.url_name, MODEL.label),
    CohortPart(60, INITIATIVES.url_name, INITIATIVES.label, queries.list_initiatives),
):
    COHORT_PARTS.register(part)
COHORT_END_NOTES.register(write_initiatives_note)

CITABLE.register(
    Citable(
        "learning",
        _("Learning"),
        queries.list_citable_learnings,
        find=lambda text: Q(principle__icontains=text),
        name=lambda row: row.principle,
        icon="lightbulb",
    )
)
CITABLE.register(
    Citable(
        "strength",
        _("Strength"),
        queries.list_citable_strengths,
        find=lambda text: words_hold(text, "area__label") | words_hold(text, "organisation__name"),
        name=name_strength,
        icon="sparkles",
    )
)

EVIDENCE.register_each(five_years.EVIDENCE_KINDS)
REVIEW_PARTS.register_each(five_years.REVIEW_LINES)
HANDOVER.register(five_years.CARRIED)
ARCHIVE_BLOCKERS.register(write_archive_blocker)
for verb in (
    verbs.INITIATIVE_PLANNED,
    verbs.INITIATIVE_PROGRESSED,
    verbs.INITIATIVE_MOVED,
    verbs.INITIATIVE_RESUMED,
    verbs.PARTNER_ADDED,
):
    ORGANISATION_ACTS.register(OrganisationAct(verb, queries.list_carriers))
WAITING.register_each([queries.TO_APPROVE, queries.SENT_BACK, queries.RETURNED, NOT_READY])
SEARCH.register_each([queries.EXPEDITIONS_FOUND, queries.INITIATIVES_FOUND])
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register(move_rows(Learning, "by"))
MERGE_PARTS.register(move_rows(Traveller, "profile", same=("expedition",)))
AREA_USES.register(AreaUse("activity_areas", ActivityArea.objects.all, count_activity_areas, together=("cohort_id",)))
