"""`manage.py openapi`: openapi.yaml is what the endpoints promise; `--check` asks whether it is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from educities.api.schema import render_openapi
from educities.api.views import OPENAPI


class Command(BaseCommand):
    help = "Write the description of the partner API, made from its endpoints."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is out of step")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = render_openapi()
        if not check:
            OPENAPI.write_text(text, encoding="utf-8")
            self.stdout.write(f"{OPENAPI.name}: {len(text.splitlines())} lines")
        elif OPENAPI.read_text(encoding="utf-8") != text:
            msg = "openapi.yaml is out of step with the endpoints: manage.py openapi"
            raise CommandError(msg)
        else:
            self.stdout.write(f"{OPENAPI.name} is in step with the endpoints.")
