"""What the design system promises of every page, measured in the browser: one head, one primary, ways up, targets, places.

The figures are the project's own aims (docs/design-system.md), in CSS pixels.
"""

from typing import Any

MIN_TARGET = 44
MAX_FIRST_CONTENT = {390: 130, 1280: 200}
# Where the heading stands under its ways up, which may take two lines on a phone; the practice city's ribbon is above all.
MAX_HEADING = {390: 155, 1280: 130}
# At 1280, where the page's own part begins, under the practice city's ribbon, a heading of one line, facts and tabs; a path
# (it is content) and messages come on top.
MAX_BODY = 208
# At 1280; lists and tables may be as long as they are.
MAX_HEIGHT = 1600
# The least share of a list that its items fill: a sheet of cards with holes has less.
MIN_FILLED = 0.6

MEASURE = """(least) => {
  const main = document.querySelector("main");
  const seen = (one) => { const box = one.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
  const place = (one) => one.getBoundingClientRect();
  const block = (one) => one.closest("p, dd, li > span, small, td, .lines, .message, .crumbs, .foot");
  const words = (one) => one.textContent.replace(/\\s+/g, " ").trim();
  // A link in a sentence is as high as its line; one that is all there is to a paragraph is a target like any other.
  const inText = (one) => one.matches("a") && block(one) && words(block(one)) !== words(one);
  // A cover, link or button, is as large as the row over which it is stretched.
  const label = (one) => (one.labels && one.labels.length ? one.labels[0] : one);
  const targets = [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
    .filter((one) => seen(one) && !inText(one) && !one.matches(".skip, .cover"))
    .map((one) => [one, Math.max(place(one).height, place(label(one)).height)]);
  const head = main.querySelector("h1"), crumb = main.querySelector(".crumbs li:last-child");
  const middle = (one) => (place(one).top + place(one).bottom) / 2;
  const lists = [...main.querySelectorAll(".rows, .cards")].filter(seen).map((list) => {
    const whole = place(list), items = [...list.children].map(place);
    return [list.className, items.reduce((sum, box) => sum + box.width * box.height, 0) / (whole.width * whole.height)];
  });
  const parts = [...main.children].filter(seen);
  // What is chosen in a box that is narrower than its words and than its form.
  const cutChoices = () => [...main.querySelectorAll("form select:not([multiple])")].filter(seen).filter((one) => {
    const style = getComputedStyle(one), pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const words = one.selectedOptions.length ? one.selectedOptions[0].text.trim() : "";
    const room = one.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
    return pen.measureText(words).width > room + 2 && place(one).width < place(one.form).width * .85;
  }).map((one) => `${one.name}: ${one.selectedOptions[0].text}`);
  // An introduction is read, so it is the beginning of the page's own part.
  const body = main.querySelector(".head > .lede") || parts.find((one) => !one.matches(".head, .below, .tabs, .path, .message, #messages, nav"));
  const above = parts.filter((one) => one.matches(".path, .message, #messages")).map((one) => place(one).height + 24);
  above.push(head ? Math.max(place(head).height - 40, 0) : 0);
  return {
    heading: head ? Math.round(place(head).top + scrollY) : 0,
    body: body ? Math.round(place(body).top + scrollY - above.reduce((sum, one) => sum + one, 0)) : 0,
    // Each way up is as high as a finger, so its box may lie under the heading; its words, in the middle, may not.
    overlaps: Boolean(head && crumb && middle(crumb) + 9 > place(head).top + 3 && place(head).bottom > place(crumb).top),
    heads: document.querySelectorAll("h1").length,
    first: head ? Math.round(place(main.querySelector("h1, nav, .message")).top + scrollY) : null,
    primaries: [...main.querySelectorAll(".btn.primary")].filter(seen).length,
    isRoom: document.body.matches(".room"),
    hasWay: Boolean(document.querySelector(".crumbs, .side [aria-current], .doors [aria-current=page], .tabs [aria-current], .brand[aria-current]")),
    hasDoor: !document.querySelector(".doors") || Boolean(document.querySelector("header.top [aria-current], .side [aria-current]")),
    height: document.documentElement.scrollHeight,
    isList: Boolean(main.querySelector(".rows, .table, .list, .board, .history")),
    cut: cutChoices(),
    small: targets.filter(([, height]) => height < least - 0.5).map(([one]) => one.outerHTML.slice(0, 100)),
    lists,
  };
}"""


def shortcomings(page: Any, *, width: int, in_city: bool, as_touch: bool) -> list[str]:
    """In what the open page falls short of the design system; empty when in nothing.

    `in_city`: the person has a role in the city of the page, so it has a door above it.
    """
    found = page.evaluate(MEASURE, MIN_TARGET)
    wrong = []
    if found["heads"] != 1:
        wrong.append(f"{found['heads']} headings of the first rank")
    if found["overlaps"]:
        wrong.append("the heading lies on the ways up")
    if found["primaries"] > 1:
        wrong.append(f"{found['primaries']} primary buttons")
    if not found["isRoom"] and (found["first"] or 0) > MAX_FIRST_CONTENT[width]:
        wrong.append(f"the first content stands {found['first']} px down")
    if not found["isRoom"] and found["heading"] > MAX_HEADING[width]:
        wrong.append(f"the heading stands {found['heading']} px down")
    if not found["isRoom"] and width == 1280 and found["body"] > MAX_BODY:
        wrong.append(f"the page's own part begins {found['body']} px down")
    if in_city and not found["isRoom"]:
        wrong += [] if found["hasWay"] else ["no way up"]
        wrong += [] if found["hasDoor"] else ["no door is marked"]
    if width == 1280 and not found["isList"] and found["height"] > MAX_HEIGHT:
        wrong.append(f"{found['height']} px high")
    wrong += [f"a choice is cut: {one}" for one in found["cut"]]
    if as_touch:
        wrong += [f"a target under {MIN_TARGET} px: {one}" for one in found["small"]]
    wrong += [f"{name}: filled by {share:.0%}" for name, share in found["lists"] if share < MIN_FILLED]
    return wrong
