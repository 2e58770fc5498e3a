"""A decision and the words of a year review say the same in all their languages, or somebody said that they do."""

from typing import Any

import pytest
from django.urls import reverse

from forum.actions import decisions
from forum.models import Decision, Meeting
from programs.models import YearReview
from tests.factories import in_days
from tests.forum.page_forms import OpenForm, post_form
from tests.forum.support import hold_meeting, write_item

pytestmark = pytest.mark.django_db
WAS = {"en": "Each school plants a bed", "he": "כל בית ספר שותל ערוגה"}


def test_a_decision_asks_what_becomes_of_the_proposal_in_another_language(
    scope: Any, charter: Any, four: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    item = write_item(charter)
    decisions.propose_decision(item, actor=chair, words=WAS)
    hold_meeting(charter, four, actor=chair)
    sign_in(client, chair)
    address = reverse("decide_item", args=[scope.slug, item.pk])
    said = {"words_en": "No school plants anything", "words_he": WAS["he"], "method": "consent"}
    said |= {"review_on": str(in_days(200)), "read_words": client.get(address).context["form"]["read_words"].value()}
    answer = client.post(address, said)
    page = answer.content.decode()
    assert (answer.status_code, "You left as it was: Hebrew" in page) == (422, True)
    assert page.index("You left as it was") < page.index('name="method"')
    assert not Decision.objects.taken().exists()
    assert client.post(address, {**said, "words_others": "drop"}).status_code == 302
    assert Decision.objects.get().words == {"en": "No school plants anything"}


def test_so_do_the_proposal_itself_and_a_review(
    scope: Any, charter: Any, four: Any, chair: Any, director: Any, client: Any, sign_in: Any
) -> None:
    item = write_item(charter)
    decisions.propose_decision(item, actor=chair, words=WAS)
    review = YearReview.objects.create(year=charter.body.program.years.first(), words=WAS)
    sign_in(client, director)
    said = {"words_en": "No school plants anything", "words_he": WAS["he"]}
    for address in (
        reverse("propose_decision", args=[scope.slug, item.pk]),
        reverse("write_review", args=[scope.slug, review.pk]),
    ):
        form = client.get(address).context["form"]
        hidden = {bound.html_name: bound.value() for bound in form.hidden_fields() if bound.value()}
        answer = client.post(address, {**said, **hidden})
        assert (answer.status_code, "You left as it was: Hebrew" in answer.content.decode()) == (422, True), address
        assert client.post(address, {**said, **hidden, "words_others": "keep"}).status_code == 302
    review.refresh_from_db()
    item.decision.refresh_from_db()
    assert review.words == item.decision.words == {"en": "No school plants anything", "he": WAS["he"]}


def test_so_does_the_title_of_a_meeting_that_is_planned(
    scope: Any, charter: Any, chair: Any, client: Any, sign_in: Any
) -> None:
    """It is filled in in all languages: who writes another one is asked about those whom the box does not show."""
    sign_in(client, chair)
    address = reverse("new_forum_meeting", args=[scope.slug, charter.pk])
    form = OpenForm(client.get(address).content.decode())
    form.write("title_en", "The library in the evening")
    day = {"date": str(in_days(20)), "begins": "10:00", "ends": "12:00", "place": "Town hall", "sure": "on"}
    asked = post_form(client, address, form, **day)
    page = asked.content.decode()
    assert (asked.status_code, "You changed: English. You left as it was: Hebrew, Arabic" in page) == (422, True)
    assert not Meeting.objects.exists()
    answer = post_form(client, address, OpenForm(page), title_others="drop")
    assert answer.status_code == 302
    session = Meeting.objects.get().session
    assert session.title == {"en": "The library in the evening"}
    change = reverse("change_session", args=[scope.slug, session.pk])
    session.title = WAS
    session.save(update_fields=["title"])
    form = OpenForm(client.get(change).content.decode())
    form.write("title_he", "ערוגות")
    asked = post_form(client, change, form, sure="on")
    assert "You changed: Hebrew. You left as it was: English" in asked.content.decode()
    written = OpenForm(asked.content.decode())
    written.write("title_en", "Beds")
    assert post_form(client, change, written).status_code == 302
    session.refresh_from_db()
    assert session.title == {"en": "Beds", "he": "ערוגות"}
