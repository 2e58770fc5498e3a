"""A city with a row of everything that the API answers, and a partner who asks for it."""

import json
import re
import secrets
from datetime import timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from educities.activity.actions.events import number_events
from educities.api.scopes import scope_labels
from educities.tenancy.scope import city_scope
from programs.actions.definitions import adopt_definitions
from programs.models import Intake, Milestone
from programs.values.catalogue import list_current
from reports.actions.partners import make_partner
from tests.factories import (
    AcceleratorFactory,
    AnnotationFactory,
    AreaFactory,
    ChallengeFactory,
    CharterFactory,
    CohortFactory,
    CohortMemberFactory,
    CommitmentFactory,
    DecisionFactory,
    EndorsementFactory,
    EngineFactory,
    ExchangeFactory,
    MatchSuggestionFactory,
    MembershipFactory,
    OrganisationFactory,
    PartyFactory,
    ProfileFactory,
    ProgramFactory,
    SeatFactory,
    SiteFactory,
    UserFactory,
    make_city,
)
from tests.labs import ways
from tests.programs.support import keep_groups, keep_national, review_year

BODY = {"series": "actual", "period": 2024, "value": "61.4"}


def see_after_session(cohort: Any) -> None:
    """What two members of the cohort saw in each other after a session."""
    seats = CohortMemberFactory.create_batch(2, cohort=cohort)
    met = ways.held_session(cohort, seats)
    one, other = (seat.profile for seat in seats)
    EndorsementFactory(collaboration=None, session=met, giver=one, receiver=other)


class World:
    """A city with a row of everything, a partner, and what is asked of them."""

    def __init__(self, city: Any, director: Any) -> None:
        self.city = city
        until = timezone.now().date() + timedelta(days=9)
        with city_scope(city.pk):
            (self.indicator,) = adopt_definitions(list_current(city.country)[:1], actor=director)
            ProgramFactory(actor=director, signed=True)
            intake = Intake.objects.latest("pk")
            garden = OrganisationFactory(name={"he": "גן", "en": "Garden"})
            rows = {
                "organisation": garden,
                "commitment": CommitmentFactory(organisation=garden),
                "site": SiteFactory(organisation=garden),
                "profile": ProfileFactory(
                    offer={"en": "Bicycles"}, phone="050-1", visibilities={"offer": "network", "phone": "public"}
                ),
                "area": AreaFactory(parent=AreaFactory()),
                "cohort": CohortFactory(),
                "collaboration": PartyFactory(state="agreed").collaboration,
                "exchange": ExchangeFactory(),
                "engine": EngineFactory(),
                "accelerator": AcceleratorFactory(intake=intake),
                "challenge": ChallengeFactory(),
                "indicator": self.indicator,
                "breakdown": keep_groups(self.indicator),
                "nationalfigure": keep_national(self.indicator),
                "annotation": AnnotationFactory(indicator=self.indicator),
                "suggestion": MatchSuggestionFactory(sector=2, seeker_sector=1, state="introduced"),
            }
            rows["program"] = intake.program
            rows["programyear"] = intake.program.years.first()
            rows["yearreview"] = review_year(rows["programyear"])
            rows["milestone"] = Milestone.objects.latest("pk")
            CharterFactory(shows_seats=True, shows_decisions=True)
            SeatFactory(organisation=rows["organisation"])
            rows["decision"] = DecisionFactory()
            see_after_session(rows["cohort"])
            # A row for each hole of an address.
            self.numbers = {name: str(row.pk) for name, row in rows.items()}
            self.partner = make_partner(city, actor=director, name="p", scopes=list(scope_labels()), expires_on=until)[
                0
            ]
            from cities.actions import change_city

            change_city(city, actor=director, population=1)
            number_events()

    def client(self, *scopes: str, resources: list[str] | None = None) -> Client:
        value, ends = secrets.token_urlsafe(), timezone.now() + timedelta(hours=1)
        token = Token(type=Token.Type.ACCESS_TOKEN, client=self.partner.client, expires_at=ends)
        token.set_value(value)
        token.set_scopes(list(scopes))
        if resources:
            token.set_resources(resources)
        token.save()
        return Client(raise_request_exception=False, headers={"authorization": f"Bearer {value}"})

    def address(self, path: str, **other: str) -> str:
        names = {"city": self.city.slug, **self.numbers, **other}
        return "/api/v1" + re.sub(r"{(\w+)}", lambda hole: names[hole[1]], path)

    def ask(self, path: str, verb: str, client: Client | None = None, *, query: str = "", **given: Any) -> Any:
        if verb == "post":
            body = given.pop("data", BODY)
            given = {"content_type": "application/json", **given}
            given["data"] = body if isinstance(body, str) else json.dumps(body)
        client = client or self.client(*scope_labels())
        return client.generic(verb.upper(), self.address(path, **given.pop("other", {})) + query, **given)


def make_api_world() -> World:
    """A fresh city with its director, and the rows."""
    city = make_city()
    director = UserFactory(email="ruth@example.org")
    MembershipFactory(user=director, city=city, role="director")
    with city_scope(city.pk):
        ProfileFactory(user=director, display_name="Ruth")
    return World(city, director)


@pytest.fixture
def world(city: Any, director: Any) -> World:
    return World(city, director)
