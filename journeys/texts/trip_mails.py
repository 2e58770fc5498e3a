"""What the mails about who travels say. No mail names a child: the page behind its link does."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.activity.texts.mail_dates import near_day
from educities.activity.texts.mail_kinds import Fact, Letter, Mail, compose_sentence, fit_subject
from journeys.models import Expedition, TripConsent
from journeys.queries.travellers import list_travellers
from journeys.texts.mails import format_trip_days

# What it means that a yes has ended because its adult has left the city: for the child, and for who leads the journey.
YES_GONE = gettext_lazy(
    "The person has left the city. If another adult is responsible for you here, we ask them; else ask the facilitator."
)
OTHERS_ASKED = gettext_lazy(
    "We ask the other adults who are responsible for the child. Without another yes the child does not travel: the list of "
    "travellers shows who it is."
)


LOOK_AGAIN = gettext_lazy(
    "The list of travellers shows who stays at home. Look whether the expedition can still start."
)
SEAT_AGAIN = gettext_lazy(
    "The list of travellers shows who it is. What was answered about this expedition applies again."
)
PLANNERS = gettext_lazy("You get this email because you planned this expedition or lead its lab.")


def list_letter_facts(letter: Letter) -> list[Fact]:
    """Where the journey of the mail goes, and when."""
    return list_trip_facts(Expedition.objects.filter(pk=letter.target_id or None).first())


def ask_about_trip(letter: Letter) -> Mail:
    """To a parent or guardian: where, when, and the page that says the rest and takes the answer."""
    row = TripConsent.objects.select_related("traveller__expedition__city").filter(pk=letter.target_id or None).first()
    trip = row.traveller.expedition if row else None
    return Mail(
        subject=fit_subject(_("May your child travel along? “%(title)s”"), title=letter.word("title")),
        preview=_("Where, when, with whom, and how your child is kept safe."),
        heading=_("May your child travel along?"),
        lead=letter.lead(
            _("%(name)s asks you: in %(city)s, your child is on the list for the expedition “%(title)s”."),
            _("In %(city)s, your child is on the list for the expedition “%(title)s”."),
        ),
        body=(_("The page says who goes with your child and how your child is kept safe. You can take a yes back."),),
        facts=list_trip_facts(trip),
        until=_say_until(trip),
        button=(_("Read and answer"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you are parent or guardian of a child in this city."),
        greets=False,
    )


def _say_until(trip: Expedition | None) -> str:
    if trip is None:
        return ""
    if trip.starts_on <= trip.city.today():
        return _("Please answer now: it sets out today, and without your yes your child does not travel.")
    text = _("Please answer before %(day)s: without your yes your child does not travel.")
    return compose_sentence(text, day=near_day(trip.starts_on))


def trip_form_entered(letter: Letter) -> Mail:
    """To a parent or guardian: somebody typed an answer off a signed form, and what to do where it is wrong."""
    row = Expedition.objects.filter(pk=letter.target_id or None).first()
    said_yes, said_no = (
        _("The form says yes: your child may travel along."),
        _("The form says no: your child does not travel along."),
    )
    return Mail(
        subject=fit_subject(_("A signed form was entered: “%(title)s”"), title=letter.word("title")),
        preview=_("See which answer it says, and what to do if it is wrong."),
        heading=_("A signed form about your child’s expedition was entered"),
        lead=letter.lead(
            _("%(name)s has entered a signed form about the expedition “%(title)s” in %(city)s."),
            _("A signed form about the expedition “%(title)s” in %(city)s was entered."),
        ),
        body=(
            said_yes if letter.data.get("says_yes") else said_no,
            _("Is that wrong? Answer on the page: a no of yours counts more than the form."),
        ),
        facts=list_trip_facts(row),
        button=(_("Read and answer"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you are parent or guardian of a child in this city."),
        greets=False,
    )


def trip_not_ready(letter: Letter) -> Mail:
    """To who planned it, on the day before: what is missing now."""
    row = Expedition.objects.select_related("cohort__lab").filter(pk=letter.target_id or None).first()
    missing = list_travellers(row).why_not if row else ""
    return Mail(
        subject=fit_subject(_("Something is missing: “%(title)s”"), title=letter.word("title")),
        preview=_("Without it, people under 18 cannot travel."),
        heading=compose_sentence(_("The expedition “%(title)s” cannot start yet"), title=letter.word("title")),
        lead=missing or _("Everything is there now: the expedition can start."),
        body=(
            _(
                "We have written again to the parents and guardians who have not answered. You can also enter signed forms."
            ),
        ),
        facts=list_trip_facts(row),
        button=(_("See what is missing"), letter.url),
        other=letter.replies(),
        why=_("You get this email because you planned this expedition or lead its lab."),
        thread=f"expedition:{letter.target_id}",
    )


def trip_called_off(letter: Letter) -> Mail:
    """To who would have travelled, and to guardians: nobody does."""
    return Mail(
        subject=fit_subject(_("Cancelled: expedition “%(title)s”"), title=letter.word("title")),
        preview=_("The reason is inside."),
        heading=compose_sentence(_("The expedition “%(title)s” will not take place"), title=letter.word("title")),
        lead=compose_sentence(_("The expedition in %(city)s is cancelled."), city=letter.city_name),
        body=[text for text in (letter.reason, _("You need not do anything.")) if text],
        facts=_list_sent_facts(letter),
        button=(_("Go to my page"), letter.page(f"/c/{letter.city.slug}/mine/" if letter.city else "/")),
        other=letter.replies(),
        why=_("You get this email because you, or a child you answer for, would have travelled along."),
        greets=False,
    )


def _list_sent_facts(letter: Letter) -> list[Fact]:
    """Where and when it was to be as the reader was told: what the plan says since may have been told to nobody."""
    if "starts_on" not in letter.data:
        return list_trip_facts(Expedition.objects.filter(pk=letter.target_id or None).first())
    first, last = (date.fromisoformat(letter.word(name)) for name in ("starts_on", "ends_on"))
    return [
        (_("Where to"), compose_sentence("%(place)s", place=letter.word("place"))),
        (_("When"), format_trip_days(first, last)),
    ]


def list_trip_facts(row: Expedition | None) -> list[Fact]:
    """Where the journey goes, and when."""
    if row is None:
        return []
    return [
        (_("Where to"), compose_sentence("%(place)s", place=row.place)),
        (_("When"), format_trip_days(row.starts_on, row.ends_on)),
    ]
