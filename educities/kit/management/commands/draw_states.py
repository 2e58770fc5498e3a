"""`manage.py draw_states`: docs/states.md says what the tables say."""

from typing import Any

from django.core.management.base import BaseCommand

from educities.kit.drawn import PAGE, states_page


class Command(BaseCommand):
    help = "Draw the states of every machine into docs/states.md."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(states_page())
        self.stdout.write(str(PAGE))
