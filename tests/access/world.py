"""Two cities with a row for every hole in an address, and a person of every kind."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cities.models import City, CityCalendarDay, CityDomain, Invitation
from consents.models import Consent, GuardianLink
from educities.activity.models import Message
from educities.tenancy.scope import city_scope
from journeys.models import Citation, InitiativePartner, ModelBlock, ModelVersion
from labs.models import LabSeat, Override
from programs.models import IndicatorValue
from reports.models import Report
from reports.partners import make_partner
from stakeholders.models import AgeBand, ImportRun
from tests import factories

# Which of them stands in a city by a role alone: nobody has a seat, a cohort or words of their own.
BY_ROLE = ("director", "facilitator", "steward", "resident", "organisation", "teacher")
# `other_facilitator`: of another lab of the city. `minor`: a resident of 13. `other_director`: of another city.
PEOPLE = (*BY_ROLE, "stranger", "operator", "other_director", "other_facilitator", "minor", "anonymous")


def make_people(city: City, other_city: City) -> dict[str, Any]:
    """An account for each kind of person; None is nobody."""
    people = {who: factories.UserFactory(email=f"{who}@example.org") for who in PEOPLE if who != "anonymous"}
    for who in BY_ROLE:
        factories.MembershipFactory(user=people[who], city=city, role=who)
    factories.MembershipFactory(user=people["minor"], city=city, role="resident")
    factories.MembershipFactory(user=people["other_director"], city=other_city, role="director")
    people["operator"].is_operator = True
    people["operator"].save()
    with city_scope(city.pk):
        lab = factories.LabFactory()
        for who in (*BY_ROLE, "other_facilitator"):
            factories.ProfileFactory(user=people[who], display_name=who.title())
        next_month = date.today().replace(day=1) + timedelta(days=400)
        factories.ProfileFactory(user=people["minor"], age_band=AgeBand.CHILD, next_band_month=next_month)
    common = {"user": people["other_facilitator"], "city": city, "role": "facilitator"}
    factories.MembershipFactory(**common, scope_type="lab", scope_id=lab.pk)
    return {**people, "anonymous": None}


def _version() -> ModelVersion:
    return ModelVersion.objects.create(cohort=factories.CohortFactory(), number=ModelVersion.objects.count() + 1)


def _override() -> Override:
    return Override.objects.create(
        rule_code="G23",
        cohort=factories.CohortFactory(),
        requested_by=factories.UserFactory(),
        reason="Twenty characters and some more",
        remedy="Later",
        wanted_until=timezone.now().date() + timedelta(days=9),
    )


def _invitation() -> Invitation:
    return Invitation.objects.create(
        email="asked@example.org",
        display_name="Asked",
        role="facilitator",
        token_hash="x",
        invited_by=factories.UserFactory(),
        expires_at=timezone.now() + timedelta(days=1),
    )


def _citation() -> Citation:
    block = ModelBlock.objects.create(version=_version(), key="story")
    return Citation.objects.create(block=block, challenge=factories.ChallengeFactory())


def _partner() -> InitiativePartner:
    return InitiativePartner.objects.create(
        initiative=factories.InitiativeFactory(), organisation=factories.OrganisationFactory(), sector=1
    )


def _contribution() -> Any:
    from challenges.models import Contribution

    author, challenge = factories.ProfileFactory(), factories.ChallengeFactory()
    return Contribution.objects.create(challenge=challenge, author=author, text="An idea of somebody", state="visible")


def _participation() -> Any:
    from challenges.models import Participation

    return Participation.objects.create(challenge=factories.ChallengeFactory(), profile=factories.ProfileFactory())


def _ward() -> GuardianLink:
    minor, guardian = factories.ChildFactory(), factories.ProfileFactory()
    until = timezone.now() + timedelta(days=3)
    common = {"guardian_email": "g@example.org", "state": "confirmed", "token_hash": "y", "expires_at": until}
    return GuardianLink.objects.create(minor=minor, guardian=guardian, **common)


def _value() -> IndicatorValue:
    indicator = factories.IndicatorFactory()
    return IndicatorValue.objects.create(indicator=indicator, series="actual", period=2024, value=5, state="confirmed")


def _report() -> Report:
    return Report.objects.create(format="pdf", language="en", asked_by=factories.UserFactory(), state="waiting")


def _message() -> Message:
    return Message.objects.create(channel="mail", kind="x", dedupe_key="x", recipient="a@example.org", state="dead")


# A row of each model that an address can name, made in the scope that is open.
ROWS: dict[str, Callable[[], Any]] = {
    "Organisation": factories.OrganisationFactory,
    "Profile": factories.ProfileFactory,
    "StrengthClaim": factories.StrengthClaimFactory,
    "Representation": lambda: factories.RepresentationFactory(accepted_at=None),
    "ImportRun": lambda: ImportRun.objects.create(file_name="a.csv", made_by=factories.UserFactory()),
    "Lab": factories.LabFactory,
    "LabSeat": lambda: LabSeat.objects.create(
        lab=factories.LabFactory(), profile=factories.ProfileFactory(), role="facilitator"
    ),
    "Cohort": factories.CohortFactory,
    "CohortMember": factories.CohortMemberFactory,
    "Session": factories.SessionFactory,
    "ActivityArea": factories.ActivityAreaFactory,
    "Expedition": factories.ExpeditionFactory,
    "Learning": factories.LearningFactory,
    "ModelVersion": _version,
    "ModelBlock": lambda: ModelBlock.objects.create(version=_version(), key="story"),
    "Citation": _citation,
    "Initiative": factories.InitiativeFactory,
    "InitiativePartner": _partner,
    "Override": _override,
    "Challenge": factories.ChallengeFactory,
    "Contribution": _contribution,
    "Participation": _participation,
    "GuardianLink": _ward,
    "Consent": lambda: Consent.objects.create(subject=factories.ChildFactory(), purpose="lab", language="en"),
    "Invitation": _invitation,
    "Message": _message,
    "Report": _report,
    "CityCalendarDay": lambda: CityCalendarDay.objects.create(date=date(2030, 1, 1), kind="feast", name={"en": "Day"}),
    "Indicator": factories.IndicatorFactory,
    "IndicatorValue": _value,
}
# Views that look their row up by themselves.
MODEL_OF = {"remove_day": "CityCalendarDay", "support_idea": "Contribution"}


def make_rows(city: City) -> dict[str, int]:
    """The number of a row of each model, in this city."""
    with city_scope(city.pk):
        rows = {name: make().pk for name, make in ROWS.items()}
        program = factories.ProgramFactory()
        year = program.years.first()
        rows |= {"Program": program.pk, "ProgramYear": year.pk, "Milestone": year.milestones.first().pk}
        owner, until = factories.UserFactory(), date.today() + timedelta(days=9)
        partner, _secret = make_partner(city, actor=owner, name="p", scopes=["stakeholders:read"], expires_on=until)
        rows["PartnerClient"] = partner.pk
    rows["Membership"] = factories.MembershipFactory(city=city).pk
    rows["City"] = city.pk
    rows["CityDomain"] = CityDomain.objects.create(city=city, host=f"{city.slug}.example.org").pk
    return rows


def address(route: str, name: str, model: Any, city: City, rows: dict[str, int]) -> str:
    """The address with this city and its row in every hole. A KeyError names the model that no maker makes."""
    found = route.replace("<slug:city>", city.slug)
    own = {"end_role": "Membership", "revoke_partner": "PartnerClient", "platform_city": "City", **MODEL_OF}
    if "<int:pk>" in found:
        key = own.get(name) or model.__name__
        if key not in rows:
            raise KeyError(f"{route}: tell ROWS in {__name__} how a {key} is made")
        found = found.replace("<int:pk>", str(rows[key]))
    words = {
        "<int:person>": str(rows["Profile"]),
        "<str:token>": "nothing",
        "<slug:move>": "paused" if name == "move_city" else "review",
    }
    words |= {"<str:code>": "L1" if "lab" in name else "G11", "<slug:name>": "nothing"}
    for hole, word in words.items():
        found = found.replace(hole, word)
    assert "<" not in found, f"{route}: tell {__name__} what to put into the hole"
    return f"/{found}"
