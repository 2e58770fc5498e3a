"""What a form says when there is such a row already: a sentence, at its field, never the name of a constraint."""

from typing import Any

import pytest
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import UniqueConstraint
from django.forms import ModelForm
from django.urls import get_resolver
from django.utils import translation

from cities.forms import CalendarDayForm, CityForm, HostForm
from cities.models import CityCalendarDay, CityDomain
from educities.kit.data_classes import our_models
from programs.actions import define_indicator
from programs.forms.indicators import IndicatorForm
from programs.models import Indicator
from stakeholders.forms.organisations import OrganisationForm
from stakeholders.models import Organisation
from tests.factories import IndicatorFactory, OrganisationFactory

DAY = {"name_he": "Feast", "date": "2090-04-02", "kind": "feast"}
INDICATOR = {"name_he": "מדד", "code": "taken", "kind": "population", "unit": "percent", "direction": "up"}


def forms_of_rows() -> list[Any]:
    get_resolver().url_patterns  # noqa: B018 (every page is read, and with it every form)
    found, waiting = [], [ModelForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [form for form in below if form._meta.model in set(our_models())]
    return sorted(found, key=lambda form: form.__name__)


@pytest.mark.parametrize("form", forms_of_rows(), ids=lambda form: form.__name__)
def test_every_unique_constraint_that_a_form_can_meet_has_its_sentence(form: Any) -> None:
    said, names = form._meta.error_messages or {}, set(form.base_fields)
    for field in form._meta.model._meta.local_fields:
        if field.unique and field.name in names:
            assert "unique" in said.get(field.name, {}), field.name
    for one in form._meta.model._meta.constraints:
        if isinstance(one, UniqueConstraint) and set(one.fields) <= names | {"city"}:
            own = one.violation_error_message != one.default_violation_error_message
            assert own or "unique_together" in said.get(NON_FIELD_ERRORS, {}), one.name


@pytest.mark.django_db
def test_what_is_taken_is_said_in_words(scope: Any) -> None:
    IndicatorFactory(code="taken")
    CityCalendarDay.objects.create(date="2090-04-02", kind="feast", name={"en": "Feast"})
    OrganisationFactory(registry_no="5")
    CityDomain.objects.create(city=scope, host="school.example.org")
    organisation = {"name_he": "מאפייה", "sector": "2", "field": "other", "registry_no": "5"}
    city = {"slug": scope.slug, "kind": "municipality", "country": "IL", "time_zone": "Asia/Jerusalem"}
    with translation.override("he"):
        found = {
            "code": IndicatorForm(INDICATOR, instance=Indicator()),
            "date": CalendarDayForm(DAY, instance=CityCalendarDay()),
            "registry_no": OrganisationForm(organisation, instance=Organisation()),
            "slug": CityForm({**city, "language": "he"}),
            "host": HostForm({"host": "school.example.org"}),
        }
        said = {field: form.errors[field][0] for field, form in found.items()}
    assert said == {
        "code": "כבר קיים בעיר מדד עם הקוד הזה.",
        "date": "היום הזה כבר רשום בלוח.",
        "registry_no": "לארגון אחר בעיר יש מספר הרישום הזה.",
        "slug": "הכתובת הזאת שייכת לעיר אחרת. בחרו כתובת אחרת.",
        "host": "כתובת האתר הזאת כבר מובילה אל עיר.",
    }


@pytest.mark.django_db
def test_a_new_main_indicator_is_taken_by_the_form(scope: Any, director: Any) -> None:
    old = IndicatorFactory(is_main=True)
    with translation.override("he"):
        form = IndicatorForm({**INDICATOR, "code": "new", "is_main": "on"}, instance=Indicator())
        assert form.is_valid(), form.errors
    new = define_indicator(actor=director, **form.values)
    assert list(Indicator.objects.filter(is_main=True)) == [new]
    assert old.pk != new.pk
