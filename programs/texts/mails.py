"""What the mails about the five years say that need words of their own."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from educities.activity.texts.mail_dates import long_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from educities.kit.multilingual import translate_plain
from programs.models import Indicator, Milestone
from programs.queries import list_due
from programs.values.calendar import school_year


def milestones_late(letter: Letter) -> Mail:
    """Which milestones are overdue, since when, and what to do now."""
    numbers = [int(number) for number in (letter.target_id, *letter.also) if number]
    rows = list(Milestone.objects.filter(pk__in=numbers).order_by("due_on", "pk"))
    facts: list[Fact] = [
        (long_day(row.due_on), compose_sentence("%(words)s", words=translate_plain(row.title))) for row in rows
    ]
    count = max(len(rows), 1)
    return Mail(
        subject=fit_subject(_("Overdue: “%(title)s”"), title=letter.word("title")),
        preview=_("Say how it stands: reached, at risk, another day, or missed."),
        heading=ngettext("%(n)s milestone is overdue", "%(n)s milestones are overdue", count) % {"n": count},
        lead=compose_sentence(
            _("The five-year program of %(city)s planned this, and nobody has said how it stands."),
            city=letter.city_name,
        ),
        body=[
            _(
                "If it is reached, choose the record that shows it. If not, say what is in the way, or choose another day."
            )
        ],
        facts=facts,
        button=(_("Say how it stands"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _(
                "You get this email because you direct the five years of %(city)s, or are responsible for the milestone."
            ),
            city=letter.city_name,
        ),
        thread=f"milestone:{letter.target_id}",
    )


def figures_due(letter: Letter) -> Mail:
    """Which figures are known by now, of which school year, and where they are entered."""
    numbers = [int(number) for number in (letter.target_id, *letter.also) if number]
    due = list_due()
    rows = [row for row in Indicator.objects.filter(pk__in=numbers) if row.pk in due]
    count = max(len(rows), 1)
    facts: list[Fact] = [
        (school_year(due[row.pk]), compose_sentence("%(words)s", words=translate_plain(row.name))) for row in rows
    ]
    return Mail(
        subject=fit_subject(_("Due: the figure of “%(title)s”"), title=letter.word("title")),
        preview=_("Enter it, and another person confirms it."),
        heading=ngettext("%(n)s figure is due", "%(n)s figures are due", count) % {"n": count},
        lead=compose_sentence(
            _("The school year is over, and the figure that %(city)s measures should be known by now."),
            city=letter.city_name,
        ),
        body=[
            _(
                "If it has been published, enter it with its source. If there is none this time, say why in a note on the indicator’s page: the line has a gap there."
            )
        ],
        facts=facts,
        button=(_("Enter the figure"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you enter the figures of this indicator in %(city)s."), city=letter.city_name
        ),
        thread=f"indicator:{letter.target_id}",
    )


def override_requested(letter: Letter) -> Mail:
    """Which milestone, and that only the steward can decide."""
    return Mail(
        subject=fit_subject(_("Decide on an override: “%(title)s”"), title=letter.word("title")),
        preview=_("Read the reason, then grant or refuse."),
        heading=compose_sentence(_("Shall “%(title)s” count as reached?"), title=letter.word("title")),
        lead=letter.lead(
            _("%(name)s asks in %(city)s that this milestone counts as reached although no record shows it."),
            _("You are asked in %(city)s whether this milestone counts as reached although no record shows it."),
        ),
        body=[
            _(
                "Read the reason on its page. Granted, it is reached, and the page says by whose word; refused, it stays as it is."
            )
        ],
        button=(_("Read and decide"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you are the network steward of %(city)s."), city=letter.city_name
        ),
        thread=f"milestone:{letter.target_id}",
    )


def review_submitted(letter: Letter) -> Mail:
    """Of which year, that it is read and confirmed, and that it stays as it is afterwards."""
    number = {"number": letter.data.get("number", "")}
    return Mail(
        subject=fit_subject(_("Read and confirm the review of year %(number)s") % number),
        preview=_("Once confirmed it stays as it is, and the year can be closed."),
        heading=_("The review of year %(number)s is ready to be confirmed") % number,
        lead=letter.lead(
            _("%(name)s has submitted the review of a year of the five-year program of %(city)s."),
            _("The review of a year of the five-year program of %(city)s was submitted."),
        ),
        body=[
            _(
                "Read what the records say of the year and what the education director writes beside it. Confirm it, or send it "
                "back and say what is missing."
            )
        ],
        button=(_("Read the review"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you can confirm the year reviews of %(city)s."), city=letter.city_name
        ),
        thread=f"review:{letter.target_id}",
    )
