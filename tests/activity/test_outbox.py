"""The outbox: everything that leaves the house, at least once, with a stable id."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from educities.activity.actions.delivery import MOST_TRIES, claim_messages, deliver_due
from educities.activity.actions.outbox import build_message, create_messages
from educities.activity.actions.records import record
from educities.activity.models import Attempt, AuditEntry, Event, Message, Notice
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import mail_domain, stable_id
from educities.activity.values import VERBS
from educities.tenancy.scope import city_scope
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
VERB = "cities.role_granted"


@pytest.fixture(autouse=True)
def _post(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = LOCMEM


def told(user: Any, **more: Any) -> Any:
    return record(
        VERBS[VERB],
        OrganisationFactory(),
        actor=None,
        notify=[user],
        role={"he": "מנהלת", "en": "director"},
        city="x",
        **more,
    )


def test_django_mail_becomes_a_row_and_then_a_mail(db: Any) -> None:
    send_mail("Hello", "Text", None, ["a@example.org"])
    assert (Message.objects.count(), len(mail.outbox)) == (1, 0)
    assert deliver_due() == 1
    assert [(m.subject, m.to) for m in mail.outbox] == [("Hello", ["a@example.org"])]
    message = Message.objects.get()
    assert (message.state, message.payload) == ("sent", {})
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{stable_id(message)}@{mail_domain()}>"
    assert Attempt.objects.get().outcome == "sent"


def test_one_record_is_audit_inbox_and_mail(scope: Any) -> None:
    user = UserFactory(language="he")
    told(user)
    assert (AuditEntry.objects.count(), Notice.objects.count(), Message.objects.count()) == (1, 1, 1)
    deliver_due()
    assert "מנהלת" in mail.outbox[0].subject


def test_once_is_written_once(scope: Any) -> None:
    user = UserFactory()
    assert told(user, once="k") is not None
    assert told(user, once="k") is None
    assert (AuditEntry.objects.count(), Message.objects.count()) == (1, 1)


def test_a_mail_server_that_refuses_is_tried_later_and_at_last_given_up(scope: Any, settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    told(UserFactory())
    for attempt in range(1, MOST_TRIES + 1):
        Message.objects.update(available_at=timezone.now())
        assert deliver_due() == 1
        message = Message.objects.get()
        assert message.attempts == attempt
        assert message.available_at > timezone.now()
    assert (message.state, message.payload["verb"]) == ("dead", VERB)
    assert "@" not in message.last_error


def test_a_lease_that_ended_is_taken_by_another_sender(scope: Any) -> None:
    told(UserFactory())
    assert len(claim_messages()) == 1
    assert claim_messages() == []
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert len(claim_messages()) == 1


def test_quiet_hours_hold_back_all_but_security(scope: Any) -> None:
    """A city that is quiet all day writes nothing but what a person needs to sign in."""
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "23:59", False
    scope.save()
    verb = VERBS["reports.report_asked"]
    record(verb, OrganisationFactory(), actor=None, notify=[UserFactory()])
    told(UserFactory())
    deliver_due()
    states = dict(Message.objects.values_list("kind", "state"))
    assert states == {"reports.report_asked": "pending", VERB: "sent"}


def test_the_audit_log_cannot_be_changed(scope: Any) -> None:
    told(UserFactory())
    for statement in ("UPDATE activity_auditentry SET verb = 'x'", "DELETE FROM activity_auditentry"):
        with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert refused.value.__cause__.pgcode == "42501"


def test_claims_cross_cities_by_number_only(city: Any, other_city: Any) -> None:
    for one in (city, other_city):
        with city_scope(one.pk):
            told(UserFactory())
    claimed = claim_messages()
    assert {c.city_id for c in claimed} == {city.pk, other_city.pk}
    with city_scope(city.pk):
        assert Message.objects.count() == 1


def test_events_are_numbered_after_commit_by_city(city: Any, other_city: Any) -> None:
    from educities.activity.actions.events import number_events

    verb = VERBS["cities.city_changed"]
    for one, count in ((city, 2), (other_city, 1)):
        with city_scope(one.pk):
            for _n in range(count):
                record(verb, one, actor=None)
    assert number_events() == 3
    assert number_events() == 0
    with city_scope(city.pk):
        record(verb, city, actor=None)
        number_events()
        assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]


def test_a_message_with_a_known_key_is_written_once(scope: Any) -> None:
    create_messages(build_message("mail", "a@example.org", dedupe_key="one", payload={}) for _n in range(2))
    assert Message.objects.count() == 1


def test_an_urgent_message_goes_before_an_ordinary_one(scope: Any) -> None:
    urgent = build_message("mail", "a@example.org", dedupe_key="a", payload={})
    assert (
        urgent.priority < build_message("challenges.idea_hidden", "a@example.org", dedupe_key="b", payload={}).priority
    )


def test_a_mail_about_what_is_answered_meanwhile_is_not_sent(scope, city):
    """What asks for an act goes only while the act is open, and what tells of a state only while it lasts."""
    asking = {
        "challenges.idea_answered",
        "challenges.idea_hidden",
        "challenges.idea_kept_back",
        "challenges.idea_merged",
        "challenges.idea_promised",
        "challenges.idea_published",
        "challenges.idea_rested",
        "challenges.idea_separated",
        "challenges.idea_shown_again",
        "challenges.joined",
        "challenges.objection_answered",
        "challenges.photo_shown",
        "challenges.waitlisted",
        "cities.person_invited",
        "accelerator.head_asked",
        "collaborations.asked_again",
        "collaborations.endorsed",
        "collaborations.proposed",
        "forum.assigned",
        "forum.review_due",
        "forum.sent_up",
        "growth.invited",
        "consents.entered_for_you",
        "consents.guardian_confirmed",
        "consents.guardian_mistaken",
        "consents.renewal_asked",
        "consents.ward_answered",
        "consents.ward_consents_changed",
        "consents.ward_erased",
        "consents.ward_handed_over",
        "journeys.expedition_planned",
        "journeys.expedition_submitted",
        "journeys.traveller_removed",
        "journeys.traveller_rested",
        "journeys.traveller_resumed",
        "journeys.trip_child_removed",
        "journeys.own_trip_unanswered",
        "journeys.own_trip_refused",
        "journeys.trip_consent_asked",
        "journeys.trip_form_entered",
        "journeys.trip_listed",
        "journeys.trip_not_ready",
        "journeys.trip_yes_ended",
        "matching.introduced",
        "journeys.trip_refused",
        "journeys.trip_replanned",
        "labs.member_invited",
        "labs.override_requested",
        "labs.override_waits",
        "programs.breakdown_returned",
        "programs.end_requested",
        "programs.figure_due",
        "programs.milestone_late",
        "programs.milestone_override_requested",
        "programs.program_half_signed",
        "programs.review_returned",
        "programs.review_submitted",
        "programs.removal_proposed",
        "programs.revision_proposed",
        "programs.signatures_voided",
        "programs.values_returned",
        "programs.withdrawal_proposed",
        "meetings.session_changed",
        "meetings.session_moved",
        "meetings.session_scheduled",
        "stakeholders.commitment_reminded",
        "stakeholders.organisation_asked",
        "stakeholders.representative_appointed",
        "stakeholders.representative_changed",
    }
    assert {kind.code for kind in MAIL_KINDS if kind.find_current} == asking
    for code in asking:
        assert set(MAIL_KINDS[code].find_current([10**9])) == set()
