from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.models import City
from operations.actions.city_export import export_city


class Command(BaseCommand):
    help = "Write all data of one city into a ZIP of tables, to be handed over. It holds personal data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the city's web address")
        parser.add_argument("file", type=lambda text: Path(text).resolve())

    def handle(self, *args: Any, **options: Any) -> None:
        city, target = City.objects.filter(slug=options["slug"]).first(), options["file"]
        if city is None:
            msg = "There is no city with this address."
            raise CommandError(msg)
        if target.exists():
            msg = f"{target} is there already. Choose another name."
            raise CommandError(msg)
        try:
            counts = export_city(city, target)
        except OSError as error:
            msg = f"{target} cannot be written: {error}"
            raise CommandError(msg) from error
        self.stdout.write(f"{target}: {sum(counts.values()):,} rows of {len(counts)} tables. It holds personal data.")
