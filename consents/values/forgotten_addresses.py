"""Addresses that are not kept any more: what stands for one, so that its mailbox is known again."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from educities.kit.mailboxes import mailbox_of

# No mail ever leads there (RFC 2606): what stands for an address that is not kept any more.
NOWHERE = ".invalid"
FORGOTTEN_HOST = f"forgotten{NOWHERE}"


def is_kept(address: str) -> bool:
    """Is this somebody's address, and no sign for one that went?"""
    return bool(address) and not address.endswith(NOWHERE)


def forget_address(address: str, number: int) -> str:
    """What stands for the address once it is not kept any more: no mail leads there, and `replaces_mailbox` knows it again.

    `number`: of its row, so that two spellings of one mailbox stay two.
    """
    return f"{_hash_mailbox(address)}.{number}@{FORGOTTEN_HOST}"


def replaces_mailbox(kept: str, address: str) -> bool:
    """Is `kept` what stands for this mailbox, by the installation's key of today or one of before?"""
    name, _at, host = kept.partition("@")
    made = name.partition(".")[0]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return host == FORGOTTEN_HOST and any(made == _hash_mailbox(address, key) for key in keys)


def _hash_mailbox(address: str, key: str = "") -> str:
    made = salted_hmac("consents.mailbox", mailbox_of(address), secret=key or None, algorithm="sha256")
    return made.hexdigest()[:40]
