"""What is now stands on the first page as a whole; what is over is paged behind it."""

import pytest
from django.db.models import Q

from educities.kit.lists import NowFirstPaginator, put_over_last, words_hold
from labs.models import Lab
from tests.factories import LabFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db
OVER = (Lab.State.CLOSED,)


def pages_of(*, now, over, per_page=5):
    """The pages of so many labs that are now and so many that are over."""
    LabFactory.create_batch(over, state="closed")
    LabFactory.create_batch(now)
    return NowFirstPaginator(put_over_last(Lab.objects.all(), OVER, "-pk"), per_page, now=~Q(state__in=OVER))


def test_all_that_is_now_stands_on_the_first_page(scope):
    pages = pages_of(now=8, over=7)
    assert [len(page.object_list) for page in pages] == [8, 5, 2]
    assert {lab.state for lab in pages.page(1)} == {"launched"}


def test_a_page_says_which_of_how_many_rows_it_shows(scope):
    pages = pages_of(now=8, over=7)
    assert [(page.start_index(), page.end_index()) for page in pages] == [(1, 8), (9, 13), (14, 15)]
    assert pages.count == 15


def test_what_is_over_fills_the_first_page(scope):
    assert [len(page.object_list) for page in pages_of(now=2, over=7)] == [5, 4]


def test_a_short_list_is_read_once(scope):
    pages = pages_of(now=2, over=3)
    assert len(queries_of(lambda: list(pages.page(1)))) == 1


def test_a_first_page_that_is_at_hand_is_not_read_again(scope):
    pages = pages_of(now=6, over=3)
    assert len(queries_of(lambda: list(pages.page(1)))) == 2  # the rows, and how many there are
    assert [len(page.object_list) for page in pages] == [6, 3]


def test_an_empty_list_has_one_page(scope):
    pages = pages_of(now=0, over=0)
    assert (pages.num_pages, pages.page(1).start_index(), pages.page(1).end_index()) == (1, 0, 0)


@pytest.mark.parametrize(("text", "found"), [("רחוב", True), ("stre", True), ("", True), ("house", False)])
def test_words_are_found_in_each_of_their_languages(scope, text, found):
    LabFactory(name={"he": "הרחוב שלנו", "en": "Our Street"})
    assert Lab.objects.filter(words_hold(text)).exists() is found
