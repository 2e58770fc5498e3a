"""What a person finds who notes a decision: who is here first, what it will be, and what came of it."""

from typing import Any

import pytest
from django.urls import reverse

from forum.models import Decision
from meetings.actions.attendance import mark_attendance
from meetings.models import Attendance
from programs.models import YearReview
from tests.browser.looks import chromium, open_page
from tests.factories import in_days
from tests.forum.support import hold_meeting, write_item

pytestmark = pytest.mark.django_db
SAID = {"words_en": "We open it", "method": "consent"}


def said(**more: str) -> dict[str, str]:
    return {**SAID, "review_on": str(in_days(200)), **more}


def find_message(client: Any, address: str) -> str:
    page = client.get(address).content.decode()
    return " ".join(page.partition('id="messages"')[2].partition("</main>")[0].split())


def test_nothing_is_decided_before_anybody_is_marked_as_here(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    item, meeting = write_item(charter), hold_meeting(charter, actor=chair)
    sign_in(client, chair)
    address = reverse("decide_item", args=[scope.slug, item.pk])
    for page in (meeting.get_absolute_url(), address):
        assert "Nothing can be decided before that." in client.get(page).content.decode()
    answer = client.post(address, said())
    assert (answer.status_code, "Mark first who is here" in answer.content.decode()) == (409, True)
    assert "We open it" in answer.content.decode()
    assert not Decision.objects.exists()


def test_how_it_was_decided_is_said_by_who_notes_it(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    item, meeting = write_item(charter), hold_meeting(charter, four, actor=chair)
    sign_in(client, chair)
    address = reverse("decide_item", args=[scope.slug, item.pk])
    client.post(reverse("propose_decision", args=[scope.slug, item.pk]), {"words_en": "We open it"})
    for page in (meeting.get_absolute_url(), address):
        form = client.get(page).context["form"]
        assert not form["method"].value()
        assert 'name="method" value="consent" checked' not in str(form)
    assert client.post(address, {**said(), "method": ""}).status_code == 422
    assert not Decision.objects.taken().exists()


def test_what_was_missing_is_said_when_it_is_advice(
    scope: Any, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
) -> None:
    """And that what was ticked did not happen."""
    YearReview.objects.create(
        year=charter.body.program.years.first(),
        state="submitted",
        submitted_by=director,
        submitted_at=f"{in_days(-1)}T08:00Z",
    )
    meeting = hold_meeting(charter, four[:1], actor=chair)
    sign_in(client, chair)
    item = meeting.items.get(record_kind="year_review")
    page = " ".join(client.get(meeting.get_absolute_url()).content.decode().split())
    weight = page.partition('id="weight"')[2]
    assert weight.partition("Decide </button>")[0].count("What is said now is advice.") == 1
    address = reverse("decide_item", args=[scope.slug, item.pk])
    answer = client.post(address, said(takes_effect="on"))
    asked = answer.content.decode()
    assert (answer.status_code, 'type="checkbox" name="as_advice"' in asked) == (422, True)
    assert (
        "The quorum is missing. Missing sectors: business, non-profit, social business. Record it as advice?" in asked
    )
    assert not Decision.objects.taken().exists()
    client.post(address, said(takes_effect="on", as_advice="on"))
    told = find_message(client, meeting.get_absolute_url())
    assert "The quorum was missing (1 present, 2 needed)." in told
    assert "Missing sectors: business, non-profit, social business." in told
    assert "This did not happen: “With this the review of the year is confirmed”." in told


def test_a_yes_to_advice_makes_no_decision_when_people_came_meanwhile(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    item, meeting = write_item(charter), hold_meeting(charter, four[:3], actor=chair)
    sign_in(client, chair)
    address = reverse("decide_item", args=[scope.slug, item.pk])
    page = client.post(address, said()).content.decode()
    assert "This will be advice, not a decision. Missing sector: social business." in page
    mark_attendance(meeting.session, four[3].profile, actor=chair, status="present")
    assert "it is a decision. Take away the tick." in client.post(address, said(as_advice="on")).content.decode()
    assert client.post(address, said()).status_code == 302
    assert Decision.objects.get().is_advice is False


def test_what_was_decided_comes_back_on_a_day_that_is_said(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    item, meeting = write_item(charter), hold_meeting(charter, four, actor=chair)
    sign_in(client, chair)
    client.post(reverse("decide_item", args=[scope.slug, item.pk]), said())
    assert "Decided. It comes back on" in find_message(client, meeting.get_absolute_url())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_boxes_that_nobody_wrote_in_follow_the_answers(live_server: Any, scope: Any, client: Any, sign_in: Any) -> None:
    from forum.actions.decisions import open_decision, propose_decision
    from tests.forum.support import make_charter, seat_four
    from tests.forum.test_ballots import answer

    charter = make_charter()
    four = seat_four(charter)
    chair = four[0].profile.user
    item = write_item(charter)
    propose_decision(item, actor=chair, words={"en": "We open it"})
    meeting = hold_meeting(charter, four, actor=chair)
    decision = open_decision(item, actor=chair)
    answer(decision, four[1], "against", words="Too dear", is_named=True)
    sign_in(client, chair)
    session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, width=1280, cookies=[session])
        page.goto(live_server.url + meeting.get_absolute_url())
        page.wait_for_load_state("networkidle")
        page.check("input[name=method][value=vote]")
        values = {name: page.locator(f"form [name={name}]") for name in ("votes_for", "votes_against")}
        name = four[1].full_name
        assert [one.input_value() for one in values.values()] == ["0", "1"]
        assert name in page.inner_text("#question")
        page.locator("textarea[name=dissent_en]").evaluate("box => { box.value = 'Somebody asked about May' }")
        page.check("input[name=left_out]")
        answer(decision, four[1], "for", words="Too dear")
        page.wait_for_selector(".follows:has-text('updated')")
        assert [one.input_value() for one in values.values()] == ["1", "0"]
        assert "Too dear" in page.inner_text("#question")
        assert name not in page.inner_text("#question")
        assert page.is_checked("input[name=left_out]")
        assert page.locator(".follows").all_inner_texts() == ["updated", "updated"]
        shown = page.locator("form [name=answered]").input_value()
        assert shown == page.locator("[data-boxes]").get_attribute("data-answered")
        values["votes_against"].fill("2")
        answer(decision, four[2], "against")
        page.wait_for_selector(".follows:has-text('The answers have changed')")
        assert [one.input_value() for one in values.values()] == ["1", "2"]
        assert page.locator("textarea[name=dissent_en]").input_value() == "Somebody asked about May"
        assert page.locator("form [name=answered]").input_value() == shown
        assert page.said == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_who_comes_and_goes_takes_no_typed_word_away(
    live_server: Any, scope: Any, client: Any, sign_in: Any, width: int
) -> None:
    from tests.forum.support import make_charter, seat_four

    charter = make_charter()
    four = seat_four(charter)
    chair = four[0].profile.user
    write_item(charter)
    meeting = hold_meeting(charter, four[:2], actor=chair)
    sign_in(client, chair)
    session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    with chromium() as browser:
        page = open_page(browser, width=width, cookies=[session])
        page.goto(live_server.url + meeting.get_absolute_url())
        page.wait_for_load_state("networkidle")
        assert page.evaluate("typeof htmx") == "object"
        words = page.locator("textarea[name=words_en]")
        words.fill("We open it on two evenings")
        page.check("input[name=method][value=vote]")
        row = page.locator(f"#person-{four[2].profile_id}")
        assert row.bounding_box()["y"] < words.bounding_box()["y"] or width > 1000
        row.locator("button").click()
        page.wait_for_selector(f"#person-{four[2].profile_id} button:has-text('Leaves')")
        assert "3 of 4 seats" in page.inner_text("#presence-now")
        page.locator(f"#person-{four[0].profile_id} button").click()
        page.wait_for_selector(f"#person-{four[0].profile_id} button:has-text('Is back')")
        assert Attendance.objects.get(profile=four[0].profile).left_at is not None
        assert "Missing sectors" in page.inner_text("#weight")
        assert words.input_value() == "We open it on two evenings"
        assert page.is_checked("input[name=method][value=vote]")
        assert page.said == []
        page.reload()
        assert page.locator("textarea[name=words_en]").input_value() == "We open it on two evenings"
