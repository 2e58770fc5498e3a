"""One plain row of each model, the only table of them: permissions, addresses and whatever else needs some row take theirs here.

A plain row belongs to nobody whom the tests sign in, and is as it is right after it was made.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone
from factory.django import DjangoModelFactory

from challenges.actions.photos import store_photo
from challenges.models import Contribution, IdeaPhoto, PaperScan, Participation
from challenges.values import Picture, ReadPhoto
from cities.models import City, CityCalendarDay, CityDomain, Invitation, PrivacyNotice, Restore
from consents.models import Consent, GuardianLink, SignedForm
from educities.activity.models import Message, Notice
from educities.kit.sealing import seal_secret
from educities.tenancy.scope import city_scope
from journeys.models import Citation, InitiativePartner, ModelBlock, ModelVersion, Traveller, TripConsent
from labs.models import LabSeat, Override
from library.models import CityOutline
from programs.actions.figure_trials import read_file
from programs.models import (
    Breakdown,
    CalendarLink,
    HandoverLine,
    IndicatorValue,
    Milestone,
    MilestoneOverride,
    NationalFigure,
    Program,
    ProgramYear,
    ReviewFile,
    Signature,
    Suspension,
    ValueRevision,
    YearReview,
)
from reports.actions.partners import make_partner
from reports.models import DirectorSentence, Report
from stakeholders.models import (
    CitySignIn,
    ClaimCode,
    ImportRun,
    LinkedSignIn,
    ProfileMerge,
    ResidentEntry,
    ResidentList,
    Verification,
)
from tests import factories
from tests.factories import accelerator, cities, collaborations, exchange, forum, labs, programs, stakeholders


def make_version() -> ModelVersion:
    return ModelVersion.objects.create(cohort=factories.CohortFactory(), number=ModelVersion.objects.count() + 1)


def make_block() -> ModelBlock:
    return ModelBlock.objects.create(version=make_version(), key="story")


def make_citation() -> Citation:
    return Citation.objects.create(block=make_block(), challenge=factories.ChallengeFactory())


def make_trip_consent() -> TripConsent:
    traveller = Traveller.objects.create(expedition=factories.ExpeditionFactory(), profile=factories.ChildFactory())
    return TripConsent.objects.create(traveller=traveller)


def make_initiative_partner() -> InitiativePartner:
    return InitiativePartner.objects.create(
        initiative=factories.InitiativeFactory(), organisation=factories.OrganisationFactory(), sector=1
    )


def make_override() -> Override:
    """One of a line of the stages, asked by nobody whom the tests sign in."""
    return Override.objects.create(
        rule_code="G23",
        cohort=factories.CohortFactory(),
        requested_by=factories.UserFactory(),
        reason="Twenty characters and some more",
        remedy="Later",
        wanted_until=timezone.now().date() + timedelta(days=9),
    )


def make_lab_seat() -> LabSeat:
    return LabSeat.objects.create(lab=factories.LabFactory(), profile=factories.ProfileFactory(), role="facilitator")


def make_contribution() -> Contribution:
    author, challenge = factories.ProfileFactory(), factories.ChallengeFactory()
    return Contribution.objects.create(challenge=challenge, author=author, text="An idea of somebody", state="visible")


def make_idea_photo() -> IdeaPhoto:
    """One that waits to be looked at, with an idea that everybody reads."""
    photo = store_photo(ReadPhoto(Picture(b"large", 640, 480), Picture(b"small", 480, 360)), "")
    IdeaPhoto.objects.filter(pk=photo.pk).update(contribution=make_contribution())
    return IdeaPhoto.objects.select_related("contribution__challenge", "contribution__author").get(pk=photo.pk)


def make_paper_scan() -> PaperScan:
    return PaperScan.objects.create(contribution=make_contribution(), data=b"paper", width=300, height=400)


def make_city_sign_in() -> CitySignIn:
    """The city's one sign-in, in use."""
    fixed = {"issuer": "https://login.example", "client_id": "c", "client_secret": seal_secret("s"), "state": "on"}
    there = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), "https://login.example/in")
    there["issuer"] = fixed["issuer"]
    fixed |= {"name": {"en": "the municipality"}, "tested_at": timezone.now(), "endpoints": there}
    return CitySignIn.objects.first() or CitySignIn.objects.create(**fixed)


