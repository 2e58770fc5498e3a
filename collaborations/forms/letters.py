"""What one side writes to the others."""

from django import forms
from django.utils.translation import gettext_lazy as _

from educities.kit.fields import SeenTextField

LONGEST = 2000


class LetterForm(forms.Form):
    text = SeenTextField(
        label=_("What do you want to say?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They get it by email. Your own email address goes with it, so that they can answer you."),
    )
