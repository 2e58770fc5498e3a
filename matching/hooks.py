"""What matching answers to the questions of the apps below."""

from django.utils.translation import gettext_lazy as _

from cities.queries.navigation import BELOW_TABS, TABS, BelowTab, Tab
from cities.queries.waiting import WAITING
from consents.values import MY_PARTS, Part
from consents.values.erasure import ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, UNTOLD, Scope
from educities.kit.tones import STATE_TONES, Tones
from matching import verbs
from matching.actions.breaks import end_meetings, leave_matching
from matching.actions.suggesting import suggest_after_claim
from matching.models import MatchingBreak, MatchSuggestion
from matching.queries.mine import find_my_meeting, may_meet
from matching.queries.waiting import ASKED, NEW
from matching.texts import mails
from matching.texts.personal_data import PERSONAL_SECTIONS
from stakeholders.actions.adulthood import BECAME_MINOR
from stakeholders.actions.merge_parts import MERGE_PARTS, move_rows
from stakeholders.actions.strengths import CLAIMS_CHANGED

TOPIC = "collaborations"
INTRODUCED = find_rows(lambda: MatchSuggestion.objects.unanswered().filter(need__isnull=False, strength__isnull=False))

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
CLAIMS_CHANGED.register(suggest_after_claim)
ERASURE.register(leave_matching)
BECAME_MINOR.register(end_meetings)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register(move_rows(MatchSuggestion, "seeker", same=("person", "organisation")))
MERGE_PARTS.register(move_rows(MatchSuggestion, "person", same=("seeker",)))
MERGE_PARTS.register(move_rows(MatchingBreak, "profile", same=("city",)))
MY_PARTS.register(Part("matching/_my_meeting.html", find_my_meeting, 24, may_meet))
TABS.register(Tab("network", "matching", _("Brought together"), "matching.list_matchsuggestion", 17, ("meet",)))
TABS.register(Tab("mine", "meet", _("People you could meet"), "matching.see_matchsuggestion", 20))
BELOW_TABS.register(BelowTab("mine", ("meet",)))
STATE_TONES.register(Tones(MatchSuggestion, sun="introduced", good="converted", quiet="declined"))
WAITING.register(ASKED)
WAITING.register(NEW)
# Whoever counted the events would know how many met, be it one.
UNTOLD.register("matching.matchsuggestion")
SCOPES.register(
    Scope(
        "matches:read", _("read how many people and organisations are brought together, by sector"), 14, ("matching",)
    )
)
MAIL_KINDS.register(
    MailKind(verbs.INTRODUCED, mails.introduction_mail, TOPIC, find_current=INTRODUCED, hides_reader=True)
)
MAIL_KINDS.register(
    news_kind(
        verbs.EXPIRED,
        _("See whom you could meet"),
        TOPIC,
        then=_("The time to answer is over. There are others whom you could meet."),
        hides_reader=True,
        part=NewsPart(
            _("You get this email because you looked for someone who can do what you want to learn, in %(city)s.")
        ),
    )
)
