"""How long what is kept, as Markdown, drawn from the table of periods."""

from django.utils.translation import override

from educities.kit.retention import PERIODS, SHORT_PERIODS

HEAD = """# How long data is kept

The periods are a proposal of the product; a city's lawyer may ask for others. They stand in one place,
`educities/kit/retention.py`, and this page is written from it by `manage.py draw`; a test fails when it is not the truth. What
is older goes at night, in each city by itself and in batches; the city office says what went, `manage.py doctor` when it was done. What a
person wrote, and what is counted, stays until the person leaves the city or deletes the account.
"""


def retention_page() -> str:
    """The whole page: what is kept for weeks and years, then what goes within days."""
    with override("en"):
        rows = "\n".join(
            f"| {one.what} | {one.days} days | {one.then} | {one.data_class} |" for one in PERIODS.values()
        )
        short = "\n".join(f"| {what} | {_write_hours(hours)} |" for what, hours in SHORT_PERIODS.values())
    tables = (
        f"| what | kept for | then | class |\n|---|---|---|---|\n{rows}",
        f"## Within days\n\n| what | kept for |\n|---|---|\n{short}",
    )
    return f"{HEAD}\n" + "\n\n".join(tables) + "\n"


def _write_hours(hours: int) -> str:
    return f"{hours // 24} days" if hours > 48 else f"{hours} hour{'s' if hours > 1 else ''}"
