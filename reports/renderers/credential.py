"""A credential on one page of A4, right-to-left where the language is."""

from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language

from accelerator.models import Credential
from accelerator.texts.credentials import describe_paper
from educities.kit.multilingual import text_direction
from educities.kit.templatetags.look import qr
from reports.renderers.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("credential.typ")
SVG = "http://www.w3.org/2000/svg"


def render_credential(credential: Credential) -> bytes:
    """The file as PDF/UA, in the language of now."""
    language = (get_language() or "en")[:2]
    url = f"{settings.BASE_URL}{credential.get_absolute_url()}"
    day = date_format(credential.issued_on, "DATE_FORMAT")
    content = describe_paper(credential, language, text_direction(language), url, day)
    # What a phone reads leads to the page that says whether it is still valid.
    drawn = qr(url, "").replace("<svg ", f'<svg xmlns="{SVG}" ', 1)
    return render_pdf({**content, "code": drawn}, TEMPLATE)
