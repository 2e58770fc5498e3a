"""Invariant 5 over all apps: whoever is known as under 18, in whatever city, is an adult nowhere, from that moment on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from challenges.actions.residents import resident_of
from collaborations.actions.course import begin_collaboration
from collaborations.actions.endorsements import give_endorsement
from collaborations.actions.proposals import agree_to_collaboration
from collaborations.models import Collaboration, Endorsement, Party
from collaborations.queries.choices import find_askable_people
from educities.activity.models import AuditEntry, Message
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from exchange.models import Handshake, Participant
from growth.actions.invitations import accept_invitation
from growth.models import Invitee
from growth.queries import find_invitable_people
from matching.actions.introductions import agree_to_introduction
from matching.actions.suggesting import suggest_to_person
from matching.models import MatchSuggestion
from network_map.actions import choose_level
from network_map.models import MapChoice
from network_map.queries import read_network
from stakeholders.actions.adulthood import are_adults, become_minor, come_of_age
from stakeholders.actions.people import profile_for
from stakeholders.models import Profile
from tests.collaborations.support import agree_all, propose
from tests.exchange.support import join as join_evening
from tests.exchange.support import open_evening
from tests.factories import AreaFactory, ChallengeFactory, EngineFactory, MembershipFactory, ProfileFactory
from tests.growth.support import invite, make_capable
from tests.machines import count_runs
from tests.matching.support import grows, introduce, knows, make_person

pytestmark = pytest.mark.django_db
AGE = {"age_band": "youth", "next_band_month": "2030-01-01", "needs_guardian": True}


def join_elsewhere(kim: Profile, other_city: Any) -> None:
    """Another city asks for the age, and hears the true one."""
    with city_scope(other_city.pk):
        profile_for(kim.user, display_name="Kim", **AGE)


def send_idea(kim: Profile, other_city: Any) -> None:
    """An idea is sent to another city under the account's address, with a month of birth."""
    with city_scope(other_city.pk):
        said = {"display_name": "Kim", **AGE, "guardian_email": "guardian@example.org"}
        resident_of(kim.user, ChallengeFactory(), said, language="en")


def know_at_once(kim: Profile, _other_city: Any) -> None:
    become_minor(kim.user)


WAYS: list[Callable[[Profile, Any], None]] = [join_elsewhere, send_idea, know_at_once]


class Town:
    """Kim, who says to be 18, and others; what Kim may have begun with them."""

    def __init__(self, city: Any, director: Any) -> None:
        self.city, self.director = city, director
        self.engine = EngineFactory()
        self.area = AreaFactory()
        self.kim = make_capable(self.engine, city, display_name="Kim", visibility="resident")
        self.noa = self.find_other("Noa")

    def find_other(self, name: str = "Omar") -> Profile:
        """Somebody whom Kim has nothing to do with yet."""
        return make_person(self.city, display_name=name)

    def stand_on_map(self) -> None:
        choose_level(self.kim, actor=self.kim.user, level="resident")

    def be_invited(self) -> None:
        invite(self.engine, self.kim, actor=self.director)

    def say_yes(self) -> None:
        self.be_invited()
        accept_invitation(Invitee.objects.get(profile=self.kim), actor=self.kim.user)

    def be_asked(self) -> None:
        propose(self.find_other(), self.kim, title={"en": "Asked"})

    def propose_to_two(self) -> None:
        propose(self.kim, self.find_other(), self.find_other(), title={"en": "Of three"})

    def work_together(self) -> None:
        other = self.find_other()
        row = agree_all(propose(other, self.kim, title={"en": "Under way"}))
        begin_collaboration(row, actor=other.user)
        for giver, receiver in ((other, self.kim), (self.kim, other)):
            give_endorsement(row, giver, receiver, actor=giver.user, area=AreaFactory(), words={"en": "I saw you"})

    def ask_to_meet(self) -> None:
        self._introduce(self.kim, self.find_other())

    def be_asked_to_meet(self) -> None:
        self._introduce(self.noa, self.kim)

    def _introduce(self, seeker: Profile, person: Profile) -> None:
        area = AreaFactory()
        grows(seeker, area)
        knows(person, area)
        suggest_to_person(seeker)
        introduce(MatchSuggestion.objects.with_sides().get(seeker=seeker, person=person))

    def go_to_exchange(self) -> None:
        evening = open_evening(self.director)
        join_evening(evening, self.kim.user, "Kim")

    def is_adult_nowhere(self) -> None:
        """Nothing pairs, shows or invites Kim as an adult."""
        kim = Profile.objects.get(pk=self.kim.pk)
        assert kim.age_band == "adult" and not kim.is_adult and not are_adults(kim), "of the age itself nothing crosses"
        assert not MapChoice.objects.filter(profile=kim).exists()
        assert f"p{kim.pk}" not in read_network(self.city, ["city", "resident"], kim.pk, is_staff=True).by_key
        assert not find_invitable_people(self.engine).filter(profile=kim).exists()
        assert not find_askable_people(self.noa.user, self.city).filter(pk=kim.pk).exists()
        assert not Invitee.objects.filter(profile=kim, state__in=["asked", "yes"]).exists()
        live = Party.objects.filter(profile=kim, collaboration__in=Collaboration.objects.live())
        assert not live.filter(state__in=["asked", "agreed"]).exists()
        assert not MatchSuggestion.objects.open().filter(seeker=kim).exists()
        assert not MatchSuggestion.objects.open().filter(person=kim).exists()
        seen = Endorsement.objects.filter(giver=kim) | Endorsement.objects.filter(receiver=kim)
        assert not seen.filter(state="proposed").exists() and not seen.exclude(words={}).exists()
        assert not Participant.objects.filter(profile=kim, team="").exists()
        assert not Handshake.objects.filter(other__profile=kim, answered_at=None).exists()


