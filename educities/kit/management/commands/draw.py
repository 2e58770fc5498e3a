"""`manage.py draw`: the drawn pages of docs/ say what the code says."""

from typing import Any

from django.core.management.base import BaseCommand

from educities.kit.generated_docs import DOCS, PAGES


class Command(BaseCommand):
    help = "Draw the states of every machine, the classes of all data and the hooks into docs/."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, page in PAGES.items():
            (DOCS / name).write_text(page())
            self.stdout.write(f"docs/{name}")
