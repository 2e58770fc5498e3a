import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from educities.kit import catalogue, glossary


class Command(BaseCommand):
    help = "The interface's words: `missing [--under PATH ...]`, `add FILE.json`, `drop`, `check`, `compile`."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["missing", "add", "drop", "check", "compile"])
        parser.add_argument("file", nargs="?")
        parser.add_argument("--under", nargs="*", default=[])

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["what"])(options)

    def missing(self, options: dict[str, Any]) -> None:
        gaps = catalogue.missing_messages(Path(settings.BASE_DIR), tuple(options["under"]))
        lacking: dict[tuple, dict[str, Any]] = {}
        for lang, messages in gaps.items():
            for m in messages:
                row = lacking.setdefault(
                    (m.id, m.context), {"id": m.id, "plural": m.plural, "context": m.context, "in": m.path}
                )
                row["plural"] = row["plural"] or m.plural
                row[lang] = ""
        rows = [{k: v for k, v in row.items() if v is not None} for row in lacking.values()]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))

    def add(self, options: dict[str, Any]) -> None:
        entries = json.loads(Path(options["file"]).read_text(encoding="utf-8"))
        self.stdout.write(f"{catalogue.add_entries(entries)} entries")
        catalogue.compile_all()

    def drop(self, options: dict[str, Any]) -> None:
        self.stdout.write(
            f"{catalogue.drop_unused_entries(Path(settings.BASE_DIR))} entries that no code says are gone"
        )
        catalogue.compile_all()

    # The word on the command line. Django asks for the other `check` only where a command requires system checks.
    def check(self, options: dict[str, Any]) -> None:  # type: ignore[override]
        wrong = [f"{lang}: {m.id!r} ({m.path})" for lang, gaps in self.gaps().items() for m in gaps]
        wrong += [line for lang in catalogue.COMPILED for line in catalogue.holes_differ(lang)]
        messages = catalogue.extract_messages(Path(settings.BASE_DIR))
        wrong += [
            f"{lang}: no code says {one.id!r}: words drop"
            for lang in catalogue.LANGUAGES
            for one in catalogue.unused_entries(messages, lang)
        ]
        wrong += glossary.list_forbidden(Path(settings.BASE_DIR))
        wrong += glossary.list_wrong_marks()
        wrong += glossary.list_bent_names()
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            msg = f"{len(wrong)} messages are not translated, or not well"
            raise CommandError(msg)
        self.stdout.write("Every message is translated, in words of the glossary.")

    def gaps(self) -> dict[str, list[catalogue.SourceMessage]]:
        return catalogue.missing_messages(Path(settings.BASE_DIR))

    def compile(self, options: dict[str, Any]) -> None:
        catalogue.compile_all()
