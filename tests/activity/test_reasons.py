"""Whoever a refusal or an end concerns reads why: in the mail, in the inbox, and on the page they look at."""

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from educities.activity.actions.delivery import deliver_due
from educities.activity.models import AuditEntry, Event, Notice
from journeys.actions.expeditions import cancel_expedition
from labs.actions.cohorts import cancel_cohort, resume_cohort, suspend_cohort
from labs.actions.members import remove_member
from programs.actions import Figure, enter_values, submit_values
from programs.actions.indicators import return_values
from stakeholders.actions import archive_organisation, propose_organisation, reject_organisation
from stakeholders.models import Profile
from tests.factories import (
    CohortMemberFactory,
    ExpeditionFactory,
    IndicatorFactory,
    OrganisationFactory,
    RepresentationFactory,
)
from tests.labs.ways import seat_guide

pytestmark = pytest.mark.django_db
WHY = "The river is in flood until spring."


@pytest.fixture
def member(resident: Any, scope: Any) -> Any:
    return CohortMemberFactory(profile=Profile.objects.get(user=resident))


def notices(user: Any) -> list[tuple[str, str]]:
    return [(one.data.get("reason", ""), one.url) for one in Notice.objects.filter(user=user)]


def reads(client: Any, path: str) -> bool:
    page = client.get(path)
    assert page.status_code == 200, path
    return WHY in page.content.decode()


def test_the_reason_goes_to_those_told_and_not_to_other_systems(
    member: Any, resident: Any, client: Any, sign_in: Any, settings: Any, scope: Any
) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    scope.quiet_from, scope.quiet_until, scope.keeps_sabbath = "00:00", "00:00", False
    scope.save()
    suspend_cohort(member.cohort, actor=None, reason=WHY)
    assert notices(resident) == [(WHY, member.cohort.get_absolute_url())]
    deliver_due()
    letter = next(one for one in mail.outbox if one.to == [resident.email])
    assert WHY in letter.body
    assert WHY in letter.alternatives[0][0]
    assert AuditEntry.objects.get(verb="labs.cohort_suspended").reason == WHY
    assert WHY not in str(list(Event.objects.values_list("data", flat=True)))
    sign_in(client, resident)
    assert reads(client, "/c/bat-galim/inbox/")


def test_members_read_why_their_cohort_rests_or_ended(member: Any, resident: Any, client: Any, sign_in: Any) -> None:
    sign_in(client, resident)
    seat_guide(member.cohort.lab)
    page = member.cohort.get_absolute_url()
    assert not reads(client, page)
    suspend_cohort(member.cohort, actor=None, reason=WHY)
    assert reads(client, page)
    resume_cohort(member.cohort, actor=None)
    assert not reads(client, page)


def test_members_of_a_cancelled_cohort_are_told_why(member: Any, resident: Any, client: Any, sign_in: Any) -> None:
    cancel_cohort(member.cohort, actor=None, reason=WHY)
    [(reason, url)] = notices(resident)
    sign_in(client, resident)
    assert (reason, reads(client, url)) == (WHY, True)


def test_who_loses_a_place_is_told_why_and_led_nowhere(member: Any, resident: Any) -> None:
    remove_member(member, actor=None, reason=f" {WHY} ")
    assert notices(resident) == [(WHY, "")]


def test_an_expedition_called_off_says_why(member: Any, resident: Any, client: Any, sign_in: Any) -> None:
    expedition = ExpeditionFactory(cohort=member.cohort)
    sign_in(client, resident)
    assert not reads(client, expedition.get_absolute_url())
    cancel_expedition(expedition, actor=None, reason=WHY)
    assert reads(client, expedition.get_absolute_url())


def test_whoever_proposed_an_organisation_reads_why_it_was_not_accepted(
    resident: Any, director: Any, scope: Any
) -> None:
    row = propose_organisation(actor=resident, name={"en": "The Rowers"}, sector=1, field="sport")
    reject_organisation(row, actor=director, reason=WHY)
    assert notices(resident) == [(WHY, "")]
    own = propose_organisation(actor=director, name={"en": "The Swimmers"}, sector=1, field="sport")
    before = Notice.objects.count()
    reject_organisation(own, actor=director, reason=WHY)
    assert Notice.objects.count() == before


def test_representatives_read_why_their_organisation_was_archived(
    resident: Any, scope: Any, client: Any, sign_in: Any
) -> None:
    row = OrganisationFactory()
    RepresentationFactory(organisation=row, profile=Profile.objects.get(user=resident))
    archive_organisation(row, actor=None, reason=WHY)
    assert notices(resident) == [(WHY, row.get_absolute_url())]
    sign_in(client, resident)
    assert reads(client, row.get_absolute_url())


def test_figures_sent_back_say_why_until_they_are_submitted_again(
    facilitator: Any, scope: Any, client: Any, sign_in: Any
) -> None:
    indicator = IndicatorFactory()
    enter_values(indicator, [Figure("actual", 2024, value=Decimal(5))], actor=facilitator)
    submit_values(indicator, actor=facilitator)
    return_values(indicator, actor=None, reason=WHY)
    sign_in(client, facilitator)
    assert reads(client, indicator.get_absolute_url())
    submit_values(indicator, actor=facilitator)
    return_values(indicator, actor=None, reason="Another reason altogether")
    assert not reads(client, indicator.get_absolute_url())