def make_merge() -> ProfileMerge:
    """One proposed by nobody whom the tests sign in."""
    two = {"kept": factories.ProfileFactory(), "gone": factories.ProfileFactory()}
    return ProfileMerge.objects.create(**two, proposed_by=factories.UserFactory())


def make_participation() -> Participation:
    return Participation.objects.create(challenge=factories.ChallengeFactory(), profile=factories.ProfileFactory())


def make_guardian_link() -> GuardianLink:
    minor, guardian = factories.ChildFactory(), factories.ProfileFactory()
    until = timezone.now() + timedelta(days=3)
    common = {"guardian_email": "g@example.org", "state": "confirmed", "token_hash": "y", "expires_at": until}
    return GuardianLink.objects.create(minor=minor, guardian=guardian, **common)


def make_invitation() -> Invitation:
    return Invitation.objects.create(
        email="asked@example.org",
        display_name="Asked",
        role="facilitator",
        token_hash="x",
        invited_by=factories.UserFactory(),
        expires_at=timezone.now() + timedelta(days=1),
    )


def make_program() -> Program:
    """The city's live program: it has one at most."""
    return Program.objects.live().first() or factories.ProgramFactory()


def make_year() -> ProgramYear:
    return make_program().years.first()


def make_milestone() -> Milestone:
    return make_year().milestones.first()


def make_signature() -> Signature:
    row = {
        "program": make_program(),
        "side": "director",
        "person": factories.UserFactory(),
        "signed_at": timezone.now(),
    }
    return Signature.objects.create(**row)


def make_review() -> YearReview:
    """Confirmed, so that it may be read by everybody who reads the program."""
    about = {"submitted_by": factories.UserFactory(), "submitted_at": timezone.now(), "state": "submitted"}
    return make_year().reviews.first() or YearReview.objects.create(year=make_year(), **about)


def make_review_file() -> ReviewFile:
    return ReviewFile.objects.create(review=make_review(), language="en", content=b"%PDF", digest="0")


def make_suspension() -> Suspension:
    program = make_program()
    return Suspension.objects.create(program=program, starts_on=program.starts_on, reason="The schools are closed")


def make_milestone_override() -> MilestoneOverride:
    reason = "The minutes were lost in the move"
    asker = factories.UserFactory()
    return MilestoneOverride.objects.create(milestone=make_milestone(), requested_by=asker, reason=reason)


def make_value() -> IndicatorValue:
    indicator = factories.IndicatorFactory()
    return IndicatorValue.objects.create(indicator=indicator, series="actual", period=2024, value=5, state="confirmed")


def make_revision() -> ValueRevision:
    """A revision that waits, by somebody who has no office."""
    about = {"value": 6, "reason": "Counted again", "entered_by": factories.UserFactory()}
    return ValueRevision.objects.create(figure=make_value(), **about)


def make_breakdown() -> Breakdown:
    indicator = factories.IndicatorFactory(denominator={"en": "all pupils"})
    cells = [["North", 30, 50], ["South", 54, 60]]
    return Breakdown.objects.create(indicator=indicator, dimension="school", period=2024, cells=cells)


def make_national_figure() -> NationalFigure:
    with city_scope(None):
        return NationalFigure.objects.get_or_create(
            catalogue_code="dropout", definition_version=1, country="IL", period=2024, defaults={"value": 2}
        )[0]


def make_report() -> Report:
    return Report.objects.create(format="pdf", language="en", asked_by=factories.UserFactory(), state="waiting")


def make_notice() -> Notice:
    return Notice.objects.create(
        user=factories.UserFactory(), verb="labs.lab_changed", target_type="labs.lab", target_id="1"
    )


