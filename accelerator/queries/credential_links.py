"""The link by which a holder shows the own name beside a credential: reading only."""

from django.core import signing
from django.urls import reverse

from accelerator.models import Credential

SIGNER = signing.Signer(salt="accelerator.credential")


def build_holder_url(row: Credential) -> str:
    """The address at which the name stands too; it ends when the holder makes another one."""
    return reverse("shown_credential", args=[row.city.slug, SIGNER.sign(f"{row.pk}:{row.mark}")])


def read_holder_token(token: str) -> Credential | None:
    """The credential whose link this is, in the scope's city; None for a wrong one and for one that has ended."""
    try:
        number, mark = SIGNER.unsign(token).split(":")
    except (signing.BadSignature, ValueError):
        return None
    found: Credential | None = (
        Credential.objects.filter(pk=number, mark=mark)
        .select_related("city", "enrolment__profile", "enrolment__accelerator")
        .first()
    )
    return found
