"""Every mail in a real browser: nothing past the edge of a phone, buttons that a thumb meets, light and dark."""

import json
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mail_fits_a_phone(scope: Any, scheme: str) -> None:
    samples = Samples(scope)
    mails = [(f"{k.code}-{lang}", samples.render(k, lang).html) for k in mailed_kinds() for lang in LANGUAGES]
    with chromium() as browser:
        page = open_page(browser, color_scheme=scheme)
        for width in (320, 390, 640):
            assert page.evaluate(MEASURE, [json.loads(json.dumps(mails)), width, THUMB]) == []
