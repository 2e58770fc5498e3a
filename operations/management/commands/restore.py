from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from educities.accounts.queries import list_unreadable_steps
from operations.actions.restore import restore_backup
from operations.queries.doctor import UNREADABLE


class Command(BaseCommand):
    help = "Put a backup in the place of the database. Stop web, worker and beat first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=lambda text: Path(text).resolve())
        parser.add_argument(
            "--ledger",
            type=lambda text: Path(text).resolve(),
            help="a newer backup, or a file of `manage.py erasures`: who was erased since, where this database is lost",
        )
        parser.add_argument("--yes", action="store_true", help="what is in the database now may go")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"]:
            msg = "What is in the database now will be gone. Say that you mean it: --yes"
            raise CommandError(msg)
        facts, erased, removed = restore_backup(options["file"], options["ledger"])
        self.stdout.write(f"The database is as of {facts.made_at}: {facts.total:,} rows, as many as were backed up.")
        self.stdout.write(f"People who had been erased since then, and are erased again: {erased:,}.")
        self.stdout.write(f"Cities that had been removed since then, and are removed again: {removed:,}.")
        self.stdout.write(
            "Everybody signs in anew. Partner apps wait until a director lets them in again, then read all events anew."
        )
        self.stdout.write(
            "Roles that were ended and consents that were withdrawn since then stand again. The directors of each city read "
            "so on their day and by mail."
        )
        if list_unreadable_steps():
            self.stdout.write(f"Second steps were sealed with another SECRET_KEY and let nobody in. {UNREADABLE}")
        self.stdout.write(
            "Mail that waited is held: each director decides on the page of deliveries, you with held_mail."
        )
