"""The drill: a backup while people work, a refusal while they do, a restore, and what must not happen after it."""

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from educities.embedded.steps import ROOT
from tests.faults.visitor import Visitor
from tests.installation import Installation, installed, owner

pytestmark = pytest.mark.processes
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


def manage(installation: Installation, *words: str, well: bool = True, **more: str) -> str:
    """What `manage.py` said; `well`: whether it should end well."""
    command = [sys.executable, "manage.py", *words]
    env = installation.environment(**more)
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=480, cwd=ROOT)
    assert (done.returncode == 0) is well, done.stdout + done.stderr
    return done.stdout + done.stderr


def states(installation: Installation) -> dict[str, str]:
    with owner(installation.var) as cursor:
        cursor.execute("SELECT dedupe_key, state FROM activity_message WHERE dedupe_key LIKE 'drill-%%'")
        return dict(cursor.fetchall())


def test_backup_and_restore(installation: Installation, tmp_path: Path) -> None:
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
    assert "rows of" in manage(installation, "backup", str(whole))
    with tarfile.open(whole) as archive:
        assert {"facts.json", "database.dump"} <= set(archive.getnames())
    assert whole.stat().st_mode & 0o077 == 0, "others must not read it"
    assert "is there already" in manage(installation, "backup", str(whole), well=False)
    manage(installation, "create_city", "afterwards", "--name-en", "Afterwards")

    refused = manage(installation, "restore", str(whole), "--yes", well=False)
    assert "Stop web, worker and beat first" in refused
    assert "--yes" in manage(installation, "restore", str(whole), well=False)
    assert ruth.get("/c/practice/today/") == 200
    installation.stop()

    broken = tmp_path / "broken.tar"
    content = whole.read_bytes()
    half = len(content) // 2
    for spoiled in (b"", b"no archive", content[:half], content[:half] + bytes(9000) + content[half + 9000 :]):
        broken.write_bytes(spoiled)
        assert "Traceback" not in manage(installation, "restore", str(broken), "--yes", well=False)
    nowhere = manage(installation, "restore", str(whole), "--yes", well=False, MEDIA_ROOT="/proc/nope")
    assert ("nothing was changed" in nowhere, "Traceback" in nowhere) == (True, False)
    assert "cannot be written" in manage(installation, "backup", "/proc/nope/night.tar", well=False)
    assert "This installation is well" in manage(installation, "doctor"), "a broken file changed something"
    media.unlink()
    media.mkdir()  # in the way of the file that comes back
    (media / "x").touch()
    assert "kept out until a restore ends well" in manage(installation, "restore", str(whole), "--yes", well=False)
    assert "A restore was cut short" in manage(installation, "doctor", well=False)
    shutil.rmtree(media)
    assert "as many as were backed up" in manage(installation, "restore", str(whole), "--yes")
    assert "2 messages held" in manage(installation, "doctor", well=False)
    assert (media.read_text(), list(media.parents[1].iterdir())) == ("as it was", [media.parent])

    installation.start()
    assert states(installation) == {"drill-practice": "held", "drill-None": "held"}
    assert installation.ask("/c/afterwards/").status == 404, "a city of after the backup"
    ruth.get("/c/practice/today/")
    assert "/accounts/login/" in ruth.url, "a sign-in of before opens no door"
    with owner(installation.var) as cursor:
        cursor.execute("SELECT count(*) FROM activity_eventepoch")
        assert cursor.fetchone() == (0,), "followers would go on as if nothing had happened"
    again = Visitor(installation.address)
    again.signs_in("ruth@practice.example", installation.practice_password)
    again.post("/c/practice/deliveries/held/send/", {}, page="/c/practice/deliveries/")
    assert states(installation)["drill-practice"] in {"pending", "leased", "sent", "dead"}
    assert "1 are not sent" in manage(installation, "held_mail", "--drop")
    assert states(installation)["drill-None"] == "cancelled"
