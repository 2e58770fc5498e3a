"""Who is guardian of a pupil, as the school knows it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.models import GuardianLink
from educities.kit.fields import AddressField


class SchoolGuardianForm(forms.Form):
    """An address and a relation; the adult's name they give themselves."""

    email = AddressField(
        label=_("Email address of the adult"),
        help_text=_("If they have not answered yet, we write to them. They decide about each use of the child’s data."),
    )
    relation = forms.ChoiceField(label=_("Relation to the child"), choices=GuardianLink.Relation.choices)
