from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from educities.accounts.actions.second_step import reset_second_step, reset_unreadable_steps
from educities.accounts.models import User


class Command(BaseCommand):
    help = (
        "Takes the second step away from one account, or from all whose codes this installation cannot read. They sign in "
        "by mail and set up a new one. Make sure first that it is the person who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--account", type=int, metavar="NUMBER", help="the account's number, as the logs have it")
        whose.add_argument("--email", help="the account's address")
        whose.add_argument("--unreadable", action="store_true", help="all that were sealed with another SECRET_KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["unreadable"]:
            self.stdout.write(f"{reset_unreadable_steps()} accounts set up a new second step.")
            return
        named = {"pk": options["account"]} if options["account"] else {"email__iexact": options["email"]}
        user = User.objects.filter(**named).first()
        if user is None:
            msg = f"There is no account {options['account'] or options['email']}."
            raise CommandError(msg)
        reset_second_step(user)
        self.stdout.write(f"Account {user.pk} has no second step and is signed out everywhere.")
