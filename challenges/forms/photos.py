"""A photo as somebody chooses it: the box, and what is said of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from challenges.imports.photos import read_photo
from challenges.models import IdeaPhoto
from challenges.values import ReadPhoto
from educities.kit.errors import DomainError
from educities.kit.fields import LaterBox, LineField

NAMES = ("photo", "photo_text", "without_photo")


def _photo_field(**kwargs: Any) -> forms.FileField:
    """Camera or gallery. Where scripts run, the page makes the photo smaller before it is sent (`photo.js`)."""
    return forms.FileField(
        label=_("Photo"),
        help_text=_(
            "Only if you are 18 or older. A moderator looks at it before others see it. We remove what the camera notes, such as the place."
        ),
        error_messages={"empty": _("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": "image/*", "data-photo": ""}),
        **kwargs,
    )


class PhotoForm(forms.Form):
    """A photo for an idea that is there already, or another one in place of the one before."""

    photo = _photo_field()
    photo_text = LineField(
        label=_("What does the photo show?"),
        help_text=_("One line for people who cannot see it."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, check_photo: Callable[[], None] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check_photo = check_photo

    def clean_photo(self) -> ReadPhoto | None:
        """The file, read. `check_photo` is asked before: reading one costs more than a page."""
        file = self.cleaned_data["photo"]
        if not isinstance(file, UploadedFile):
            return None
        try:
            if self.check_photo:
                self.check_photo()
            return read_photo(file.read())
        except DomainError as error:
            raise forms.ValidationError(str(error)) from None


class PhotoBoxes(PhotoForm):
    """The same beside other boxes, where a photo may be left out.

    `kept_photo`: the one chosen before, which goes along. Nobody is asked who may send none.
    """

    photo = _photo_field(required=False)
    without_photo = LaterBox(label=_("Send it without the photo"), required=False)

    def __init__(
        self, *args: Any, takes_photo: bool = False, kept_photo: IdeaPhoto | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not takes_photo:
            for name in NAMES:
                del self.fields[name]
        elif kept_photo is not None:
            self.initial.setdefault("photo_text", kept_photo.description)