NO_STEPS = {"find_other", "is_adult_nowhere"}
STEPS = [name for name, one in vars(Town).items() if callable(one) and name[0] != "_" and name not in NO_STEPS]


@settings(max_examples=count_runs(5), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.sets(st.sampled_from(STEPS)), way=st.sampled_from(WAYS))
def test_invariant_5_whatever_was_begun_ends_when_the_person_is_known_as_under_18(
    scope: Any, other_city: Any, director: Any, steps: set[str], way: Callable[[Profile, Any], None]
) -> None:
    point = transaction.savepoint()
    town = Town(scope, director)
    for name in sorted(steps - ({"be_invited"} if "say_yes" in steps else set())):
        getattr(town, name)()
    way(town.kim, other_city)
    town.is_adult_nowhere()
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize("way", WAYS)
def test_invariant_5_all_of_it_at_once(scope: Any, other_city: Any, director: Any, way: Any) -> None:
    town = Town(scope, director)
    for name in STEPS:
        if name != "be_invited":
            getattr(town, name)()
    way(town.kim, other_city)
    town.is_adult_nowhere()


class TestAtTheMomentOfTheAct:
    """Also where nothing has ended what was open: each act asks itself."""

    @pytest.fixture(autouse=True)
    def without_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("stakeholders.actions.adulthood.end_adult_parts", lambda profile: None)

    @pytest.fixture
    def town(self, scope: Any, director: Any) -> Town:
        return Town(scope, director)

    def test_nothing_is_agreed(self, town: Town) -> None:
        town.be_asked()
        town.be_asked_to_meet()
        town.ask_to_meet()
        town.be_invited()
        become_minor(town.kim.user)
        with pytest.raises(DomainError):
            agree_to_collaboration(Party.objects.get(profile=town.kim), actor=town.kim.user)
        assert MatchSuggestion.objects.introduced().count() == 2
        for row in MatchSuggestion.objects.introduced().with_sides():
            with pytest.raises(DomainError):
                agree_to_introduction(row, actor=town.noa.user)
        with pytest.raises(DomainError):
            accept_invitation(Invitee.objects.get(profile=town.kim), actor=town.kim.user)

    def test_nothing_begins(self, town: Town) -> None:
        become_minor(town.kim.user)
        for begin in (town.be_asked, town.propose_to_two, town.stand_on_map, town.be_invited):
            with pytest.raises(DomainError):
                begin()
        town.go_to_exchange()
        assert Participant.objects.get(profile=town.kim).is_minor

    def test_no_words_reach_them(self, town: Town) -> None:
        row = agree_all(propose(town.noa, town.kim))
        begin_collaboration(row, actor=town.noa.user)
        become_minor(town.kim.user)
        for giver, receiver in ((town.noa, town.kim), (town.kim, town.noa)):
            words = {"en": "I saw you"}
            with pytest.raises(DomainError):
                give_endorsement(row, giver, receiver, actor=giver.user, area=AreaFactory(), words=words)


def test_nobody_reads_why(scope: Any, other_city: Any, director: Any) -> None:
    """Who asked hears that it is over, in the words of a time that is over; pages, mails and the history say no age."""
    town = Town(scope, director)
    town.be_asked_to_meet()
    town.ask_to_meet()
    Message.objects.all().delete()
    join_elsewhere(town.kim, other_city)
    told = {message.user_id: message.kind for message in Message.objects.filter(city_id=scope.pk)}
    assert told == {town.noa.user.pk: "matching.expired"}
    for entry in AuditEntry.objects.filter(city_id=scope.pk):
        assert "under 18" not in f"{entry.verb} {entry.data}" and "minor" not in f"{entry.verb} {entry.data}"
    reader = Client()
    asked = MatchSuggestion.objects.select_related("person__user").get(seeker=town.kim)
    reader.force_login(asked.person.user)
    for address in (reverse("meet", args=[scope.slug]), asked.get_absolute_url()):
        assert "Kim" not in reader.get(address).content.decode()


def test_of_one_city_nothing_stands_in_another(scope: Any, other_city: Any, director: Any) -> None:
    """The account's mark crosses, and nothing else: no band, no month, no record."""
    town = Town(scope, director)
    before = AuditEntry.objects.filter(city_id=scope.pk).count()
    join_elsewhere(town.kim, other_city)
    kim = Profile.objects.get(pk=town.kim.pk)
    assert (kim.age_band, kim.next_band_month, kim.needs_guardian) == ("adult", None, False)
    assert AuditEntry.objects.filter(city_id=scope.pk).count() == before


def test_the_mark_goes_once_no_city_knows_them_as_under_18(scope: Any, other_city: Any) -> None:
    user = MembershipFactory(city=scope).user
    own = ProfileFactory(user=user, **AGE)
    with city_scope(other_city.pk):
        MembershipFactory(user=user, city=other_city)
        theirs = ProfileFactory(user=user, **AGE)
    become_minor(user)
    Profile.objects.filter(pk=own.pk).update(age_band="adult", next_band_month=None, needs_guardian=False)
    come_of_age(user)
    user.refresh_from_db()
    assert user.is_minor, "the other city knows them as under 18"
    with city_scope(other_city.pk):
        Profile.objects.filter(pk=theirs.pk).update(age_band="adult", next_band_month=None, needs_guardian=False)
    come_of_age(user)
    user.refresh_from_db()
    assert not user.is_minor


def test_whoever_is_told_twice_is_told_once(scope: Any, director: Any) -> None:
    town = Town(scope, director)
    become_minor(town.kim.user)
    become_minor(Profile.objects.get(pk=town.kim.pk).user)
    town.is_adult_nowhere()
