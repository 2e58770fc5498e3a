"""What challenges answer to apps below."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from challenges import verbs
from challenges.actions.consents import consent_changed, take_up_alone
from challenges.actions.ideas import rename_author
from challenges.actions.leaving import forget_addresses, forget_withdrawn_words, leave_challenges
from challenges.actions.merged_people import PARTS
from challenges.actions.paper import refuse_entered_idea
from challenges.models import Challenge, Contribution, IdeaPhoto, Participation
from challenges.queries import (
    has_begun,
    list_citable_challenges,
    list_citable_contributions,
    mailed,
    promises,
    search,
    waiting,
)
from challenges.queries.entered_ideas import find_entered_ideas
from challenges.queries.five_years import REVIEW_LINES
from challenges.queries.panels import find_childs_wishes, find_my_challenges, list_losses, list_places, open_challenges
from challenges.queries.partakers import find_authors, find_participants, find_supporters
from challenges.texts import count_challenges, hidden_mails, mails, name_cited_idea, photo_mails
from challenges.texts.personal_data import PERSONAL_SECTIONS
from cities.queries.navigation import BELOW_TABS, NAVIGATION, TABS, BelowTab, Door, Tab
from cities.queries.panels import CITY_PANELS, Panel
from cities.queries.search import SEARCH
from cities.queries.waiting import WAITING
from consents.actions import ANSWERS_ALONE, CONSENT_CHANGED
from consents.queries import CHILD_LOSSES, CHILD_PLACES, THINGS_BEGUN
from consents.values import CHILD_PARTS, MY_PARTS, START_LINKS, Part, StartLink
from consents.values.erasure import ADDRESS_ERASURE, ERASURE
from consents.values.personal_data import PERSONAL_DATA
from educities.activity.actions.retention import FORGETTERS, Forgetter
from educities.activity.texts.mail_kinds import MAIL_KINDS, MailKind
from educities.activity.texts.news_mails import NewsPart, news_kind
from educities.activity.values import ROW_NAMES, VERBS, list_verbs
from educities.api.scopes import SCOPES, Scope
from educities.kit.lists import words_hold
from educities.kit.tones import STATE_TONES, Tones
from journeys.values import CITABLE, Citable
from programs.values.evidence import EVIDENCE, EvidenceKind
from programs.values.reviews import REVIEW_PARTS
from stakeholders.actions.merge_parts import MERGE_PARTS
from stakeholders.actions.people import PROFILE_CHANGED
from stakeholders.queries.area_uses import AREA_USES, AreaUse
from stakeholders.queries.managed import ENTRY_KINDS, EntryKind
from stakeholders.queries.people_listed import PARTAKERS

VERBS.register_each(list_verbs(verbs))
ROW_NAMES.register_each(verbs.ROWS)
MAIL_KINDS.register(MailKind(verbs.CONFIRM_ACT, mails.confirm_act))
MAIL_KINDS.register(MailKind(verbs.CONFIRM_ALERT, mails.confirm_alert))
MAIL_KINDS.register(MailKind(verbs.GATHERING_BEGAN, mails.gathering_began, "ideas"))
MAIL_KINDS.register(MailKind(verbs.JOINED, mails.joined_mail, "ideas", find_current=mailed.CONFIRMED_PLACES))
MAIL_KINDS.register(MailKind(verbs.WAITLISTED, mails.waitlist_mail, "ideas", find_current=mailed.WAITING_PLACES))
MAIL_KINDS.register(MailKind(verbs.IDEA_PUBLISHED, mails.idea_published, "ideas", find_current=mailed.SHOWN_IDEAS))
OWN_IDEA = NewsPart(_("You get this email because you sent this idea."))
OWN_PHOTO = NewsPart(_("You get this email because you sent this photo."))
MAIL_KINDS.register(
    news_kind(
        verbs.IDEA_ENTERED,
        _("See your idea"),
        "ideas",
        then=_(
            "It came on paper, by phone or at a counter. If it is not yours, remove it on the page “What was entered for me”."
        ),
        part=NewsPart(_("You get this email because someone entered this idea for you, in %(city)s.")),
    )
)
MAIL_KINDS.register(MailKind(verbs.IDEA_SHOWN_AGAIN, hidden_mails.idea_shown_again, find_current=mailed.SHOWN_IDEAS))
MAIL_KINDS.register(MailKind(verbs.IDEA_HIDDEN, hidden_mails.idea_hidden, find_current=mailed.RULED_OUT_IDEAS))
MAIL_KINDS.register(MailKind(verbs.IDEA_KEPT_BACK, hidden_mails.idea_kept_back, find_current=mailed.RULED_OUT_IDEAS))
MAIL_KINDS.register(
    MailKind(verbs.OBJECTION_ANSWERED, hidden_mails.objection_answered, find_current=mailed.RULED_OUT_IDEAS)
)
MAIL_KINDS.register(MailKind(verbs.IDEA_RESTED, mails.idea_rested, find_current=mailed.RESTING_IDEAS))
MAIL_KINDS.register(MailKind(verbs.IDEA_ANSWERED, mails.idea_answered, "ideas", find_current=mailed.ANSWERED_IDEAS))
MAIL_KINDS.register(MailKind(verbs.IDEA_PROMISED, mails.idea_promised, "ideas", find_current=mailed.ANSWERED_IDEAS))
MAIL_KINDS.register(
    news_kind(
        verbs.IDEA_MERGED,
        _("See both ideas"),
        "ideas",
        then=_("Those who support your idea support both now."),
        find_current=mailed.MERGED_IDEAS,
        part=OWN_IDEA,
    )
)
MAIL_KINDS.register(
    news_kind(
        verbs.IDEA_SEPARATED,
        _("See your idea"),
        "ideas",
        then=_("Those who supported your idea are with it again."),
        find_current=mailed.SHOWN_IDEAS,
        part=OWN_IDEA,
    )
)
MAIL_KINDS.register(
    news_kind(
        verbs.PHOTO_SHOWN,
        _("See your idea"),
        "ideas",
        then=_("A moderator has looked at your photo, and everyone can see it now."),
        find_current=mailed.SHOWN_PHOTOS,
        part=OWN_PHOTO,
    )
)
MAIL_KINDS.register(
    news_kind(
        verbs.PHOTO_CHECKED_AGAIN,
        _("See your idea"),
        "ideas",
        then=_(
            "Photos are checked again when people who may be seen in them change what they agree to. Until someone has "
            "looked at it, nobody sees the photo. You read what comes of it."
        ),
        part=OWN_PHOTO,
    )
)
MAIL_KINDS.register(MailKind(verbs.PHOTO_REFUSED, photo_mails.photo_refused))
CONSENT_CHANGED.register(consent_changed)
ERASURE.register(leave_challenges)
FORGETTERS.register(Forgetter("withdrawn_ideas", forget_withdrawn_words))
ADDRESS_ERASURE.register(forget_addresses)
ANSWERS_ALONE.register(take_up_alone)
PROFILE_CHANGED.register(rename_author)
PARTAKERS.register(find_participants)
PARTAKERS.register(find_authors)
PARTAKERS.register(find_supporters)
THINGS_BEGUN.register(has_begun)
CHILD_LOSSES.register(list_losses)
CHILD_PLACES.register(list_places)
MY_PARTS.register(Part("challenges/_my_part.html", find_my_challenges, order=10))
CHILD_PARTS.register(Part("challenges/_childs_part.html", find_childs_wishes, order=10))
START_LINKS.register(
    StartLink(
        "challenges",
        _("See all challenges"),
        _("You have not joined this city yet. Pick a question and begin."),
    )
)
CITY_PANELS.register(Panel("challenges/_panel.html", open_challenges, order=20))
NAVIGATION.register(Door("challenges", _("Challenges"), "challenges.manage_challenge", 40, "lightbulb"))
NAVIGATION.register(Door("challenges", pgettext_lazy("navigation", "What the city asks"), "", 60, "lightbulb"))
TABS.register(Tab("challenges", "manage_challenges", _("Questions"), "challenges.manage_challenge", 10, ("manage",)))
TABS.register(Tab("challenges", "moderation", _("To check"), "challenges.manage_challenge", 20))
TABS.register(Tab("challenges", "challenges", _("What residents see"), "", 30, ("ideas",)))
BELOW_TABS.register(BelowTab("mine", ("participations",)))
EVIDENCE.register(
    EvidenceKind(
        "challenge",
        _("Challenge"),
        Challenge.objects.all,
        offered=Q(state__in=Challenge.PUBLIC),
        find=lambda text: words_hold(text, "question"),
        order=67,
    )
)
STATE_TONES.register(Tones(Challenge, quiet="open"))
STATE_TONES.register(Tones(Contribution, bad="hidden removed", quiet="visible"))
STATE_TONES.register(Tones(IdeaPhoto, bad="refused"))
STATE_TONES.register(Tones(Participation, quiet="confirmed"))
CITABLE.register(
    Citable(
        "challenge",
        _("Challenge"),
        list_citable_challenges,
        find=lambda text: words_hold(text, "question"),
        icon="message-circle-question-mark",
    )
)
CITABLE.register(
    Citable(
        "contribution",
        _("Idea of a resident"),
        list_citable_contributions,
        find=lambda text: Q(text__icontains=text),
        name=name_cited_idea,
        icon="message-circle",
    )
)
SCOPES.register(Scope("challenges:read", _("read challenges"), 30, ("challenges",)))
WAITING.register(waiting.PENDING)
WAITING.register(waiting.PHOTOS)
WAITING.register(waiting.OBJECTIONS)
WAITING.register(promises.PROMISED)
SEARCH.register(search.CHALLENGES)
PERSONAL_DATA.register_each(PERSONAL_SECTIONS)
MERGE_PARTS.register_each(PARTS)
ENTRY_KINDS.register(EntryKind("idea", find_entered_ideas, refuse_entered_idea))
AREA_USES.register(AreaUse("challenges", Challenge.objects.all, count_challenges))
REVIEW_PARTS.register_each(REVIEW_LINES)
