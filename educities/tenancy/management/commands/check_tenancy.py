from typing import Any

from django.core.management.base import BaseCommand, CommandError

from educities.tenancy.inspect import find_isolation_problems, tenant_models


class Command(BaseCommand):
    help = "Ask the live database whether the wall between cities stands."

    def handle(self, *args: Any, **options: Any) -> None:
        found = find_isolation_problems()
        for line in found:
            self.stderr.write(self.style.ERROR(line))
        if found:
            msg = f"{len(found)} holes in the wall between cities. Do not serve people before they are closed."
            raise CommandError(msg)
        self.stdout.write(f"The wall stands: {len(tenant_models())} tables, each with its policy and composite keys.")
