"""Which pages change how somebody signs in, and which of allauth's mails about it ours stand for."""

# By the name of the address: the methods that need a fresh proof. A page that is a form as a whole asks before one types.
WHOLE, BUTTONS = frozenset({"GET", "HEAD", "POST"}), frozenset({"POST"})
NEEDS_PROOF = {
    "account_email": BUTTONS,
    "account_change_password": WHOLE,
    "erase_account": WHOLE,
    "account_set_password": WHOLE,
    "mfa_activate_totp": WHOLE,
    "mfa_deactivate_totp": WHOLE,
    "mfa_add_webauthn": WHOLE,
    "mfa_remove_webauthn": WHOLE,
    "mfa_edit_webauthn": WHOLE,
    "mfa_generate_recovery_codes": WHOLE,
    "mfa_view_recovery_codes": WHOLE,
    "mfa_download_recovery_codes": WHOLE,
}
# allauth's own mails about addresses: ours, which go to each address of before, stand for them.
REPLACED = {"account/email/email_changed", "account/email/email_deleted"}

# What a browser calls itself: the first that is found says which it is, since most name others as well.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
}
BROWSERS |= {"CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS X": "macOS"}
SYSTEMS |= {"CrOS": "ChromeOS", "Linux": "Linux"}


def describe_browser(agent: str) -> str:
    """The browser and the system as people know them, of what a browser sends; no versions. Empty when nothing is known."""
    found = [next((name for sign, name in table.items() if sign in agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in found if name)


# Where the session keeps until when no mail goes out to the address for which this browser asked last.
WITHHELD_KEY = "mail_withheld_until"
