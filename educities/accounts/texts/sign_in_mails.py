"""The mails about signing in, which allauth writes as plain text, in the frame that every mail has."""

import re

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from educities.activity.texts.mail_frame import Stop, render_frame
from educities.activity.texts.mail_kinds import Fact, Mail

ADDRESS = re.compile(r"https?://\S+")
CODE = re.compile(r"[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*")
SIGNATURE = re.compile(r"\n--\s*\n")

# The mails about a change, which lead to its undoing.
UNDO_KIND = "undo"


def sign_in_html(kind: str, subject: str, text: str) -> str:
    """The text as HTML: its address is the button, its code stands out, its last words say why it came.

    `kind`: the name of allauth's template, without its folder and end.
    """
    paragraphs = [
        " ".join(block.split()) for block in re.split(r"\n\s*\n", _own_lines(SIGNATURE.split(text)[0])) if block.strip()
    ]
    address = next((found for block in paragraphs if (found := ADDRESS.search(block))), None)
    code = next((block for block in paragraphs if CODE.fullmatch(block)), "")
    rest = [ADDRESS.sub("", block).strip() for block in paragraphs if block != code]
    words = [block for block in rest if block]
    if address and code:
        # The text stands as sentence, address, sentence, code; here the code comes first and the button at the end.
        both = _("Use the button below, on any device, or type this code where you asked for it.")
        words = [both, *(block for block in words if not block.endswith(":"))]
    facts: list[Fact] = [(_("Code"), code)] if code else []
    mail = Mail(
        subject=subject,
        heading=subject,
        lead=words[0] if words else subject,
        body=words[1:-1],
        facts=facts,
        button=(_button_label(kind), address[0]) if address else ("", ""),
        why=words[-1] if len(words) > 1 else _("You get this email because your address was entered at sign-in."),
        greets=False,
    )
    language = (get_language() or "en")[:2]
    return render_frame(mail, language, sender=_("Education Cities"), greeting="", stop=Stop())[2]


def _own_lines(text: str) -> str:
    """The text with each address and each code in a paragraph of its own."""
    return "\n".join(
        f"\n{line}\n" if ADDRESS.fullmatch(line.strip()) or CODE.fullmatch(line.strip()) else line
        for line in text.splitlines()
    )


def _button_label(kind: str) -> str:
    labels = {
        "login_code": _("Sign in"),
        "account_already_exists": _("Sign in"),
        "password_reset_key": _("Choose a new password"),
        UNDO_KIND: _("This was not me: undo it"),
        "email_confirmation": _("Confirm my address"),
        "email_confirmation_signup": _("Confirm my address"),
    }
    return labels.get(kind) or _("Go to Education Cities")
