"""What is typed one way is found where it was written another way, and nothing else is."""

from typing import Any

import pytest

from educities.kit.spelling import FOLDED, TABLE, WRITTEN, text_holds
from stakeholders.models import Organisation, Profile
from tests.factories import OrganisationFactory, ProfileFactory

ALIKE = [
    ("احمد", "أحمد"),
    ("أحمد", "احمد"),
    ("مدرسه", "مدرسة"),
    ("على", "علي"),
    ("بيت", "بَيْت"),
    ("بَيْت", "بيت"),
    ("بيت", "بيـــت"),
    ("דנה כהן", "דָּנָה כֹּהֵן"),
    ("דָּנָה", "דנה"),
    ("בית ספר", "בית־ספר"),
    ("תנס", "תנ״ס"),
    ("תנ״ס", "תנס"),
    ("ילדימ", "ילדים"),
    ("café", "Café de la Paix"),
    ("ספריה", "ספרייה עירונית"),
    ("ספרייה", "ספריה"),
    ("תיכנות", "תכנות"),
    ("תכנות", "תיכנות"),
    ("תוכנית", "תכנית העיר"),
    ("תכנית", "התוכנית"),
    ("עיריה", "העירייה"),
    ("מתווה", "מתוה"),
    ("מתוה", "מתווה"),
    ("ביה״ס", "בית ספר חוף הים"),
    ("ביה״ס", "בית הספר"),
    ('ביה"ס חוף', "בית ספר חוף"),
    ("בית ספר", "ביה״ס חוף"),
    ("בתי ספר", 'בתי"ס'),
    ("יו״ר", "יושבת ראש הפורום"),
    ("יושב ראש", "יו״ר הפורום"),
]
APART = [
    ("احمد", "حمد"),
    ("דנה", "דינה"),
    ("é", "e"),
    ("א.ב", "אxב"),
    ("(א", "א"),
    ("א*", "אא"),
    ("א%ב", "אגב"),
    ("א_", "אב"),
    # Of short words half of all others would be found.
    ("עיר", "נוער"),
    ("שיר", "שורה"),
    ("יושב ראש", "ביורוקרטיה"),
    ("ספרייה", "ספר"),
]


def found(typed: str) -> list[str]:
    return [person.display_name for person in Profile.objects.filter(text_holds("display_name", typed))]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "written"), ALIKE)
def test_it_is_found(scope: Any, typed: str, written: str) -> None:
    ProfileFactory(display_name=written)
    assert found(typed) == [written]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "written"), APART)
def test_another_word_is_not(scope: Any, typed: str, written: str) -> None:
    ProfileFactory(display_name=written)
    assert found(typed) == []


def test_plain_ascii_has_one_spelling() -> None:
    assert list(text_holds("name", "a.b").children) == [("name__icontains", "a.b")]
    assert list(text_holds("name", "a.b", key="he").children) == [("name__he__icontains", "a.b")]


@pytest.mark.parametrize("text", ["״", "\u05b8", "־"])
def test_signs_without_a_letter_are_looked_for_as_they_are(text: str) -> None:
    assert list(text_holds("name", text).children) == [("name__icontains", text)]


def test_each_sign_is_folded_once() -> None:
    assert len(TABLE) == len(WRITTEN) > len(FOLDED)
    assert [sign for sign in FOLDED if sign in WRITTEN] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "written"), [("ספריה", "ספרייה"), ("ספרייה", "ספריה"), ("ביה״ס", "בית ספר"), ("בית ספר", "ביה״ס ים")]
)
def test_an_organisation_is_found_as_well(scope: Any, typed: str, written: str) -> None:
    row = OrganisationFactory(name={"he": written})
    assert list(Organisation.objects.named(typed)) == [row]
