"""Addresses of e-mail as mailboxes: the same one under another spelling is the same."""

import unicodedata

# Other names of one provider: the same name before the @ is the same person's there.
SAME_PROVIDER = {
    "googlemail.com": "gmail.com",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
}
# Where dots before the @ are known to mean nothing. Elsewhere `n.levi@` and `nlevi@` may be two people.
DOTS_MEAN_NOTHING = {"gmail.com", "proton.me"}


def mailbox_of(address: str) -> str:
    """The mailbox that an address leads to, for comparing only: never a mail is sent to it.

    Capitals, a `+tag`, signs that nobody sees and full-width letters make no other mailbox: `K2+Mum@` is `k2@`.
    """
    plain = unicodedata.normalize("NFKC", address)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cf", "Cc", "Zs"}).casefold()
    name, _at, domain = seen.rpartition("@")
    domain = _ascii_domain(domain.rstrip("."))
    domain = SAME_PROVIDER.get(domain, domain)
    name = name.strip('"')
    name = name.partition("+")[0] or name
    if domain in DOTS_MEAN_NOTHING:
        name = name.replace(".", "")
    return f"{name}@{domain}"


def build_mailbox_sql(column: str) -> str:
    """The same in SQL, of an address as it is stored, which has no signs that nobody sees."""
    renamed = " ".join(f"WHEN '{other}' THEN '{one}'" for other, one in SAME_PROVIDER.items())
    host = f"rtrim(split_part(lower({column}), '@', 2), '.')"
    domain = f"CASE {host} {renamed} ELSE {host} END"
    whole = f"btrim(split_part(lower({column}), '@', 1), '\"')"
    name = f"COALESCE(NULLIF(split_part({whole}, '+', 1), ''), {whole})"
    dotless = ", ".join(f"'{one}'" for one in sorted(DOTS_MEAN_NOTHING))
    return f"CASE WHEN {domain} IN ({dotless}) THEN replace({name}, '.', '') ELSE {name} END || '@' || {domain}"


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
