from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from collaborations.actions.outcomes import lapse_unanswered
from collaborations.actions.proposals import (
    agree_to_collaboration,
    decline_collaboration,
    propose_collaboration,
)
from collaborations.models import Collaboration, Party
from educities.activity.models import AuditEntry, Event, Message, Notice
from stakeholders.models import AgeBand
from tests.collaborations.support import WORDS, agree_all, make_person, propose
from tests.factories import OrganisationFactory, PartyFactory, ProfileFactory, RepresentationFactory
from tests.support import refused

pytestmark = pytest.mark.django_db


def side(row, holder):
    return row.parties.get(profile=holder)


class TestPropose:
    def test_who_proposes_has_agreed_and_the_other_side_is_asked(self, noa, omar):
        row = propose(noa, omar, gives={"en": "Seeds"})
        assert [(one.profile, one.state) for one in row.parties.all()] == [(noa, "agreed"), (omar, "asked")]
        assert side(row, noa).gives == {"en": "Seeds"}
        assert (row.proposed_by, row.state) == (noa, "proposed")
        assert list(Notice.objects.values_list("user", flat=True)) == [omar.user_id]
        assert Message.objects.get().recipient == omar.user.email

    def test_nothing_that_people_wrote_leaves_the_city_or_stands_in_the_log(self, noa, omar):
        propose(noa, omar, gives={"en": "Seeds"})
        left = [entry.data for entry in AuditEntry.objects.all()] + [event.data for event in Event.objects.all()]
        assert left
        assert not any(word in str(left) for word in ("garden", "grow", "Seeds", "Noa", "Omar"))

    def test_sent_twice_it_is_one(self, noa, omar):
        assert propose(noa, omar) == propose(noa, omar)
        assert Collaboration.objects.count() == 1

    def test_other_words_or_another_side_are_another_proposal(self, noa, omar, scope):
        first = propose(noa, omar)
        assert propose(noa, omar, title={"en": "A choir"}) != first
        assert propose(noa, make_person(scope)) != first

    def test_one_side_alone_is_no_collaboration(self, noa):
        assert refused(lambda: propose(noa, noa)) == "collaborations.one_side"

    def test_who_works_in_the_city_brings_others_together_and_takes_no_part(self, noa, omar, facilitator):
        row = propose_collaboration([noa, omar], actor=facilitator, **WORDS)
        assert row.proposed_by is None
        assert set(row.parties.values_list("state", flat=True)) == {"asked"}

    def test_five_proposals_of_one_person_wait_at_once(self, omar, scope):
        speaker = RepresentationFactory(profile=make_person(scope))

        def ask(number):
            title = {"en": f"Idea {number}"}
            return propose(speaker.organisation, omar, actor=speaker.profile.user, title=title)

        rows = [ask(number) for number in range(5)]
        assert refused(lambda: ask(5)) == "collaborations.many_asked"
        decline_collaboration(side(rows[0], omar), actor=omar.user)
        assert ask(5).state == "proposed"

    @pytest.mark.parametrize("band", [AgeBand.CHILD, AgeBand.YOUTH])
    def test_nobody_under_18_is_asked(self, noa, scope, band):
        child = make_person(scope, age_band=band)
        assert refused(lambda: propose(noa, child)) == "collaborations.no_adult"

    def test_the_database_itself_takes_no_child_as_a_side(self, noa, scope):
        child = make_person(scope, age_band=AgeBand.YOUTH)
        with pytest.raises(IntegrityError), transaction.atomic():
            PartyFactory(profile=child)

    def test_an_organisation_that_is_not_verified_is_not_asked(self, noa):
        organisation = OrganisationFactory(state="proposed")
        assert refused(lambda: propose(noa, organisation)) == "collaborations.organisation_not_at_work"


