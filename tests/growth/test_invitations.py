from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from educities.activity.actions.reminders import REMINDER_RULES
from educities.activity.models import AuditEntry, Event, Message, Notice, Schedule
from growth.actions.invitations import accept_invitation, decline_invitation, lapse_unanswered
from growth.actions.leaving import leave_engines
from growth.actions.together import bring_together
from growth.models import Engine, Invitee, Round
from growth.queries import find_candidates
from growth.values import REST_DAYS
from stakeholders.actions.strengths import claim_area, remove_claim
from stakeholders.models import AgeBand, Profile
from stakeholders.queries.visibility import SIGHT_OF_STAFF
from tests.factories import AreaFactory, InviteeFactory, StrengthClaimFactory
from tests.growth.support import invite, make_capable, make_capable_organisation
from tests.support import refused

pytestmark = pytest.mark.django_db
WORDS = {"title": {"en": "Bread in the yard"}, "circle": "school"}


def of(holder):
    field = "profile" if isinstance(holder, Profile) else "organisation"
    return Invitee.objects.select_related("round__opened_by", "engine__area").get(**{field: holder})


def answer(holder, act, actor=None):
    act(of(holder), actor=actor or holder.user)


class TestInvite:
    def test_all_are_asked_in_one_act_each_by_a_mail_of_their_own(self, engine, noa, scope, director):
        organisation = make_capable_organisation(engine, scope)
        row = invite(engine, noa, organisation, actor=director)
        assert {one.state for one in row.invitees.all()} == {"asked"}
        speaker = organisation.representations.get().profile.user
        assert set(Message.objects.values_list("recipient", flat=True)) == {noa.user.email, speaker.email}
        assert Event.objects.get(name="growth_engine.invited").data["n"] == 2

    def test_invited_twice_is_once(self, engine, noa, omar, director, facilitator):
        invite(engine, noa, actor=director)
        invite(engine, noa, omar, actor=facilitator)
        assert Invitee.objects.filter(profile=noa).count() == 1
        assert refused(lambda: invite(engine, noa, actor=director)) == "growth.nobody"

    def test_after_a_no_nobody_asks_for_180_days(self, engine, noa, director):
        invite(engine, noa, actor=director)
        answer(noa, decline_invitation)
        assert refused(lambda: invite(engine, noa, actor=director)) == "growth.nobody"
        long_ago = timedelta(days=REST_DAYS, hours=1)
        Invitee.objects.update(answered_at=timezone.now() - long_ago)
        assert refused(lambda: invite(engine, noa, actor=director)) == "growth.nobody"
        Round.objects.update(ends_on=engine.city.today() - long_ago)
        invite(engine, noa, actor=director)
        assert Invitee.objects.filter(profile=noa).count() == 2

    def test_who_comes_back_tells_nobody_whether_it_was_a_no_or_silence(self, engine, noa, omar, director):
        invite(engine, noa, omar, actor=director)
        answer(noa, decline_invitation)
        for days, number in ((0, 0), (REST_DAYS - 1, 0), (REST_DAYS + 1, 2)):
            Round.objects.update(ends_on=engine.city.today() - timedelta(days=days))
            Invitee.objects.filter(profile=noa).update(answered_at=timezone.now() - timedelta(days=days + 1))
            lapse_unanswered()
            assert find_candidates(engine, SIGHT_OF_STAFF).number == number

    @pytest.mark.parametrize("band", [AgeBand.CHILD, AgeBand.YOUTH])
    def test_a_minor_is_never_invited(self, engine, scope, director, band):
        child = make_capable(engine, scope, age_band=band, visibility="public")
        assert refused(lambda: invite(engine, child, actor=director)) == "growth.nobody"
        with pytest.raises(IntegrityError), transaction.atomic():
            InviteeFactory(profile=child)

    @pytest.mark.parametrize(
        "change",
        [{"left_at": timezone.now(), "user": None}, {"user": None}],
        ids=["who has left", "without an account"],
    )
    def test_who_cannot_answer_is_not_asked(self, engine, noa, director, change):
        Profile.objects.filter(pk=noa.pk).update(**change)
        assert refused(lambda: invite(engine, noa, actor=director)) == "growth.nobody"

    def test_who_shows_the_strength_to_nobody_is_neither_counted_nor_asked(self, engine, scope, director):
        hidden = make_capable(engine, scope, visibility="me")
        assert find_candidates(engine, SIGHT_OF_STAFF).number == 0
        assert refused(lambda: invite(engine, hidden, actor=director)) == "growth.nobody"

    def test_who_cannot_do_it_is_not_asked(self, engine, scope, director):
        other = StrengthClaimFactory(visibility="public").profile
        assert refused(lambda: invite(engine, other, actor=director)) == "growth.nobody"

    def test_an_organisation_at_rest_is_not_asked(self, engine, scope, director):
        organisation = make_capable_organisation(engine, scope)
        type(organisation).objects.update(state="dormant")
        assert refused(lambda: invite(engine, organisation, actor=director)) == "growth.nobody"

    def test_a_name_that_the_reader_does_not_see_is_no_name(self, engine, scope):
        make_capable(engine, scope, visibility="cohort")
        found = find_candidates(engine, SIGHT_OF_STAFF)
        assert (len(found.people), len(found.unnamed)) == (0, 1)

    @pytest.mark.parametrize("days", [0, 91])
    def test_the_last_day_is_near_and_not_today(self, engine, noa, director, days):
        assert refused(lambda: invite(engine, noa, actor=director, days=days)) == "growth.days"

    def test_no_log_and_no_event_names_anybody(self, engine, noa, director):
        invite(engine, noa, actor=director)
        answer(noa, accept_invitation)
        left = [one.data for one in AuditEntry.objects.all()] + [one.data for one in Event.objects.all()]
        assert not any(word in str(left) for word in ("Noa", "bake", noa.user.email))


