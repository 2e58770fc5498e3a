"""The quick suite at other hours and dates: `make test-clock`. Needs faketime (Debian's package of that name).

The embedded services that the first of the runs starts live in a folder of their own and see the moved clock too.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# UTC. The city of the tests lies two or three hours ahead.
MOMENTS = (
    "2026-12-03 05:00:00",  # a morning
    "2026-12-08 12:00:00",  # midday
    "2026-12-04 16:30:00",  # Friday evening: the Sabbath has begun
    "2026-12-31 21:50:00",  # the last minutes of a year, which end in the city before they end in UTC
    "2026-12-15 22:30:00",  # the city has tomorrow's date already
    "2027-03-25 23:40:00",  # minutes before the clocks of the city go forward
)
# PostgreSQL's own timers hardly run under faketime: a wait for a lock of 20 ms ends after two minutes, by another limit. A
# wait of Python that only its time ends (`Event.wait(0.3)`, a `Timer`) never ends: it asks the kernel for an hour of the
# moved monotonic clock, months ahead, and what a server sends a byte at a time is never cut off.
LEFT_OUT = (
    "tests/kit/test_outbound.py::test_a_server_that_sends_a_byte_now_and_then_is_left",
    "tests/api/test_doors.py::test_a_repeat_while_the_first_one_runs_is_told_so",
    "tests/accounts/test_form_answers.py::test_whoever_waits_too_long_is_told_so",
)


def run_at(moment: str, arguments: list[str]) -> int:
    """The exit code of the quick suite, begun at that moment."""
    # The monotonic clock moves with the other: where it does not, Python's sleep ends in "invalid argument".
    env = {**os.environ, "EDUCITIES_VAR": str(ROOT / "var" / "clock"), "TEST_DB": "clock"}
    command = ["faketime", moment, sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("WORKERS", "2")]
    command += ["--dist", "loadfile", "-m", "not browser and not processes", *arguments]
    command += [f"--deselect={name}" for name in LEFT_OUT]
    print(f"== {moment} UTC", flush=True)
    # The folder is its own, so nobody has made its fonts.
    subprocess.run(
        [sys.executable, "manage.py", "subset_fonts"], check=True, env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    return subprocess.run(command, check=False, env=env, cwd=ROOT).returncode


def main(arguments: list[str]) -> int:
    """1 when a run was red. AT names one moment instead of the six."""
    if shutil.which("faketime") is None:
        print("There is no faketime on this machine: apt-get install faketime")
        return 2
    moments = [os.environ["AT"]] if os.environ.get("AT") else MOMENTS
    red = [moment for moment in moments if run_at(moment, arguments)]
    print(f"red at: {', '.join(red)}" if red else f"green at all of {len(moments)} moments")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
