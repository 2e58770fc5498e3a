from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consents.actions.erasure import erase_person
from educities.accounts.models import User
from educities.kit.errors import DomainError


class Command(BaseCommand):
    help = "Erase the account of an address in all cities, for who asked by letter and cannot sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--keep-texts", action="store_true", help="texts stay under “former participant”")
        parser.add_argument("--yes", action="store_true", help="it cannot be brought back")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            msg = "There is no account with this address."
            raise CommandError(msg)
        if not options["yes"]:
            msg = "What is erased cannot be brought back. Say that you mean it: --yes"
            raise CommandError(msg)
        try:
            erase_person(user, actor=None, keep_texts=options["keep_texts"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The account is erased. One last email says so.")
