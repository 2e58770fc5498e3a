from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.actions.ledger import write_ledger


class Command(BaseCommand):
    help = "Write the ledger of erasures into a file, for a restore after this database is lost. It names nobody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=lambda text: Path(text).resolve())

    def handle(self, *args: Any, **options: Any) -> None:
        count = write_ledger(options["file"])
        self.stdout.write(f"{options['file']}: {count:,} erasures, by number. Keep it away from this machine.")
