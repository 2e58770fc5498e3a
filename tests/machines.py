"""What the machines share: how often they and the walks at random run, and that each leaves the database as it was."""

import os
from typing import Any

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from educities.kit.errors import DomainError


def count_runs(few: int) -> int:
    """`MACHINE_RUNS=2000` runs each machine so often; the suite only a few times."""
    return int(os.environ.get("MACHINE_RUNS", few))


class UndoneMachine(RuleBasedStateMachine):
    """What a sequence did is undone behind it. A machine makes its rows after `super().__init__()`."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, act: Any, *args: Any, **kwargs: Any) -> bool:
        """It is done whole (True), or refused in words."""
        try:
            with transaction.atomic():
                act(*args, **kwargs)
        except DomainError as error:
            assert str(error)
            return False
        return True
