"""What must hold of the gates and of a cohort's page, asked each time Django starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register
from django.urls import NoReverseMatch, reverse
from rules.permissions import perm_exists

from labs.values import COHORT_PARTS, GATE_RULES
from labs.values.stages import BY_CODE, RULES


@register("labs")
def check_gate_rules(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """Each rule of the table is registered once, each active one is computed, and each leads to a page that exists."""
    registered = {rule.code for rule in GATE_RULES}
    errors = [
        Error(f"rule {code} stands in labs.values.stages, and no app registers it", id="labs.E001")
        for code in BY_CODE
        if code not in registered
    ]
    errors += [
        Error(f"rule {code} is registered and does not stand in labs.values.stages", id="labs.E002")
        for code in sorted(registered - set(BY_CODE))
    ]
    errors += [
        Error(f"rule {rule.code} is active and has no function", id="labs.E003")
        for rule in RULES
        if rule.active and rule.code in registered and GATE_RULES[rule.code].compute is None
    ]
    return [
        *errors,
        *(
            Error(f"rule {rule.code} leads to {rule.page.url_name}, which is no page", id="labs.E004")
            for rule in GATE_RULES
            if not _page_exists(rule.page.url_name, is_of_city=rule.page.is_of_city)
        ),
    ]


@register("labs")
def check_cohort_parts(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """Each part of a cohort's page leads to a page that exists and asks for a permission that exists."""
    errors = [
        Error(f"a cohort's page leads to {part.url_name}, which is no page", id="labs.E005")
        for part in COHORT_PARTS
        if not _page_exists(part.url_name)
    ]
    errors += [
        Error(f"a cohort's page asks for {part.permission}, which is no permission", id="labs.E006")
        for part in COHORT_PARTS
        if not perm_exists(part.permission)
    ]
    return errors


def _page_exists(url_name: str, *, is_of_city: bool = False) -> bool:
    try:
        reverse(url_name, args=["city"] if is_of_city else ["city", 1])
    except NoReverseMatch:
        return False
    return True
