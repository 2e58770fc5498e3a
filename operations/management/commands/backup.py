from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.actions.backup import make_backup


class Command(BaseCommand):
    help = "Write database and media into one file. People may go on working meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=lambda text: Path(text).resolve())

    def handle(self, *args: Any, **options: Any) -> None:
        facts = make_backup(options["file"])
        size = options["file"].stat().st_size / 1024 / 1024
        self.stdout.write(f"{options['file']}: {facts.total:,} rows of {len(facts.rows)} tables, {size:.1f} MB.")
        self.stdout.write("It holds personal data: keep it where only operators come, and away from this machine.")
