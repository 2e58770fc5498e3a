"""The secret of the mail that asks a head of school, and whose question it is: reading only."""

from django.core import signing
from django.urls import reverse

from accelerator.models import Enrolment
from educities.activity.models import Message

SIGNER = signing.Signer(salt="accelerator.head")


def build_head_url(row: Enrolment) -> str:
    """The address at which the head of school answers; who has it reads that mail. It ends with the address of email to
    which it was sent."""
    return reverse("answer_as_head", args=[row.city.slug, SIGNER.sign(f"{row.pk}:{row.address_mark}")])


def read_head_token(token: str) -> Enrolment | None:
    """The question whose secret this is, in the scope's city; None for a wrong one, and for one that was sent to another
    address than the head's of now."""
    try:
        number, mark = SIGNER.unsign(token).split(":")
    except (signing.BadSignature, ValueError):
        return None
    found: Enrolment | None = Enrolment.objects.with_names().filter(pk=number).exclude(head_email="").first()
    return found if found is not None and found.address_mark == mark else None


def build_mail_key(row: Enrolment) -> str:
    """The stable name of the newest mail to the head."""
    return f"accelerator-head:{row.pk}:{row.head_mails}"


def find_head_mail(row: Enrolment) -> Message | None:
    """The newest mail to the head as the outbox holds it; None where it was sent so long ago that it is gone from there."""
    found: Message | None = Message.objects.filter(dedupe_key=build_mail_key(row)).first()
    return found
