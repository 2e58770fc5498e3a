"""What the forum decided about a review is never denied, and somebody else can say that it confirms the review."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from forum.actions.agenda import build_agenda
from forum.models import AgendaItem, Decision
from programs.actions import reviews
from programs.models import YearReview
from programs.queries.reviews import stamp_review
from reports.renderers.year_review import describe_paper
from tests.factories import MembershipFactory, in_days
from tests.forum.support import decide, hold_meeting
from tests.support import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(charter: Any, director: Any) -> YearReview:
    year = charter.body.program.years.first()
    at = timezone.now() - timedelta(days=1)
    return YearReview.objects.create(year=year, state="submitted", submitted_by=director, submitted_at=at)


@pytest.fixture
def decided(charter: Any, four: Any, director: Any, submitted: YearReview) -> Decision:
    """The director who submitted it kept the meeting, and could not note that this confirms it."""
    meeting = hold_meeting(charter, four, actor=director)
    build_agenda(meeting.charter)
    item = AgendaItem.objects.get(record_kind="year_review")
    return decide(item, actor=director, words={"en": "The forum approves the year"})


def read_page(client: Any, review: YearReview) -> str:
    return client.get(review.get_absolute_url()).content.decode()  # type: ignore[no-any-return]


def test_who_noted_it_reads_that_it_still_waits(
    charter: Any, four: Any, director: Any, client: Any, sign_in: Any, submitted: YearReview
) -> None:
    build_agenda(hold_meeting(charter, four, actor=director).charter)
    item = AgendaItem.objects.get(record_kind="year_review")
    sign_in(client, director)
    said = {"words_en": "Yes", "method": "consent", "review_on": str(in_days(200))}
    page = client.post(reverse("decide_item", args=[charter.city.slug, item.pk]), said, follow=True).content.decode()
    assert "The review itself still waits to be confirmed" in page


def test_the_page_tells_of_it_while_it_waits(
    director: Any, client: Any, sign_in: Any, submitted: YearReview, decided: Decision
) -> None:
    sign_in(client, director)
    page = read_page(client, submitted)
    assert all(text in page for text in ("The forum approves the year", decided.get_absolute_url()))
    assert refused(lambda: reviews.confirm_review(submitted, actor=director, by_forum=True)) != ""


@pytest.mark.parametrize("who", ["chair", "steward", "another director"])
def test_somebody_else_says_that_it_confirms_the_review(
    who: str,
    charter: Any,
    chair: Any,
    steward: Any,
    client: Any,
    sign_in: Any,
    submitted: YearReview,
    decided: Decision,
) -> None:
    others = {"chair": chair, "steward": steward}
    actor = others.get(who) or MembershipFactory(city=charter.city, role="director").user
    address = reverse("confirm_review", args=[charter.city.slug, submitted.pk])
    sign_in(client, actor)
    assert address in read_page(client, submitted)
    page = client.get(address).content.decode()
    assert "“The forum approves the year”" in page
    said = {"seen": stamp_review(submitted), **({"by_forum": "forum"} if who == "steward" else {})}
    assert client.post(address, said).status_code == 302
    submitted.refresh_from_db()
    assert (submitted.state, submitted.decision_kind, submitted.decision_id) == ("confirmed", "decision", decided.pk)
    assert (submitted.confirmed_by, submitted.confirmed_on) == (actor, decided.decided_on)
    assert decided.get_absolute_url() in read_page(client, submitted)


def test_a_second_person_who_confirms_it_denies_nothing(
    charter: Any, steward: Any, client: Any, sign_in: Any, submitted: YearReview, decided: Decision
) -> None:
    sign_in(client, steward)
    address = reverse("confirm_review", args=[charter.city.slug, submitted.pk])
    assert client.post(address, {"seen": stamp_review(submitted)}).status_code != 302
    assert client.post(address, {"seen": stamp_review(submitted), "by_forum": "second"}).status_code == 302
    submitted.refresh_from_db()
    assert (submitted.state, submitted.is_by_forum) == ("confirmed", False)
    page = read_page(client, submitted)
    assert "no decision" not in page
    assert decided.get_absolute_url() in page
    paper = describe_paper(submitted, "en")["confirmed"]
    assert "no decision" not in paper
    assert "The forum approves the year" in paper


def test_who_sits_there_without_leading_says_nothing(
    charter: Any, four: Any, client: Any, sign_in: Any, submitted: YearReview, decided: Decision
) -> None:
    member = four[1].profile.user
    assert refused(lambda: reviews.confirm_review(submitted, actor=member, by_forum=True)) == (
        "programs.review_not_confirmed"
    )
    sign_in(client, member)
    assert reverse("confirm_review", args=[charter.city.slug, submitted.pk]) not in read_page(client, submitted)


def test_a_deputy_of_who_submitted_it_does_not(
    charter: Any, director: Any, submitted: YearReview, decided: Decision
) -> None:
    deputy = MembershipFactory(city=charter.city, role="director", acting_for=director, ends_on=in_days(9)).user
    assert refused(lambda: reviews.confirm_review(submitted, actor=deputy, by_forum=True))


def test_what_was_decided_about_earlier_words_confirms_no_later_ones(
    director: Any, chair: Any, steward: Any, submitted: YearReview, decided: Decision
) -> None:
    reviews.return_review(submitted, actor=steward, reason="The hall is missing")
    submitted.refresh_from_db()
    submitted.move("submitted", submitted_by=director, submitted_at=timezone.now())
    assert refused(lambda: reviews.confirm_review(submitted, actor=chair, by_forum=True))


class TestRefusals:
    """What the forum did not carry stands on the page, before the button, and in the file that is kept."""

    @pytest.fixture
    def refused_twice(
        self, charter: Any, four: Any, chair: Any, director: Any, submitted: YearReview
    ) -> list[Decision]:
        hold_meeting(charter, four, actor=chair)
        for why in ("The hall is missing", "The hall is missing still"):
            build_agenda(charter)
            item = AgendaItem.objects.get(record_kind="year_review", state="waiting")
            decide(item, actor=chair, method="objection", dissent={"en": why})
            submitted.refresh_from_db()
            assert submitted.state == "draft"
            submitted.move("submitted", submitted_by=director, submitted_at=timezone.now())
        return list(Decision.objects.order_by("-pk"))

    def test_whoever_confirms_reads_them_first_and_the_review_never_denies_them(
        self,
        charter: Any,
        steward: Any,
        client: Any,
        sign_in: Any,
        submitted: YearReview,
        refused_twice: list[Decision],
    ) -> None:
        sign_in(client, steward)
        address = reverse("confirm_review", args=[charter.city.slug, submitted.pk])
        effects = client.get(address).context["effects"]
        assert [text.partition(": ")[2] for text in effects] == ["The hall is missing still", "The hall is missing", ""]
        assert effects[-1] == "You confirm it as the second person."
        for state in ("submitted", "confirmed"):
            submitted.refresh_from_db()
            assert submitted.state == state
            page = read_page(client, submitted)
            assert "no decision" not in page
            newest, first = (page.find(one.get_absolute_url()) for one in refused_twice)
            assert 0 < newest < first
            if state == "submitted":
                assert client.post(address, {"seen": stamp_review(submitted)}).status_code == 302
        paper = describe_paper(submitted, "en")["confirmed"]
        assert "no decision" not in paper
        day = date_format(charter.city.today(), "DATE_FORMAT")
        assert paper.endswith(f"the strategic forum had not carried it: {day}")

    def test_one_that_nobody_refused_names_none(self, steward: Any, submitted: YearReview) -> None:
        reviews.confirm_review(submitted, actor=steward)
        assert "the forum had recorded no decision" in describe_paper(submitted, "en")["confirmed"]
