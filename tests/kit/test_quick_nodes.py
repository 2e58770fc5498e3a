import re

import pytest
from django.template import Context, Engine
from django.test import override_settings
from django.urls import NoReverseMatch, clear_script_prefix, set_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import override

from educities.kit.addresses import cached_reverse

BUILTINS = ["django.templatetags.i18n", "educities.kit.templatetags.quick_tags"]


def render(source: str, **context: object) -> str:
    return Engine(builtins=BUILTINS).from_string(source).render(Context(context))


def test_one_node_speaks_each_language() -> None:
    template = Engine(builtins=BUILTINS).from_string('{% translate "Sign out" %}')
    found = []
    for language in ("en", "he", "ar", "he"):
        with override(language):
            found.append(template.render(Context()))
    assert found[0] == "Sign out"
    assert len(set(found)) == 3
    assert found[1] == found[3]


def test_a_sentence_with_a_context_is_another_one() -> None:
    source = '{% translate ", " context "between the parts of a list" %}'
    with override("ar"):
        assert render(source) == "، "


def test_a_sentence_in_a_variable_is_asked_each_time() -> None:
    template = Engine(builtins=BUILTINS).from_string("{% translate what %}")
    with override("he"):
        first, second = (template.render(Context({"what": what})) for what in ("Sign out", "<b>"))
    assert first != "Sign out"
    assert second == "&lt;b&gt;"


def test_a_sentence_may_stand_under_a_name() -> None:
    assert render('{% translate "Sign out" as way %}[{{ way }}]') == "[Sign out]"


def test_addresses_of_two_cities_are_two() -> None:
    template = Engine(builtins=BUILTINS).from_string("{% url 'organisation' city row %}")
    found = [template.render(Context({"city": city, "row": row})) for city, row in (("a", 1), ("b", 1), ("a", 2))]
    assert found == ["/c/a/organisations/1/", "/c/b/organisations/1/", "/c/a/organisations/2/"]


def test_an_address_that_is_not_there_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        render("{% url 'organisation' city 1 %}", city="not a slug")
    assert render("{% url 'organisation' city 1 as way %}[{{ way }}]", city="not a slug") == "[]"
    assert render("{% url 'organisation' city 1 as way %}[{{ way }}]", city="a") == "[/c/a/organisations/1/]"


def test_a_named_part_and_a_name_in_a_variable_are_taken() -> None:
    assert render("{% url 'organisation' city='a' pk=3 %}") == "/c/a/organisations/3/"
    assert render("{% url name 'a' 3 %}", name="organisation") == "/c/a/organisations/3/"


def test_what_looks_alike_is_not_confused() -> None:
    assert cached_reverse("organisation", "a", 1) == "/c/a/organisations/1/"
    assert cached_reverse("organisation", SafeString("a"), "1") == "/c/a/organisations/1/"
    with pytest.raises(NoReverseMatch):
        cached_reverse("organisation", "a", True)


def test_the_place_of_the_installation_counts() -> None:
    assert cached_reverse("organisation", "a", 1) == "/c/a/organisations/1/"
    set_script_prefix("/below/")
    try:
        assert cached_reverse("organisation", "a", 1) == "/below/c/a/organisations/1/"
    finally:
        clear_script_prefix()


def test_other_tables_of_addresses_are_others() -> None:
    cached_reverse("organisation", "a", 1)
    with override_settings(ROOT_URLCONF="stakeholders.urls"), pytest.raises(NoReverseMatch):
        cached_reverse("home")


def test_a_files_address_follows_where_files_lie() -> None:
    source = "{% static 'css/main.css' %}"
    found = render(source)
    with override_settings(STATIC_URL="/elsewhere/"):
        assert render(source) == found.replace("/static/", "/elsewhere/")
    assert render("{% static 'css/main.css' as sheet %}[{{ sheet }}]") == f"[{found}]"


@pytest.mark.parametrize("changes_language", [True, False])
def test_the_page_offers_the_other_two_languages(changes_language: bool) -> None:
    source = "{% language_buttons changes_language %}"
    with override("he"):
        drawn = render(source, changes_language=changes_language)
    assert re.findall(r'value="(\w+)"', drawn) == ["en", "ar"]
    assert ('form="typed"' in drawn) is changes_language
    assert re.findall(r'value="(\w+)"', render(source)) == ["he", "ar"]