class TestAnswer:
    def test_who_asked_hears_of_a_yes_and_not_of_a_no(self, engine, noa, omar, director):
        invite(engine, noa, omar, actor=director)
        answer(omar, decline_invitation)
        assert not Notice.objects.filter(user=director).exists()
        answer(noa, accept_invitation)
        assert Notice.objects.get(verb="growth.accepted").data["title"]["en"] == engine.area.label["en"]

    def test_a_yes_becomes_a_no_until_it_is_something(self, engine, noa, director):
        invite(engine, noa, actor=director)
        answer(noa, accept_invitation)
        answer(noa, decline_invitation)
        assert refused(lambda: answer(noa, decline_invitation)) == "growth.answered"

    def test_an_organisation_answers_by_who_speaks_for_it(self, engine, scope, director):
        organisation = make_capable_organisation(engine, scope)
        speaker = organisation.representations.get().profile
        invite(engine, organisation, actor=director)
        answer(organisation, accept_invitation, speaker.user)
        assert (of(organisation).state, of(organisation).answered_by) == ("yes", speaker)

    def test_after_the_last_day_nobody_answers(self, engine, noa, director):
        invite(engine, noa, actor=director)
        Round.objects.update(ends_on=engine.city.today() - timedelta(days=1))
        assert refused(lambda: answer(noa, accept_invitation)) == "growth.answered"
        assert (lapse_unanswered(), lapse_unanswered()) == (1, 0)
        assert of(noa).state == "silent"

    def test_the_silent_are_reminded_once_on_their_own_page(self, engine, noa, omar, director):
        row = invite(engine, noa, omar, actor=director)
        answer(omar, accept_invitation)
        rule = REMINDER_RULES[Schedule.objects.get().rule]
        assert [user.pk for user in rule.recipients(row)] == [noa.user_id]
        assert rule.payload(row, noa.user) == {"url": of(noa).get_absolute_url()}


class TestTogether:
    def test_those_who_said_yes_are_asked_to_do_one_thing(self, engine, noa, omar, director):
        invite(engine, noa, omar, actor=director)
        for person in (noa, omar):
            answer(person, accept_invitation)
        row = bring_together(engine, [of(noa), of(omar)], actor=director, **WORDS)
        assert (row.area, row.state, {one.profile for one in row.parties.all()}) == (
            engine.area,
            "proposed",
            {noa, omar},
        )
        assert {(one.state, one.collaboration) for one in Invitee.objects.all()} == {("together", row)}

    def test_a_no_of_meanwhile_is_not_brought_together(self, engine, noa, omar, director):
        invite(engine, noa, omar, actor=director)
        for person in (noa, omar):
            answer(person, accept_invitation)
        seen = [of(noa), of(omar)]
        answer(omar, decline_invitation)
        assert refused(lambda: bring_together(engine, seen, actor=director, **WORDS)) == "growth.no_yes"

    def test_one_yes_alone_is_no_collaboration(self, engine, noa, director):
        invite(engine, noa, actor=director)
        answer(noa, accept_invitation)
        act = lambda: bring_together(engine, [of(noa)], actor=director, **WORDS)  # noqa: E731
        assert refused(act) == "collaborations.one_side"


class TestLeaving:
    def test_nobody_waits_for_who_has_left(self, engine, noa, director):
        invite(engine, noa, actor=director)
        leave_engines(noa, keep_texts=False)
        assert of(noa).state == "gone"


class TestNaming:
    def test_what_the_city_names_is_an_engine_and_stays_with_its_story(self, scope, director):
        claim = claim_area(None, actor=director, area=AreaFactory(), kind="growth", words="Few here can")
        engine = Engine.objects.get(area=claim.area)
        assert (engine.is_open, engine.why) == (True, {scope.language: "Few here can"})
        remove_claim(claim, actor=director)
        engine.refresh_from_db()
        assert not engine.is_open
        claim_area(None, actor=director, area=engine.area, kind="growth")
        engine.refresh_from_db()
        assert engine.is_open

    def test_a_closed_engine_invites_nobody(self, engine, noa, director):
        type(engine).objects.update(closed_at=timezone.now())
        assert refused(lambda: invite(engine, noa, actor=director)) == "growth.closed"
