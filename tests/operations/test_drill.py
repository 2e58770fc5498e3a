"""The drill: a backup while people work, a refusal while they do, a restore, and what must not happen after it."""

import csv
import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from educities.embedded.commands import StepFailed, command_runner
from tests.faults.visitor import Visitor
from tests.installation import Installation, installed, owner

pytestmark = pytest.mark.processes
# The practice city's steward, for whom no child and no cohort waits.
ERASED = "stella@practice.example"
WAITING = """
    INSERT INTO activity_message (city_id, channel, kind, dedupe_key, recipient, payload, state, priority, created_at,
                                  available_at, attempts, last_error)
    VALUES ((SELECT id FROM cities_city WHERE slug = %s), 'mail', 'accounts.mail', %s, 'amal@example.org', %s,
            'pending', 5, now(), now() + interval '1 day', 0, '')
"""


@pytest.fixture
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory) as made:
        made.start()
        yield made


class Operator:
    """At the command line of an installation: each command is a process of its own, of one that has Django loaded."""

    def __init__(self, run_command: Callable[[list[str]], str]) -> None:
        self.run_command = run_command

    def manages(self, *words: str) -> str:
        """What a command said that ended well."""
        return self.run_command(list(words))

    def fails_to(self, *words: str) -> str:
        """What a command said that did not end well."""
        with pytest.raises(StepFailed) as failed:
            self.run_command(list(words))
        return str(failed.value)


@contextmanager
def at_the_command_line(installation: Installation, **more: str) -> Iterator[Operator]:
    with command_runner(installation.environment(**more)) as run_command:
        yield Operator(run_command)


@pytest.fixture
def operator(installation: Installation) -> Iterator[Operator]:
    with at_the_command_line(installation) as made:
        yield made


def states(installation: Installation) -> dict[str, str]:
    with owner(installation.var) as cursor:
        cursor.execute("SELECT dedupe_key, state FROM activity_message WHERE dedupe_key LIKE 'drill-%%'")
        return dict(cursor.fetchall())


