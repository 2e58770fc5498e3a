"""One cleaning of what people type, everywhere: no form has a bare box, and signs that nobody sees come through none."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from cities.forms.roles import InviteForm
from educities.api.serializers import PlainDecimalField, SeenTextField
from educities.kit.fields import (
    CodeField,
    LineField,
    NameField,
    NoteField,
    PhoneField,
    PlainCodeField,
    RegistryField,
    WholeNumberField,
    clean_code,
)
from educities.kit.fields import SeenTextField as SeenTextBox
from educities.kit.forms import WordsFormField
from educities.kit.school_years import read_school_year
from educities.kit.signs import count_seen, tidy_signs
from educities.settings_forms import ACCOUNT_FORMS, MFA_FORMS
from meetings.forms.attendance import CodeForm
from programs.forms.pasted import read_pairs
from tests.support import subclasses_of

UNSEEN = "\u200b\u200f\u2060\ufeff"
# Boxes that take whatever comes: one of these in a form is a mistake.
BARE = {
    forms.CharField,
    forms.DateField,
    forms.DecimalField,
    forms.EmailField,
    forms.FloatField,
    forms.IntegerField,
    forms.SlugField,
    forms.URLField,
}
WHERE = "Take one of the fields of educities/kit/fields.py."


def forms_of_people() -> list[type[forms.BaseForm]]:
    import_module(ACCOUNT_FORMS["login"].rpartition(".")[0])
    get_resolver().url_patterns  # noqa: B018 (every page is read, and with it every form)
    found = {form for form in subclasses_of(forms.BaseForm) if hasattr(form, "base_fields")}
    return sorted(found, key=lambda form: f"{form.__module__}.{form.__name__}")


FORMS = forms_of_people()
IDS = [f"{form.__module__}.{form.__name__}" for form in FORMS]


def boxes_of(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    """The boxes into which people write, by name."""
    # The form to sign up takes some of allauth's boxes away as it is made.
    fields = form().fields if form.__name__ == "SignupForm" else form.base_fields
    return {name: field for name, field in fields.items() if not field.widget.is_hidden}


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_no_form_has_a_bare_box(form: type[forms.BaseForm]) -> None:
    bare = [name for name, field in boxes_of(form).items() if type(field) in BARE]
    assert bare == [], WHERE


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_no_box_refuses_the_digits_of_a_phone(form: type[forms.BaseForm]) -> None:
    assert [name for name, field in boxes_of(form).items() if isinstance(field.widget, forms.NumberInput)] == []


def test_every_form_of_allauth_that_people_write_into_is_ours() -> None:
    ours = {path.rpartition(".")[2] for path in (*ACCOUNT_FORMS.values(), *MFA_FORMS.values())}
    assert ours <= {form.__name__ for form in FORMS}


def is_empty(field: forms.Field, value: Any) -> bool:
    """Is this nothing to the field? A box that must be filled says that it is empty."""
    try:
        return field.clean(value) in field.empty_values
    except ValidationError as error:
        return getattr(error, "code", "") == "required"


def text_boxes(form: type[forms.BaseForm]) -> dict[str, forms.Field]:
    """Those boxes that are cleaned: a password alone is taken sign by sign."""
    kinds = (forms.CharField, WordsFormField, WholeNumberField)
    boxes = {name: field for name, field in boxes_of(form).items() if isinstance(field, kinds)}
    return {name: field for name, field in boxes.items() if not isinstance(field.widget, forms.PasswordInput)}


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_signs_that_nobody_sees_are_nothing_in_every_box(form: type[forms.BaseForm]) -> None:
    taken = []
    for name, field in text_boxes(form).items():
        value = [UNSEEN, UNSEEN, UNSEEN, "he"] if isinstance(field, WordsFormField) else UNSEEN
        if not is_empty(field, value):
            taken.append(name)
    assert taken == []


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_no_sign_that_turns_the_others_comes_through_any_box(form: type[forms.BaseForm]) -> None:
    turned = "Dana\u202e of\u202c the library of the quarter"
    for name, field in text_boxes(form).items():
        value = [turned, turned, turned, ""] if isinstance(field, WordsFormField) else turned
        try:
            cleaned = field.clean(value)
        except ValidationError:
            continue
        assert "\u202e" not in str(cleaned), name


@pytest.mark.parametrize("kind", [NameField, LineField])
@pytest.mark.parametrize("typed", ["Dana\u202e Levi", "\u200fDana \u200b Levi\ufeff", " Dana\tLevi "])
def test_a_name_is_what_is_seen_of_it(kind: type[LineField], typed: str) -> None:
    assert kind().clean(typed) == "Dana Levi"


@pytest.mark.parametrize("typed", ["http://evil.example", "Education, www.evil.org", "evil.example.com", "go://x"])
def test_a_link_is_no_name(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NameField().clean(typed)
    assert refused.value.code == "link"


@pytest.mark.parametrize("typed", ["ד״ר רונית כהן", "St. John's", "أم محمد", "כהן, דנה", "J.R.R. Tolkien"])
def test_a_name_of_people_is_taken_whole(typed: str) -> None:
    assert NameField().clean(typed) == typed


@pytest.mark.parametrize("typed", ["1234", "\u202b1234\u200f", "#1234.", "12 34", "12–34", "١٢٣٤", "12\u05be34"])
def test_a_code_is_read_as_it_is_copied(typed: str) -> None:
    assert CodeForm({"code": typed}).fields["code"].clean(typed).replace("-", "") == "1234"
    assert CodeForm({"code": typed}).is_valid()


def test_a_code_of_letters_keeps_its_case() -> None:
    assert CodeField().clean("\u200fa7K-x2.") == "a7K-x2"


def test_a_number_of_a_registry_is_plain_digits() -> None:
    assert RegistryField().clean("\u200f٥٨-٠٠١٢\u200f") == "58-0012"


@pytest.mark.parametrize("typed", ["04-8501234", "*6556", "100", "+972 4 850 1234, extension 3", "٠٤-٨٥٠١٢٣٤", ""])
def test_a_phone_is_what_can_be_called(typed: str) -> None:
    assert PhoneField(required=False).clean(typed) == clean_code(typed)


@pytest.mark.parametrize("typed", ["abc", "12", "-"])
def test_what_has_no_number_is_no_phone(typed: str) -> None:
    with pytest.raises(ValidationError, match="Write a phone number"):
        PhoneField().clean(typed)


def test_a_short_word_is_plain() -> None:
    assert PlainCodeField().clean("\u200freading–level") == "reading-level"


def test_a_whole_number_is_no_number_of_a_programming_language() -> None:
    with pytest.raises(ValidationError):
        WholeNumberField().clean("1_0")


@pytest.mark.parametrize(
    ("typed", "year"),
    [("2018", 2018), ("2018/19", 2018), ("1.9.2018", 2018), ("1/3/2019", 2018), ("תשע״ט", 2018), ('תשפ"ה', 2024)],
)
def test_a_school_year_is_read_in_each_of_its_ways(typed: str, year: int) -> None:
    assert read_school_year(typed) == year


@pytest.mark.parametrize(
    "first",
    ["\ufeff2018\t61.2", '"2018"\t"61,2"', "1.9.2018\t61.2", "٢٠١٨\t٦١٫٢", "תשע״ט\t61.2", "\u202b2018;\u202c61.2"],
)
def test_the_first_line_of_pasted_figures_is_read(first: str) -> None:
    assert {year: float(figure) for year, figure in read_pairs(f"{first}\n2019\t62").items()} == {2018: 61.2, 2019: 62}


def test_a_first_line_with_a_figure_that_is_not_understood_is_refused_by_its_number() -> None:
    with pytest.raises(ValidationError) as refused:
        read_pairs("year 18: 61.2\n2019\t62")
    assert refused.value.error_list[0].params["number"] == 1


def test_a_heading_has_no_figure() -> None:
    assert list(read_pairs("שנה\tאחוז\n2019\t62")) == [2019]


@pytest.mark.django_db
def test_a_form_of_staff_takes_names_and_addresses_as_they_are_pasted() -> None:
    form = InviteForm(
        {
            "display_name": "\u202eDana\u200b",
            "email": "Dana <dana5@example.org\u200f>",
            "role": "director",
            "language": "en",
        },
        roles=("director",),
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["display_name"] == "Dana"
    assert form.cleaned_data["email"] == "dana5@example.org"


def test_a_program_sends_text_that_is_seen() -> None:
    assert SeenTextField(allow_blank=True).to_internal_value(UNSEEN) == ""
    assert SeenTextField().to_internal_value("a\u202eb") == "ab"


@pytest.mark.parametrize("sent", ["1_0", "٣", "1e"])
def test_a_program_sends_plain_numbers(sent: str) -> None:
    from rest_framework.serializers import ValidationError as Refused

    with pytest.raises(Refused):
        PlainDecimalField(14, 2).to_internal_value(sent)


@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\u115f", "\uffa0", "\u3164 \u2800"])
def test_letters_that_are_drawn_as_nothing_are_nothing(blank: str) -> None:
    with pytest.raises(ValidationError):
        NameField().clean(blank)
    with pytest.raises(ValidationError):
        SeenTextBox().clean(blank)
    assert NameField().clean(f"Noa{blank}") == "Noa"


@pytest.mark.parametrize("marks", ["\ufe0f" * 14, "\u0301", "\u05b8 \u034f", "\u200b\u064b"])
def test_marks_without_a_letter_are_nothing(marks: str) -> None:
    with pytest.raises(ValidationError):
        NameField().clean(marks)
    with pytest.raises(ValidationError):
        SeenTextBox().clean(marks)
    assert SeenTextField(allow_blank=True).to_internal_value(marks) == ""
    assert NameField().clean(f"N{marks.replace(' ', '')}oa").startswith("N")


@pytest.mark.parametrize(
    "link", ["evil\uff0ecom", "evil\u3002com", "evil\uff61com", "\uff45\uff56il\uff0ecom", "www\uff0eevil"]
)
def test_links_of_wide_letters_are_links(link: str) -> None:
    with pytest.raises(ValidationError):
        NameField().clean(link)


@pytest.mark.parametrize("link", ["evil\uff0eexample", "evil\u3002xyz"])
def test_a_note_takes_no_link_of_wide_letters(link: str) -> None:
    with pytest.raises(ValidationError):
        NoteField().clean(link)


INVISIBLE = ["\u200f", "\u2063", "\u200d", "\u3164", "\ufeff", "\u00ad", "\u034f", "\ufe0f", "\U000e0041"]


@pytest.mark.parametrize("sign", INVISIBLE)
def test_signs_that_nobody_sees_make_no_text_longer(sign: str) -> None:
    assert count_seen("xxxxx" + 30 * sign) == count_seen(sign.join("xxxxx")) == 5
    assert count_seen(f"  two {sign} {sign}\n words{sign} ") == 9
    assert count_seen(30 * sign) == 0


def test_a_required_length_is_of_what_is_read() -> None:
    box = SeenTextBox(min_length=3)
    for text in ("a" + 30 * "\u200f", "a\u200fb\u200f", "\u200f a\u200b \u2063"):
        with pytest.raises(ValidationError):
            box.clean(text)
    assert box.clean("\u200fabc\u200f\u200f") == "abc"


def test_text_keeps_the_joiners_of_its_language_and_nothing_else_that_nobody_sees() -> None:
    assert tidy_signs("\u200f \u05d0\u200f\u200f\u200f\u05d1 \u200b\n") == "\u05d0\u200f\u05d1"
    for whole in (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "a\n\nb",
    ):
        assert tidy_signs(whole) == whole
    assert tidy_signs("a\u202eb") == "ab"
    assert tidy_signs("\u200f \u2063") == ""
    assert tidy_signs(200_000 * " \u200f" + "x") == "x"


def test_no_act_counts_letters_that_nobody_sees() -> None:
    """A length that the code asks for is asked of `count_seen`."""
    bare = re.compile(r"len\(\w+(?:\.strip\(\))?\) < (?:SHORTEST|3\b|10\b|20\b)|not (?:reason|answer|why)\.strip\(\)")
    files = [path for path in Path().glob("*/actions/**/*.py") if path.parts[0] != "tests"]
    files += Path("educities").glob("*/actions/**/*.py")
    found = {f"{path}: {one}" for path in files for one in bare.findall(path.read_text())}
    assert found - {"journeys/actions/leaving.py: len(figures) < SHORTEST"} == set()
