"""One mailbox has one account with roles in a city: nobody is there twice, under two spellings of their address."""

from django.utils.translation import gettext as _

from cities.models import City
from cities.queries.second_hands import find_holders
from cities.rules.roles import NEED_SECOND_STEP
from educities.accounts.actions import proven_owner
from educities.kit.errors import DomainError
from educities.kit.mailboxes import mailbox_of


def refuse_other_spelling(city: City, email: str) -> None:
    """Raises DomainError where the address is another spelling of that of somebody who has a role in the city.

    Two accounts of old, of which neither leads or accompanies the city, may go on beside each other.
    """
    owner = proven_owner(email)
    mailbox = mailbox_of(email)
    others = find_holders(city.pk, [email])[mailbox] - {owner.pk if owner else None}
    if others and owner is not None and city.memberships.not_over().filter(user=owner).exists():
        others &= find_holders(city.pk, [email], NEED_SECOND_STEP)[mailbox]
    if others:
        text = _(
            "This address leads to the same mailbox as that of someone who has a role in the city already: capitals, dots "
            "or what stands behind a + make no other person. Use the address of that account."
        )
        raise DomainError(text, code="cities.other_spelling", field="email")
