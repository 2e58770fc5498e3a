"""The mails about labs, cohorts and overrides that need no words of their own."""

from django.utils.translation import gettext_lazy as _

from educities.activity.texts.news_mails import NewsPart, news_kind
from labs import verbs

SEATED = NewsPart(_("You get this email because you have a seat in this lab, or had one, in %(city)s."))
OWN_OVERRIDE = NewsPart(_("You get this email because you asked for this override or decide on it."))
KINDS = [
    *(
        news_kind(verb, _("Go to the lab"), "cohorts", then=meaning, part=SEATED)
        for verb, meaning in (
            (verbs.LAB_RESTED, _("No cohort starts in it until it goes on. What is there stays as it is.")),
            (verbs.LAB_CLOSED, _("It no longer works, unless it is reopened. Everything stays and can be read.")),
            (verbs.LAB_REOPENED, _("It goes on where it was. New cohorts can be planned.")),
            (verbs.SEAT_TAKEN_BACK, _("You no longer have a seat in the lab. What you did there stays.")),
        )
    ),
    news_kind(
        verbs.COHORT_REOPENED,
        _("Go to the cohort"),
        "cohorts",
        then=_("You have your place in it again. If you cannot go on, leave the cohort on its page."),
        part=NewsPart(_("You get this email because you are a member of this cohort, in %(city)s.")),
    ),
    news_kind(
        verbs.MEMBER_LEFT,
        _("Go to the cohort"),
        "cohorts",
        then=_(
            "Your place is free for someone else. If this is a mistake, tell the facilitator: you can be added again."
        ),
        part=NewsPart(_("You get this email because you were a member of this cohort, in %(city)s.")),
    ),
    news_kind(
        verbs.OVERRIDE_GRANT_UNDONE,
        _("Go to the override"),
        "overrides",
        then=_("The request waits for a decision again. Until then the condition has to be met."),
        part=OWN_OVERRIDE,
    ),
    news_kind(
        verbs.OVERRIDE_WITHDRAWN,
        _("See the override"),
        "overrides",
        then=_("There is nothing to decide any more. The condition stays as it is."),
        part=OWN_OVERRIDE,
    ),
]
