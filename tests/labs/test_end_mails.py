"""What the mails say when a cohort pauses or ends, and when something ends that has no page for its reader."""

import pytest

from educities.activity.texts.mail_kinds import MAIL_KINDS, Letter
from tests.mail_samples import Samples

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("labs.cohort_suspended", "No session takes place until the cohort resumes."),
        ("labs.cohort_cancelled", "Sessions to come are cancelled."),
        ("labs.cohort_completed", "Sessions to come are cancelled."),
    ],
)
def test_it_says_what_becomes_of_the_sessions(scope, code, words):
    mail = Samples(scope).words(MAIL_KINDS[code], "en")
    assert ("Sessions", words) in [(str(name), str(value)) for name, value in mail.facts]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("journeys.initiative_stopped", "It is not worked on any more."),
        ("labs.seat_taken_back", "You no longer have a seat in the lab."),
        ("labs.member_left", "Your place is free for someone else."),
        ("stakeholders.representative_ended", "A seat of yours in a lab no longer counts for it"),
    ],
)
@pytest.mark.parametrize("url", ["", "https://x.example/c/a/initiatives/1/"])
def test_it_says_what_the_end_means(scope, code, meaning, url):
    mail = MAIL_KINDS[code].words(Letter(code, data={"title": {"en": "Families"}}, url=url))
    assert any(text.startswith(meaning) for text in mail.body)
    assert mail.preview
