"""The matrix of the whole house: every permission x every kind of person, on a plain row here and in another city."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern
from rules.permissions import permissions

from educities.kit.data_classes import our_models
from educities.kit.views import Permitted
from educities.tenancy.scope import city_scope
from tests import factories
from tests.examples import EXAMPLES, make_example
from tests.matrix import MATRIX, PAGES, WORDS, asked_by_page, people_with
from tests.test_urls import OWN

ACTORS = ("director", "facilitator", "steward", "resident", "stranger", "operator", "organisation", "teacher", "reader")
CITY = "cities.City"
# `list_` and `add_` are asked about the city, any other permission about a row of the model in its name. These are asked
# about something else, or about more.
ASKED_ABOUT = {
    "accelerator.add_accelerator": {CITY, "programs.Intake"},
    "accelerator.browse_accelerator": {CITY},
    "challenges.manage_challenge": {CITY},
    "collaborations.give_endorsement": {"meetings.Session", "collaborations.Collaboration"},
    "collaborations.introduce_collaboration": {CITY},
    "forum.change_charter": {CITY, "forum.Charter"},
    "forum.lead_charter": {CITY, "forum.Charter"},
    "forum.seat_charter": {CITY, "forum.Charter"},
    "forum.send_to_charter": {CITY, "labs.Lab", "labs.Cohort", "journeys.Initiative", "journeys.ModelVersion"},
    "forum.view_charter": {CITY, "forum.Charter"},
    "growth.invite_engine": {CITY, "growth.Engine"},
    "journeys.choose_activityarea": {"journeys.ActivityArea", "labs.Cohort"},
    "journeys.plan_expedition": {"labs.Cohort"},
    "journeys.plan_initiative": {"labs.Cohort"},
    "journeys.start_modelversion": {"labs.Cohort"},
    "labs.list_lab": {CITY, "labs.Lab"},
    "matching.see_matchsuggestion": {CITY},
    "programs.revise_values_of_indicator": {"programs.Indicator", "programs.IndicatorValue"},
    "library.compare_cityoutline": {CITY},
    "programs.import_values_of_indicator": {CITY, "stakeholders.ImportRun"},
    "programs.keep_nationalfigure": {CITY, "stakeholders.ImportRun"},
    "programs.sign_program": {CITY, "programs.Program"},
    "programs.view_program": {
        CITY,
        "programs.Program",
        "programs.ProgramYear",
        "programs.Milestone",
        "programs.ReviewFile",
    },
    "reports.change_directorsentence": {CITY},
    "reports.view_report": {CITY, "reports.Report"},
    "stakeholders.ask_organisation": {CITY, "stakeholders.Organisation"},
    "stakeholders.browse_profile": {CITY},
    "stakeholders.import_organisation": {CITY},
    "stakeholders.list_unkept_profile": {CITY},
    "stakeholders.merge_profile": {CITY, "stakeholders.Profile"},
    "stakeholders.keep_network_area": {CITY},
    "stakeholders.search_profile": {CITY},
    "stakeholders.verify_organisation": {CITY, "stakeholders.Organisation", "stakeholders.ImportRun"},
}


def asked_about(permission: str) -> set[str]:
    """The labels of the models whose rows the permission is asked about."""
    app, _dot, name = permission.partition(".")
    verb, _underscore, model = name.rpartition("_")
    if permission in ASKED_ABOUT:
        return ASKED_ABOUT[permission]
    return {CITY} if verb in {"list", "add"} else {apps.get_model(app, model)._meta.label}


QUESTIONS = [(permission, label) for permission in sorted(permissions) for label in sorted(asked_about(permission))]


def person(who: str, city: Any, request: Any) -> Any:
    if who in {"organisation", "teacher", "reader"}:
        user = factories.UserFactory()
        factories.MembershipFactory(user=user, city=city, role=who)
        return user
    return request.getfixturevalue(who)


def test_the_matrix_names_no_permission_that_is_gone() -> None:
    assert set(MATRIX) - set(permissions) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("permission", "label"), QUESTIONS)
def test_who_may(permission: str, label: str, scope: Any, other_city: Any, request: Any) -> None:
    row = make_example(label, scope)
    allowed = {who for who in ACTORS if person(who, scope, request).has_perm(permission, row)}
    assert allowed == people_with(permission) & set(ACTORS)
    assert not AnonymousUser().has_perm(permission, row)
    with city_scope(other_city.pk):
        foreign = make_example(label, other_city)
    insiders = set(ACTORS) - {"operator"}
    assert {who for who in insiders if person(who, scope, request).has_perm(permission, foreign)} == set()


@pytest.mark.parametrize("entry", [entry for _route, entry in OWN], ids=lambda entry: entry.name)
def test_a_page_asks_for_what_the_table_says(entry: URLPattern) -> None:
    view, asks = entry.callback.view_class, asked_by_page(entry.name)
    declared = "anybody" if view.public else "signed in" if view.signed_in else view.permission
    assert asks in {declared, "own"}
    assert asks in WORDS or people_with(asks) is not None


def test_the_table_of_pages_names_none_that_is_gone() -> None:
    assert set(PAGES) - {entry.name for _route, entry in OWN} == set()


ASKING = [
    (route, entry)
    for route, entry in OWN
    if entry.callback.view_class.permission
    and entry.callback.view_class.permission_object is Permitted.permission_object
]


@pytest.mark.parametrize(("route", "entry"), ASKING, ids=[entry.name for _route, entry in ASKING])
def test_a_page_asks_about_what_the_matrix_asks_about(route: str, entry: URLPattern) -> None:
    view = entry.callback.view_class
    label = view.model._meta.label if view.model and "<int:pk>" in route else CITY
    assert label in asked_about(view.permission), f"Add {label} to what {view.permission} is ASKED_ABOUT"


PERMITTED = [model for model in our_models() if getattr(model._meta, "rules_permissions", None)]


@pytest.mark.parametrize("model", PERMITTED, ids=lambda model: model._meta.label)
def test_every_model_with_permissions_has_an_example(model: Any) -> None:
    assert model._meta.label in EXAMPLES, f"Add to tests/factories how a plain row of {model._meta.label} is made"


@pytest.mark.django_db
@pytest.mark.parametrize("label", EXAMPLES)
def test_an_example_is_a_row_of_its_model_in_the_city(label: str, scope: Any) -> None:
    row = make_example(label, scope)
    assert row._meta.label == label
    # What is entered once for all cities belongs to none.
    assert getattr(row, "city", scope) == (None if label == "programs.NationalFigure" else scope)


def test_what_is_missing_is_said_in_words(scope: Any) -> None:
    with pytest.raises(LookupError, match=r"tests/examples\.py, how a plain row of programs\.Nothing is made"):
        make_example("programs.Nothing", scope)
    with pytest.raises(LookupError, match=r"tests/programs/matrix\.py who has the permission"):
        people_with("programs.do_nothing")
    with pytest.raises(LookupError, match='what "nothing" asks for: a permission, or one of anybody, signed in'):
        asked_by_page("nothing")
