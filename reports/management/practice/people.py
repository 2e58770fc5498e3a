"""Organisations of four sectors with accepted representatives, and people with strengths and growth areas."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from cities.actions import grant_role
from cities.models import City, Role
from consents.actions import answer_guardian
from consents.actions.said_ages import say_age
from consents.models import GuardianLink
from consents.values import ADULT
from educities.kit.multilingual import translate_plain
from educities.kit.tokens import new_token
from reports.management.practice.cast import Cast
from reports.management.practice.portraits import PORTRAITS, RESIDENT
from reports.management.practice.words import (
    ORGANISATIONS,
    OWN_AREAS,
    REGISTER,
    REGISTER_MEANINGS,
    REGISTER_NAME,
    WAITING,
    Org,
)
from stakeholders.actions import (
    accept_representation,
    apply_import,
    appoint_representative,
    check_file,
    choose_columns,
    claim_area,
    keep_person,
    make_code,
    profile_for,
    propose_merge,
    propose_organisation,
    verify_organisation,
    verify_organisations,
)
from stakeholders.actions.areas import add_area
from stakeholders.actions.people import change_profile
from stakeholders.models import Area, Organisation, Profile

STRENGTHS = (
    "gardening",
    "music",
    "programming",
    "storytelling",
    "mathematics",
    "mediation",
    "photography",
    "crafts",
    "traditional-cooking",
    "bicycle-repair",
    "oral-history",
    "chess",
    "embroidery-weaving",
)
# What people name in one another.
QUALITIES = ("patience", "humour", "connecting-people", "good-questions")
GROWTH = (
    "spoken-arabic",
    "public-speaking",
    "data-analysis",
    "volunteers",
    "hebrew",
    "marketing",
    "listening",
    "finance",
    "proposal-writing",
    "climate-readiness",
    "between-generations",
    "video-sound",
    "easy-language",
)


# To whom representatives show their strengths, in turns.
SEEN_BY = ("public", "resident", "city", "network")


class PracticePeople(NamedTuple):
    """Organisations with the person who speaks for each, and the named residents."""

    organisations: list[Organisation]
    speakers: list[Profile]
    resident: Profile
    child: Profile
    areas: dict[str, Area]


def create_people(city: City, cast: Cast) -> PracticePeople:
    """Everybody is there."""
    areas = {area.code: area for area in Area.objects.all()}
    for user, name in (
        (cast.director, "רות אלון"),
        (cast.facilitator, "سمير خليل"),
        (cast.steward, "Stella Marin"),
        (cast.deputy, "דנה ברק"),
        (cast.mayor, "ياسمين منصور"),
    ):
        profile_for(user, display_name=name, language=user.language)
    pairs = [_create_organisation(city, cast, one, number, areas) for number, one in enumerate(ORGANISATIONS)]
    propose_organisation(actor=cast.facilitator, name=WAITING.name, sector=WAITING.sector, field=WAITING.field)
    _import_register(cast)
    resident = profile_for(cast.resident, display_name="נועה לוי", language="he", neighbourhood="רמת הים")
    grant_role(city, cast.resident, Role.RESIDENT, actor=None, quietly=True)
    child = _create_child(city, cast, resident)
    _write_portraits([profile for _organisation, profile in pairs], resident)
    _keep_people(cast, areas)
    # Some in the city can already do the first two; the third waits for somebody.
    for code in ("storytelling", "mediation", "spoken-arabic"):
        claim_area(None, actor=cast.director, area=areas[code], kind="growth", visibility="city")
    claim_area(None, actor=cast.director, area=areas["sea-water"], kind="strength", level=3, visibility="city")
    _create_own_areas(cast, areas, [p for _o, p in pairs])
    return PracticePeople([o for o, _p in pairs], [p for _o, p in pairs], resident, child, areas)


def _write_portraits(speakers: list[Profile], resident: Profile) -> None:
    """Some say what is unique about them, each to others; who finds nothing there finds a page that has only a name."""
    for profile, portrait in (*zip(speakers, PORTRAITS, strict=False), (resident, RESIDENT)):
        if profile.user is not None:
            change_profile(profile, actor=profile.user, **portrait._asdict())


def _create_own_areas(cast: Cast, areas: dict[str, Area], speakers: list[Profile]) -> None:
    """Two areas of the city's own: one that it is strong in, and one that some of its people know."""
    lanterns, nets = (
        add_area(actor=cast.director, label=one.label, parent=areas[one.group], synonyms=one.synonyms)
        for one in OWN_AREAS
    )
    claim_area(None, actor=cast.director, area=lanterns, kind="strength", level=3, visibility="city")
    for speaker in speakers[:3]:
        claim_area(speaker, actor=cast.director, area=nets, kind="strength", level=2, visibility="city")