class TestAnswer:
    def test_when_every_side_has_agreed_it_is_agreed_and_all_are_told(self, noa, omar):
        row = propose(noa, omar)
        agree_to_collaboration(side(row, omar), actor=omar.user, gives={"en": "A spade"})
        row.refresh_from_db()
        assert row.state == "agreed"
        assert side(row, omar).gives == {"en": "A spade"}
        assert Notice.objects.filter(verb="collaborations.agreed", user=noa.user).exists()

    def test_it_does_not_begin_before_everyone_has_agreed(self, noa, omar, scope):
        row = propose(noa, omar, make_person(scope))
        agree_to_collaboration(side(row, omar), actor=omar.user)
        row.refresh_from_db()
        assert row.state == "proposed"

    def test_a_no_of_one_of_two_ends_it_and_nobody_reads_whose_it_was(self, noa, omar):
        row = propose(noa, omar)
        decline_collaboration(side(row, omar), actor=omar.user)
        row.refresh_from_db()
        assert row.state == "declined"
        told = Notice.objects.get(user=noa.user)
        assert told.verb == "collaborations.declined"
        assert "Omar" not in str(told.data)

    def test_without_one_of_three_it_goes_on_once_the_days_are_over(self, noa, omar, scope):
        row = propose(noa, omar, make_person(scope))
        decline_collaboration(side(row, omar), actor=omar.user)
        assert agree_all(row).state == "proposed"
        Collaboration.objects.update(answer_by=row.city.today())
        lapse_unanswered()
        row.refresh_from_db()
        assert row.state == "agreed"
        assert [one.profile for one in row.sides if one.profile == omar] == []

    def test_an_answer_stands(self, noa, omar):
        row = propose(noa, omar)
        decline_collaboration(side(row, omar), actor=omar.user)
        assert refused(lambda: agree_to_collaboration(side(row, omar), actor=omar.user)) == "collaborations.answered"

    def test_who_speaks_for_an_organisation_answers_for_it(self, noa, scope):
        speaker = RepresentationFactory(profile=make_person(scope))
        row = propose(noa, speaker.organisation)
        asked = row.parties.get(organisation=speaker.organisation)
        assert asked.sector == speaker.organisation.sector
        agree_to_collaboration(asked, actor=speaker.profile.user)
        asked.refresh_from_db()
        assert asked.answered_by == speaker.profile

    def test_a_person_takes_part_in_three_at_once(self, noa, omar, scope):
        for _number in range(3):
            agree_all(propose(make_person(scope), omar, title={"en": f"Idea {_number}"}))
        fourth = propose(noa, omar)
        assert refused(lambda: agree_to_collaboration(side(fourth, omar), actor=omar.user)) == "collaborations.enough"

    def test_an_organisation_takes_part_in_as_many_as_it_likes(self, scope):
        speaker = RepresentationFactory(profile=make_person(scope))
        for _number in range(4):
            row = propose(make_person(scope), speaker.organisation)
            asked = row.parties.get(organisation=speaker.organisation)
            assert agree_to_collaboration(asked, actor=speaker.profile.user).state == "agreed"


class TestLapse:
    def test_what_nobody_answers_lapses_after_thirty_days(self, noa, omar):
        row = propose(noa, omar)
        assert lapse_unanswered() == 0
        Collaboration.objects.update(answer_by=row.city.today())
        assert lapse_unanswered() == 1
        row.refresh_from_db()
        assert (row.state, row.ended_on) == ("lapsed", row.city.today())
        assert list(Notice.objects.filter(verb="collaborations.lapsed").values_list("user", flat=True)) == [noa.user_id]
        assert refused(lambda: agree_to_collaboration(side(row, omar), actor=omar.user)) == "collaborations.answered"

    def test_the_last_day_to_answer_is_the_thirtieth(self, noa, omar):
        row = propose(noa, omar)
        assert row.last_day_to_answer == row.proposed_on + timedelta(days=29)


def test_a_party_is_a_person_or_an_organisation(scope):
    row = PartyFactory().collaboration
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(collaboration=row, profile=ProfileFactory(), organisation=OrganisationFactory())
