"""What the mails about organisations, their representatives and a person's profile say."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from educities.kit.day_words import format_day
from stakeholders.models import Organisation, Representation


def representative_mail(letter: Letter) -> Mail:
    """Who asks, for which organisation, what it means, and that it counts only with a yes."""
    title, city = letter.word("title"), letter.city_name
    row = Representation.objects.select_related("organisation").filter(pk=letter.target_id or None).first()
    facts: list[Fact] = [(_("Organisation"), _describe_organisation(title, row.organisation if row else None))]
    if letter.sender:
        facts.append((_("Who asks"), compose_sentence("%(name)s", name=letter.sender)))
    lead = compose_sentence(
        _("%(name)s asks you to be a representative of %(title)s in %(city)s."),
        name=letter.sender,
        title=title,
        city=city,
    )
    nameless = compose_sentence(
        _("You are asked to be a representative of %(title)s in %(city)s."), title=title, city=city
    )
    return Mail(
        subject=fit_subject(_("Will you represent %(title)s?"), title=title),
        preview=compose_sentence(_("%(name)s asks. It counts only once you accept."), name=letter.sender)
        if letter.sender
        else _("It counts only once you accept."),
        heading=compose_sentence(_("Will you represent %(title)s?"), title=title),
        lead=lead if letter.sender else nameless,
        body=(
            _(
                "A representative comes to sessions in the name of the organisation and can take its seat in a lab. "
                "It counts only once you accept, and you can end it any day."
            ),
        ),
        facts=facts,
        until=_("Please answer when you can."),
        button=(_("Yes, I will represent it"), letter.url),
        second=(_("No, thank you"), f"{letter.url}?answer=no"),
        other=letter.replies(_("Should someone else do it? Reply to this email and name the person.")),
        why=_("You get this email because you were named on the organisation’s page."),
    )


def representation_changed(letter: Letter) -> Mail:
    """What is different for who represents an organisation: what they may do, and above all their last day."""
    title, city = letter.word("title"), letter.city_name
    row = Representation.objects.filter(pk=letter.target_id or None).first()
    day = format_day(row.last_day) if row and row.last_day else ""
    is_end = bool(day) and "ends_on" in (letter.data.get("changed") or ())
    heading = _("Your last day as a representative of %(title)s: %(day)s")
    return Mail(
        subject=fit_subject(_("Your last day for %(title)s"), title=title)
        if is_end
        else fit_subject(_("Changed: how you represent %(title)s"), title=title),
        preview=day or _("What you may do is inside."),
        heading=compose_sentence(heading, title=title, day=day)
        if is_end
        else compose_sentence(_("How you represent %(title)s has changed"), title=title),
        lead=letter.lead(
            _("%(name)s has changed how you represent %(title)s in %(city)s."),
            _("How you represent %(title)s in %(city)s has changed."),
        ),
        body=(_("You need not accept anything. You can end it any day."),),
        facts=_list_rights(row, day) if row else (),
        button=(_("Go to the organisation"), letter.url),
        other=letter.replies(_("You see it differently? Reply to this email: the city’s education office reads it.")),
        why=compose_sentence(
            _("You get this email because you represent %(title)s in %(city)s."), title=title, city=city
        ),
    )


def _list_rights(row: Representation, day: str) -> list[Fact]:
    yes, no = _("yes"), _("no")
    return [
        *([(_("Title"), row.title)] if row.title else []),
        (_("May make commitments"), yes if row.may_commit else no),
        (_("May manage its page"), yes if row.may_manage else no),
        (_("Last day"), day or _("none is set")),
    ]


def _describe_organisation(title: str, organisation: Organisation | None) -> str:
    named = compose_sentence("%(title)s", title=title)
    if organisation is None:
        return named
    return f"{named}{pgettext('between the parts of a list', ', ')}{organisation.get_sector_display()}"


def organisation_verified(letter: Letter) -> Mail:
    """The good news, to whoever proposed it."""
    title, city = letter.word("title"), letter.city_name
    return Mail(
        subject=fit_subject(_("Verified: %(title)s"), title=title),
        preview=_("It is in the city’s lists now. What comes next is a representative."),
        heading=compose_sentence(_("%(title)s is verified"), title=title),
        lead=letter.lead(
            _("%(name)s has verified the organisation %(title)s in %(city)s."),
            _("The organisation %(title)s is verified in %(city)s."),
        ),
        body=(_("Once a representative has accepted, it can take a seat in a lab."),),
        button=(_("Go to the organisation"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you proposed %(title)s in %(city)s."), title=title, city=city
        ),
    )


def organisation_rejected(letter: Letter) -> Mail:
    """Why not, and what now."""
    title, city = letter.word("title"), letter.city_name
    return Mail(
        subject=fit_subject(_("Not accepted: %(title)s"), title=title),
        preview=_("The reason is inside. You can propose it again."),
        heading=compose_sentence(_("%(title)s was not accepted"), title=title),
        lead=letter.lead(
            _("%(name)s has not accepted the organisation %(title)s in %(city)s."),
            _("The organisation %(title)s was not accepted in %(city)s."),
        ),
        body=[
            text for text in (letter.reason, _("You can propose it again once the reason no longer applies.")) if text
        ],
        button=(_("Propose an organisation"), letter.url),
        other=letter.replies(_("You see it differently? Reply to this email: the city’s education office reads it.")),
        why=compose_sentence(
            _("You get this email because you proposed %(title)s in %(city)s."), title=title, city=city
        ),
    )


def organisation_archived(letter: Letter) -> Mail:
    """It is out of the lists; what ends with it."""
    title = letter.word("title")
    return Mail(
        subject=fit_subject(_("Archived: %(title)s"), title=title),
        preview=_("Nobody represents it any more. The reason is inside."),
        heading=compose_sentence(_("%(title)s is archived"), title=title),
        lead=letter.lead(
            _("%(name)s has archived the organisation %(title)s in %(city)s."),
            _("The organisation %(title)s is archived in %(city)s."),
        ),
        body=[
            text for text in (letter.reason, _("It is no longer listed, and from today nobody represents it.")) if text
        ],
        button=(_("Go to the organisation"), letter.url),
        other=letter.replies(_("You see it differently? Reply to this email: the city’s education office reads it.")),
        why=compose_sentence(_("You get this email because you represented %(title)s or work with it."), title=title),
    )


def grew_up(letter: Letter) -> Mail:
    """An adult decides who sees the profile; until then nobody does."""
    return Mail(
        subject=_("You are 18: choose who sees your profile"),
        preview=_("Until you choose, nobody sees it."),
        heading=_("Now you choose who sees your profile"),
        lead=compose_sentence(_("You are 18 or over now, by what you told us in %(city)s."), city=letter.city_name),
        body=(_("Nothing new is shown to anyone. Nobody but you sees your profile until you choose otherwise."),),
        button=(_("Choose who sees my profile"), letter.url),
        other=letter.replies(),
        why=_("You get this email because it is about your own profile."),
    )
