"""What the organisations of the practice city promised over the years, their sites, and one that went quiet."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from cities.models import City
from reports.management.practice.cast import Cast
from reports.management.practice.people import PracticePeople
from reports.management.practice.words import in_three
from stakeholders.actions.commitments import deliver_commitment, promise_commitment, withdraw_commitment
from stakeholders.actions.dormancy import rest_quiet_organisations
from stakeholders.actions.organisations import change_organisation
from stakeholders.actions.sites import add_site
from stakeholders.models import Commitment, Organisation
from stakeholders.values import QUIET_DAYS, school_year_of


class Promise(NamedTuple):
    """By which organisation, what, how much, how many school years ago, and how much of it arrived."""

    number: int
    kind: str
    unit: str
    quantity: int
    title: dict[str, str]
    years_ago: int
    delivered: int
    correction: str = ""


SOFTWARE = in_three("Evening lessons in programming", "שיעורי ערב בתכנות", "دروس مسائية في البرمجة")
ENGINEERS = in_three("Engineers in the workshop", "מהנדסים בסדנה", "مهندسون في الورشة")
READING = in_three("Reading hours for families", "שעות קריאה למשפחות", "ساعات قراءة للعائلات")
HALL = in_three("The hall on Tuesday evenings", "האולם בערבי יום שלישי", "القاعة مساء كل ثلاثاء")
STAGE = in_three("The rehearsal room", "חדר החזרות", "قاعة التدريبات")
FLOUR = in_three("Baking ovens for the school", "תנורי אפייה לבית הספר", "أفران خبز للمدرسة")
TRIPS = in_three("Buses for the learning expeditions", "אוטובוסים למסעות הלמידה", "حافلات لرحلات التعلّم")
MEDIATION = in_three("Mediation taught to children", "לימוד גישור לילדים ולבני נוער", "تعليم الوساطة لمن هم دون سن 18")
PROMISES = (
    Promise(3, "hours", "hours", 60, SOFTWARE, 2, 52),
    Promise(3, "hours", "hours", 80, SOFTWARE, 1, 80),
    Promise(3, "hours", "hours", 90, SOFTWARE, 0, 24),
    Promise(4, "hours", "hours", 40, ENGINEERS, 1, 44, "נוספה סדנה אחת לבקשת התלמידים"),
    Promise(4, "hours", "hours", 40, ENGINEERS, 0, 0),
    Promise(8, "hours", "hours", 30, READING, 1, 18),
    Promise(0, "room", "times", 30, HALL, 1, 30),
    Promise(0, "room", "times", 36, HALL, 0, 9),
    Promise(10, "room", "times", 12, STAGE, 0, 0),
    Promise(9, "goods", "pieces", 4, FLOUR, 0, 4),
    Promise(3, "money", "shekels", 12000, TRIPS, 1, 12000),
    Promise(5, "money", "shekels", 6000, TRIPS, 0, 0),
    Promise(6, "skill", "times", 8, MEDIATION, 0, 3),
)
# The one whose day has passed, by its place above, and the one that was withdrawn.
LATE, WITHDRAWN = 8, 11
SITES = (
    (
        0,
        "school",
        18,
        in_three("Seaside School, the old building", "בית ספר חוף הים, המבנה הישן", "مدرسة شاطئ البحر، المبنى القديم"),
    ),
    (
        0,
        "school",
        6,
        in_three(
            "Seaside School, the younger years", "בית ספר חוף הים, השכבה הצעירה", "مدرسة شاطئ البحر، الصفوف الصغيرة"
        ),
    ),
    (1, "kindergarten", 2, in_three("Wave kindergarten", "גן הגל", "روضة الموجة")),
    (7, "centre", 5, in_three("The pier centre", "המרכז במזח", "مركز رصيف الميناء")),
    (
        3,
        "workplace",
        3,
        in_three("Gal Software, the harbour office", "גל תוכנה, המשרד בנמל", "غال للبرمجيات، مكتب الميناء"),
    ),
)
# At rest since a while, and at rest within a month unless something happens.
QUIET, SOON = 11, 5


def create_commitments(city: City, cast: Cast, town: PracticePeople) -> None:
    """Promises of three school years stand with what arrived, five sites, and two organisations that went quiet."""
    for place, one in enumerate(PROMISES):
        _create_commitment(city, cast, town, one, is_late=place == LATE, is_withdrawn=place == WITHDRAWN)
    for number, kind, units, name in SITES:
        half = Decimal("0.5") if kind == "kindergarten" else Decimal(0)
        add_site(town.organisations[number], actor=cast.director, name=name, kind=kind, units_total=units + half)
    change_organisation(
        town.organisations[0],
        actor=cast.director,
        phone="04-555-0100",
        website="https://seaside.practice.example/",
        contact="המזכירות, בבקרים",
        address="רחוב הטיילת 3, נווה נמל",
    )


def let_some_go_quiet(city: City, town: PracticePeople) -> None:
    """Every organisation acted lately but two; the quieter one is dormant by the night's work."""
    now = timezone.now()
    rows = Organisation.objects.filter(state=Organisation.State.ACTIVE)
    rows.update(last_act_at=now - timedelta(days=12))
    for number, days in ((QUIET, QUIET_DAYS + 40), (SOON, QUIET_DAYS - 15)):
        rows.filter(pk=town.organisations[number].pk).update(last_act_at=now - timedelta(days=days))
    rest_quiet_organisations(city)


def _create_commitment(
    city: City, cast: Cast, town: PracticePeople, one: Promise, *, is_late: bool, is_withdrawn: bool
) -> None:
    organisation = town.organisations[one.number]
    actor = town.speakers[one.number].user or cast.director
    period = school_year_of(city.today(), city.school_year_start) - one.years_ago
    starts, ends = date(period, city.school_year_start, 1), date(period + 1, 6, 20)
    due = city.today() - timedelta(days=9) if is_late else ends
    row = promise_commitment(
        organisation,
        actor=actor,
        kind=one.kind,
        title=one.title,
        quantity=one.quantity,
        unit=one.unit,
        period=period,
        due_on=due,
    )
    promised = min(starts + timedelta(days=20), city.today(), due)
    Commitment.objects.filter(pk=row.pk).update(promised_on=promised)
    if is_withdrawn:
        withdraw_commitment(row, actor=actor, reason="החנות עוברת מקום השנה")
    elif one.delivered or one.years_ago:
        arrived = min(ends - timedelta(days=20), city.today())
        deliver_commitment(
            row,
            actor=actor,
            delivered=Decimal(one.delivered),
            delivered_on=arrived,
            correction=one.correction,
            is_whole=bool(one.years_ago),
        )
