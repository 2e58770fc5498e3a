"""A gate or a cohort's page that is not whole stops Django from starting."""

import pytest
from django.core import checks
from django.utils.translation import gettext_lazy as _

from labs.values import COHORT_PARTS, GATE_RULES, CohortPart, FixPage, GateRule


@pytest.fixture
def rules(monkeypatch):
    """The registered rules, to be changed for one test."""
    monkeypatch.setattr(GATE_RULES, "answers", dict(GATE_RULES.answers))
    return GATE_RULES.answers


@pytest.fixture
def parts(monkeypatch):
    """The parts of a cohort's page, to be changed for one test."""
    monkeypatch.setattr(COHORT_PARTS, "answers", dict(COHORT_PARTS.answers))
    return COHORT_PARTS


def faults():
    return [error.id for error in checks.run_checks(tags=["labs"])]


def rule_like(rule, **changes):
    fields = {"code": rule.code, "text": rule.text, "page": rule.page, "compute": rule.compute}
    return GateRule(**{**fields, **changes})


def test_the_gates_are_whole():
    assert faults() == []


def test_a_rule_that_no_app_registers(rules):
    del rules["G14"]
    assert faults() == ["labs.E001"]


def test_a_rule_that_the_table_does_not_know(rules):
    rules["G99"] = rule_like(rules["G14"], code="G99")
    assert faults() == ["labs.E002"]


def test_an_active_rule_without_a_function(rules):
    rules["G11"] = rule_like(rules["G11"], compute=None)
    assert faults() == ["labs.E003"]


def test_a_rule_that_leads_to_no_page(rules):
    rules["G11"] = rule_like(rules["G11"], page=FixPage("no_such_page", _("Members")))
    assert faults() == ["labs.E004"]


def test_a_page_of_the_city_is_not_one_of_a_cohort(rules):
    rules["G35"] = rule_like(rules["G35"], page=FixPage("indicators", _("Indicators")))
    assert faults() == ["labs.E004"]


def test_a_part_that_leads_to_no_page(parts):
    parts.register(CohortPart(99, "no_such_page", _("Cohort"), "map"))
    assert faults() == ["labs.E005"]


def test_a_part_that_asks_for_no_permission(parts):
    parts.register(CohortPart(99, "cohort", _("Cohort"), "map", "labs.no_such_act_of_cohort"))
    assert faults() == ["labs.E006"]
