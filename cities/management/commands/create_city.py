import csv
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.actions import create_city, invite_person
from cities.models import City, Role
from cities.register import cities_of
from educities.accounts.models import User


class Command(BaseCommand):
    help = "Open one city, or many from a national register (CSV); running it again makes nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="the city's web address")
        parser.add_argument("--name-he", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--name-ar", default="")
        parser.add_argument("--director", help="mail address of the director to invite")
        parser.add_argument("--director-name", default="")
        parser.add_argument("--operator", help="mail address of the operator who acts; else the first one")
        parser.add_argument("--from-register", type=Path, help="CSV with Hebrew and English names")
        parser.add_argument("--only", nargs="*", default=[], help="names or codes to take from the register")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = self.operator(options["operator"])
        if options["from_register"]:
            return self.many(options["from_register"], set(options["only"]), actor)
        if not options["slug"]:
            raise CommandError("Give the city's address, or --from-register FILE.")
        names = {code: options[f"name_{code}"] for code in ("he", "en", "ar") if options[f"name_{code}"]}
        return self.one(options["slug"], names, actor, options)

    def operator(self, email: str | None) -> User | None:
        operators = User.objects.filter(is_operator=True)
        if email and not (found := operators.filter(email__iexact=email).first()):
            raise CommandError("No operator with this address.")
        return found if email else operators.first()

    def one(self, slug: str, names: dict[str, str], actor: User | None, options: dict[str, Any]) -> None:
        if not names:
            raise CommandError("Give the city a name: --name-he, --name-en or --name-ar.")
        if options["director"] and actor is None:
            raise CommandError("An invitation needs somebody who invites: make an operator first (createsuperuser).")
        city = City.objects.filter(slug=slug).first()
        try:
            city = city or create_city(actor=actor, slug=slug, name=names, language=next(iter(names)))
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        if options["director"]:
            name = options["director_name"] or options["director"].split("@")[0]
            invite_person(city, actor=actor, email=options["director"], display_name=name, role=Role.DIRECTOR)
        self.stdout.write(f"{city} is open at {city.get_absolute_url()}")

    def many(self, path: Path, only: set[str], actor: User | None) -> None:
        if not path.exists():
            raise CommandError(f"There is no file {path}.")
        with path.open(encoding="utf-8-sig", newline="") as handle:
            wanted = cities_of(csv.DictReader(handle), only)
        if not wanted:
            raise CommandError("No row of the file fits. Are the columns those of the register?")
        known = set(City.objects.exclude(registry_code="").values_list("registry_code", flat=True))
        slugs = set(City.objects.values_list("slug", flat=True))
        made = 0
        for fields in wanted:
            if fields["registry_code"] in known:
                continue
            if fields["slug"] in slugs:
                fields["slug"] = f"{fields['slug'][:50]}-{fields['registry_code']}"
            slugs.add(fields["slug"])
            create_city(actor=actor, **fields)
            made += 1
            if made % 200 == 0:
                self.stdout.write(f"{made} of {len(wanted)} ...")
        self.stdout.write(f"{made} cities opened, {len(wanted) - made} were there already.")
