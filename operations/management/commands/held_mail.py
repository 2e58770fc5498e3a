from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from educities.activity.actions.held_messages import discard_held_messages, release_held_messages
from educities.activity.models import Message


class Command(BaseCommand):
    help = "The platform's own mail that a restore held. Each city's director decides about hers on the page of deliveries."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--send", action="store_true")
        what.add_argument("--drop", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["send"]:
            self.stdout.write(f"{release_held_messages(None, actor=None)} go out.")
        elif options["drop"]:
            self.stdout.write(f"{discard_held_messages(None, actor=None)} are not sent.")
        else:
            number = Message.objects.filter(state=Message.State.HELD).count()
            self.stdout.write(f"{number} are held. --send or --drop")
