"""What the mail says by which those who lead a cohort learn who said yes, who said no and who has left."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject, isolate_text
from labs.models import CohortMember

# Of a minor, and of whoever is no longer in the city, nobody reads a name here.
SOMEBODY = gettext_lazy("Someone")


def places_answered(letter: Letter) -> Mail:
    """Who answered and what, as it is by now; a place that was taken and given up again meanwhile was given up."""
    seats = _find_seats(letter)
    number, title = max(len(seats), 1), letter.word("title")
    subject = ngettext("%(n)s answer: cohort “%(title)s”", "%(n)s answers: cohort “%(title)s”", number)
    return Mail(
        subject=fit_subject(subject, n=str(number), title=title),
        preview=_("Who said yes, who said no, and who has left."),
        heading=compose_sentence(subject, n=str(number), title=title),
        lead=compose_sentence(
            ngettext(
                "Someone answered about their place in the cohort “%(title)s” in %(city)s.",
                "%(n)s people answered about their places in the cohort “%(title)s” in %(city)s.",
                number,
            ),
            n=str(number),
            title=title,
            city=letter.city_name,
        ),
        body=[_("A place that someone does not take is free for another person.")],
        facts=_list_answers(seats),
        button=(_("See the members"), letter.url),
        other=letter.replies(),
        why=compose_sentence(
            _("You get this email because you guide the cohort “%(title)s”, or invited into it."), title=title
        ),
    )


def _find_seats(letter: Letter) -> list[CohortMember]:
    rows = CohortMember.objects.filter(pk__in=letter.data.get("parts", []), cohort_id=letter.target_id or None)
    return list(rows.select_related("profile__user").order_by("profile__display_name", "pk"))


def _list_answers(seats: Sequence[CohortMember]) -> list[Fact]:
    labels = {"yes": _("Said yes"), "no": _("Said no"), "left": _("Have left")}
    found: dict[str, list[CohortMember]] = {kind: [] for kind in labels}
    for seat in seats:
        found[_name_answer(seat)].append(seat)
    return [(label, _name_people(found[kind])) for kind, label in labels.items() if found[kind]]


def _name_answer(seat: CohortMember) -> str:
    if seat.left_at is None:
        return "yes"
    return "no" if seat.has_declined else "left"


def _name_people(seats: Sequence[CohortMember]) -> str:
    """The adults by name; how many others there are."""
    names = [isolate_text(seat.profile.display_name) for seat in seats if is_named(seat)]
    others = len(seats) - len(names)
    if others:
        names.append(ngettext("%(n)s person without a name", "%(n)s people without a name", others) % {"n": others})
    return pgettext("between the parts of a list", ", ").join(names)


def is_named(seat: CohortMember) -> bool:
    """Do those who lead the cohort read the name beside an answer? Not of a minor, nor of who is no longer in the city."""
    user = seat.profile.user
    return user is not None and user.is_active and not (seat.profile.is_minor or user.is_minor)
