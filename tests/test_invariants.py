"""docs/invariants.md: each invariant about people and organisations, 4 to 18, the five years, the forum and the accelerator, 42 to 49, has a test that is there."""

from pathlib import Path

from django.conf import settings

from tests.test_asvs import list_tests

ROOT = Path(settings.BASE_DIR)


def test_each_invariant_about_people_and_organisations_is_shown_by_a_test() -> None:
    lines = (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")][1:]
    assert [row[0] for row in rows] == [str(number) for number in (*range(4, 19), *range(42, 50))]
    for number, _what, _how, shown_by in rows:
        path, _colons, name = shown_by.partition("::")
        assert name in list_tests(path), f"invariant {number}: {shown_by}"
