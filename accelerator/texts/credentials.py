"""What a credential says in words, to people and to programs."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accelerator.models import Credential
from educities.kit.multilingual import translate_plain


def describe_criteria() -> str:
    """What somebody has done who holds it."""
    return _(
        "Two years of training, in four terms, with the teachers of other schools, at least 80% attendance in each year; a "
        "classroom project with a partner of another sector, with a measured goal, reported with what did not work; two "
        "observations of their own class by a colleague of another school, read and answered."
    )


def describe_achievement(credential: Credential, base: str) -> dict[str, Any]:
    """The achievement as Open Badges 3.0 reads it, in the language of now."""
    city = translate_plain(credential.city.name)
    return {
        "id": f"{base}/c/{credential.city.slug}/credentials/#{credential.achievement}",
        "name": str(credential.get_achievement_display()),
        "achievementType": "CertificateOfCompletion",
        "description": _("The municipal teacher accelerator of %(city)s: two years, four terms.") % {"city": city},
        "criteria": {"narrative": describe_criteria()},
    }


def describe_paper(credential: Credential, language: str, direction: str, url: str, day: str) -> dict[str, Any]:
    """What the printed credential says, in the language of now."""
    city = credential.city
    return {
        "lang": language,
        "dir": direction,
        "title": str(credential.get_achievement_display()),
        "city": translate_plain(city.name),
        "name": credential.enrolment.profile.display_name,
        "hours": _("%(hours)s hours") % {"hours": f"{Decimal(credential.hours).normalize():f}"},
        "criteria": describe_criteria(),
        "day": day,
        "number": credential.number,
        "number_label": _("Number"),
        "state": _("Revoked") if credential.state == Credential.State.REVOKED else "",
        "check": _("Everyone can check it here:"),
        "signs": _("The city’s education director"),
        "url": url,
        "practice": _("Practice city: everything here is invented.") if city.is_practice else "",
        "footer": "",
    }
