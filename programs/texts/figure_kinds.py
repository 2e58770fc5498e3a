"""The mails about figures: of years and of groups, and of what is proposed about confirmed ones."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.mail_kinds import MailKind, find_rows
from educities.activity.texts.news_mails import NewsPart, news_kind
from programs import verbs
from programs.models import Breakdown, Indicator, IndicatorValue, ValueRevision
from programs.texts import revision_mails

ENTERS = NewsPart(_("You get this email because you enter the figures of this indicator in %(city)s."))
CONFIRMS = NewsPart(_("You get this email because you can confirm figures that others entered in %(city)s."))
READS = NewsPart(_("You get this email because you enter figures of this indicator, or confirm them, in %(city)s."))
TO_CORRECT = (
    (
        verbs.VALUES_RETURNED,
        lambda: Indicator.objects.filter(values__state=IndicatorValue.State.DRAFT),
        _("They are drafts again. Correct them and submit them again."),
    ),
    (
        verbs.BREAKDOWN_RETURNED,
        lambda: Breakdown.objects.filter(returned_at__isnull=False),
        _("Nobody is asked to confirm them any more. Correct them and enter them again."),
    ),
)
TO_READ = (
    (verbs.VALUES_CONFIRMED, _("They count from now on.")),
    (
        verbs.DEFINITION_CHANGED,
        _(
            "A note beside the figures says what it was until then. Nothing before it is compared with what comes after."
        ),
    ),
    (
        verbs.VALUE_WITHDRAWN,
        _("It counts no more, and stays on the page with the reason. Another figure of the year can be entered."),
    ),
    (
        verbs.NATIONAL_REPLACES,
        _(
            "The network steward has entered the average for all cities of the country, with its source. The averages that the "
            "city had entered itself are kept, and are read no more for these school years."
        ),
    ),
    (verbs.BREAKDOWN_REMOVED, _("Nobody reads them any more. Others of the year can be entered.")),
    (verbs.REMOVAL_DECLINED, _("They are read as before. Their removal can be proposed again.")),
)


def _find_waiting() -> QuerySet:
    return ValueRevision.objects.filter(state=ValueRevision.State.WAITING)


KINDS = [
    *(
        news_kind(verb, _("Correct the figures"), "figures", find_current=find_rows(rows), then=then, part=ENTERS)
        for verb, rows, then in TO_CORRECT
    ),
    *(news_kind(verb, _("See the indicator"), "figures", then=then, part=READS) for verb, then in TO_READ),
    news_kind(
        verbs.REMOVAL_PROPOSED,
        _("Read and decide"),
        "figures",
        find_current=find_rows(lambda: Breakdown.objects.filter(removal_proposed_at__isnull=False)),
        then=_("Until you agree, they are read as before. Decline with a reason where they should stay."),
        part=CONFIRMS,
    ),
    MailKind(
        verbs.REVISION_PROPOSED,
        revision_mails.revision_proposed,
        "figures",
        find_current=find_rows(_find_waiting),
        is_of_part=True,
    ),
    MailKind(
        verbs.WITHDRAWAL_PROPOSED,
        revision_mails.withdrawal_proposed,
        "figures",
        find_current=find_rows(_find_waiting),
        is_of_part=True,
    ),
    MailKind(verbs.WITHDRAWAL_DECLINED, revision_mails.withdrawal_declined, "figures"),
    MailKind(verbs.VALUE_REVISED, revision_mails.revision_confirmed, "figures"),
    MailKind(verbs.REVISION_DECLINED, revision_mails.revision_declined, "figures"),
    MailKind(verbs.REVISION_UNDONE, revision_mails.revision_undone, "figures", undoes=(verbs.VALUE_REVISED,)),
]