def tables_that_name(installation: Installation, words: str) -> set[str]:
    """The tables of which a row holds these words, in whatever column."""
    with owner(installation.var) as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [table for (table,) in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS one WHERE one::text ILIKE %s', [f"%{words}%"])
            found |= {table} if cursor.fetchone()[0] else set()
    return found


def test_backup_and_restore(installation: Installation, operator: Operator, tmp_path: Path) -> None:
    ruth = Visitor(installation.address)
    ruth.signs_in("ruth@practice.example", installation.practice_password)
    with owner(installation.var) as cursor:
        for slug in ("practice", None):
            cursor.execute(WAITING, [slug, f"drill-{slug}", json.dumps({"subject": "s", "body": "b", "to": "x"})])
        cursor.execute("INSERT INTO activity_eventepoch (city_id, epoch) SELECT id, 'before' FROM cities_city")
    media = installation.var / "media" / "school" / "plan.txt"
    media.parent.mkdir(parents=True)
    media.write_text("as it was")
    whole = tmp_path / "night.tar"
    assert "rows of" in operator.manages("backup", str(whole))
    with tarfile.open(whole) as archive:
        assert {"facts.json", "database.dump"} <= set(archive.getnames())
    assert whole.stat().st_mode & 0o077 == 0, "others must not read it"
    assert "is there already" in operator.fails_to("backup", str(whole))
    operator.manages("create_city", "afterwards", "--name-en", "Afterwards")
    assert "The account is erased" in operator.manages("erase_account", ERASED, "--yes")
    assert tables_that_name(installation, ERASED) <= {"activity_message"}, "the last mail alone may wait"

    refused = operator.fails_to("restore", str(whole), "--yes")
    assert "Stop web, worker and beat first" in refused
    assert "--yes" in operator.fails_to("restore", str(whole))
    assert ruth.get("/c/practice/today/") == 200
    installation.stop()

    broken = tmp_path / "broken.tar"
    content = whole.read_bytes()
    half = len(content) // 2
    for spoiled in (b"", b"no archive", content[:half], content[:half] + bytes(9000) + content[half + 9000 :]):
        broken.write_bytes(spoiled)
        assert "Traceback" not in operator.fails_to("restore", str(broken), "--yes")
    with at_the_command_line(installation, MEDIA_ROOT="/proc/nope") as elsewhere:
        nowhere = elsewhere.fails_to("restore", str(whole), "--yes")
    assert ("nothing was changed" in nowhere, "Traceback" in nowhere) == (True, False)
    assert "cannot be written" in operator.fails_to("backup", "/proc/nope/night.tar")
    assert "This installation is well" in operator.manages("doctor"), "a broken file changed something"
    media.unlink()
    media.mkdir()  # in the way of the file that comes back
    (media / "x").touch()
    assert "kept out until a restore ends well" in operator.fails_to("restore", str(whole), "--yes")
    assert "A restore was cut short" in operator.fails_to("doctor")
    shutil.rmtree(media)
    said = operator.manages("restore", str(whole), "--yes")
    assert "as many as were backed up" in said
    assert "are erased again: 1.\n" in said, said
    assert "2 messages held" in operator.fails_to("doctor")
    assert (media.read_text(), list(media.parents[1].iterdir())) == ("as it was", [media.parent])

    installation.start()
    assert tables_that_name(installation, ERASED) == set(), "a restore brought back whom somebody had erased"
    assert states(installation) == {"drill-practice": "held", "drill-None": "held"}
    assert installation.ask("/c/afterwards/").status == 404, "a city of after the backup"
    ruth.get("/c/practice/today/")
    assert "/accounts/login/" in ruth.url, "a sign-in of before opens no door"
    with owner(installation.var) as cursor:
        cursor.execute("SELECT count(*) FROM activity_eventepoch")
        assert cursor.fetchone() == (0,), "followers would go on as if nothing had happened"
        cursor.execute("SELECT slug FROM cities_restore row JOIN cities_city city ON city.id = row.city_id")
        assert cursor.fetchall() == [("practice",)], "its director reads of when the data are"
    again = Visitor(installation.address)
    again.signs_in("ruth@practice.example", installation.practice_password)
    again.post("/c/practice/deliveries/held/send/", {}, page="/c/practice/deliveries/")
    assert states(installation)["drill-practice"] in {"pending", "leased", "sent", "dead"}
    assert "1 are not sent" in operator.manages("held_mail", "--drop")
    assert states(installation)["drill-None"] == "cancelled"
    check_removal(installation, operator, whole, tmp_path / "practice.zip")


def rows_of_city(installation: Installation, number: int) -> dict[str, int]:
    """How many rows of the city each table holds that has a column for it; tables without one are left out."""
    with owner(installation.var) as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND column_name = 'city_id'"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE city_id = %s', [number])
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def check_removal(installation: Installation, operator: Operator, before: Path, handed: Path) -> None:
    """A city that has left is handed over and removed, and no backup of before brings it back."""
    assert "Only a city that has left is removed" in operator.fails_to("remove_city", "practice", "--yes")
    with owner(installation.var) as cursor:
        cursor.execute("UPDATE cities_city SET state = 'left' WHERE slug = 'practice' RETURNING id")
        (number,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM accounts_user WHERE email LIKE '%@erased.invalid'")
        (erased_before,) = cursor.fetchone()
    had = rows_of_city(installation, number)
    assert "It holds personal data" in operator.manages("export_city", "practice", str(handed))
    check_handed_over(handed, had)
    assert "Say that you mean it" in operator.fails_to("remove_city", "practice")
    assert "rows are gone" in operator.manages("remove_city", "practice", "--yes")
    assert rows_of_city(installation, number) == {}
    assert tables_that_name(installation, "ruth@practice.example") == set()
    with owner(installation.var) as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user WHERE email LIKE '%@erased.invalid'")
        assert cursor.fetchone()[0] > erased_before
        cursor.execute("SELECT count(*) FROM cities_city WHERE slug = 'practice'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert cursor.fetchone() == (0,), "the guards stand again"
    installation.stop()
    assert "are removed again: 1.\n" in operator.manages("restore", str(before), "--yes")
    installation.start()
    assert rows_of_city(installation, number) == {}
    assert "✓ wall between cities: stands" in operator.fails_to("doctor"), "a message waits for a word"


def check_handed_over(handed: Path, had: dict[str, int]) -> None:
    """Every row, words that people read, files, and no secret."""
    assert handed.stat().st_mode & 0o077 == 0, "others must not read it"
    with zipfile.ZipFile(handed) as archive:
        tables = {
            name[7:-4]: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if "tables/" in name
        }
        assert "practice" in tables["cities_city"]
        rows = {name: list(csv.DictReader(text.splitlines(keepends=True))) for name, text in tables.items()}
        counted = {name: len(found) for name, found in rows.items() if name in had}
        # Areas that all cities share stand beside the city's own.
        assert {name: count for name, count in counted.items() if count < had[name]} == {}
        assert counted.keys() == had.keys()
        assert {one["display_name"] for one in rows["stakeholders_profile"]} >= {"רות אלון"}
        assert {one["email"] for one in rows["accounts_user"]} >= {"ruth@practice.example"}
        assert "password" not in rows["accounts_user"][0]
        assert "secret" not in ",".join(rows["consents_guardianlink"][0])
        assert any(name.startswith("files/") for name in archive.namelist())
        assert "personal data" in archive.read("README.txt").decode()
