"""How often the machines and walks at random are run: a little in the suite, 2,000 times where it is asked for."""

import os


def count_runs(few: int) -> int:
    """`MACHINE_RUNS=2000` runs each machine so often; the suite only a few times."""
    return int(os.environ.get("MACHINE_RUNS", few))
