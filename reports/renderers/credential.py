"""A credential on one page of A4, right-to-left where the language is."""

from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language

from accelerator.models import Credential
from accelerator.texts.credentials import describe_paper
from educities.kit.multilingual import text_direction
from reports.renderers.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("credential.typ")


def render_credential(credential: Credential) -> bytes:
    """The file as PDF/UA, in the language of now."""
    language = (get_language() or "en")[:2]
    url = f"{settings.BASE_URL}{credential.get_absolute_url()}"
    day = date_format(credential.issued_on, "DATE_FORMAT")
    return render_pdf(describe_paper(credential, language, text_direction(language), url, day), TEMPLATE)
