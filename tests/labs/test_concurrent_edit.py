"""Several people at one form: what each changed is written; where two changed the same, the second is asked."""

from typing import Any

import pytest
from django.urls import reverse

from challenges.models import Contribution
from programs.models import Milestone, ProgramYear
from tests.factories import (
    ChallengeFactory,
    CohortFactory,
    ExpeditionFactory,
    IndicatorFactory,
    InitiativeFactory,
    LabFactory,
    LearningFactory,
    OrganisationFactory,
    ProfileFactory,
    ProgramFactory,
    SessionFactory,
    UserFactory,
    in_days,
)

pytestmark = pytest.mark.django_db
ROWS = {
    "change_session": lambda: SessionFactory(plan={"en": "One step"}),
    "change_initiative": lambda: InitiativeFactory(activity={"en": "Planting"}),
    "change_expedition": lambda: ExpeditionFactory(state="planned"),
    "change_lab": lambda: LabFactory(question={"en": "How?"}),
    "change_cohort": CohortFactory,
    "change_learning": LearningFactory,
    "change_indicator": IndicatorFactory,
    "change_milestone": lambda: first_milestone(5),
    "change_focus": lambda: year_of_program(1),
    "change_organisation": lambda: OrganisationFactory(about={"en": "Planting"}),
    "change_challenge": ChallengeFactory,
    "answer_idea": lambda: answered_idea("We look at it."),
}
# Two fields of each form: the first one writes the one, the second one the other.
PAIRS = {
    "change_session": (("plan_en", "A long plan"), ("place", "The library")),
    "change_initiative": (("title_en", "A new title"), ("due_on", f"{in_days(240)}")),
    "change_expedition": (("place", "The harbour"), ("safeguarding", "Two grown-ups")),
    "change_lab": (("name_en", "A new name"), ("question_he", "איך?")),
    "change_cohort": (("name_en", "A new name"), ("capacity", "17")),
    "change_learning": (("surprise", "How loud it was"), ("conditions", "A yard")),
    "change_indicator": (("source", "The schools"), ("code", "another")),
    "change_milestone": (("title_en", "A new title"), ("title_ar", "عنوان")),
    "change_focus": (("focus_en", "Listening"), ("focus_he", "הקשבה")),
    "change_organisation": (("address", "Harbour Street"), ("about_he", "שותלים")),
    "change_challenge": (("where_en", "At the harbour"), ("places", "17")),
    "answer_idea": (("answer", "We begin with it in May"), ("answer_state", "accepted")),
}


def year_of_program(number: int) -> ProgramYear:
    return ProgramFactory().years.get(number=number)


def first_milestone(year: int) -> Milestone:
    return year_of_program(year).milestones.first()


def answered_idea(answer: str) -> Contribution:
    challenge = ChallengeFactory(state="reviewing")
    return Contribution.objects.create(
        challenge=challenge,
        author=ProfileFactory(),
        text="A bench at the harbour",
        state="visible",
        answer=answer,
    )


def typed(form: Any) -> dict[str, Any]:
    """What a browser sends when nothing was touched."""
    data = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(value, dict):
            data |= {f"{name}_{code}": text for code, text in value.items()}
        elif value not in (None, "") and value is not False:
            box = field.widget.format_value(value) if hasattr(field.widget, "format_value") else value
            data[name] = box[0] if isinstance(box, list) and len(box) == 1 else box
    return {name: value for name, value in data.items() if value is not None}


def opened(client: Any, scope: Any, name: str, row: Any) -> tuple[str, dict[str, Any]]:
    url = reverse(name, args=[scope.slug, row.pk])
    page = client.get(url)
    assert 'name="read"' in page.content.decode()
    return url, typed(page.context["form"])


@pytest.mark.parametrize("name", ROWS)
def test_two_people_change_two_things_and_both_stand(client, scope, director, sign_in, name):
    sign_in(client, director)
    row = ROWS[name]()
    url, data = opened(client, scope, name, row)
    for field, value in PAIRS[name]:
        assert client.post(url, {**data, field: value}).status_code == 302, field
    _url, now = opened(client, scope, name, row)
    assert {field: now.get(field) for field, _value in PAIRS[name]} == dict(PAIRS[name])


