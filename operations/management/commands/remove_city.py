from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.models import City
from educities.kit.errors import DomainError
from operations.actions.city_removal import remove_city


class Command(BaseCommand):
    help = "Remove a city that has left: all its rows, and the accounts that belong to no other city."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the city's web address")
        parser.add_argument("--yes", action="store_true", help="it cannot be brought back")

    def handle(self, *args: Any, **options: Any) -> None:
        city = City.objects.filter(slug=options["slug"]).first()
        if city is None:
            msg = "There is no city with this address."
            raise CommandError(msg)
        if not options["yes"]:
            msg = "What is removed cannot be brought back (manage.py export_city writes it down). Say that you mean it: --yes"
            raise CommandError(msg)
        try:
            rows, accounts = remove_city(city)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{rows:,} rows are gone, and {accounts:,} accounts that belonged to no other city.")
        self.stdout.write(
            "Backups of before still hold it; a restore removes it again. Destroy them when their time is over."
        )
