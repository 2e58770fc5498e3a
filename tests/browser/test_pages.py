"""Every page of the practice city in a real browser, as each kind of person: three languages, each narrow and wide, light
and dark, and at 320 px with spaced text."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, reverse

from cities.models import Membership
from consents.models import GuardianLink
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from reports.practice import build_practice_city
from tests.browser.looks import chromium, faults, faults_when_spaced, open_page
from tests.support import sign_in
from tests.test_urls import OWN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Links with a secret of their own, files, and pages that are asked for by other pages.
NOT_WALKED = {
    "accept_invitation",
    "confirm_act",
    "guardian",
    "sign_in_link",
    "answer_session",
    "wall_count",
    "find_organisations",
}
NOT_WALKED |= {
    "import_problems",
    "download_report",
    "workplace",
    "onward",
    "second_factor",
    "api_unknown",
    "letter",
    "reports",
}


def one_row_each() -> dict[str, int]:
    """A row's number for each model of the practice city."""
    from django.apps import apps

    rows = {}
    for model in apps.get_models():
        if model.__module__.split(".")[0] in {
            "stakeholders",
            "meetings",
            "programs",
            "labs",
            "journeys",
            "challenges",
            "cities",
            "reports",
        }:
            try:
                row = model.objects.order_by("pk").last()
            except Exception:
                continue
            if row:
                rows[model.__name__] = row.pk
    rows["GuardianLink"] = GuardianLink.objects.last().pk
    return rows


def addresses(slug: str, rows: dict[str, int]) -> list[str]:
    """The address of each page that can be read, with a row of its own model."""
    found = []
    for route, entry in OWN:
        view = entry.callback.view_class
        if not isinstance(entry, URLPattern) or entry.name in NOT_WALKED or not hasattr(view, "get"):
            continue
        args: list[Any] = [slug] if route.startswith("c/") else []
        if "<int:pk>" in route:
            model = view.model.__name__ if view.model else {"platform_city": "City"}.get(entry.name, "")
            if entry.name == "support_idea":
                model = "Contribution"
            if model not in rows:
                continue
            args.append(rows[model])
        if "<str:code>" in route:
            args.append("L1" if "lab" in entry.name else "G11")
        if route.count("<") == len(args):
            found.append(reverse(entry.name, args=args))
    return [a for a in found if "/kit/" not in a]


def test_every_page_in_three_languages_and_two_widths(live_server: Any) -> None:
    call_command("load_areas", verbosity=0)
    city = build_practice_city("practice-password-9")
    with city_scope(city.pk):
        rows = one_row_each()
    walk = addresses(city.slug, rows)
    people = {name: User.objects.get(email=f"{name}@practice.example") for name in ("ruth", "noa", "operator")}
    assert Membership.objects.filter(user=people["ruth"], role="director").exists()
    wrong, seen = [], set()
    with chromium() as browser:
        for who, user in {**people, "nobody": None}.items():
            visitor = Client()
            cookies = []
            if user:
                sign_in(visitor, user)
                cookies.append({"name": "session", "value": visitor.cookies["session"].value, "url": live_server.url})
            open_to_them = [address for address in walk if visitor.get(address).status_code == 200]
            for lang, width in (("he", 390), ("ar", 1280), ("en", 390)):
                told = [*cookies, {"name": "language", "value": lang, "url": live_server.url}]
                page = open_page(browser, width=width, cookies=told)
                for address in open_to_them:
                    if (address, lang) in seen:
                        continue
                    seen.add((address, lang))
                    answer = page.goto(live_server.url + address)
                    assert (answer.status, page.url) == (200, live_server.url + address), who
                    for size, scheme in ((width, "light"), (1670 - width, "dark")):
                        page.set_viewport_size({"width": size, "height": 900})
                        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                        wrong += [f"{who} {lang} {size} {scheme} {address}: {fault}" for fault in faults(page)]
                    wrong += [f"{who} {lang} 320 spaced {address}: {fault}" for fault in faults_when_spaced(page)]
                    page.said.clear()
                page.context.close()
    assert len({address for address, _lang in seen}) > 50
    assert wrong == [], "\n".join(wrong)
