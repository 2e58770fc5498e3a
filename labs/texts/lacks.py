"""What is missing for a condition that an override is about, with how much of it there was when it was asked for."""

from typing import Any

from django.utils.translation import gettext as _

from educities.kit.multilingual import translate_plain
from labs.values.stages import BY_CODE


def describe_lack(rule_code: str, lack: dict[str, Any] | None) -> str:
    """“at least two recorded sessions (1 of 2)”: without the figure a reader takes all of it for missing.

    `lack`: as `Override.lack` keeps it; what was asked for before there was one has no figure.
    """
    words, detail = str(BY_CODE[rule_code].missing), translate_plain((lack or {}).get("detail") or {})
    return _("%(words)s (%(detail)s)") % {"words": words, "detail": detail} if detail else words