# People without mail, as the facilitator wrote them down: name, language, neighbourhood, phone, what they are good at.
KEPT = (
    ("מזל אוחנה", "he", "רמת הים", "050-7001122", "storytelling"),
    ("أم كامل", "ar", "حي الميناء", "", "crafts"),
    ("זיוה ברק", "he", "", "052-3004455", "gardening"),
    # Entered twice, once from the elders' club and once by phone.
    ("مريم حداد", "ar", "حي الميناء", "054-6007788", "music"),
    ("مريم حدّاد", "ar", "", "+972 54 600 7788", ""),
)


def _keep_people(cast: Cast, areas: dict[str, Area]) -> None:
    """The facilitator keeps people without mail; two of the rows are of one person, and a merge of them is proposed."""
    people = []
    for name, language, neighbourhood, phone, area in KEPT:
        lines: dict[str, Any] = {"neighbourhood": neighbourhood, "phone": phone}
        person = keep_person(display_name=name, actor=cast.facilitator, language=language, **lines)
        people.append(person)
        if area:
            claim_area(person, actor=cast.facilitator, area=areas[area], kind="strength", level=2, visibility="city")
    make_code(people[0], actor=cast.facilitator)
    propose_merge(people[3], people[4], actor=cast.facilitator)


def _import_register(cast: Cast) -> None:
    """A file was imported and its organisations are verified; nobody speaks for them yet."""
    run = check_file(REGISTER.encode("utf-8-sig"), REGISTER_NAME, sector=None, actor=cast.director)
    run = choose_columns(
        run, columns=run.columns, defaults=run.defaults, meanings=REGISTER_MEANINGS, actor=cast.director
    )
    apply_import(run, actor=cast.director)
    verify_organisations(run.organisations.waiting(), actor=cast.director)


def _create_organisation(
    city: City, cast: Cast, one: Org, number: int, areas: dict[str, Area]
) -> tuple[Organisation, Profile]:
    from reports.management.practice.build import create_account  # noqa: PLC0415 (build calls this module)

    organisation = propose_organisation(actor=cast.director, name=one.name, sector=one.sector, field=one.field)
    verify_organisation(organisation, actor=cast.director)
    organisation.refresh_from_db()
    language = "ar" if number % 3 == 1 else "he"
    user = create_account(f"partner{number + 1}", language, "")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    name = translate_plain(one.person, language)
    representation = appoint_representative(organisation, actor=cast.director, email=user.email, display_name=name)
    say_age(representation.profile, ADULT, actor=user)
    accept_representation(representation, actor=user)
    organisation.refresh_from_db()
    profile = representation.profile
    seen_by = SEEN_BY[number % len(SEEN_BY)]
    strength, growth = areas[STRENGTHS[number % len(STRENGTHS)]], areas[GROWTH[number % len(GROWTH)]]
    claim_area(profile, actor=user, area=strength, kind="strength", level=2, visibility=seen_by)
    claim_area(profile, actor=user, area=growth, kind="growth")
    quality = areas[QUALITIES[number % len(QUALITIES)]]
    claim_area(profile, actor=user, area=quality, kind="strength", visibility="city")
    if number % 2 == 0:
        claim_area(
            organisation, actor=user, area=areas[STRENGTHS[(number + 3) % len(STRENGTHS)]], kind="strength", level=3
        )
    return organisation, profile


def _create_child(city: City, cast: Cast, guardian: Profile) -> Profile:
    """Lior, 13; his mother has agreed to taking part and to publication without a name, not to photographs."""
    today = city.today()
    child = profile_for(
        cast.child,
        display_name="ליאור",
        language="he",
        age_band="child",
        needs_guardian=True,
        next_band_month=date(today.year + 1, today.month, 1),
    )
    grant_role(city, cast.child, Role.RESIDENT, actor=None, quietly=True)
    token, token_hash = new_token()
    GuardianLink.objects.create(
        minor=child,
        guardian_email=cast.resident.email,
        token_hash=token_hash,
        expires_at=timezone.now() + timedelta(days=14),
    )
    consents = {"account": True, "lab": True, "publication": True, "photo": False}
    answer_guardian(token, consents=consents, guardian_profile=guardian)
    return child
