"""Whose business each column is: every one says it, and what leaves the city is nobody's own."""

from typing import Any

import pytest
from django.forms import ModelForm
from django.test import RequestFactory
from django.urls import get_resolver
from rest_framework.request import Request

from challenges.models import Participation
from educities.api.paging import Listing
from educities.kit.data_classes import CLASSES, data_classes, our_models
from labs.models import Override
from programs.api import render_value
from programs.models import IndicatorValue
from stakeholders.models import Profile
from tests.access.world import make_rows_of_holes
from tests.support import subclasses_of

OPEN = {"public", "internal"}
get_resolver().url_patterns  # noqa: B018 (every page is read, and with it every list and every form)
LISTS = sorted(subclasses_of(Listing), key=lambda view: view.__name__)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_column_is_of_one_class(model: Any) -> None:
    classes = data_classes(model)
    assert list(classes) == [field.name for field in model._meta.local_concrete_fields]
    assert set(classes.values()) <= set(CLASSES)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"personal": "bring joined_at"}, "state"),
        ({"personal": "bring joined_at state", "public": "nickname"}, "nickname"),
        ({"personal": "bring joined_at state", "public": "bring"}, "bring"),
        ({"personal": "bring joined_at", "private": "state"}, "private"),
    ],
)
def test_a_column_of_none_of_two_or_of_an_unknown_class_is_refused(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], told: str
) -> None:
    monkeypatch.setattr(Participation, "DATA", said)
    with pytest.raises(LookupError, match=told):
        data_classes(Participation)


def test_a_link_to_a_person_is_personal_and_one_to_a_thing_is_not() -> None:
    classes = data_classes(Participation)
    assert (classes["profile"], classes["challenge"], classes["id"]) == ("personal", "internal", "internal")
    assert data_classes(Profile)["age_band"] == "child"


# Lists of what people chose, line by line, to show to partners: each column is let through by that choice alone.
CHOSEN_BY_PEOPLE = {
    "People": {"name", "shown_legal_name", "shown_phone", "shown_neighbourhood"}
    | {"shown_story", "shown_wish", "shown_offer", "shown_claims"}
    # What the city says of them, where they agreed to sharing.
    | {"verification"}
}


def test_what_a_list_shows_of_people_is_what_each_of_them_chose(scope: Any) -> None:
    for name, columns in CHOSEN_BY_PEOPLE.items():
        (view,) = [view for view in LISTS if view.__name__ == name]
        assert set(view().rows(Request(RequestFactory().get("/"))).query.annotation_select) == columns


def closed_columns(rows: Any) -> set[str]:
    """The columns of these plain rows that partners may not read."""
    classes = data_classes(rows.model)
    names = {rows.model._meta.get_field(name).name for name in rows.query.values_select}
    return {name for name in names if classes[name] not in OPEN}


@pytest.mark.django_db
@pytest.mark.parametrize("view", LISTS, ids=lambda view: view.__name__)
def test_partners_read_nothing_of_a_person(view: Any, scope: Any) -> None:
    page = view()
    page.kwargs = make_rows_of_holes(scope)
    rows = page.rows(Request(RequestFactory().get("/")))
    assert rows.query.values_select
    assert closed_columns(rows) == set()


@pytest.mark.django_db
def test_a_list_for_partners_with_what_is_the_staffs_alone_is_seen(scope: Any) -> None:
    assert data_classes(Override)["reason"] == "staff"
    assert closed_columns(Override.objects.values("id", "rule_code", "reason")) == {"reason"}


def test_a_figure_as_partners_read_it_is_nothing_of_a_person() -> None:
    classes = data_classes(IndicatorValue)
    assert len(LISTS) >= 4
    assert {classes[name] for name in render_value(IndicatorValue())} <= OPEN


def test_no_form_shows_a_secret() -> None:
    forms = [form for form in subclasses_of(ModelForm) if form._meta.model in set(our_models())]
    shown = {
        f"{form.__name__}.{name}"
        for form in forms
        for name in form.base_fields
        if data_classes(form._meta.model).get(name) == "secret"
    }
    assert shown == set()
    assert len(forms) > 10
