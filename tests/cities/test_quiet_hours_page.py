"""The page of the quiet hours names every kind of email that does not wait for their end."""

import re
from typing import Any

import pytest
from django.urls import reverse

from consents.actions import Signature, answer_guardian, enter_signed_form
from educities.activity.actions.outbox import ORDINARY, URGENT, build_message
from educities.activity.models import Message
from educities.activity.values import VERBS, is_urgent, verb
from tests.consents.people import NO, YES, answered, asked, child_of
from tests.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
# Each urgent verb, by the words of the page that speak of it.
NAMED = {
    "Links to sign in or to confirm": {"challenges.confirm_act", "challenges.confirm_alert"},
    "invitations to a role and news about it": {
        "cities.person_invited",
        "cities.director_invited",
        "cities.role_granted",
        "cities.role_days_changed",
        "cities.role_ended",
    },
    "that the platform’s staff opened the city office": {"cities.emergency_opened"},
    "questions to parents and guardians": {"consents.guardian_invited", "consents.child_asks"},
    "that a parent’s or guardian’s consent from a signed form was entered": {"consents.entered_for_you"},
    "that a consent was withdrawn while an expedition is under way": {"journeys.trip_taken_back"},
    "news about a child’s account that was closed or opened": {
        "consents.child_closed",
        "consents.child_opened",
        "consents.ward_erased",
    },
}


def test_it_names_all_that_goes_out_at_once(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    page = client.get(reverse("quiet_hours", args=[scope.slug])).content.decode().lower()
    assert [words for words in NAMED if words.lower() not in page] == []
    urgent = {verb.code for verb in VERBS if is_urgent(verb.code)}
    assert urgent == {code for codes in NAMED.values() for code in codes}


def test_what_it_names_is_what_goes_out_at_once_to_every_address() -> None:
    def priority(code: str, **about: Any) -> int:
        return build_message(code, "reader@example.org", dedupe_key=code, payload={}, **about).priority

    assert {verb.code for verb in VERBS if priority(verb.code) == URGENT} == {
        verb.code for verb in VERBS if verb.at_once
    }
    assert priority("mail") == URGENT
    assert priority("cities.person_invited", waits=True) == ORDINARY


@pytest.mark.parametrize(("kind", "at_once"), [("security", ""), ("answer", "news")])
def test_a_verb_that_promises_another_thing_than_its_kind_is_none(kind: str, at_once: str) -> None:
    with pytest.raises(ValueError, match="at once"):
        verb("cities.example", "An example", kind=kind, at_once=at_once)


def test_no_mail_that_may_wait_is_headed_as_if_it_had_gone() -> None:
    heads = {verb.code: str(verb.label) for verb in VERBS if verb.is_notice}
    assert [code for code, head in heads.items() if re.search(r"\btold\b", head)] == []


def test_a_guardian_hears_at_night_of_a_form_and_of_an_account_that_was_closed(scope: Any) -> None:
    child = child_of(scope)
    answered(child, YES)
    told = ProfileFactory(user=UserFactory(email="father@example.org"))
    answer_guardian(asked(child, "father@example.org")[1], consents=YES, guardian_profile=told)
    actor, day = ProfileFactory(user=UserFactory()).user, scope.today()
    enter_signed_form(child, Signature("Dan", day, email="dan@example.org"), actor=actor, consents=YES)
    enter_signed_form(child, Signature("Ruth", day), actor=actor, consents=NO)
    found = Message.objects.filter(recipient__in=["father@example.org", "dan@example.org"])
    late = found.filter(kind__in=["consents.entered_for_you", "consents.ward_erased"]).values_list("kind", "priority")
    assert set(late) == {("consents.entered_for_you", URGENT), ("consents.ward_erased", URGENT)}


@pytest.mark.parametrize(
    ("since", "until", "is_taken"),
    [
        ("08:01", "08:00", False),
        ("00:00", "23:59", False),
        ("14:00", "08:01", False),
        ("14:00", "08:00", True),
        ("21:00", "08:00", True),
        ("00:00", "00:00", True),
    ],
)
def test_the_city_writes_at_some_hours_of_each_day(
    client: Any, scope: Any, director: Any, sign_in: Any, since: str, until: str, is_taken: bool
) -> None:
    sign_in(client, director)
    page = client.get(reverse("quiet_hours", args=[scope.slug]))
    sent = {**{name: page.context["form"][name].value() or "" for name in page.context["form"].fields}}
    answer = client.post(page.request["PATH_INFO"], {**sent, "quiet_from": since, "quiet_until": until})
    scope.refresh_from_db()
    assert (answer.status_code == 302) is is_taken
    assert (f"{scope.quiet_from:%H:%M}" == since) is is_taken or since == "21:00"
    if not is_taken:
        assert set(answer.context["form"].errors) == {"quiet_until"}
