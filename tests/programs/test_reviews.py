"""The review of a year draws itself up, is confirmed once by forum or second person, kept as it was, and closes years in order."""

import csv
import html
import io
import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from educities.activity.models import Notice
from programs import actions
from programs.actions import review_files, reviews
from programs.models import Indicator, IndicatorValue, ProgramYear, ReviewFile, YearReview
from programs.queries import reviews as queries
from programs.values.reviews import REVIEW_PARTS, Confirmation
from tests.factories import IndicatorFactory, MembershipFactory, ProgramFactory
from tests.programs.support import review_year, show_milestone
from tests.support import refused

pytestmark = pytest.mark.django_db
WORDS = {"en": "Fewer meetings, more visits", "he": "פחות ישיבות, יותר ביקורים"}


@pytest.fixture
def years(scope: Any, director: Any, steward: Any) -> list[ProgramYear]:
    """Two years are over."""
    ProgramFactory(starts_on=scope.today() - timedelta(days=800), signed=True, actor=director)
    return list(ProgramYear.objects.select_related("program"))


def submit(year: ProgramYear, director: Any) -> YearReview:
    review = reviews.draft_review(year, actor=director)
    reviews.write_review(review, actor=director, words=WORDS)
    return reviews.submit_review(review, actor=director)


def test_it_draws_itself_up_from_the_records(
    client: Any, years: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    reached, missed = years[0].milestones.all()[1:3]
    actions.reach_milestone(reached, actor=director, link=show_milestone(reached))
    actions.move_milestone(missed, "missed", actor=director, reason="The hall burned down")
    slug, see = years[0].city.slug, sign_in(client, director)
    assert see.post(reverse("draft_review", args=[slug, years[0].pk])).status_code == 302
    review = YearReview.objects.get()
    where = reverse("write_review", args=[slug, review.pk])
    form = see.get(where).context["form"]
    assert see.post(where, {"words_en": "Less paper", "read": form["read"].value()}).status_code == 302
    page = " ".join(see.get(reverse("year_review", args=[slug, years[0].pk])).content.decode().split())
    assert f"<bdi>{reached}</bdi>" in page
    assert "reached · Session: " in page
    assert "The hall burned down" in page
    assert "Less paper" in page
    assert see.post(reverse("submit_review", args=[slug, review.pk])).status_code == 302
    assert Notice.objects.filter(user=steward, verb="programs.review_submitted").count() == 1
    see = sign_in(client, steward)
    confirm = reverse("confirm_review", args=[slug, review.pk])
    # Who sends nothing of what the page showed has read nothing.
    assert see.post(confirm).status_code == 409
    assert see.post(confirm, {"seen": see.get(confirm).context["form"]["seen"].value()}).status_code == 302
    page = " ".join(see.get(reverse("year_review", args=[slug, years[0].pk])).content.decode().split())
    assert "a second person confirmed it" in page
    assert "The hall burned down" in page


def test_who_confirms_has_read_the_words_that_are_confirmed(
    client: Any, years: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    """Behind the open page it is sent back, written anew and submitted: that one is not confirmed unread."""
    review = submit(years[0], director)
    slug, see = years[0].city.slug, sign_in(client, steward)
    page = see.get(reverse("year_review", args=[slug, years[0].pk])).content.decode()
    address = reverse("confirm_review", args=[slug, review.pk])
    way = html.unescape(re.search(rf'href="({address}[^"]*)"', page)[1])
    seen = see.get(way).context["form"]["seen"].value()
    reviews.return_review(review, actor=director, reason="One more word")
    reviews.write_review(review, actor=director, words={"en": "Swapped"})
    reviews.submit_review(review, actor=director)
    answer = see.post(address, {"seen": seen})
    assert (answer.status_code, "Read it again" in answer.content.decode()) == (409, True)
    assert "Read it again" in see.get(way).content.decode()
    review.refresh_from_db()
    assert review.state == "submitted"
    assert see.post(address, {"seen": see.get(address).context["form"]["seen"].value()}).status_code == 302


@pytest.mark.parametrize("change", ["figure", "milestone", "name"])
def test_what_the_records_say_is_confirmed_as_it_was_read(
    client: Any, years: Any, director: Any, steward: Any, sign_in: Any, change: str
) -> None:
    """Figures revised, milestones moved or renamed behind the open page: nobody confirms them unread."""
    indicator = IndicatorFactory()
    row = {"indicator": indicator, "series": "actual", "value": Decimal(76), "state": "confirmed"}
    figure = IndicatorValue.objects.create(period=years[0].city.school_year(years[0].starts_on), **row)
    review = submit(years[0], director)
    see = sign_in(client, steward)
    address = reverse("confirm_review", args=[years[0].city.slug, review.pk])
    seen = see.get(address).context["form"]["seen"].value()
    if change == "figure":
        new = actions.Figure("actual", figure.period, Decimal("79.9"))
        actions.propose_revision(figure, actor=director, reason="Counted again", figure=new)
    elif change == "milestone":
        actions.move_milestone(years[0].milestones.first(), "dropped", actor=director, reason="Not needed")
    else:
        actions.change_milestone(years[0].milestones.last(), actor=director, title={"he": "משהו אחר"})
    answer = see.post(address, {"seen": seen})
    assert (answer.status_code, "What the records say" in answer.content.decode()) == (409, True)
    assert YearReview.objects.get().state == "submitted"
    assert see.post(address, {"seen": see.get(address).context["form"]["seen"].value()}).status_code == 302


def test_every_app_gives_its_own_part() -> None:
    """The forum answers the same hook where it is there."""
    given = {part.key for part in REVIEW_PARTS}
    wanted = {
        "milestones",
        "indicators",
        "labs",
        "forum",
        "decisions",
        "expeditions",
        "collaborations",
        "initiatives",
        "residents",
    }
    assert wanted <= given


def test_nobody_confirms_alone(years: Any, director: Any, steward: Any, facilitator: Any) -> None:
    review = submit(years[0], director)
    for person in (director, facilitator):
        assert refused(lambda who=person: reviews.confirm_review(review, actor=who)) == "programs.review_not_confirmed"
    with pytest.raises(IntegrityError), transaction.atomic():
        YearReview.objects.filter(pk=review.pk).update(
            state="confirmed", confirmed_by=director, confirmed_on=review.city.today()
        )
    reviews.confirm_review(review, actor=steward)
    assert (review.state, review.is_by_forum) == ("confirmed", False)


def test_without_a_steward_another_of_the_staff_confirms(scope: Any, director: Any, facilitator: Any) -> None:
    ProgramFactory(starts_on=scope.today() - timedelta(days=400), signed=True, actor=director)
    year = ProgramYear.objects.select_related("program").first()
    deputy = MembershipFactory(city=scope, role="director", acting_for=director, ends_on=scope.today()).user
    review = submit(year, director)
    assert refused(lambda: reviews.confirm_review(review, actor=deputy)) == "programs.review_not_confirmed"
    assert reviews.list_confirmers(review) == [facilitator]
    reviews.confirm_review(review, actor=facilitator)
    assert review.confirmed_by == facilitator


def test_a_decision_of_the_forum_confirms_it(years: Any, director: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    day = years[0].city.today() - timedelta(days=3)
    review = submit(years[0], director)
    monkeypatch.setattr(queries, "YEAR_CONFIRMED_BY", [lambda _review: Confirmation(day, "decision", 7)])
    reviews.confirm_review(review, actor=director)
    assert (review.decision_kind, review.decision_id, review.confirmed_on) == ("decision", 7, day)


def test_it_is_sent_back_with_a_reason_and_submitted_again(years: Any, director: Any, steward: Any) -> None:
    review = submit(years[0], director)
    assert refused(lambda: reviews.write_review(review, actor=director, words={})) == "programs.review_stays"
    reviews.return_review(review, actor=steward, reason="Say what became of the hall")
    assert Notice.objects.filter(user=director, verb="programs.review_returned").count() == 1
    reviews.write_review(review, actor=director, changes=WORDS)
    reviews.submit_review(review, actor=director)
    assert (review.words, review.changes) == (WORDS, WORDS)


def test_a_confirmed_review_never_changes(years: Any, director: Any, steward: Any) -> None:
    review = reviews.confirm_review(submit(years[0], director), actor=steward)
    review_files.keep_file(review, "en", b"%PDF")
    for rows, values in (
        (YearReview.objects.filter(pk=review.pk), {"words": {"en": "Other"}}),
        (ReviewFile.objects.filter(review=review), {"digest": "x"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
    actions.reach_milestone(
        years[0].milestones.first(), actor=director, link=show_milestone(years[0].milestones.first())
    )
    shown = queries.list_parts(years[0], YearReview.objects.get())
    assert not any("reached" in line.note for line in shown[0].lines)


def test_its_data_holds_all_languages_and_runs_nothing(
    client: Any, years: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    milestone = years[0].milestones.first()
    actions.change_milestone(milestone, actor=director, title={"en": "=1+1"})
    review = reviews.confirm_review(submit(years[0], director), actor=steward)
    see, slug = sign_in(client, director), review.city.slug
    data = json.loads(see.get(reverse("review_data", args=[slug, review.pk, "json"])).content)
    assert (data["year"], data["version"], data["confirmed_by"]) == (1, 1, "second_person")
    assert set(data["parts"][0]["lines"][0]["text"]) == {"en", "he", "ar"}
    table = see.get(reverse("review_data", args=[slug, review.pk, "csv"])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0] == ["part", "kind", "en", "he", "ar"]
    assert any(row[2] == "'=1+1" for row in rows)
    assert see.get(reverse("review_data", args=[slug, review.pk, "exe"])).status_code == 404


def test_its_pdfs_are_drawn_once_in_three_languages(
    client: Any, years: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    review = reviews.confirm_review(submit(years[0], director), actor=steward)
    assert set(review.pictures) == {"en", "he", "ar"}
    assert review_files.draw_due_reviews() == 1
    assert review_files.draw_due_reviews() == 0
    files = list(review.files.all())
    assert [row.language for row in files] == ["ar", "en", "he"]
    answer = sign_in(client, director).get(reverse("review_paper", args=[review.city.slug, files[0].pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_second_version_leaves_the_first_as_it_was(years: Any, director: Any, steward: Any) -> None:
    first = reviews.confirm_review(submit(years[0], director), actor=steward)
    second = reviews.draft_review(years[0], actor=director)
    assert (second.version, second.words) == (2, WORDS)
    assert refused(lambda: actions.close_year(years[0], actor=director)) == "programs.year_not_closed"
    reviews.confirm_review(reviews.submit_review(second, actor=director), actor=steward)
    first.refresh_from_db()
    assert (first.state, YearReview.objects.filter(state="confirmed").count()) == ("confirmed", 2)


def test_years_are_closed_in_order_and_only_after_their_review(years: Any, director: Any) -> None:
    def close(number: int) -> str:
        year = ProgramYear.objects.select_related("program").get(pk=years[number - 1].pk)
        return refused(lambda: actions.close_year(year, actor=director))

    assert close(1) == "programs.year_not_closed"
    for year in years[:2]:
        review_year(year)
    assert close(2) == "programs.year_not_closed"
    actions.close_year(years[0], actor=director)
    actions.close_year(years[1], actor=director)
    assert list(ProgramYear.objects.values_list("state", flat=True)[:2]) == ["closed", "closed"]


def test_figures_are_confirmed_or_explained_before_it_is_submitted(years: Any, director: Any, steward: Any) -> None:
    indicator = IndicatorFactory(kind=Indicator.Kind.POPULATION)
    review = reviews.draft_review(years[0], actor=director)
    assert refused(lambda: reviews.submit_review(review, actor=director)) == "programs.review_not_submitted"
    reviews.write_review(review, actor=director, missing={"en": "The ministry has not published it"})
    reviews.confirm_review(reviews.submit_review(review, actor=director), actor=steward)
    # What the review says is said: closing does not ask for it again.
    assert actions.close_year(years[0], actor=director).state == "closed"
    period = years[1].city.school_year(years[1].starts_on)
    IndicatorValue.objects.create(indicator=indicator, series="actual", period=period, value=5, state="confirmed")
    assert submit(years[1], director).state == "submitted"


def test_a_year_in_its_middle_is_not_submitted(years: Any, director: Any) -> None:
    review = reviews.draft_review(years[2], actor=director)
    assert refused(lambda: reviews.submit_review(review, actor=director)) == "programs.review_not_submitted"
    assert refused(lambda: reviews.draft_review(years[3], actor=director)) == "programs.review_not_drafted"


def test_it_waits_on_the_day_of_whoever_is_next(
    client: Any, years: Any, director: Any, steward: Any, sign_in: Any
) -> None:
    def read(person: Any) -> str:
        return sign_in(client, person).get(reverse("dashboard", args=[years[0].city.slug])).content.decode()

    assert "Year 1 of the five-year program is over: write its review" in read(director)
    review = reviews.draft_review(years[0], actor=director)
    assert "The review of year 1 is a draft" in read(director)
    reviews.submit_review(review, actor=director)
    assert "confirm the review of year 1" not in read(director)
    assert "Read and confirm the review of year 1" in read(steward)
    reviews.confirm_review(review, actor=steward)
    assert "the year can be closed" in read(director)


def test_a_year_that_is_over_is_not_told_so_far_and_parts_are_not_counted_by_their_lines(
    client: Any, years: Any, director: Any, sign_in: Any
) -> None:
    def read(year: ProgramYear) -> str:
        return sign_in(client, director).get(reverse("year_review", args=[year.city.slug, year.pk])).content.decode()

    assert ["of the year so far" in read(year) for year in (years[0], years[2])] == [False, True]
    assert "of the year." in read(years[0])
    # A line can tell of several things: how many lines there are is no number of anything.
    assert re.findall(r"<summary class=.label.>([^<]*)", read(years[0]))[0] == "Milestones"
