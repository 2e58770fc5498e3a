import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from educities.kit.rows import apply_changes
from educities.tenancy.scope import city_scope
from stakeholders.actions.area_merges import merge_areas
from stakeholders.models import Area

SOURCE = Path(__file__).resolve().parents[2] / "data" / "areas.tsv"
LANGUAGES = ("en", "he", "ar")


class Command(BaseCommand):
    help = "The network's vocabulary of strengths and growth areas stands as its file says. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        with SOURCE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        with city_scope(None), transaction.atomic():
            known = {area.code: area for area in Area.objects.select_for_update()}
            for row in rows:
                known[row["code"]] = load_area(row, known)
            for row in rows:
                merge_area(row, known)
        self.stdout.write(f"{len(rows)} areas")


def load_area(row: dict[str, str], known: dict[str, Area]) -> Area:
    """The area as the file says. What the steward has changed since stays as it is; so does what was retired by hand."""
    area = known.get(row["code"]) or Area(code=row["code"])
    if area.changed_at:
        return area
    wanted = {
        "label": {lang: row[lang] for lang in LANGUAGES},
        "parent_id": known[row["parent"]].pk if row["parent"] else None,
        "use": row["use"],
        "synonyms": {lang: row[f"syn_{lang}"].split(";") for lang in LANGUAGES if row[f"syn_{lang}"]},
        "retired_at": area.retired_at or (timezone.now() if row["retired"] else None),
    }
    if apply_changes(area, wanted) or area.search != area.list_spellings():
        area.save()
    return area


def merge_area(row: dict[str, str], known: dict[str, Area]) -> None:
    """What the file merges into another word is merged, with all that cities have under it."""
    if row["merged_into"] and known[row["code"]].merged_into_id is None:
        merge_areas(known[row["code"]], known[row["merged_into"]], actor=None)
