"""Who travels on an expedition: nobody under 18 without a guardian's yes to this journey, and never without two adults."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.actions import change_consents
from consents.actions.erased_guardians import forget_guardian
from consents.models import Consent, GuardianLink
from educities.activity.actions.retention import forget_old_rows
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mail_dates import long_day
from educities.activity.texts.mails import render_mail
from educities.tenancy.scope import city_scope
from journeys.actions import expeditions, travellers, trip_consents
from journeys.models import Expedition, Traveller, TripConsent
from journeys.queries.my_trips import find_my_trips
from journeys.queries.travellers import list_contacts, list_travellers
from journeys.queries.trip_links import build_answer_url
from labs.actions.members import add_member, remove_member
from labs.models import Cohort, CohortMember
from reports.queries.staff_days import load_facilitator_day
from stakeholders.models import Profile
from tests.consents.people import ACCOUNT_ALONE, YES, answered, child_of
from tests.factories import CohortFactory, CohortMemberFactory, ExpeditionFactory, ProfileFactory, UserFactory
from tests.labs.ways import seat_guide
from tests.support import assert_same_queries, fresh, refused, wait_until_somebody_waits

pytestmark = pytest.mark.django_db
CHILD = "Zebrafinch"


@pytest.fixture
def cohort(scope: Any) -> Cohort:
    return CohortFactory(state="running", capacity=9)


@pytest.fixture
def trip(scope: Any, cohort: Cohort) -> Expedition:
    """Approved, and for tomorrow."""
    plan = {"minors_travel": True, "safeguarding": "Two adults stay with the children.", "place": "Haifa"}
    tomorrow = scope.today() + timedelta(days=1)
    return ExpeditionFactory(cohort=cohort, state="approved", starts_on=tomorrow, ends_on=tomorrow, **plan)


@pytest.fixture
def guide(cohort: Cohort) -> Any:
    return seat_guide(cohort.lab).profile


@pytest.fixture
def child(scope: Any, cohort: Cohort) -> Any:
    found = child_of(scope, display_name=CHILD)
    answered(found, YES)
    add_member(cohort, actor=None, profile=found, sector=3)
    return found


@pytest.fixture
def adults(cohort: Cohort) -> list[Any]:
    people = [ProfileFactory(user=UserFactory(), display_name=f"Adult {n}") for n in range(2)]
    for one in people:
        CohortMemberFactory(cohort=cohort, profile=one)
    return people


@pytest.fixture
def going(trip: Expedition, guide: Any, child: Any, adults: list[Any]) -> Traveller:
    """The child is on the list, with two adults, and its guardian has been asked."""
    travellers.add_travellers(trip, actor=guide.user, learners=[child], responsible=adults)
    return Traveller.objects.get(profile=child)


def address_of(consent: TripConsent) -> str:
    return build_answer_url(consent.city.slug, consent.pk, consent.link_number, consent.link)


def question_of(traveller: Traveller) -> TripConsent:
    row = traveller.trip_consents.select_related("city").get(link__isnull=False)
    return trip_consents.find_trip_consent(address_of(row).split("/")[-2])


def agree(traveller: Traveller, **given: Any) -> TripConsent:
    consent = question_of(traveller)
    trip_consents.answer_trip_consent(consent, says_yes=True, actor=None, **given)
    return consent


def start(trip: Expedition, user: Any) -> None:
    Expedition.objects.filter(pk=trip.pk).update(starts_on=trip.city.today(), ends_on=trip.city.today())
    trip.refresh_from_db()
    expeditions.start_expedition(trip, actor=user)


class TestList:
    def test_many_at_once_read_that_they_travel(self, going: Traveller, trip: Expedition, adults: list[Any]) -> None:
        assert trip.travellers.count() == 3
        told = Notice.objects.filter(verb="journeys.trip_listed").values_list("user_id", flat=True)
        assert set(told) == {going.profile.user_id, *(one.user_id for one in adults)}

    def test_who_is_on_it_stays_once(self, going: Traveller, trip: Expedition, guide: Any, child: Any) -> None:
        assert travellers.add_travellers(trip, actor=guide.user, learners=[child]) == []

    def test_nobody_under_18_is_responsible(self, trip: Expedition, guide: Any, child: Any) -> None:
        def act() -> None:
            travellers.add_travellers(trip, actor=guide.user, responsible=[child])

        assert refused(act) == "journeys.responsible_not_adult"

    def test_a_minor_needs_a_plan_that_keeps_them_safe(self, cohort: Cohort, guide: Any, child: Any) -> None:
        bare = ExpeditionFactory(cohort=cohort, state="planned")
        assert refused(lambda: travellers.add_travellers(bare, actor=guide.user, learners=[child])) == (
            "journeys.no_safeguarding"
        )
        bare.safeguarding = "Two adults"
        bare.save()
        travellers.add_travellers(bare, actor=guide.user, learners=[child])
        bare.refresh_from_db()
        assert bare.minors_travel
        assert not TripConsent.objects.exists(), "asked before the plan is approved"
        plan = {"question": bare.question, "place": bare.place, "starts_on": bare.starts_on, "ends_on": bare.ends_on}
        assert refused(lambda: expeditions.change_expedition(bare, actor=guide.user, minors_travel=False, **plan)) == (
            "journeys.minors_on_list"
        )

    def test_an_approved_plan_without_minors_takes_none(self, cohort: Cohort, guide: Any, child: Any) -> None:
        plan = ExpeditionFactory(cohort=cohort, state="approved", safeguarding="Two adults")
        assert refused(lambda: travellers.add_travellers(plan, actor=guide.user, learners=[child])) == (
            "journeys.minors_not_approved"
        )

    def test_off_the_list_with_a_reason(self, going: Traveller, guide: Any) -> None:
        travellers.remove_traveller(going, actor=guide.user, reason="The bus is full")
        removed = ("journeys.traveller_removed", "journeys.trip_child_removed")
        told = set(Notice.objects.filter(verb__in=removed).values_list("user_id", flat=True))
        guardian = GuardianLink.objects.get().account
        assert told == {going.profile.user_id, guardian.pk}
        assert Notice.objects.get(user=guardian, verb=removed[1]).url == GuardianLink.objects.get().get_absolute_url()
        assert not TripConsent.objects.exists()

    def test_a_list_under_way_stays(self, going: Traveller, trip: Expedition, guide: Any) -> None:
        Expedition.objects.filter(pk=trip.pk).update(state="underway")
        act = refused(lambda: travellers.remove_traveller(Traveller.objects.get(pk=going.pk), actor=None, reason="x"))
        assert act == "journeys.list_closed"

    def test_as_many_queries_for_one_as_for_three(self, going: Traveller, trip: Expedition, cohort: Cohort) -> None:
        def fill(count: int) -> None:
            for n in range(count):
                other = child_of(trip.city)
                answered(other, YES, f"mother-{count}-{n}@example.org")
                add_member(cohort, actor=None, profile=other, sector=3)
                travellers.add_travellers(trip, actor=UserFactory(), learners=[other])

        assert_same_queries(lambda: list_contacts(list_travellers(trip)), fill)


class TestConsent:
    def test_a_guardian_without_an_account_answers_by_the_link(
        self, trip: Expedition, guide: Any, child: Any, adults: list[Any], client: Client
    ) -> None:
        link = GuardianLink.objects.get()
        type(link.guardian).objects.filter(pk=link.guardian_id).update(user=None)
        GuardianLink.objects.update(language="ar")
        travellers.add_travellers(trip, actor=guide.user, learners=[child], responsible=adults)
        mail = Message.objects.get(kind="journeys.trip_consent_asked")
        assert (mail.recipient, mail.payload["language"]) == ("mother@example.org", "ar")
        assert CHILD not in str(mail.payload)
        page = client.get(mail.payload["url"]).content.decode()
        assert CHILD in page and "Two adults stay with the children." in page and "Adult 0" in page
        sent = client.post(mail.payload["url"], {"answer": "yes", "phone": "052-1234567", "shows_email": "on"})
        assert sent.status_code == 302
        lines = list_travellers(trip)
        assert lines.is_ready
        assert lines.sum_line.startswith("1 of 1 consent")
        assert list_contacts(lines)[0].guardians[0][1:] == ("052-1234567", "mother@example.org")

    def test_the_child_answers_for_nobody(self, going: Traveller, client: Client, sign_in: Any) -> None:
        url = address_of(question_of(going))
        assert sign_in(client, going.profile.user).get(url).status_code == 409
        assert sign_in(Client(), GuardianLink.objects.get().account).get(url).status_code == 200

    def test_a_wrong_secret_opens_nothing(self, going: Traveller, client: Client) -> None:
        page = client.get(reverse("trip_consent", args=[going.city.slug, "nothing"]))
        assert page.status_code == 410
        assert CHILD not in page.content.decode()

    def test_what_is_missing_is_counted_and_nobody_sets_out(self, going: Traveller, trip: Expedition) -> None:
        assert list_travellers(trip).sum_line == "0 of 1 consent, 2 adults of 2"
        assert refused(lambda: start(trip, None)) == "journeys.not_ready"
        agree(going)
        Traveller.objects.filter(role="responsible").first().delete()
        assert list_travellers(trip).sum_line == "1 of 1 consent, 1 adult of 2"
        assert refused(lambda: start(trip, None)) == "journeys.not_ready"

    def test_with_all_of_it_the_expedition_sets_out(self, going: Traveller, trip: Expedition) -> None:
        agree(going)
        start(trip, None)
        assert trip.state == "underway"

    def test_a_plan_with_minors_needs_them_on_the_list(self, trip: Expedition) -> None:
        assert refused(lambda: start(trip, None)) == "journeys.not_ready"

    def test_taken_back_the_child_stays_at_home_and_the_guide_knows(
        self, going: Traveller, trip: Expedition, guide: Any
    ) -> None:
        consent = agree(going, phone="052")
        trip_consents.answer_trip_consent(consent, says_yes=False, actor=None)
        consent.refresh_from_db()
        assert (consent.state, consent.phone) == ("withdrawn", "")
        assert [line.stays for line in list_travellers(trip).lines if line.is_minor] == [
            "A parent or guardian said no."
        ]
        assert Notice.objects.filter(verb="journeys.trip_refused", user=guide.user).count() == 1
        assert CHILD not in str(list(Notice.objects.values())) + str(list(AuditEntry.objects.values("data", "reason")))
        trip_consents.answer_trip_consent(consent, says_yes=True, actor=None)
        assert list_travellers(trip).is_ready

    def test_without_the_consent_to_taking_part_nobody_travels(
        self, going: Traveller, trip: Expedition, guide: Any
    ) -> None:
        agree(going)
        link = GuardianLink.objects.get()
        change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
        assert list_travellers(trip).minors == []
        assert Notice.objects.filter(verb="journeys.traveller_rested", user=guide.user).count() == 1
        change_consents(link, guardian=link.guardian, consents=YES)
        assert list_travellers(trip).is_ready
        assert Notice.objects.filter(verb="journeys.traveller_resumed", user=guide.user).count() == 1
        about = {"user": guide.user, "kind__startswith": "journeys.traveller_res"}
        assert set(Message.objects.filter(**about).values_list("state", flat=True)) == {"cancelled"}, "told of nothing"
        change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
        assert Notice.objects.filter(verb="journeys.traveller_rested", user=guide.user).count() == 2
        Message.objects.filter(**about).update(state="sent")
        change_consents(link, guardian=link.guardian, consents=YES)
        assert Message.objects.filter(kind="journeys.traveller_resumed", state="pending").count() == 1
        change_consents(link, guardian=link.guardian, consents={"account": False})
        assert not Traveller.objects.filter(profile=going.profile).exists()

    def test_the_childs_own_no_is_enough(
        self, going: Traveller, trip: Expedition, client: Client, sign_in: Any
    ) -> None:
        agree(going)
        sign_in(client, going.profile.user)
        url = reverse("answer_trip", args=[trip.city.slug, going.pk])
        assert url in client.get(reverse("mine", args=[trip.city.slug])).content.decode()
        client.post(url, {"answer": "no"})
        assert list_travellers(trip).minors == []
        client.post(url, {"answer": "yes"})
        assert list_travellers(trip).is_ready

    def test_paper_counts_and_a_no_outweighs_it(self, going: Traveller, trip: Expedition, guide: Any) -> None:
        form = {"signed_by": "Rivka", "signed_on": trip.city.today(), "phone": "03"}
        enter = {"actor": guide.user, "says_yes": True, **form}
        trip_consents.enter_trip_form(going, **enter)
        trip_consents.enter_trip_form(going, **enter)
        assert TripConsent.objects.filter(link=None).count() == 1
        assert list_travellers(trip).is_ready
        trip_consents.answer_trip_consent(question_of(going), says_yes=False, actor=None)
        assert list_travellers(trip).minors == []

    def test_another_plan_is_asked_about_anew(
        self, going: Traveller, trip: Expedition, guide: Any, director: Any
    ) -> None:
        agree(going)
        expeditions.send_back_expedition(trip, actor=director, reason="Too far")
        expeditions.change_expedition(trip, actor=guide.user, place="Akko")
        assert question_of(going).state == "asked"
        assert refused(lambda: agree(going)) == "journeys.trip_not_open"
        expeditions.submit_expedition(trip, actor=guide.user)
        expeditions.approve_expedition(trip, actor=director)
        assert Message.objects.filter(kind="journeys.trip_consent_asked").count() == 2
        agree(going)

    def test_cancelled_everybody_reads_so(self, going: Traveller, trip: Expedition, guide: Any) -> None:
        expeditions.cancel_expedition(trip, actor=guide.user, reason="Storm")
        told = set(Notice.objects.filter(verb="journeys.trip_called_off").values_list("user_id", flat=True))
        assert {going.profile.user_id, GuardianLink.objects.get().account.pk} <= told
        assert refused(lambda: question_of(going)) == "journeys.trip_link_ended"

    def test_a_cancellation_names_the_days_that_were_sent(
        self, going: Traveller, trip: Expedition, guide: Any, adults: list[Any], director: Any
    ) -> None:
        Message.objects.filter(state="pending").update(state="sent", sent_at=timezone.now(), payload={})
        told, later = trip.starts_on, trip.starts_on + timedelta(days=40)
        expeditions.send_back_expedition(trip, actor=director, reason="Too far")
        expeditions.change_expedition(trip, actor=guide.user, starts_on=later, ends_on=later)
        expeditions.cancel_expedition(trip, actor=guide.user, reason="Storm")
        mails = Message.objects.filter(kind="journeys.trip_called_off", state="pending")
        days = {user: render_mail(mail).text for user, mail in ((mail.user_id, mail) for mail in mails)}
        readers = {going.profile.user_id, adults[0].user_id, GuardianLink.objects.get().account.pk}
        assert readers <= days.keys()
        assert [user for user in readers if long_day(told) not in days[user] or long_day(later) in days[user]] == []

    def test_who_was_sent_nothing_is_sent_no_cancellation(
        self, going: Traveller, trip: Expedition, guide: Any, adults: list[Any]
    ) -> None:
        expeditions.cancel_expedition(trip, actor=guide.user, reason="Storm")
        mails = Message.objects.filter(state="pending", user=adults[0].user)
        assert [mail.kind for mail in mails] == []
        assert Notice.objects.filter(verb="journeys.trip_called_off", user=adults[0].user).count() == 1

    def test_who_was_sent_nothing_of_the_list_reads_of_it_and_of_no_new_plan(
        self, going: Traveller, trip: Expedition, guide: Any, director: Any, adults: list[Any]
    ) -> None:
        expeditions.send_back_expedition(trip, actor=director, reason="Too far")
        expeditions.change_expedition(trip, actor=guide.user, place="Akko")
        expeditions.submit_expedition(trip, actor=guide.user)
        expeditions.approve_expedition(trip, actor=director)
        mails = Message.objects.filter(state="pending", user=adults[0].user)
        assert [mail.kind for mail in mails] == ["journeys.trip_listed"]
        assert "Akko" in render_mail(mails[0]).text

    def test_a_child_reads_of_a_no_in_words_of_its_own_and_of_a_yes_instead(
        self, going: Traveller, trip: Expedition
    ) -> None:
        child = going.profile.user
        child.language = "en"
        child.save()
        trip_consents.answer_trip_consent(question_of(going), says_yes=False, actor=None)
        mail = Message.objects.get(kind="journeys.own_trip_refused", user=child)
        drawn = render_mail(mail)
        assert "said no" in drawn.text
        assert "no" not in drawn.subject.lower().split()
        notice = Notice.objects.get(verb="journeys.own_trip_refused", user=child)
        assert notice.url == reverse("answer_trip", args=[trip.city.slug, going.pk])
        agree(going)
        mail.refresh_from_db()
        assert mail.state == "cancelled"


class TestPlanAndPaper:
    def change(self, trip: Expedition, guide: Any, director: Any, **fields: Any) -> None:
        expeditions.send_back_expedition(trip, actor=director, reason="Too early")
        expeditions.change_expedition(trip, actor=guide.user, **fields)
        expeditions.submit_expedition(trip, actor=guide.user)
        expeditions.approve_expedition(trip, actor=director)

    def test_a_childs_own_yes_ends_with_the_plan_and_the_child_is_asked_anew(
        self, going: Traveller, trip: Expedition, guide: Any, director: Any
    ) -> None:
        travellers.answer_own_trip(going, actor=going.profile.user, says_yes=True)
        self.change(trip, guide, director, place="Akko")
        going.refresh_from_db()
        assert going.own_answer is None
        told = Notice.objects.filter(verb="journeys.trip_replanned")
        assert told.filter(user=going.profile.user).get().url == reverse("answer_trip", args=[trip.city.slug, going.pk])
        assert told.count() == 3, "the adults read the new plan too"
        travellers.answer_own_trip(fresh(going), actor=going.profile.user, says_yes=False)
        self.change(trip, guide, director, budget_from="The city")
        assert fresh(going).own_answer is False
        assert told.count() == 6

    def test_a_form_of_before_the_plan_or_the_list_says_nothing(
        self, going: Traveller, trip: Expedition, guide: Any, director: Any
    ) -> None:
        today = trip.city.today()
        form = {"actor": guide.user, "says_yes": True, "signed_by": "Rivka"}
        for day in (today - timedelta(days=1), today + timedelta(days=1)):
            act = lambda day=day: trip_consents.enter_trip_form(fresh(going), signed_on=day, **form)  # noqa: E731
            assert refused(act) == "journeys.form_day"
        Traveller.objects.update(added_at=timezone.now() - timedelta(days=9))
        trip_consents.enter_trip_form(fresh(going), signed_on=today - timedelta(days=1), **form)
        self.change(trip, guide, director, place="Akko")
        act = lambda: trip_consents.enter_trip_form(fresh(going), signed_on=today - timedelta(days=1), **form)  # noqa: E731
        assert refused(act) == "journeys.form_day"

    def test_a_form_that_replaces_an_answer_shows_it_asks_and_is_told(
        self, going: Traveller, trip: Expedition, guide: Any, client: Client, sign_in: Any
    ) -> None:
        agree(going)
        url = reverse("enter_trip_form", args=[trip.city.slug, going.pk])
        sign_in(client, guide.user)
        page = client.get(url).content.decode()
        assert "The answer that is there" in page
        form = {"answer": "no", "signed_by": "Rivka", "signed_on": trip.city.today().isoformat()}
        asked = client.post(url, form)
        assert asked.status_code in {409, 422}
        assert "Another answer is there already." in asked.content.decode()
        assert list_travellers(fresh(trip)).is_ready
        assert client.post(url, {**form, "replaces": "on"}).status_code == 302
        assert not list_travellers(fresh(trip)).minors
        told = Notice.objects.get(verb="journeys.trip_form_entered")
        assert (told.user, told.url) == (GuardianLink.objects.get().account, address_of(question_of(going)))
        assert AuditEntry.objects.get(verb="journeys.trip_refused").data["entered"] is True

    def test_who_is_taken_off_and_put_on_again_reads_nothing_of_it(
        self, going: Traveller, trip: Expedition, guide: Any
    ) -> None:
        Message.objects.filter(kind="journeys.trip_listed").update(state="sent")
        travellers.remove_traveller(going, actor=guide.user, reason="By mistake")
        travellers.add_travellers(trip, actor=guide.user, learners=[going.profile])
        waiting = Message.objects.filter(state="pending", kind__startswith="journeys.").values_list("kind", flat=True)
        assert set(waiting.filter(user=going.profile.user)) == set()
        guardian = GuardianLink.objects.get().account
        assert "journeys.trip_child_removed" not in set(waiting.filter(user=guardian))
        assert "journeys.trip_consent_asked" in set(waiting.filter(user=guardian))

    def test_a_yes_taken_back_on_the_way_reaches_the_adults_at_once_and_the_number_stays(
        self, going: Traveller, trip: Expedition, guide: Any, adults: list[Any], client: Client
    ) -> None:
        consent = agree(going, phone="052-1234567")
        start(trip, guide.user)
        link = GuardianLink.objects.get()
        Profile.objects.filter(pk=link.guardian_id).update(user=None)
        page = client.get(address_of(consent)).content.decode()
        assert 'value="no"' in page and 'value="yes"' not in page
        answer = client.post(address_of(consent), {"answer": "no"}, follow=True).content.decode()
        assert "please call them too" in answer
        told = Message.objects.filter(kind="journeys.trip_taken_back")
        assert {one.user_id for one in told} == {guide.user.pk, *(one.user_id for one in adults)}
        assert {one.priority for one in told} == {1}
        found = list_travellers(fresh(trip))
        assert [line.stays for line in found.lines if line.is_minor] == [
            "On the way: a parent or guardian has taken the consent back. Call them."
        ]
        assert list_contacts(found)[0].guardians[0][1] == "052-1234567"


class TestDayBefore:
    def test_the_guide_hears_once_and_sees_it_on_the_days_page(
        self, going: Traveller, trip: Expedition, guide: Any
    ) -> None:
        assert trip_consents.warn_before_trips(trip.city) == 1
        trip_consents.warn_before_trips(trip.city)
        assert Notice.objects.filter(verb="journeys.trip_not_ready", user=guide.user).count() == 1
        assert [line.url for line in lines_of(guide, trip)] == [trip.get_absolute_url()]
        agree(going)
        assert lines_of(guide, trip) == []
        assert trip_consents.warn_before_trips(trip.city) == 0

    def test_over_nothing_holds_and_later_nothing_is_left(self, going: Traveller, trip: Expedition) -> None:
        agree(going, phone="052-1234567", shows_email=True)
        day = trip.city.today()
        Expedition.objects.filter(pk=trip.pk).update(starts_on=day - timedelta(days=1), ends_on=day - timedelta(days=1))
        assert trip_consents.end_trip_consents(trip.city) == 0
        Expedition.objects.filter(pk=trip.pk).update(starts_on=day - timedelta(days=2), ends_on=day - timedelta(days=2))
        assert trip_consents.end_trip_consents(trip.city) == 1
        forget_old_rows(day)
        assert TripConsent.objects.get().phone
        Expedition.objects.filter(pk=trip.pk).update(
            starts_on=day - timedelta(days=32), ends_on=day - timedelta(days=32)
        )
        forget_old_rows(day)
        row = TripConsent.objects.get()
        assert (row.state, row.phone, row.shows_email) == ("expired", "", False)


def lines_of(guide: Any, trip: Expedition) -> list[Any]:
    lines = load_facilitator_day(trip.city, fresh(guide.user)).waiting.lines
    return [line for line in lines if "cannot start yet" in str(line.text)]


class TestPages:
    def test_the_list_is_for_who_leads_and_the_sheet_for_who_is_responsible(
        self, going: Traveller, trip: Expedition, guide: Any, adults: list[Any], sign_in: Any
    ) -> None:
        agree(going, phone="052-1234567")
        fellow = ProfileFactory(user=UserFactory())
        CohortMemberFactory(cohort=trip.cohort, profile=fellow)
        sheet = reverse("trip_contacts", args=[trip.city.slug, trip.pk])
        page = sign_in(Client(), guide.user).get(trip.get_absolute_url()).content.decode()
        assert CHILD in page and "1 of 1 consent, 2 adults of 2" in page and sheet in page
        responsible = sign_in(Client(), adults[0].user)
        assert "You travel along as an adult responsible." in responsible.get(trip.get_absolute_url()).content.decode()
        assert "052-1234567" in responsible.get(sheet).content.decode()
        looked = AuditEntry.objects.get(verb="journeys.contacts_read")
        assert (looked.actor_id, "052" in str(looked.data)) == (adults[0].user_id, False)
        Profile.objects.filter(pk=going.profile_id).update(display_name="عبد الرحمن")
        question_of(going).__class__.objects.update(phone="", shows_email=False)
        page = responsible.get(sheet).content.decode()
        assert "عبد الرحمن" in page
        assert "no phone number given" in page
        question_of(going).delete()
        page, name = responsible.get(sheet).content.decode(), GuardianLink.objects.get().guardian.display_name
        assert name in page and "We know no parent or guardian." not in page, (
            "known, though not asked about this journey"
        )
        GuardianLink.objects.update(state="ended")
        assert "We know no parent or guardian." in responsible.get(sheet).content.decode()
        other = sign_in(Client(), fellow.user)
        assert CHILD not in other.get(trip.get_absolute_url()).content.decode()
        assert other.get(sheet).status_code == 403

    def test_a_guardian_finds_the_question_on_the_own_page(
        self, going: Traveller, trip: Expedition, sign_in: Any
    ) -> None:
        client = sign_in(Client(), GuardianLink.objects.get().account)
        url = address_of(question_of(going))
        assert url in client.get(reverse("mine", args=[trip.city.slug])).content.decode()

    def test_travellers_are_ticked(
        self, trip: Expedition, guide: Any, child: Any, adults: list[Any], client: Client, sign_in: Any
    ) -> None:
        url = reverse("add_travellers", args=[trip.city.slug, trip.pk])
        sign_in(client, guide.user)
        assert CHILD in client.get(url).content.decode()
        sent = client.post(url, {"learners": [child.pk], "responsible": [one.pk for one in adults]})
        assert (sent.status_code, trip.travellers.count()) == (302, 3)
        assert client.post(url, {}).status_code == 422

    def test_a_child_without_a_seat_and_its_guardian_read_why_and_nothing_is_asked(
        self, going: Traveller, trip: Expedition, sign_in: Any
    ) -> None:
        link = GuardianLink.objects.get()
        mine, own = reverse("mine", args=[trip.city.slug]), reverse("answer_trip", args=[trip.city.slug, going.pk])
        answer = address_of(question_of(going))
        of_child, of_guardian = sign_in(Client(), going.profile.user), sign_in(Client(), link.account)
        ward = reverse("ward", args=[trip.city.slug, link.pk])
        after = of_guardian.post(ward, {"consent_account": "on", "sure": "1"}, follow=True).content.decode()
        assert "and the child comes to no session and no expedition" in after
        page = of_child.get(mine).content.decode()
        assert "your parent or guardian does not agree to “taking part”" in page
        assert f'href="{own}">Read and answer' not in page
        assert "your parent or guardian does not agree" in of_child.get(own).content.decode()
        page = of_guardian.get(mine).content.decode()
        assert "does not travel along: you do not agree to “taking part”" in page
        assert "May your child travel along?" not in page
        page = of_guardian.get(answer).content.decode()
        assert "you do not agree to “taking part”" in page and f'href="{ward}"' in page
        assert 'name="answer"' not in page
        assert of_guardian.post(answer, {"answer": "yes"}).status_code in {409, 422}
        CohortMember.objects.filter(profile=going.profile_id).update(state="removed")
        assert "does not belong to the cohort now" in of_guardian.get(answer).content.decode()

    def test_a_yes_rests_with_taking_part_and_the_page_says_so(
        self, going: Traveller, trip: Expedition, sign_in: Any
    ) -> None:
        consent, link = agree(going), GuardianLink.objects.get()
        change_consents(link, guardian=link.guardian, consents=ACCOUNT_ALONE)
        page = sign_in(Client(), link.account).get(address_of(consent)).content.decode()
        assert "Your yes to this expedition does not apply for now." in page
        assert 'value="no"' in page and 'value="yes"' not in page
        assert list_travellers(trip).lines[-1].stays == "A parent or guardian does not agree to “taking part” now."

    @pytest.mark.parametrize(
        ("state", "assent", "said"),
        [
            ("withdrawn", None, "your parent or guardian does not agree"),
            ("refused", False, "you said no to “taking part”"),
            ("expired", None, "has run out"),
            ("requested", None, "has to agree to “taking part” first"),
        ],
    )
    def test_a_child_reads_whose_answer_it_was(
        self, going: Traveller, state: str, assent: bool | None, said: str
    ) -> None:
        CohortMember.objects.filter(profile=going.profile_id).update(state="awaiting_consent")
        Consent.objects.filter(purpose="lab").update(state=state, assent_of_child=assent)
        things = find_my_trips(Profile.objects.get(pk=going.profile_id))
        assert said in things.context["trips"][0].state
        assert things.waiting == []

    def test_a_number_that_was_given_is_shown_to_the_adults_account_alone(
        self, going: Traveller, trip: Expedition, client: Client, sign_in: Any
    ) -> None:
        agree(going, phone="052-1234567")
        url, link = address_of(question_of(going)), GuardianLink.objects.get()
        account = link.account
        assert "052-1234567" in sign_in(Client(), account).get(url).content.decode()
        Profile.objects.filter(pk=link.guardian_id).update(user=None)
        page = client.get(url).content.decode()
        assert "052-1234567" not in page
        assert "We keep the number that you gave." in page
        assert client.post(url, {"answer": "yes", "phone": ""}).status_code == 302
        assert question_of(going).phone == "052-1234567"
        assert client.post(url, {"answer": "yes", "phone": "050-7654321"}).status_code == 302
        assert question_of(going).phone == "050-7654321"


@pytest.mark.django_db(transaction=True)
def test_a_yes_taken_back_at_the_last_moment_keeps_the_expedition_at_home(trip: Expedition, going: Traveller) -> None:
    """Whoever starts it waits for the guardian who is just saying no, and sees the child off the list."""
    consent, seen = agree(going), []
    Expedition.objects.filter(pk=trip.pk).update(starts_on=trip.city.today())

    def leave() -> None:
        with city_scope(trip.city_id, trip.city):
            row = Expedition.objects.select_related("city", "cohort").get(pk=trip.pk)
            expeditions.start_expedition(row, actor=None)
            seen.append([line.traveller.pk for line in list_travellers(row).minors])
        connection.close()

    thread = threading.Thread(target=leave)
    with transaction.atomic():
        trip_consents.answer_trip_consent(consent, says_yes=False, actor=None)
        thread.start()
        wait_until_somebody_waits()
    thread.join()
    assert seen == [[]]


class TestWhoIsThere:
    def test_a_child_that_said_no_before_joins_nothing_that_has_begun(
        self, going: Traveller, trip: Expedition, guide: Any
    ) -> None:
        child = UserFactory()
        travellers.answer_own_trip(going, actor=child, says_yes=False)
        Expedition.objects.filter(pk=trip.pk).update(starts_on=trip.city.today())
        expeditions.start_expedition(fresh(trip), actor=guide.user)
        act = lambda: travellers.answer_own_trip(fresh(going), actor=child, says_yes=True)  # noqa: E731
        assert refused(act) == "journeys.trip_begun"
        Traveller.objects.filter(pk=going.pk).update(own_answer=None)
        line = list_travellers(fresh(trip)).minors[0]
        assert (line.has_agreed, line.lacks) == (False, "Consent was missing when the expedition began.")

    def test_an_adult_who_was_taken_out_answers_for_nobody_and_reads_no_phone(
        self, going: Traveller, trip: Expedition, guide: Any, adults: list[Any], sign_in: Any
    ) -> None:
        agree(going, phone="052-1234567")
        sheet = reverse("trip_contacts", args=[trip.city.slug, trip.pk])
        assert sign_in(Client(), adults[0].user).get(sheet).status_code == 200
        for adult in adults:
            seat = CohortMember.objects.get(cohort=trip.cohort, profile=adult)
            remove_member(seat, actor=guide.user, reason="They behave badly towards others.")
        found = list_travellers(fresh(trip))
        assert (found.adults, found.is_ready) == (0, False)
        assert sign_in(Client(), adults[0].user).get(sheet).status_code == 403

    def test_the_yes_of_an_adult_who_no_longer_answers_for_the_child_is_none(
        self, going: Traveller, trip: Expedition
    ) -> None:
        agree(going, phone="052-1234567")
        assert list_travellers(fresh(trip)).is_ready
        GuardianLink.objects.update(state="ended")
        found = list_travellers(fresh(trip))
        assert not found.is_ready
        assert "052-1234567" not in str(list_contacts(found))
        child = Profile.objects.get(pk=going.profile_id)
        assert [one.traveller.has_yes for one in find_my_trips(child).context["trips"]] == [False]

    def test_the_no_of_an_adult_who_left_is_asked_of_who_remains(
        self, going: Traveller, trip: Expedition, guide: Any, child: Any
    ) -> None:
        mother = GuardianLink.objects.get()
        trip_consents.answer_trip_consent(question_of(going), says_yes=False, actor=None)
        father = answered(child, YES, "father@example.org")
        asked = going.trip_consents.filter(link=father)
        assert (list_travellers(fresh(trip)).minors, asked.exists()) == ([], False)
        forget_guardian(mother.guardian, [])
        line = list_travellers(fresh(trip)).minors[0]
        assert line.lacks == "Consent is missing: the parent or guardian has not answered yet."
        assert Notice.objects.filter(verb="journeys.trip_consent_asked", user=father.account).count() == 1
        assert [one.url for one in lines_of(guide, trip)] == [trip.get_absolute_url()]
        trip_consents.answer_trip_consent(asked.get(), says_yes=True, actor=None)
        assert list_travellers(fresh(trip)).is_ready
        assert lines_of(guide, trip) == []

    def test_the_yes_of_an_adult_who_left_is_asked_of_who_remains(
        self, going: Traveller, trip: Expedition, guide: Any, child: Any
    ) -> None:
        agree(going)
        father = answered(child, YES, "father@example.org")
        forget_guardian(GuardianLink.objects.exclude(pk=father.pk).get().guardian, [])
        assert going.trip_consents.get(link=father).state == "asked"
        assert [one.url for one in lines_of(guide, trip)] == [trip.get_absolute_url()]

    def test_whom_a_journey_left_behind_by_a_no_stays_left_behind(
        self, going: Traveller, trip: Expedition, guide: Any
    ) -> None:
        trip_consents.answer_trip_consent(question_of(going), says_yes=False, actor=None)
        Expedition.objects.filter(pk=trip.pk).update(state="underway")
        GuardianLink.objects.update(state="ended")
        assert list_travellers(fresh(trip)).minors == []

    def test_asked_today_says_since_when_and_offers_it_after_a_day(
        self, going: Traveller, trip: Expedition, guide: Any, client: Client, sign_in: Any
    ) -> None:
        sign_in(client, guide.user)
        again = reverse("ask_trip_consents", args=[trip.city.slug, trip.pk])
        page = client.get(trip.get_absolute_url()).content.decode()
        assert "They can be asked again from tomorrow." in page
        assert again not in page
        later = client.post(again, follow=True).content.decode()
        assert later.count("They can be asked again from tomorrow.") == 2
        GuardianLink.objects.update(state="ended")
        assert again not in client.get(trip.get_absolute_url()).content.decode()
        GuardianLink.objects.update(state="confirmed")
        TripConsent.objects.all().delete()
        assert again in client.get(trip.get_absolute_url()).content.decode()
