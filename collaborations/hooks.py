"""What collaborations answer to the questions of the apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import BELOW_TABS, TABS, BelowTab, Tab
from cities.queries.related import RELATED, Related
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from collaborations import verbs
from collaborations.actions.course import name_follow_up
from collaborations.actions.endorsement_news import (
    SEEN_AFTER_SESSION,
    ask_after_session,
    question_payload,
)
from collaborations.actions.endorsement_people import PARTS, leave_endorsements, withdraw_between
from collaborations.actions.leaving import leave_collaborations, leave_sides
from collaborations.actions.letters import forget_letters, renew_letter
from collaborations.models import Collaboration, Endorsement, FollowUp, Party
from collaborations.queries import list_owing, list_own_collaborations
from collaborations.queries.endorsement_counts import find_members_seen
from collaborations.queries.endorsement_links import find_endorsement_step, list_session_links
from collaborations.queries.endorsements import list_owing_endorsers, was_there
from collaborations.queries.endorsements_mine import SEEN, find_my_endorsements, has_endorsements
from collaborations.queries.five_years import CARRIED, REVIEW_LINES
from collaborations.queries.gates import find_agreed_collaborations
from collaborations.queries.mine import find_my_collaborations, has_collaborations
from collaborations.queries.related import find_of_thing
from collaborations.queries.search import COLLABORATIONS_FOUND
from collaborations.queries.waiting import ASKED
from collaborations.rules import TAKES_PART, WAS_THERE
from collaborations.texts import (
    count_collaborations,
    count_endorsements,
    endorsement_data,
    endorsement_mails,
    letters,
    mails,
    write_archive_blocker,
)
from collaborations.texts.endorsement_notes import note_strengths
from collaborations.texts.personal_data import PERSONAL_SECTIONS
from collaborations.values import FOLLOW_UP_DAYS
from consents.values import MY_PARTS, Part
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.records import AFTER_RECORD
from educities.activity.actions.reminders import REMINDER_RULES, ReminderRule
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, UNTOLD, Scope
from educities.kit.tones import STATE_TONES, Tones
from labs.values import GATE_RULES, FixPage, GateRule
from meetings.values.page_links import SESSION_LINKS
from programs.values.handover import HANDOVER
from programs.values.reviews import REVIEW_PARTS
from stakeholders.actions import ARCHIVE_BLOCKERS
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows
from stakeholders.queries.area_uses import AREA_USES, AreaUse
from stakeholders.values.claim_notes import CLAIM_NOTES
from stakeholders.values.page_links import ORGANISATION_LINKS, PERSON_LINKS, PageLink

TOPIC = "collaborations"
PROPOSED = find_rows(lambda: Collaboration.objects.filter(state=Collaboration.State.PROPOSED))

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
TAKES_PART.register(list_own_collaborations)
ERASURE.register(leave_collaborations)
BECAME_MINOR.register(leave_sides)
BECAME_MINOR.register(forget_letters)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register(move_rows(Party, "profile", same=("collaboration",)))
MERGE_PARTS.register(move_rows(Party, "answered_by"))
MERGE_PARTS.register(move_rows(Party, "led_by"))
MERGE_PARTS.register(move_rows(Collaboration, "proposed_by"))
MERGE_PARTS.register(move_rows(Collaboration, "brought_by"))
MERGE_PARTS.register(move_rows(FollowUp, "by"))
ARCHIVE_BLOCKERS.register(write_archive_blocker)
AREA_USES.register(AreaUse("collaborations", Collaboration.objects.all, count_collaborations))
MY_PARTS.register(Part("collaborations/_my_collaborations.html", find_my_collaborations, 25, has_collaborations))
TABS.register(Tab("network", "collaborations", _("Collaborations"), "collaborations.list_collaboration", 15))
TABS.register(Tab("learn", "my_collaborations", _("My collaborations"), "collaborations.add_collaboration", 25))
BELOW_TABS.register(BelowTab("mine", ("collaborations",)))
STATE_TONES.register(Tones(Collaboration, sun="proposed"))
STATE_TONES.register(Tones(Party, quiet="declined"))
RELATED.register(Related("collaborations/_of_thing.html", find_of_thing))
SEARCH.register(COLLABORATIONS_FOUND)
WAITING.register(ASKED)
# Whoever counted the events would know how often each strength was seen, be it in one.
UNTOLD.register("collaborations.endorsement")
SCOPES.register(
    Scope(
        "collaborations:read",
        _("read which collaborations there are, and how often each strength was seen in people, without their names"),
        14,
        ("collaborations",),
    )
)
PERSON_LINKS.register(
    PageLink("propose_to_person", _("Propose to work together"), "collaborations.add_collaboration", "handshake")
)
ORGANISATION_LINKS.register(
    PageLink("propose_to_organisation", _("Propose to work together"), "collaborations.add_collaboration", "handshake")
)
GATE_RULES.register(
    GateRule(
        "G15",
        _("One collaboration is agreed for every four members"),
        FixPage("collaborations", _("Collaborations"), is_of_city=True),
        find_agreed_collaborations,
        missing=_("one agreed collaboration for every four members"),
    )
)
GATE_RULES.register(
    GateRule(
        "G12",
        _("Every member has given and received an endorsement"),
        FixPage("cohort_members", _("Members")),
        find_members_seen,
        find_endorsement_step,
        missing=_("an endorsement given and one received by every member"),
    )
)
MAIL_KINDS.register(MailKind(verbs.PROPOSED, mails.collaboration_proposed, TOPIC, find_current=PROPOSED))
MAIL_KINDS.register(MailKind(verbs.AGREED, mails.collaboration_agreed, TOPIC))
MAIL_KINDS.register(MailKind(verbs.WROTE, letters.side_letter, TOPIC, at_once=True, is_letter=True, renew=renew_letter))
MAIL_KINDS.register(MailKind(verbs.COMPLETED, mails.collaboration_completed, TOPIC))
MAIL_KINDS.register(MailKind(verbs.FOLLOW_UP_ASKED, mails.follow_up, TOPIC))
for verb in (verbs.BEGUN, verbs.PROMISED):
    MAIL_KINDS.register(MailKind(verb, folded=True))
for verb, lead, named, then in (
    (
        verbs.DECLINED,
        _("“%(title)s” was proposed in %(city)s, and did not come about: not everyone who was asked agreed."),
        "",
        _("You need not do anything. You can propose something else at any time."),
    ),
    (
        verbs.LAPSED,
        _("“%(title)s” was proposed in %(city)s, and not answered in time."),
        "",
        _("Not everyone answered in time. You can propose it again."),
    ),
    (
        verbs.WITHDRAWN,
        _("The proposal “%(title)s” in %(city)s was withdrawn."),
        _("%(name)s has withdrawn the proposal “%(title)s” in %(city)s."),
        _("Nobody is asked about it any more. You need not do anything."),
    ),
    (
        verbs.LEFT_OUT,
        _("You were asked about “%(title)s” in %(city)s, and it goes on without you."),
        "",
        _("You had not answered by then. You can propose something else at any time."),
    ),
    (
        verbs.CHANGED,
        _("The collaboration “%(title)s” in %(city)s was changed."),
        _("%(name)s has changed the collaboration “%(title)s” in %(city)s."),
        _("Read on its page what it says now. If you no longer want it, say so to the others there."),
    ),
    (
        verbs.PAUSED,
        _("The collaboration “%(title)s” in %(city)s is paused."),
        _("%(name)s has paused the collaboration “%(title)s” in %(city)s."),
        _("The collaboration is paused for now. Each side can resume it on its page."),
    ),
    (
        verbs.RESUMED,
        _("The collaboration “%(title)s” in %(city)s goes on."),
        _("%(name)s has resumed the collaboration “%(title)s” in %(city)s."),
        _("The collaboration goes on."),
    ),
    (
        verbs.ENDED,
        _("The collaboration “%(title)s” in %(city)s has ended early."),
        _("%(name)s has ended the collaboration “%(title)s” in %(city)s."),
        _("The collaboration has ended. What was done stays on its page."),
    ),
):
    part = NewsPart(mails.OWN_PART, lead, named, mails.list_proposal_facts)
    MAIL_KINDS.register(news_kind(verb, _("Go to the collaboration"), TOPIC, then=then, part=part))
MAIL_KINDS.register(
    news_kind(
        verbs.ASKED_AGAIN,
        _("Read and answer"),
        TOPIC,
        then=_(
            "It was changed after you were asked. Read what it says now, then answer: a yes of before is asked again."
        ),
        find_current=PROPOSED,
        part=NewsPart(
            mails.OWN_PART,
            _("What you were asked in %(city)s, “%(title)s”, reads differently now."),
            list_facts=mails.list_proposal_facts,
        ),
    )
)
for days in FOLLOW_UP_DAYS:
    REMINDER_RULES.register(ReminderRule(name_follow_up(days), list_owing, verbs.FOLLOW_UP_ASKED))

WAS_THERE.register(was_there)
ERASURE.register(leave_endorsements)
BECAME_MINOR.register(withdraw_between)
PERSONAL_DATA.register_each(endorsement_data.PERSONAL_SECTIONS)
MERGE_PARTS.register_each(PARTS)
AREA_USES.register(
    AreaUse(
        "endorsements",
        Endorsement.objects.standing,
        count_endorsements,
        together=("giver_id", "receiver_id", "session_id", "collaboration_id"),
    )
)
MY_PARTS.register(Part("collaborations/_my_endorsements.html", find_my_endorsements, 26, has_endorsements))
BELOW_TABS.register(BelowTab("mine", ("endorsements",)))
STATE_TONES.register(Tones(Endorsement, sun="proposed", good="kept", quiet="not_kept withdrawn"))
WAITING.register(SEEN)
CLAIM_NOTES.register(note_strengths)
SESSION_LINKS.register(list_session_links)
AFTER_RECORD.register(ask_after_session)
REMINDER_RULES.register(
    ReminderRule(SEEN_AFTER_SESSION, list_owing_endorsers, verbs.ENDORSEMENTS_ASKED, question_payload)
)
MAIL_KINDS.register(
    MailKind(
        verbs.ENDORSED,
        endorsement_mails.strength_seen,
        TOPIC,
        find_current=find_rows(lambda: Endorsement.objects.filter(state=Endorsement.State.PROPOSED)),
    )
)
MAIL_KINDS.register(MailKind(verbs.ENDORSEMENT_WITHDRAWN, folded=True))
MAIL_KINDS.register(MailKind(verbs.ENDORSEMENTS_ASKED, endorsement_mails.seen_in_others, TOPIC))
REVIEW_PARTS.register_each(REVIEW_LINES)
HANDOVER.register(CARRIED)
