"""What somebody signed in sends who is new in the city: their address is proven, so nothing is confirmed by mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from challenges import actions
from challenges.models import IdeaPhoto, PendingAct
from challenges.views.messages import flash_result
from challenges.views.photo_box import tell_of_confirmed
from consents.actions.said_ages import ADULT_PART, tell_directors_of_part
from educities.accounts.queries import proven_addresses
from educities.kit.errors import DomainError
from stakeholders.models import Profile


def current_language() -> str:
    """The code of the reader's language."""
    return (get_language() or "en")[:2]


def owns_address(request: HttpRequest, email: str) -> bool:
    """Has whoever is signed in here proven this address?"""
    if not request.user.is_authenticated:
        return False
    return email.lower() in {address.lower() for address in proven_addresses(request.user)}


def tell_own_address(request: HttpRequest, form: Any) -> Any:
    """The form, whose box of the address says that the one in it needs no link."""
    if "email" in form.fields and owns_address(request, form.initial.get("email", "")):
        text = _(
            "This address is confirmed already: if you leave it so, you need no link. Other residents cannot see it."
        )
        form["email"].help_text = text
    return form


def tell_of_adult_part(email: str, code: str) -> None:
    """Where "younger than 18" was refused for an adult's part that the person has, the directors hear it, as the page says.

    Outside the transaction of which nothing is kept.
    """
    own = Profile.objects.filter(user__email__iexact=email).first() if code == ADULT_PART else None
    if own is not None:
        tell_directors_of_part(own)


def confirm_own_act(request: HttpRequest, act: PendingAct) -> str:
    """What the owner of the address has sent is done at once. Returns where it goes on."""
    had_photo = IdeaPhoto.objects.filter(act=act).exists()
    user, done = actions.confirm_act(act, is_own=True)
    profile = Profile.objects.get(user=user)
    target = flash_result(request, act.kind, done, profile)
    tell_of_confirmed(request, done, profile, had_photo=had_photo)
    return target


class OwnAct:
    """A page by which somebody signed in does an act at once."""

    request: HttpRequest
    # The code by which the act was refused.
    refused_by = ""

    def form_valid(self, form: Any) -> HttpResponse:
        """Of what is refused nothing is kept, and whoever can put it in order knows of it."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # of the page it is mixed into
        tell_of_adult_part(getattr(self.request.user, "email", ""), self.refused_by)
        return answer

    def confirm_own(self, act: PendingAct) -> str:
        try:
            return confirm_own_act(self.request, act)
        except DomainError as error:
            self.refused_by = error.code
            raise
