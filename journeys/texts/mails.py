"""What the mails about expeditions say."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from educities.activity.texts.mail_dates import first_of_days, long_day, near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain
from journeys.models import Expedition


def expedition_planned(letter: Letter) -> Mail:
    """Where to, when, for which cohort, and what has to be looked at."""
    row = _find_expedition(letter)
    facts = _expedition_facts(row)
    if row and row.minors_travel:
        facts.append((_("Please look at"), _("People under 18 travel along: read how they are kept safe.")))
    day = near_day(row.starts_on) if row else ""
    return Mail(
        subject=fit_subject(_("To decide: expedition “%(title)s”"), title=letter.word("title")),
        preview=_("Where to, when and for which cohort."),
        heading=compose_sentence(_("May the expedition “%(title)s” set out?"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s has planned an expedition in %(city)s and asks for your approval."),
            _("An expedition was planned in %(city)s and waits for your approval."),
        ),
        facts=facts,
        until=_("Please decide before it sets out on %(day)s.") % {"day": day} if day else "",
        button=(_("Read and decide"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you are education director of %(city)s."), city=letter.city_name
        ),
        thread=f"expedition:{letter.target_id}",
    )


def expedition_approved(letter: Letter) -> Mail:
    """It may set out."""
    return _decision_mail(
        letter,
        subject=_("Approved: expedition “%(title)s”"),
        heading=_("The expedition “%(title)s” is approved"),
        named=_("%(name)s has approved the expedition in %(city)s."),
        nameless=_("The expedition in %(city)s is approved."),
        then=_("It can set out on its first day. Start it on its page then, and note what you learn."),
        preview=_("It can set out on its first day."),
    )


def expedition_sent_back(letter: Letter) -> Mail:
    """The plan can be changed; why."""
    return _decision_mail(
        letter,
        subject=_("Sent back: expedition “%(title)s”"),
        heading=_("The expedition “%(title)s” goes back to planning"),
        named=_("%(name)s has sent the expedition in %(city)s back to planning."),
        nameless=_("The expedition in %(city)s goes back to planning."),
        then=_("You can change the plan now. It waits for approval again."),
        preview=_("The reason is inside. You can change the plan now."),
    )


def expedition_cancelled(letter: Letter) -> Mail:
    """It does not take place."""
    return _decision_mail(
        letter,
        subject=_("Cancelled: expedition “%(title)s”"),
        heading=_("The expedition “%(title)s” will not take place"),
        named=_("%(name)s has cancelled the expedition in %(city)s."),
        nameless=_("The expedition in %(city)s is cancelled."),
        then=_("Tell the hosts and everyone who would have travelled along."),
        preview=_("The reason is inside."),
    )


def _decision_mail(
    letter: Letter, *, subject: str, heading: str, named: str, nameless: str, then: str, preview: str
) -> Mail:
    title = letter.word("title")
    return Mail(
        subject=fit_subject(subject, title=title),
        preview=preview,
        heading=compose_sentence(heading, title=title),
        lead=letter.lead(named, nameless),
        body=[text for text in (letter.reason, then) if text],
        facts=_expedition_facts(_find_expedition(letter)),
        button=(_("Go to the expedition"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you planned this expedition or lead its lab."),
        thread=f"expedition:{letter.target_id}",
    )


def _find_expedition(letter: Letter) -> Expedition | None:
    return Expedition.objects.select_related("cohort").filter(pk=letter.target_id or None).first()


def _expedition_facts(row: Expedition | None) -> list[Fact]:
    if row is None:
        return []
    return [
        (_("Cohort"), translate_plain(row.cohort.name)),
        (_("Where to"), compose_sentence("%(place)s", place=row.place)),
        (_("When"), format_trip_days(row.starts_on, row.ends_on)),
    ]


def format_trip_days(first: date, last: date) -> str:
    """The days of a journey, as a mail says them."""
    if first == last:
        return long_day(first)
    return pgettext("days", "from %(from)s to %(to)s") % {"from": first_of_days(first, last), "to": long_day(last)}
