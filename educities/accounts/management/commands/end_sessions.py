from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from educities.accounts.actions import end_all_sessions, end_sessions
from educities.accounts.models import User


class Command(BaseCommand):
    help = "Signs one account out everywhere, or everybody. Links to sign in that wait in mails end too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--account", type=int, metavar="NUMBER", help="the account's number, as the logs have it")
        whose.add_argument("--all", action="store_true", help="everybody's")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            self.stdout.write(f"{end_all_sessions()} sessions ended.")
            return
        user = User.objects.filter(pk=options["account"]).first()
        if user is None:
            msg = f"There is no account {options['account']}."
            raise CommandError(msg)
        end_sessions(user)
        self.stdout.write(f"Account {user.pk} is signed out everywhere.")
