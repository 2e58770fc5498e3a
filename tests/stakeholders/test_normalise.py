import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.values import LONGEST, normalise_text


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Café  ROUGE", "cafe rouge"),
        ("שָׁלוֹם", "שלומ"),
        ("בית־ספר ע״ש רבין", "בית ספר עש רבינ"),
        ("עמותת קשרים", "עמותת קשרימ"),
        ("צה״ל", "צהל"),
        ("جَمْعِيَّةُ الأمل", "جمعيه الامل"),
        ("إحياء", "احيا"),
        ("مؤسسة", "موسسه"),
        ("مستشفى", "مستشفي"),
        ("جمعيـــة", "جمعيه"),
        ("رقم ٤٢", "رقم 42"),
        ("Straße", "strasse"),
        ("", ""),
        ("--- !", ""),
    ],
)
def test_spellings_meet(written, searched):
    assert normalise_text(written) == searched


@given(st.text(max_size=800))
def test_normalise_is_idempotent_and_bounded(text):
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert len(once) <= LONGEST
