"""What the mails about commitments say, and the one that asks an organisation whether it is still part of the city's work."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from educities.activity.texts.mail_kinds import (
    Fact,
    Letter,
    LinkedLine,
    Mail,
    compose_sentence,
    fit_subject,
    isolate_text,
)
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from stakeholders.models import Commitment, Organisation
from stakeholders.queries.dormancy import build_still_here_link
from stakeholders.texts.commitments import write_amount
from stakeholders.values import QUIET_DAYS


def commitment_reminder(letter: Letter) -> Mail:
    """What was promised, by when, how much of it is missing, and how to say that it has arrived."""
    rows = list(
        Commitment.objects.select_related("city", "organisation__city")
        .filter(pk__in=[number for number in (letter.target_id, *letter.also) if number])
        .order_by("due_on", "pk")
    )
    return _remind_of_several(letter, rows) if len(rows) > 1 else _remind_of_one(letter, next(iter(rows), None))


def _remind_of_several(letter: Letter, rows: Sequence[Commitment]) -> Mail:
    """One mail for all that is due: a line each, under the organisation that promised it."""
    lines: dict[str, list[str]] = {}
    for row in rows:
        text = _("%(title)s: %(amount)s, by %(day)s")
        parts = {"title": translate_plain(row.title), "amount": write_amount(row), "day": format_day(row.due_on)}
        line = LinkedLine(compose_sentence(text, **parts), letter.page(row.get_absolute_url()))
        lines.setdefault(str(row.organisation), []).append(line)
    names = pgettext("between the parts of a list", ", ").join(isolate_text(name) for name in lines)
    number = len(rows)
    counted = ngettext("You promised %(n)s thing", "You promised %(n)s things", number) % {"n": number}
    return Mail(
        subject=counted,
        preview=_("Has it arrived? One line on its page is enough."),
        heading=counted,
        lead=compose_sentence(_("Your organisation promised this in %(city)s."), city=letter.city_name),
        facts=list(lines.items()),
        body=(
            _(
                "If it has arrived, or a part of it, say so on its page. If the day no longer suits you, change it there."
            ),
        ),
        button=(_("Say what has arrived"), letter.page(rows[0].organisation.get_absolute_url())),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you make commitments for %(organisation)s."), organisation=names
        ),
    )


def _remind_of_one(letter: Letter, row: Commitment | None) -> Mail:
    title = letter.word("title")
    organisation = str(row.organisation) if row else letter.word("organisation")
    return Mail(
        subject=fit_subject(_("Your organisation promised: %(title)s"), title=title),
        preview=_("Has it arrived? One line on its page is enough."),
        heading=compose_sentence(_("You promised: %(title)s"), title=title),
        lead=compose_sentence(
            _("%(organisation)s promised this in %(city)s."), organisation=organisation, city=letter.city_name
        ),
        facts=_list_facts(row),
        body=(
            _(
                "If it has arrived, or a part of it, say so on its page. If the day no longer suits you, change it there."
            ),
        ),
        button=(_("Say what has arrived"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you make commitments for %(organisation)s."), organisation=organisation
        ),
    )


def _list_facts(row: Commitment | None) -> list[Fact]:
    if row is None:
        return []
    return [(_("How much"), write_amount(row)), (_("By when"), format_day(row.due_on))]


def commitment_entered(letter: Letter) -> Mail:
    """What the office wrote down in the organisation's name, and what to do if it was not agreed."""
    row = Commitment.objects.filter(pk=letter.target_id or None).first()
    title, organisation = letter.word("title"), letter.word("organisation")
    return Mail(
        subject=fit_subject(_("Entered for you: %(title)s"), title=title),
        preview=_("If this is not what was agreed, you can change it."),
        heading=compose_sentence(_("A commitment of %(organisation)s was entered"), organisation=organisation),
        lead=letter.lead(
            _("%(name)s entered in %(city)s what your organisation promised: %(title)s."),
            _("What your organisation promised was entered in %(city)s: %(title)s."),
        ),
        facts=_list_facts(row),
        body=(_("If this is not what was agreed, change it on its page or withdraw it."),),
        button=(_("Look at the commitment"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you make commitments for %(organisation)s."), organisation=organisation
        ),
    )


def write_still_here_question(letter: Letter) -> Mail:
    """A question that one tap answers, without signing in."""
    title = letter.word("title")
    return Mail(
        subject=fit_subject(_("Is %(title)s still part of this?"), title=title),
        preview=_("One tap is enough."),
        heading=compose_sentence(_("Is %(title)s still part of the city’s work?"), title=title),
        lead=letter.lead(
            _("%(name)s asks whether %(title)s is still part of the work in %(city)s."),
            _("The question is whether %(title)s is still part of the work in %(city)s."),
        ),
        body=(
            _(
                "After %(days)s days in which nothing was done, an organisation is shown as inactive. "
                "It stays in the lists, and any act makes it active again."
            )
            % {"days": QUIET_DAYS},
        ),
        button=(_("We are still here"), letter.answer or letter.url),
        other=letter.replies(_("Has something changed? Reply to this email: the city’s education office reads it.")),
        why=compose_sentence(_("You get this email because you represent %(title)s."), title=title),
    )


def list_still_here_links(target: str, users: Collection[int]) -> dict[int, str]:
    """Each reader's own address at which one tap answers."""
    organisation = Organisation.objects.select_related("city").filter(pk=target).first()
    if organisation is None or not organisation.is_at_work:
        return {}
    return {user: build_still_here_link(organisation, user) for user in users}
