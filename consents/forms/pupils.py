"""Who is guardian of a pupil, as the school knows it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consents.models import GuardianLink
from educities.kit.fields import AddressField


class SchoolGuardianForm(forms.Form):
    """An address and a relation; the adult's name they give themselves."""

    email = AddressField(
        label=_("Email address of the adult"),
        help_text=_("If they have not answered yet, we write to them. They decide about each use of the child’s data."),
    )
    # No relation is claimed beforehand.
    relation = forms.ChoiceField(
        label=_("Relation to the child"), choices=[("", _("Choose")), *GuardianLink.Relation.choices]
    )
    language = forms.ChoiceField(
        label=_("Language of the email"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("In which we write to the adult, if they have not answered yet."),
    )
