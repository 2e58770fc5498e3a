"""A name of two hundred letters without a space stays inside every page that shows it, on a phone and at a desk."""

from datetime import date
from typing import Any

import pytest

from educities.tenancy.scope import city_scope
from tests.browser.looks import PAST_THE_EDGE, chromium, open_page
from tests.factories import (
    CityFactory,
    CohortFactory,
    IndicatorFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgramFactory,
    UserFactory,
)
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENDLESS = "א" * 200


def test_an_endless_name_stays_inside(live_server: Any, client: Any) -> None:
    name = {"he": ENDLESS}
    city = CityFactory(slug="bat-galim")
    director = UserFactory()
    MembershipFactory(user=director, city=city, role="director")
    with city_scope(city.pk):
        organisation, lab, indicator = (
            OrganisationFactory(name=name),
            LabFactory(name=name),
            IndicatorFactory(name=name),
        )
        cohort = CohortFactory(lab=lab, name=name, starts_on=date(2026, 1, 1))
        program = ProgramFactory(actor=director, signed=True)
        milestone = program.years.first().milestones.first()
        type(milestone).objects.filter(pk=milestone.pk).update(title=name)
    pages = ["today/", "labs/", f"labs/{lab.pk}/", "board/", "organisations/", "program/", "indicators/", "settings/"]
    rows = [row.get_absolute_url() for row in (organisation, cohort, indicator, milestone)]
    sign_in(client, director)
    session = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    wrong = []
    with chromium() as browser:
        for width in (390, 1280):
            page = open_page(browser, width=width, cookies=[session])
            for address in [*(f"/c/bat-galim/{one}" for one in pages), *rows, "/c/bat-galim/"]:
                answer = page.goto(live_server.url + address)
                assert answer.status == 200, address
                wrong += [f"{width} {address}: {fault}" for fault in page.evaluate(PAST_THE_EDGE)]
            page.context.close()
    assert wrong == [], "\n".join(wrong)
