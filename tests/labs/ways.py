"""The records that satisfy each gate, made as people make them: for tests of what stands behind a gate."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from journeys.actions.city_model import start_version
from journeys.models import Citation, InitiativePartner, ModelBlock, ModelVersion
from labs.actions.overrides import request_override
from labs.models import Cohort, Lab, LabSeat, Override
from meetings.models import Attendance
from stakeholders.models import Sector
from tests.factories import (
    ActivityAreaFactory,
    AreaFactory,
    CohortFactory,
    CohortMemberFactory,
    CollaborationFactory,
    EndorsementFactory,
    ExpeditionFactory,
    InitiativeFactory,
    LabFactory,
    LearningFactory,
    MembershipFactory,
    OrganisationFactory,
    PartyFactory,
    ProfileFactory,
    ProgramFactory,
    RepresentationFactory,
    SessionFactory,
    StrengthClaimFactory,
    UserFactory,
    in_days,
)

SECTORS = tuple(Sector.values)


def seat_sector(lab: Lab, sector: int, **representation: Any) -> LabSeat:
    """A representative of an active organisation of the sector sits in the lab."""
    spoken_for = RepresentationFactory(organisation=OrganisationFactory(sector=sector), **representation)
    return LabSeat.objects.create(
        lab=lab, profile=spoken_for.profile, organisation=spoken_for.organisation, sector=sector
    )


def seat_guide(lab: Lab, *, safe: bool = True) -> LabSeat:
    """A facilitator sits in the lab and has the role, with a second factor when `safe`."""
    user = UserFactory()
    role = {"role": "facilitator", "scope_type": "lab", "scope_id": lab.pk}
    MembershipFactory(city=lab.city, user=user, second_step=safe, **role)
    return LabSeat.objects.create(lab=lab, profile=ProfileFactory(user=user), role=LabSeat.Role.FACILITATOR)


def ready_lab(but: str = "") -> Lab:
    """A gathering lab whose launch gate is green, but for one rule."""
    lab = LabFactory(
        state=Lab.State.GATHERING,
        question={"en": "How can the street teach?"},
        host=OrganisationFactory(),
        first_session_on=None if but == "L2" else date(2026, 12, 1),
    )
    for sector in SECTORS[:3] if but == "L1" else SECTORS:
        seat_sector(lab, sector)
    seat_guide(lab)
    if but != "L3":
        ProgramFactory(signed=True)
    return lab


def members_of_four(cohort: Cohort, *, claims: bool = True) -> list[Any]:
    """One active member of each sector, with a strength and a growth area each."""
    seats = [CohortMemberFactory(cohort=cohort, sector=sector) for sector in SECTORS]
    Cohort.objects.filter(pk=cohort.pk).update(places_taken=len(seats))
    for seat in seats if claims else ():
        for kind in ("strength", "growth"):
            StrengthClaimFactory(profile=seat.profile, kind=kind)
    return seats


def agreed_collaboration(seats: list[Any]) -> Any:
    """Something that these members have agreed to do together."""
    row = CollaborationFactory(state="agreed")
    for seat in seats:
        PartyFactory(collaboration=row, profile=seat.profile, state="agreed")
    return row


def held_session(cohort: Cohort, seats: list[Any], *, state: str = "recorded", status: str = "present") -> Any:
    """A session of last year at which these members were marked."""
    held = cohort.group.sessions.count()
    starts = datetime(2025, 10, 1, 15, tzinfo=UTC) + timedelta(days=held)
    session = SessionFactory(cohort=cohort, state="held", starts_at=starts)
    for seat in seats:
        Attendance.objects.create(
            session=session, profile=seat.profile, sector=seat.sector, status=status, how=Attendance.How.ROLL
        )
    if state != session.state:
        session.move(state)
    return session


def open_first(cohort: Cohort) -> None:
    """The gate from stage 1 to stage 2 is green."""
    seats = members_of_four(cohort)
    held_session(cohort, seats)
    agreed_collaboration(seats[:2])
    endorse_around(cohort, seats)


def endorse_around(cohort: Cohort, seats: list[Any]) -> None:
    """Each of these members has an account, and saw a strength in the next one at a session."""
    for seat in seats:
        if seat.profile.user_id is None:
            seat.profile.user = UserFactory()
            seat.profile.save()
    met = held_session(cohort, seats)
    for seat, following in zip(seats, [*seats[1:], seats[0]], strict=True):
        EndorsementFactory(collaboration=None, session=met, giver=seat.profile, receiver=following.profile)


def learned_expedition(cohort: Cohort, learnings: int = 3, state: str = "learned") -> Any:
    expedition = ExpeditionFactory(cohort=cohort, state=state)
    LearningFactory.create_batch(learnings, expedition=expedition)
    return expedition


def open_second(cohort: Cohort) -> None:
    """The gate from stage 2 to stage 3 is green."""
    ActivityAreaFactory(cohort=cohort, area=AreaFactory())
    learned_expedition(cohort)


def written_model(cohort: Cohort, blocks: int = 9, cited: int = 9) -> Any:
    """A version with so many blocks written and so many cited."""
    version = start_version(cohort, actor=None)
    learning = LearningFactory(expedition__cohort=cohort)
    keys = list(version.blocks.order_by("pk"))
    for block in keys[:blocks]:
        ModelBlock.objects.filter(pk=block.pk).update(text={"he": "מילים"})
    for block in keys[:cited]:
        Citation.objects.create(block=block, learning=learning)
    return version


def adopted_model(version: Any) -> Any:
    """The forum has adopted the version; the one before has given way."""
    ModelVersion.objects.filter(state="adopted").update(state="superseded")
    ModelVersion.objects.filter(pk=version.pk).update(state="adopted")
    return version


def shared_initiative(cohort: Cohort, sectors: tuple[int, ...] = (1, 2), **more: Any) -> Any:
    initiative = InitiativeFactory(cohort=cohort, **more)
    for sector in sectors:
        partner = OrganisationFactory(sector=sector)
        InitiativePartner.objects.create(initiative=initiative, organisation=partner, sector=sector)
    return initiative


def open_third(cohort: Cohort) -> None:
    """The gate from stage 3 to stage 4 is green."""
    adopted_model(written_model(cohort))
    for _n in range(2):
        shared_initiative(cohort)


OPENERS = {1: open_first, 2: open_second, 3: open_third}


def ready_cohort(stage: int = 1, **more: Any) -> Cohort:
    """A running cohort whose next gate is green."""
    cohort = CohortFactory(stage=stage, **more)
    OPENERS[stage](cohort)
    cohort.refresh_from_db()
    return cohort


WHY = {"reason": "The social businesses come from January on", "remedy": "Two visits in January"}


def ask_override(target: Any, code: str, actor: Any, **more: Any) -> Override:
    """The actor asks for the target to pass without that condition, for sixty days."""
    return request_override(target, code, actor=actor, **{**WHY, "wanted_until": in_days(60), **more})


def session_plan(**more: Any) -> dict[str, Any]:
    """What a facilitator types of a session nine days from now."""
    starts = timezone.now() + timedelta(days=9)
    common = {"title": {"en": "Offers and needs"}, "plan": {}, "place": "Library", "link": ""}
    return {**common, "starts_at": starts, "ends_at": starts + timedelta(hours=2), **more}


def cohort_plan(**more: Any) -> dict[str, Any]:
    """What a facilitator types of a cohort."""
    return {"name": {"en": "Spring"}, "capacity": 20, "program_year": None, "starts_on": None, "ends_on": None, **more}
