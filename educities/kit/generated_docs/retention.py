"""How long what is kept, as Markdown, drawn from the table of periods."""

from django.utils.translation import override

from educities.kit.retention import PERIODS, SHORT_PERIODS

HEAD = """# How long data is kept

The periods are a proposal of the product. The city decides with its counsel, and with what the law on archives asks, whether others
are needed; whoever runs the platform writes them into the one place in which they stand,
`educities/kit/retention.py`, and this page is written from it by `manage.py draw`; a test fails when it is not the truth. What
is older goes at night, in each city by itself and in batches; the city office says what went, `manage.py doctor` when it was done. What a
person wrote, and what is counted, stays until the person leaves the city or deletes the account.
"""
# What stays until its person leaves, or the operator removes it: nobody has set an end.
NO_END = (
    "Accounts and profiles that nobody uses any more",
    "Closed accounts of children: email address, age group and month, who answered what",
    "Addresses and answers of parents and guardians who answered; consents, with the version of their words",
    "Scans of signed forms and of paper ideas",
    "Attendance, under the number of the profile",
    "People whom others keep without an account, and people who took part once by a link",
    "How it is known that a person is who they say",
    "Keyed hashes: of the list of residents, and of mailboxes whose readers do not know a child",
    "All of a city that has left, until it is removed (`manage.py remove_city`)",
    "Backups, and the log of the machine: whoever runs the platform sets their end",
)
NO_END_HEAD = """## No end yet

No nightly work takes these away. The city sets an end for each with its counsel, before it opens; until the program keeps it, the
city removes by hand what can be removed (a person without an account: the director, on the person's page).
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
    no_end = NO_END_HEAD + "\n" + "\n".join(f"- {what}" for what in NO_END)
    return f"{HEAD}\n" + "\n\n".join((*tables, no_end)) + "\n"


def _write_hours(hours: int) -> str:
    return f"{hours // 24} days" if hours > 48 else f"{hours} hour{'s' if hours > 1 else ''}"
