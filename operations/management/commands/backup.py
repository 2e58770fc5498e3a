from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.actions.backup import make_backup


class Command(BaseCommand):
    help = "Write database and media into one file. People may go on working meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=lambda text: Path(text).resolve())
        parser.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"].exists() and not options["force"]:
            msg = f"{options['file']} is there already. Choose another name, or --force to write over it."
            raise CommandError(msg)
        facts = make_backup(options["file"])
        size = options["file"].stat().st_size / 1024 / 1024
        self.stdout.write(f"{options['file']}: {facts.total:,} rows of {len(facts.rows)} tables, {size:.1f} MB.")
        self.stdout.write("It holds personal data: keep it where only operators come, and away from this machine.")
        self.stdout.write(
            "The SECRET_KEY is not in it: keep that too, elsewhere. Without it second steps cannot be read."
        )
