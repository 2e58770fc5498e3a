import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from stakeholders.models import Area

SOURCE = Path(__file__).resolve().parents[2] / "data" / "areas.tsv"
LANGUAGES = ("en", "he", "ar")


class Command(BaseCommand):
    help = "The network's vocabulary of strengths and growth areas stands as its file says. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        with SOURCE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        with transaction.atomic():
            known: dict[str, Area] = {}
            for row in rows:
                known[row["code"]] = self.load(row, known)
        self.stdout.write(f"{len(known)} areas")

    def load(self, row: dict[str, str], known: dict[str, Area]) -> Area:
        values = {
            "label": {lang: row[lang] for lang in LANGUAGES},
            "parent": known[row["parent"]] if row["parent"] else None,
            "synonyms": [word for word in row["synonyms"].split(";") if word],
        }
        return Area.objects.update_or_create(code=row["code"], defaults=values)[0]
