from typing import Any

from django.core.management.base import BaseCommand

from educities.accounts.actions.second_step import reseal_second_steps


class Command(BaseCommand):
    help = "Seals the secrets of second steps with the SECRET_KEY of today, so that the key of before can be dropped."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reseal_second_steps()} second steps sealed with the key of today.")
