"""The table of mutants speaks of the code as it is: who changes a line that one stands on changes the mutant too."""

from pathlib import Path

from django.conf import settings

from tests.mutants.table import MUTANTS

ROOT = Path(settings.BASE_DIR)


def test_each_text_stands_once_in_its_file() -> None:
    stale = [
        f"{mutant.path}: {mutant.old}"
        for mutant in MUTANTS
        if not (ROOT / mutant.path).is_file() or (ROOT / mutant.path).read_text().count(mutant.old) != 1
    ]
    assert stale == []


def test_the_tests_of_each_are_there() -> None:
    named = {test.partition("::")[0] for mutant in MUTANTS for test in mutant.tests.split()}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
