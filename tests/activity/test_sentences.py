"""A record as a sentence: one for the history, one for whom it concerns, a plural where it names a number."""

import pytest

from educities.activity.texts.sentences import message_subject, record_sentence

INVITED = {"title": "Bat Galim 1"}


class TestMessageSubject:
    def test_the_history_says_what_happened(self) -> None:
        sentence = record_sentence("labs.member_invited", "labs.cohort", INVITED)
        assert sentence == "Invitation to the cohort “Bat Galim 1”"

    def test_whom_it_concerns_reads_what_to_do(self) -> None:
        subject = message_subject("labs.member_invited", "labs.cohort", INVITED)
        assert subject == "You are asked to join the cohort “Bat Galim 1”"

    def test_without_a_subject_the_label_is_read(self) -> None:
        data = {"title": "Reading"}
        assert message_subject("labs.lab_launched", "labs.lab", data) == "The lab “Reading” was launched"


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(1, "1 organisation was imported from a.csv"), (2, "2 organisations were imported from a.csv")],
)
def test_a_sentence_with_a_number_has_a_plural(count: int, sentence: str) -> None:
    data = {"title": "a.csv", "count": count}
    assert record_sentence("stakeholders.import_applied", "stakeholders.importrun", data) == sentence
