"""What each app does with its rows when a person leaves a city, or is erased."""

from collections.abc import Callable, Collection

from educities.kit.hooks import Hook
from stakeholders.models import Profile

Erase = Callable[[Profile, bool], None]
ERASURE: Hook[Erase] = Hook(
    "consents.erasure",
    "Called in the same transaction when a person leaves the city or is erased, or nobody agrees to a child any more: "
    "(profile, whether its texts stay). Places end and are free again, texts go or stay without a name, what is counted "
    "stays counted. A child's texts never stay.",
)
EraseAddresses = Callable[[Collection[str]], None]
ADDRESS_ERASURE: Hook[EraseAddresses] = Hook(
    "consents.address_erasure",
    "Called in each city's scope when an account is erased: (its addresses, in small letters). What waits there under one "
    "of them, without an account, is gone.",
)
