from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.queries.doctor import run_checks


class Command(BaseCommand):
    help = "Say what is wrong with this installation, and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        ill = 0
        for finding in run_checks():
            mark = self.style.ERROR("✗") if finding.cure else self.style.SUCCESS("✓")
            self.stdout.write(f"{mark} {finding.what}")
            if finding.cure:
                ill += 1
                self.stdout.write(f"    {finding.cure}")
        if ill:
            msg = f"{ill} things to mend"
            raise CommandError(msg)
        self.stdout.write("This installation is well.")
