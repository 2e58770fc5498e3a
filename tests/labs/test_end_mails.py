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


@pytest.mark.parametrize("code", ["journeys.initiative_stopped", "labs.seat_taken_back", "labs.member_left"])
@pytest.mark.parametrize(("url", "is_said"), [("", False), ("https://x.example/c/a/initiatives/1/", True)])
def test_only_a_page_of_the_thing_shows_its_state(scope, code, url, is_said):
    letter = Letter(code, data={"title": {"en": "Families"}}, url=url)
    mail = MAIL_KINDS[code].words(letter)
    assert ("The page shows the current state." in mail.body) is is_said
    assert mail.preview
