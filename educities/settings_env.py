"""What the environment says, read so that a slip of the pen is answered in words."""

import os

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def env_flag(name: str, default: bool = False) -> bool:
    """The environment's yes or no for `name`. Raises ImproperlyConfigured for anything else."""
    text = os.environ.get(name, str(int(default))).strip().lower()
    if text not in YES | NO:
        msg = f"{name}={text}: write 1 or 0."
        raise ImproperlyConfigured(msg)
    return text in YES


def env_number(name: str, default: int) -> int:
    """The environment's whole number for `name`. Raises ImproperlyConfigured for anything else."""
    text = os.environ.get(name, str(default)).strip()
    if not (text.isascii() and text.isdigit()):
        msg = f"{name}={text}: write a whole number."
        raise ImproperlyConfigured(msg)
    return int(text)


def env_numbers(name: str, default: str) -> list[int]:
    """The whole numbers that the environment lists for `name`. Raises ImproperlyConfigured for anything else."""
    listed = env_list(name, default)
    if not all(part.isascii() and part.isdigit() for part in listed):
        msg = f"{name}={','.join(listed)}: write whole numbers with commas."
        raise ImproperlyConfigured(msg)
    return list(map(int, listed))


def env_list(name: str, default: str = "") -> list[str]:
    """What the environment lists for `name`, with commas; blanks around each do not count."""
    return [part.strip() for part in os.environ.get(name, default).split(",")]