@pytest.mark.parametrize("name", ROWS)
def test_two_people_change_the_same_and_the_second_is_asked(client, scope, director, sign_in, name):
    sign_in(client, director)
    row = ROWS[name]()
    url, data = opened(client, scope, name, row)
    (field, value), (other, theirs) = PAIRS[name]
    mine = "2027-08-08" if "_on" in field else f"{value} indeed"
    client.post(url, {**data, field: value, other: theirs})
    answer = client.post(url, {**data, field: mine})
    page = answer.content.decode()
    assert (answer.status_code, value in page, mine in page) == (409, True, True)
    again = {**data, field: mine, "read": answer.context["form"]["read"].value()}
    assert client.post(url, again).status_code == 302
    _url, now = opened(client, scope, name, row)
    assert (now[field], now[other]) == (mine, theirs)


def test_choices_and_times_are_brought_together_too(client, scope, director, sign_in):
    sign_in(client, director)
    row = InitiativeFactory()
    url, data = opened(client, scope, "change_initiative", row)
    baker, other = OrganisationFactory.create_batch(2)
    assert client.post(url, {**data, "owner": baker.pk}).status_code == 302
    assert client.post(url, {**data, "title_en": "Further"}).status_code == 302
    row.refresh_from_db()
    assert row.owner == baker
    answer = client.post(url, {**data, "owner": other.pk})
    assert (answer.status_code, str(baker) in str(answer.context["form"].errors["owner"])) == (409, True)
    session = SessionFactory()
    url, data = opened(client, scope, "change_session", session)
    assert client.post(url, {**data, "ends": "21:30", "sure": "on"}).status_code == 302
    assert client.post(url, {**data, "place": "Upstairs"}).status_code == 302
    session.refresh_from_db()
    assert session.ends_at.astimezone(scope.zone).strftime("%H:%M") == "21:30"


def test_line_ends_of_a_browser_are_no_change(client, scope, director, sign_in):
    sign_in(client, director)
    row = SessionFactory(plan={"en": "One\nTwo"})
    url, data = opened(client, scope, "change_session", row)
    assert client.post(url, {**data, "plan_en": "Three"}).status_code == 302
    assert client.post(url, {**data, "plan_en": "One\r\nTwo", "place": "Upstairs"}).status_code == 302
    row.refresh_from_db()
    assert row.plan == {"en": "Three"}


@pytest.mark.parametrize("read", ["", "nonsense", "[]", "7", '{"place": 3}'])
def test_a_form_that_does_not_say_what_was_read_writes_as_it_is(client, scope, director, sign_in, read):
    sign_in(client, director)
    row = SessionFactory()
    url, data = opened(client, scope, "change_session", row)
    answer = client.post(url, {**data, "read": read, "place": "Upstairs"})
    assert answer.status_code == (409 if "place" in read else 302)


def test_two_languages_that_both_changed_are_both_told(client, scope, director, sign_in):
    sign_in(client, director)
    row = SessionFactory(plan={"en": "One", "he": "אחת"})
    url, data = opened(client, scope, "change_session", row)
    client.post(url, {**data, "plan_en": "Theirs", "plan_he": "שלהם"})
    answer = client.post(url, {**data, "plan_en": "Mine", "plan_he": "שלי"})
    page = answer.content.decode()
    assert (answer.status_code, "Theirs" in page, "שלהם" in page) == (409, True, True)


def test_two_people_change_two_settings_of_the_city_and_both_stand(client, scope, director, sign_in):
    sign_in(client, director)
    url = reverse("city_settings", args=[scope.slug])
    data = typed(client.get(url).context["form"])
    assert client.post(url, {**data, "population": "131000"}).status_code == 302
    assert client.post(url, {**data, "language": "ar"}).status_code == 302
    scope.refresh_from_db()
    assert (scope.population, scope.language) == (131_000, "ar")


def test_whose_profile_it_is_is_asked_when_its_keeper_changed_the_same(client, scope, sign_in):
    me = UserFactory()
    profile = ProfileFactory(user=me, phone="050-1")
    sign_in(client, me)
    url, data = opened(client, scope, "change_profile", profile)
    assert client.post(url, {**data, "phone_seen_by": "city"}).status_code == 302
    assert client.post(url, {**data, "phone": "050-2"}).status_code == 302
    profile.refresh_from_db()
    assert (profile.phone, profile.visibilities["phone"]) == ("050-2", "city")
    answer = client.post(url, {**data, "phone_seen_by": "me"})
    assert (answer.status_code, "city" in answer.context["form"].errors["phone_seen_by"][0]) == (409, True)
