"""Numbers of credentials, and a credential as Open Badges 3.0 reads it: a signed token with a W3C verifiable credential."""

import secrets
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import jwt

# Without letters and digits that are mistaken for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NUMBER_GROUPS, GROUP_SIGNS = 3, 4
CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def new_number() -> str:
    """Twelve signs at random, in groups as people read them out: one in 10^17, and unique besides."""
    groups = ("".join(secrets.choice(ALPHABET) for _sign in range(GROUP_SIGNS)) for _group in range(NUMBER_GROUPS))
    return "-".join(groups)


def spell_number(text: str) -> str:
    """A number as it is printed, however it was typed: in small letters, without hyphens or with blanks."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return "-".join(signs[start : start + GROUP_SIGNS] for start in range(0, len(signs), GROUP_SIGNS))


def new_mark() -> str:
    """A mark of one link of a holder."""
    return secrets.token_hex(8)


def describe_key(public: str, name: str) -> dict[str, str]:
    """The public half as a JSON Web Key."""
    return {"kty": "OKP", "crv": "Ed25519", "x": public, "kid": name, "use": "sig", "alg": "EdDSA"}


def sign_token(claims: dict[str, Any], *, private: str, public: str, name: str) -> str:
    """The claims as a token signed with Ed25519; its header carries the public half."""
    jwk = {part: value for part, value in describe_key(public, name).items() if part in {"kty", "crv", "x"}}
    key = jwt.PyJWK({**jwk, "d": private}, algorithm="EdDSA")
    return jwt.encode(claims, key.key, algorithm="EdDSA", headers={"kid": name, "jwk": jwk})


def describe_moment(day: date) -> str:
    """The day as the moment from which a credential holds."""
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")


def build_claims(
    *,
    uid: str,
    number: str,
    url: str,
    issuer: dict[str, str],
    achievement: dict[str, Any],
    hours: float,
    issued_on: date,
    language: str,
    revocations: str,
) -> dict[str, Any]:
    """An OpenBadgeCredential whose subject is a number alone: no name and no address of a person stands in it."""
    moment = datetime.combine(issued_on, time(), UTC)
    subject = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{uid}/subject')}"
    credential = {
        "@context": CONTEXTS,
        "id": url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": {**issuer, "type": ["Profile"]},
        "validFrom": describe_moment(issued_on),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "licenseNumber": number,
            "creditsEarned": hours,
            "achievement": {**achievement, "type": ["Achievement"], "inLanguage": language, "creditsAvailable": hours},
        },
        "credentialStatus": {"id": revocations, "type": "1EdTechRevocationList"},
    }
    claims = {"iss": issuer["id"], "jti": url, "sub": subject, "nbf": int(moment.timestamp())}
    return {**claims, "iat": int(moment.timestamp()), **credential}
