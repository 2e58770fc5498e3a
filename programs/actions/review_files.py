"""Confirmed reviews on paper: drawn once by the worker, one file in each language."""

import hashlib
import logging

from django.db import connection
from django.utils import translation

from educities.kit.errors import describe_exception
from educities.kit.multilingual import LANGUAGES
from educities.tenancy.scope import city_scope
from programs.models import ReviewFile, YearReview
from programs.values.reviews import REVIEW_PRINTERS

log = logging.getLogger(__name__)


def draw_due_reviews(most: int = 10) -> int:
    """The PDFs of confirmed reviews that are missing are drawn. Returns how many reviews were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM programs_due_reviews(%s)", [most])
        due = cursor.fetchall()
    return sum(_draw_review(pk, city_id) for pk, city_id in due)


def _draw_review(pk: int, city_id: int) -> int:
    with city_scope(city_id):
        review = YearReview.objects.select_related("year__program", "city").get(pk=pk)
        drawn = set(review.files.values_list("language", flat=True))
        for code in LANGUAGES:
            if code in drawn:
                continue
            try:
                with translation.override(code):
                    content = next(iter(REVIEW_PRINTERS)).render(review, code)
            except Exception as error:  # noqa: BLE001 (the next minute tries it once more)
                log.error("review not drawn", extra={"review": pk, "problem": describe_exception(error)})  # noqa: TRY400
                return 0
            keep_file(review, code, content)
    return 1


def keep_file(review: YearReview, language: str, content: bytes) -> ReviewFile:
    """The review has its file in that language; who draws it at the same moment finds it there."""
    digest = hashlib.sha256(content).hexdigest()
    row, _created = ReviewFile.objects.get_or_create(
        review=review, language=language, defaults={"content": content, "digest": digest}
    )
    return row
