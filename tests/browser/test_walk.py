"""The walk over all pages finds a fault that shows at one look alone: it is planted, and nothing else is found."""

from typing import Any

import pytest

from tests.browser.looks import chromium, open_page
from tests.browser.walk import LOOKS, WITH_AXE, Look, Walker

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>* {{ margin: 0 }} {rules}</style>
<main><h1>{title}</h1><p>{title}</p><p id="planted">{title}</p>{more}</main></html>"""
TITLE = {"he": "\u05e9\u05dc\u05d5\u05dd", "ar": "\u0633\u0644\u0627\u0645", "en": "Hello"}
DIRECTION = {"he": "rtl", "ar": "rtl", "en": "ltr"}


def media_of(look: Look) -> str:
    """The media query that holds at this look, and at none of the others of its language."""
    return f"(width: {look.width}px) and (prefers-color-scheme: {look.theme})"


def found_on(page: Any, language: str, rules: str = "", more: str = "", axe: set[Look] | None = None) -> list[str]:
    """What the walk says of a page with these rules and this part."""
    page.set_content(PAGE.format(lang=language, dir=DIRECTION[language], title=TITLE[language], rules=rules, more=more))
    looks = [look for look in LOOKS if look.language == language]
    touch = page.context.new_cdp_session(page)
    return list(Walker._look_at(page, touch, looks, with_axe=axe or set(), in_city=False))


@pytest.fixture
def page() -> Any:
    with chromium() as browser:
        yield open_page(browser, reduced_motion="reduce")


def test_a_plain_page_has_no_fault(page: Any) -> None:
    for axe in WITH_AXE:
        for language in TITLE:
            assert found_on(page, language, axe=axe) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_what_passes_the_edge_at_one_look_is_found_there(page: Any, look: Look) -> None:
    found = found_on(page, look.language, f"@media {media_of(look)} {{ #planted {{ width: 3000px }} }}")
    assert [one for one in found if "planted" in one]
    assert {one.partition(":")[0] for one in found} == {str(look)}


@pytest.mark.parametrize("language", TITLE)
def test_what_passes_the_edge_with_large_or_spaced_text_alone_is_found(page: Any, language: str) -> None:
    large = found_on(
        page,
        language,
        "#planted { width: 30rem; max-width: 800px } @media (width < 1000px) { #planted { width: 19rem } }",
    )
    assert any("planted" in one and "large=True" in one for one in large) == (language == "en")
    wide = found_on(page, language, "@media (width: 1280px) { #planted { width: 70rem } }")
    assert any("planted" in one and "large=True" in one for one in wide) == (language != "en")
    spaced = found_on(
        page,
        language,
        "#planted { width: 27ch; letter-spacing: 0; } @media (width: 320px) { #planted { width: 330px } }",
    )
    assert [one for one in spaced if "planted" in one and f"{language} 320 spaced" in one]


def test_what_is_not_on_the_paper_is_found(page: Any) -> None:
    wide = "#planted { overflow: auto; white-space: nowrap } @media print { #planted { text-indent: 900px } }"
    found = found_on(page, "he", wide)
    assert [one for one in found if "he printed: cut on paper" in one and "planted" in one] == found
    assert found != []


@pytest.mark.parametrize("look", [look for look in LOOKS if any(look in axe for axe in WITH_AXE)], ids=str)
def test_what_axe_finds_at_one_look_is_found_there(page: Any, look: Look) -> None:
    axe = next(axe for axe in WITH_AXE if look in axe)
    faint = f"@media {media_of(look)} {{ #planted {{ color: #808080; background: #858585 }} }}"
    hidden = f"input {{ display: none; min-height: 44px }} @media {media_of(look)} {{ input {{ display: inline }} }}"
    planted = {"label": found_on(page, look.language, hidden, '<input id="unnamed">', axe=axe)}
    # Of Arabic letters axe measures no contrast.
    if look.language != "ar":
        planted["color-contrast"] = found_on(page, look.language, faint, axe=axe)
    for rule, found in planted.items():
        assert [one for one in found if f": {rule}: " in one and one.startswith(f"{look}: ")], found
        assert {one.partition(":")[0] for one in found} == {str(look)}


def test_what_is_said_is_found_in_each_language(page: Any) -> None:
    for language in ("he", "ar"):
        found = found_on(page, language, more='<button>Left behind</button><a href="/no/such/page/">-</a>')
        assert [one for one in found if "left in English: Left behind" in one]
        assert [one for one in found if "a link to no page: /no/such/page/" in one]
        assert [one for one in found if "a target under 44 px" in one]


def test_a_link_that_stands_alone_is_a_target_and_one_in_a_sentence_is_none(page: Any) -> None:
    def find_small(more: str) -> list[str]:
        return [one for one in found_on(page, "he", more=more) if "a target under 44 px" in one]

    assert find_small('<p><a href="/">Alone in its paragraph</a> </p>')
    assert find_small('<ul><li><small><a href="/">Alone in its line</a></small></li></ul>')
    assert find_small('<p>In <a href="/">a sentence</a>.</p>') == []
