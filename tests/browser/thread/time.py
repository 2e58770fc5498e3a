"""What time and the workers do by themselves: the reminder of the evening before, the report."""

import zipfile
from io import BytesIO
from pathlib import Path

from tests.browser.thread.people import Person, Postman, he
from tests.installation import owner


def evening_falls(var: Path, session: int) -> None:
    """The reminder's hour has come; nobody in this test can wait for it."""
    with owner(var) as cursor:
        cursor.execute(
            "UPDATE activity_schedule SET due_at = now() - interval '1 second'"
            " WHERE subject_type = 'meetings.session' AND subject_id = %s AND state = 'waiting'",
            [session],
        )
        assert cursor.rowcount == 1


def invitations_leave(var: Path) -> None:
    """The minutes are over in which whoever invited could take it back."""
    with owner(var) as cursor:
        cursor.execute(
            "UPDATE activity_message SET available_at = now()"
            " WHERE kind = 'meetings.session_scheduled' AND state = 'pending' AND available_at > now()"
        )
        assert cursor.rowcount > 0


def session_begins(var: Path, session: int) -> None:
    """People came early; its hour has come now."""
    with owner(var) as cursor:
        cursor.execute("UPDATE meetings_session SET starts_at = now() WHERE id = %s", [session])
        assert cursor.rowcount == 1


ONLY_ONE = "There will be no other reminder."


def question(language: str = "he") -> str:
    """What a reminder alone says, whatever day it is for: here it comes some days before."""
    return he(ONLY_ONE, language=language)


def is_reminded_once(person: Person, post: Postman, language: str) -> None:
    """One mail, in the person's language."""
    words = question(language)
    post.letter(person.email, holding=words)
    later = [text for text in map(post.text, post.letters(person.email)) if words in text]
    assert len(later) == 1, later


def hears_nothing(person: Person, post: Postman) -> None:
    found = [text for text in map(post.text, post.letters(person.email)) if question() in text]
    assert found == []


def asks_for_the_report(director: Person, slug: str, file_format: str) -> bytes:
    """The worker builds it while the page waits; then it is downloaded."""
    director.goes(f"/c/{slug}/today/")
    row = director.page.locator("#report-list li")
    before = row.locator("a").count()
    director.presses(file_format, exact=True)
    row.locator("a").nth(before).wait_for()
    with director.page.expect_download() as download:
        row.locator("a").first.click()
    return Path(download.value.path()).read_bytes()


def is_a_page_in_hebrew(report: bytes) -> None:
    assert report.startswith(b"%PDF-")
    assert b"/Lang (he" in report or b"/Lang(he" in report, report[:300]


def is_a_workbook(report: bytes) -> None:
    assert "xl/workbook.xml" in zipfile.ZipFile(BytesIO(report)).namelist()
