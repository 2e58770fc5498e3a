import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from educities.activity.actions.delivery import deliver_due, expire_messages
from educities.activity.actions.events import number_events
from educities.activity.actions.reminders import enqueue_due_reminders


class Command(BaseCommand):
    help = "Without a broker: deliver what waits, tick the reminders, number the events. `--once` does it one time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--seconds", type=float, default=2.0)

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            enqueue_due_reminders()
            expire_messages()
            number_events()
            done = deliver_due()
            if options["once"] and not done:
                return
            if not done:
                time.sleep(options["seconds"])
