import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cities.models import City
from educities.accounts.models import User
from educities.tenancy.scope import city_scope
from reports.management.practice import SLUG, build_practice_city, remove_practice_city
from reports.management.practice.grown import fill_city

PEOPLE = (
    ("operator", "operator of the platform", "/platform/"),
    ("ruth", "education director", f"/c/{SLUG}/today/"),
    ("samir", "facilitator", f"/c/{SLUG}/today/"),
    ("stella", "network steward", f"/c/{SLUG}/today/"),
    ("noa", "resident, and Lior’s mother", f"/c/{SLUG}/mine/"),
    ("lior", "resident, 13", f"/c/{SLUG}/mine/"),
)


class Command(BaseCommand):
    help = "Lay out the practice city, once; --reset lays it out anew. Writes the sign-ins into the data folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true")
        parser.add_argument("--password", help="instead of one made by chance")
        parser.add_argument("--grown", action="store_true", help="with as many rows as a city has after three years")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            remove_practice_city()
        if City.objects.filter(slug=SLUG).exists():
            self.stdout.write("The practice city is there already.")
            return
        password = options["password"] or self.known_password()
        city = build_practice_city(password)
        if options["grown"]:
            with city_scope(city.pk):
                fill_city(city, User.objects.get(email="samir@practice.example"))
        self.write_sign_ins(password)
        self.stdout.write(f"{city}: everything in it is invented.")

    def known_password(self) -> str:
        """The password of this installation's practice people; made once, kept beside the data."""
        path = Path(settings.VAR_DIR) / "practice-password.txt"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text("-".join(secrets.choice(WORDS) for _ in range(4)))
        return path.read_text().strip()

    def write_sign_ins(self, password: str) -> None:
        lines = [f"  Practice city: {settings.BASE_URL}/c/{SLUG}/", f"  Sign in with the password  {password}", ""]
        lines += [f"    {name}@practice.example".ljust(32) + f"{what}  {where}" for name, what, where in PEOPLE]
        path = Path(settings.VAR_DIR) / "practice-sign-ins.txt"
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


WORDS = [
    "anchor",
    "bridge",
    "candle",
    "desert",
    "ember",
    "forest",
    "garden",
    "harbour",
    "island",
    "jasmine",
    "kettle",
    "lantern",
    "meadow",
    "needle",
    "olive",
    "pebble",
    "quartz",
    "ribbon",
    "saffron",
    "timber",
    "umbrella",
    "violet",
    "willow",
    "yellow",
    "zephyr",
    "apricot",
    "basket",
    "cedar",
    "dolphin",
    "feather",
]
