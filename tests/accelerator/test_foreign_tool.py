"""A credential is checked by a tool that nobody here wrote: openbadgeslib reads Open Badges 3.0 by itself."""

import importlib.util

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.urls import reverse

from accelerator.actions import credentials
from tests.factories import CredentialFactory, EnrolmentFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        importlib.util.find_spec("openbadgeslib") is None,
        reason="NOT VERIFIED: openbadgeslib is not installed (requirements/dev.txt)",
    ),
]


@pytest.mark.parametrize("language", ["en", "he", "ar"])
def test_openbadgeslib_verifies_what_a_holder_takes_along(client, scope, rana, sign_in, language):
    from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

    row = CredentialFactory(enrolment=EnrolmentFactory(profile=rana, state="graduated"))
    token = credentials.sign_credential(row, language)
    # The key as everybody finds it, not as we keep it.
    issuer = client.get(reverse("credential_issuer", args=[scope.slug])).json()
    found = next(one for one in issuer["keys"] if one["kid"] == jwt.get_unverified_header(token)["kid"])
    public = jwt.PyJWK(found).key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    seen = OB3Verifier(public).verify(token)
    assert seen.issuer.id == issuer["id"]
    assert seen.achievement.name == str(row.get_achievement_display()) or language != "en"
    head, body, signature = token.split(".")
    for wrong in (f"{head}.{body}.{signature[::-1]}", f"{head}.{body[:-8]}AAAAAAAA.{signature}"):
        with pytest.raises(OB3VerificationError):
            OB3Verifier(public).verify(wrong)
