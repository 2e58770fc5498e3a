"""Every mail in a real browser: nothing past the edge of a phone, buttons that a thumb meets, light and dark."""

import json
from itertools import product
from typing import Any

import pytest

from tests.browser.looks import chromium, open_page
from tests.mail_samples import LANGUAGES, Samples, mailed_kinds

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
THUMB = 44
# All mails stand in frames of one width on one page, so that a hundred take no longer than one.
MEASURE = """([mails, width, thumb]) => {
  document.body.replaceChildren();
  const faults = [];
  const frames = mails.map(([name, html]) => {
    const frame = document.createElement("iframe");
    frame.width = width; frame.height = 900; frame.srcdoc = html;
    document.body.append(frame);
    return new Promise((done) => frame.addEventListener("load", () => {
      const root = frame.contentDocument.documentElement;
      if (root.scrollWidth > width) faults.push(`${name} is ${root.scrollWidth} px wide`);
      for (const link of frame.contentDocument.querySelectorAll(".b1 a, .b2 a"))
        if (link.getBoundingClientRect().height < thumb) faults.push(`${name}: ${link.textContent} is too low`);
      done();
    }));
  });
  return Promise.all(frames).then(() => faults);
}"""


WIDTHS, SCHEMES = (320, 390, 640), ("light", "dark")


def looks_of(scheme: str) -> set[tuple[str, int]]:
    """The languages and widths that are looked at in this scheme. Each pair of values stands together once."""
    places = product(enumerate(LANGUAGES), enumerate(WIDTHS))
    return {(lang, width) for (one, lang), (other, width) in places if SCHEMES[(one + other) % 2] == scheme}


def test_each_pair_of_values_is_looked_at_together() -> None:
    looks = {(scheme, *look) for scheme in SCHEMES for look in looks_of(scheme)}
    assert {(lang, width) for _scheme, lang, width in looks} == set(product(LANGUAGES, WIDTHS))
    assert {(scheme, lang) for scheme, lang, _width in looks} == set(product(SCHEMES, LANGUAGES))
    assert {(scheme, width) for scheme, _lang, width in looks} == set(product(SCHEMES, WIDTHS))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_mail_fits_a_phone(scope: Any, scheme: str) -> None:
    samples, looks = Samples(scope), looks_of(scheme)
    mails = {lang: [(f"{k.code}-{lang}", samples.render(k, lang).html) for k in mailed_kinds()] for lang in LANGUAGES}
    with chromium() as browser:
        page = open_page(browser, color_scheme=scheme)
        for width in WIDTHS:
            seen = [mail for lang in LANGUAGES if (lang, width) in looks for mail in mails[lang]]
            assert seen
            assert page.evaluate(MEASURE, [json.loads(json.dumps(seen)), width, THUMB]) == []
