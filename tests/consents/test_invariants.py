"""Invariants 6, 7 and 8 of the domain, by name. Invariant 4 is `tests/access/test_canary.py`; all orders of events are in
`test_machine.py`."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from challenges.actions import join_challenge
from challenges.models import Participation
from consents.actions import answer_guardian, release_from_guardian, take_consent_back
from consents.models import Consent, GuardianLink
from consents.queries import has_consent
from educities.tenancy.scope import city_scope
from stakeholders.models import AgeBand, Profile
from tests.challenges.people import published
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import ChildFactory, CohortMemberFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_invariant_6_nobody_takes_part_without_a_consent_that_holds(scope: Any) -> None:
    """With the withdrawal, in the same transaction: the place waits, the seat rests, the idea is out of sight."""
    child = child_of(scope)
    answered(child, YES)
    idea, seat = published(child), CohortMemberFactory(profile=child)
    place = join_challenge(idea.challenge, profile=child, actor=None)
    assert place.state == "confirmed"
    take_consent_back(Consent.objects.select_related("subject").get(purpose="lab"), actor=child.user)
    for row in (idea, seat, place):
        row.refresh_from_db()
    assert (place.state, seat.state, idea.state) == ("awaiting_consent", "awaiting_consent", "hidden")
    assert not Participation.objects.filter(profile=child, state="confirmed").exists()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"guardian_is_adult": False}, "consents_guardian_adult"),
        ({"own": True}, "consents_guardian_other"),
        ({"state": "confirmed"}, "consents_guardian_known"),
        ({"guardian_email": ""}, "consents_guardian_reached"),
    ],
)
def test_invariant_7_a_guardian_is_another_person_and_an_adult(scope: Any, wrong: dict[str, Any], name: str) -> None:
    child = ChildFactory()
    if wrong.pop("own", False):
        wrong = {"guardian": child}
    row = {"minor": child, "guardian_email": "mother@example.org", "expires_at": timezone.now(), **wrong}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        GuardianLink.objects.create(**row)


def test_invariant_8_in_the_month_of_coming_of_age_the_guardians_part_ends(scope: Any) -> None:
    today = scope.today()
    child = child_of(scope, age_band=AgeBand.YOUTH, next_band_month=date(today.year + 1, today.month, 1))
    answered(child, YES)
    assert release_from_guardian(child, today=date(today.year + 1, today.month, 1) + timedelta(days=1))
    child.refresh_from_db()
    assert (child.age_band, child.next_band_month, child.needs_guardian) == ("adult", None, False)
    assert GuardianLink.objects.get().state == "ended"
    assert not Consent.objects.filter(state="given").exists()
    assert "birth" not in " ".join(field.name for field in Profile._meta.get_fields())


@pytest.mark.django_db(transaction=True)
def test_two_guardians_at_the_same_moment_leave_the_no(scope: Any) -> None:
    child = child_of(scope)
    answers = {"mother@example.org": YES, "father@example.org": {**YES, "photo": False}}
    start, failed = threading.Barrier(len(answers)), []

    def answer(token: str, email: str, guardian: Any) -> None:
        try:
            with city_scope(scope.pk):
                start.wait(120)
                answer_guardian(token, consents=answers[email], guardian_profile=guardian)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(
            target=answer, args=(asked(child, email)[1], email, ProfileFactory(user=UserFactory(email=email)))
        )
        for email in answers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    assert failed == []
    assert [purpose for purpose in YES if not has_consent(child, purpose)] == ["photo"]
    assert Consent.objects.filter(state="given").count() == len(YES) - 1
