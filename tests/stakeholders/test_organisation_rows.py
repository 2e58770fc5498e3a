from django.template import Context, Engine

from cities.models import City
from stakeholders.models import Organisation

ENGINE = Engine(libraries={"organisations": "stakeholders.templatetags.organisations"})


def draw_rows(city: City, *, may_choose: bool = False) -> str:
    row = Organisation(pk=7, name={"en": "Bread & Co"}, sector=2, field="welfare", state="proposed")
    template = ENGINE.from_string("{% load organisations %}{% organisation_rows rows may_choose %}")
    return template.render(Context({"city": city, "rows": [row], "may_choose": may_choose}))


def test_a_row_leads_to_its_organisation_and_escapes_its_name(scope: City) -> None:
    link = f'<a href="/c/{scope.slug}/organisations/7/"><bdi>Bread &amp; Co</bdi></a>'
    assert link in draw_rows(scope)


def test_each_cell_says_what_it_is(scope: City) -> None:
    drawn = draw_rows(scope)
    assert '<td data-label="Sector"><span class="sector">' in drawn
    assert '<td data-label="Field">welfare</td>' in drawn
    assert '<td data-label="Status"><span class="tag' in drawn


def test_who_may_verify_chooses_rows(scope: City) -> None:
    assert 'type="checkbox"' not in draw_rows(scope)
    assert '<input type="checkbox" name="chosen" value="7">' in draw_rows(scope, may_choose=True)
