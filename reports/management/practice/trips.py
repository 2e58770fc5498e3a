"""A journey with children in ten days: one consent on paper, one asked of a guardian, one whose guardian has no mail."""

from datetime import timedelta

from cities.models import City
from journeys.actions.expeditions import approve_expedition, plan_expedition
from journeys.actions.travellers import add_travellers
from journeys.actions.trip_consents import enter_trip_form
from labs.actions.members import add_member
from labs.models import Cohort
from reports.management.practice.cast import Cast
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.models import Profile

QUESTION = in_three("How does a harbour become a classroom?", "איך נמל הופך לכיתה?", "كيف يصبح الميناء صفًّا دراسيًّا؟")
SAFE = (
    "שני מבוגרים עם הקבוצה כל הזמן. נוסעים ברכבת וחוזרים עד חמש. מספר הטלפון של המנחה נמצא אצל כל ההורים.\n"
    "يرافق المجموعة بالغان طوال الوقت. السفر بالقطار والعودة قبل الخامسة."
)


def create_trip(city: City, cast: Cast, town: PracticePeople) -> None:
    """The first cohort travels with three children and two adults, as soon as two consents more are there."""
    cohort = Cohort.objects.filter(state=Cohort.State.RUNNING, stage=1).order_by("pk").first()
    if cohort is None:
        return
    add_member(cohort, actor=cast.facilitator, profile=town.child, organisation=town.organisations[0])
    day = city.today() + timedelta(days=10)
    trip = plan_expedition(
        cohort,
        actor=cast.facilitator,
        question=QUESTION,
        kind="visit",
        place="נמל אחר",
        starts_on=day,
        ends_on=day,
        minors_travel=True,
        safeguarding=SAFE,
    )
    seats = cohort.members.filter(state="active")
    children = [seat.profile for seat in seats.exclude(profile__age_band="adult").select_related("profile")]
    adults = [Profile.objects.get(user=cast.facilitator), town.speakers[0]]
    rows = add_travellers(trip, actor=cast.facilitator, learners=children, responsible=adults)
    approve_expedition(trip, actor=cast.director)
    entered = next((row for row in rows if row.profile.user_id is None and row.profile.is_minor), None)
    if entered is not None:
        entered.expedition.refresh_from_db()
        enter_trip_form(
            entered,
            actor=cast.facilitator,
            signed_by="أمل خليل",
            signed_on=city.today(),
            says_yes=True,
            phone="050-0000000",
        )