def make_message() -> Message:
    return Message.objects.create(channel="mail", kind="x", dedupe_key="x", recipient="a@example.org", state="dead")


def make_import_run() -> ImportRun:
    return ImportRun.objects.create(file_name="a.csv", made_by=factories.UserFactory())


def make_figure_file(kind: str) -> ImportRun:
    """A file of figures that was looked at, of which nothing can be taken yet."""
    text = "year,percent\n2021/22,70\n"
    run = ImportRun(file_name="figures.csv", kind=kind, made_by=factories.UserFactory(), file=text.encode())
    run.take_city()
    read_file(run, text.encode(), run.made_by)
    run.save()
    return run


def make_partner_client(city: City) -> Model:
    owner, until = factories.UserFactory(), date.today() + timedelta(days=9)
    return make_partner(city, actor=owner, name="p", scopes=["stakeholders:read"], expires_on=until)[0]


def make_by_factory(plain: type[DjangoModelFactory]) -> Callable[[City], Model]:
    return lambda city: plain()


# In this order rows are made: what comes later needs what comes before.
PARTS = (cities, stakeholders, labs, collaborations, programs, exchange, accelerator, forum)
# The factory that is called as its model makes a plain row of it, in the order in which each part has them.
BY_FACTORY: dict[str, Callable[[City], Model]] = {
    found._meta.get_model_class()._meta.label: make_by_factory(found)
    for part in PARTS
    for name, found in vars(part).items()
    if getattr(found, "__module__", "") == part.__name__
    and name.endswith("Factory")
    and found._meta.get_model_class().__name__ == name.removesuffix("Factory")
}
# How a row of each model is made, in the scope of its city: every model that has permissions or an address of its own.
# Below are those that have no such factory, or whose row belongs to the city in another way.
EXAMPLES: dict[str, Callable[[City], Model]] = BY_FACTORY | {
    "consents.Consent": lambda city: Consent.objects.create(
        subject=factories.ChildFactory(), purpose="lab", language="en"
    ),
    "consents.GuardianLink": lambda city: make_guardian_link(),
    "accounts.PartnerClient": make_partner_client,
    "activity.Message": lambda city: make_message(),
    "activity.Notice": lambda city: make_notice(),
    "challenges.Contribution": lambda city: make_contribution(),
    "challenges.IdeaPhoto": lambda city: make_idea_photo(),
    "challenges.PaperScan": lambda city: make_paper_scan(),
    "challenges.Participation": lambda city: make_participation(),
    "cities.City": lambda city: city,
    # Of a team of pupils: the others are reached by the link of whoever wrote them.
    "exchange.Card": lambda city: factories.CardFactory(participant__team="Blue", participant__first_name=""),
    "cities.CityCalendarDay": lambda city: CityCalendarDay.objects.create(
        date=date(2030, 1, 1), kind="feast", name={"en": "Day"}
    ),
    "cities.Restore": lambda city: Restore.objects.create(as_of=timezone.now()),
    "cities.CityDomain": lambda city: CityDomain.objects.create(city=city, host=f"{city.slug}.example.org"),
    "cities.PrivacyNotice": lambda city: (
        PrivacyNotice.objects.first() or PrivacyNotice.objects.create(responsible={"en": "City of Bat Galim"})
    ),
    "cities.Invitation": lambda city: make_invitation(),
    "cities.Membership": lambda city: factories.MembershipFactory(city=city),
    "stakeholders.Area": lambda city: factories.OwnAreaFactory(),
    "journeys.Citation": lambda city: make_citation(),
    "journeys.InitiativePartner": lambda city: make_initiative_partner(),
    "journeys.ModelBlock": lambda city: make_block(),
    "journeys.Traveller": lambda city: make_trip_consent().traveller,
    "journeys.TripConsent": lambda city: make_trip_consent(),
    "journeys.ModelVersion": lambda city: make_version(),
    "labs.LabSeat": lambda city: make_lab_seat(),
    "labs.Override": lambda city: make_override(),
    "meetings.Group": lambda city: factories.CohortFactory().group,
    "library.CityOutline": lambda city: CityOutline.objects.get_or_create(city=city)[0],
    "programs.Breakdown": lambda city: make_breakdown(),
    "programs.IndicatorValue": lambda city: make_value(),
    "programs.ValueRevision": lambda city: make_revision(),
    "programs.NationalFigure": lambda city: make_national_figure(),
    "programs.Milestone": lambda city: make_milestone(),
    "programs.MilestoneOverride": lambda city: make_milestone_override(),
    "programs.Program": lambda city: make_program(),
    "programs.CalendarLink": lambda city: CalendarLink.objects.create(
        user=factories.UserFactory(), token_hash=f"{city.slug} {CalendarLink.objects.count()}", made_at=timezone.now()
    ),
    "programs.HandoverLine": lambda city: HandoverLine.objects.create(
        program=make_program(), kind="whole", record_id=1, ends=True
    ),
    "programs.ReviewFile": lambda city: make_review_file(),
    "programs.Signature": lambda city: make_signature(),
    "programs.YearReview": lambda city: make_review(),
    "programs.Suspension": lambda city: make_suspension(),
    "programs.ProgramYear": lambda city: make_year(),
    "reports.DirectorSentence": lambda city: DirectorSentence.objects.create(text={"en": "Come to the next session"}),
    "reports.Report": lambda city: make_report(),
    "stakeholders.ImportRun": lambda city: make_import_run(),
    "consents.SignedForm": lambda city: SignedForm.objects.create(
        link=GuardianLink.objects.order_by("pk").first() or make_guardian_link(),
        proof="paper",
        signed_on=city.today(),
        entered_by=factories.UserFactory(),
    ),
    "stakeholders.ClaimCode": lambda city: ClaimCode.objects.create(
        profile=factories.ProfileFactory(user=None),
        code_hash="c",
        made_by=factories.UserFactory(),
        expires_at=timezone.now(),
    ),
    "stakeholders.Verification": lambda city: Verification.objects.create(
        profile=factories.ProfileFactory(), level=1, basis="known", given_by=factories.UserFactory()
    ),
    "stakeholders.ResidentList": lambda city: (
        ResidentList.objects.first()
        or ResidentList.objects.create(asks={"en": "Card"}, uploaded_by=factories.UserFactory())
    ),
    "stakeholders.CitySignIn": lambda city: make_city_sign_in(),
    "stakeholders.LinkedSignIn": lambda city: LinkedSignIn.objects.create(
        sign_in=make_city_sign_in(), profile=factories.ProfileFactory(), subject_hash=f"{LinkedSignIn.objects.count()}"
    ),
    "stakeholders.ResidentEntry": lambda city: ResidentEntry.objects.create(
        entry_hash=f"{ResidentEntry.objects.count()}"
    ),
    "stakeholders.ProfileMerge": lambda city: make_merge(),
    "stakeholders.Representation": lambda city: factories.RepresentationFactory(accepted_at=None),
}


# Kinds of rows of which each has pages of its own, by a label of their own.
KINDS: dict[str, Callable[[City], Model]] = {
    "programs.FigureFile": lambda city: make_figure_file("figures"),
    "programs.NationalFile": lambda city: make_figure_file("national"),
}


def make_example(label: str, city: City) -> Model:
    """A plain row of the model in the city, whose scope is open."""
    if label in KINDS:
        return KINDS[label](city)
    if label not in EXAMPLES:
        msg = f"Add to tests/factories, or to EXAMPLES in tests/examples.py, how a plain row of {label} is made."
        raise LookupError(msg)
    return EXAMPLES[label](city)


def make_examples(city: City) -> dict[str, int]:
    """The number of a plain row of each model in this city, by the model's label."""
    with city_scope(city.pk):
        return {label: make_example(label, city).pk for label in (*EXAMPLES, *KINDS)}
