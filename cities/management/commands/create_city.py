from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from cities.actions import create_city, invite_person
from cities.imports import cities_of, is_called, is_without_status, read_register
from cities.models import City, Invitation, Role
from educities.accounts.models import User
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope


class Command(BaseCommand):
    help = "Open one city, or many from a national register (CSV); running it again makes nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="the city's web address")
        parser.add_argument("--name-he", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--name-ar", default="")
        parser.add_argument("--director", help="mail address of the director to invite")
        parser.add_argument("--director-name", default="")
        parser.add_argument(
            "--language", choices=["he", "ar", "en"], default="", help="the invitation's; else the city's"
        )
        parser.add_argument("--operator", help="mail address of the operator who acts; else the first one")
        parser.add_argument("--from-register", type=Path, help="CSV with Hebrew and English names")
        parser.add_argument("--only", nargs="*", default=[], help="names or codes to take from the register")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = self.operator(options["operator"])
        names = {code: options[f"name_{code}"] for code in ("he", "en", "ar") if options[f"name_{code}"]}
        self.check_said(names, actor, options)
        if options["from_register"]:
            self.many(actor, options)
        else:
            self.one(options["slug"], names, actor, options)

    def check_said(self, names: dict[str, str], actor: User | None, options: dict[str, Any]) -> None:
        """Nothing that was said is passed over in silence."""
        if options["from_register"]:
            self.check_said_of_register(names, options)
        elif not options["slug"]:
            raise CommandError("Give the city's address, or --from-register FILE.")
        elif options["only"]:
            raise CommandError("--only chooses from a register: give --from-register FILE too.")
        elif not names:
            raise CommandError("Give the city a name: --name-he, --name-en or --name-ar.")
        if options["director"]:
            self.check_director(options["director"], actor)

    def check_said_of_register(self, names: dict[str, str], options: dict[str, Any]) -> None:
        if options["slug"] or names:
            raise CommandError("Address and names come from the register: leave them out, or leave the register.")
        if options["director"] and len(options["only"]) != 1:
            raise CommandError("A director is invited into one city: name it with --only.")

    def check_director(self, email: str, actor: User | None) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            msg = f"{email} is no mail address."
            raise CommandError(msg) from error
        if actor is None:
            raise CommandError("An invitation needs somebody who invites: make an operator first (createsuperuser).")

    def operator(self, email: str | None) -> User | None:
        operators = User.objects.filter(is_operator=True)
        if email and not (found := operators.filter(email__iexact=email).first()):
            raise CommandError("No operator with this address.")
        return found if email else operators.first()

    def one(self, slug: str, names: dict[str, str], actor: User | None, options: dict[str, Any]) -> None:
        city = City.objects.filter(slug=slug).first()
        if city and not names.items() <= city.name.items():
            msg = f"The address {slug} is taken by {' / '.join(city.name.values())}. Choose another one."
            raise CommandError(msg)
        city = city or self.made(actor, slug=slug, name=names, language=next(iter(names)))
        self.invite(city, actor, options)
        at, state = city.get_absolute_url(), city.get_state_display()
        shown = "everybody sees it" if city.is_shown else "only its own people see it"
        self.stdout.write(f"{city} is at {at}, {state}: {shown}.")

    def made(self, actor: User | None, **fields: Any) -> City:
        try:
            return create_city(actor=actor, **fields)
        except ValidationError as error:
            msg = f"{fields['slug']}: {'; '.join(error.messages)}"
            raise CommandError(msg) from error

    def invite(self, city: City, actor: User | None, options: dict[str, Any]) -> None:
        email = options["director"]
        if email and self.is_invited(city, email):
            self.stdout.write(f"{email} is invited already.")
        elif email:
            name = options["director_name"] or email.split("@")[0]
            try:
                sent = invite_person(
                    city, actor=actor, email=email, display_name=name, role=Role.DIRECTOR, language=options["language"]
                )
                self.stdout.write(f"{email} is invited to direct it, until {sent.expires_at:%Y-%m-%d}.")
            except DomainError as error:
                if error.code != "cities.has_role":
                    raise CommandError(str(error)) from error
                self.stdout.write(f"{email} directs the city already.")

    def is_invited(self, city: City, email: str) -> bool:
        """Does an invitation wait in this mailbox? A second one would end its link."""
        with city_scope(city.pk):
            return Invitation.objects.open().filter(email=email.lower(), role=Role.DIRECTOR).exists()

    def many(self, actor: User | None, options: dict[str, Any]) -> None:
        rows = self.rows(options["from_register"])
        wanted = self.wanted(cities_of(rows), options["only"])
        if options["director"] and len(wanted) != 1:
            msg = f"{options['only'][0]} fits {len(wanted)} cities of the register. Name the one by its code."
            raise CommandError(msg)
        made = self.open(wanted, actor)
        if options["director"]:
            self.invite(City.objects.get(registry_code=wanted[0]["registry_code"]), actor, options)
        closing = f"{made} cities opened, {len(wanted) - made} were there already."
        left_out = sum(map(is_without_status, rows))
        self.stdout.write(f"{closing} {left_out} places without municipal status left out." if left_out else closing)

    def rows(self, path: Path) -> list[dict[str, str]]:
        try:
            return read_register(path.read_bytes())
        except (OSError, ValueError) as error:
            msg = f"{path}: {error.strerror if isinstance(error, OSError) else error}"
            raise CommandError(msg) from error

    def wanted(self, found: list[dict[str, Any]], only: list[str]) -> list[dict[str, Any]]:
        unknown = [name for name in only if not any(is_called(fields, name) for fields in found)]
        if unknown:
            msg = f"The register knows no city of the name or code {', '.join(unknown)}."
            raise CommandError(msg)
        if not found:
            raise CommandError("The register names no city.")
        return [fields for fields in found if not only or any(is_called(fields, name) for name in only)]

    def open(self, wanted: list[dict[str, Any]], actor: User | None) -> int:
        known = set(City.objects.exclude(registry_code="").values_list("registry_code", flat=True))
        slugs = set(City.objects.values_list("slug", flat=True))
        made = 0
        for fields in wanted:
            if fields["registry_code"] in known:
                continue
            if fields["slug"] in slugs:
                fields["slug"] = f"{fields['slug'][:50]}-{fields['registry_code']}"
            slugs.add(fields["slug"])
            self.made(actor, **fields)
            made += 1
            if made % 200 == 0:
                self.stdout.write(f"{made} of {len(wanted)} ...")
        return made
