"""The photo beside an idea that is being written: kept for the browser until the idea is sent, whatever happens to the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from challenges.actions import photos
from challenges.models import Contribution, IdeaPhoto, PendingAct
from educities.kit.limits import check_limit, network_of
from educities.kit.views import FormPage
from stakeholders.models import Profile

# A class in one room shares an address; each of them tries one or two.
MOST_PHOTOS = 60
# Where the session keeps which photo, for which challenge.
KEPT_PHOTO = "idea_photo"


def check_photo_limit(request: HttpRequest) -> None:
    """Raises TooOften for too many photos from one address within an hour."""
    check_limit("photo", network_of(request), most=MOST_PHOTOS, seconds=3600)


def find_kept_photo(request: HttpRequest, challenge: int | None = None) -> IdeaPhoto | None:
    """The photo that this browser has chosen and not sent yet, for this challenge if one is given."""
    kept = request.session.get(KEPT_PHOTO) or {}
    if not kept or challenge not in {None, kept["challenge"]}:
        return None
    return IdeaPhoto.objects.unsent().filter(pk=kept["photo"]).first()


class PhotoBox(FormPage):
    """The part of a form's page that keeps a photo."""

    profile: Any

    @cached_property
    def takes_photo(self) -> bool:
        """Is this person asked for a photo?"""
        user = self.request.user if self.request.user.is_authenticated else None
        return photos.takes_photo_of(user, self.profile)

    @cached_property
    def kept_photo(self) -> IdeaPhoto | None:
        """The photo that goes along with the idea."""
        return find_kept_photo(self.request, self.object.pk) if self.takes_photo else None

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {
            "takes_photo": self.takes_photo,
            "kept_photo": self.kept_photo,
            "check_photo": lambda: check_photo_limit(self.request),
        }
        return super().get_form_kwargs() | own

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"kept_photo": self.kept_photo, "takes_photo": self.takes_photo, **kwargs})

    def form_invalid(self, form: Any) -> Any:
        """What is wrong with the text costs nobody the photo."""
        self.keep_photo(form)
        return super().form_invalid(form)

    def keep_photo(self, form: Any) -> None:
        """The photo that was chosen goes along from now on, or the one before does so no more."""
        data = form.cleaned_data
        if data.get("photo"):
            self.forget_photo()
            self.kept_photo = photos.store_photo(data["photo"], data.get("photo_text", ""))
            self.request.session[KEPT_PHOTO] = {"challenge": self.object.pk, "photo": self.kept_photo.pk}
        elif data.get("without_photo"):
            self.forget_photo()
        elif self.kept_photo and "photo_text" in data:
            photos.describe_photo(self.kept_photo, data["photo_text"])

    def forget_photo(self) -> None:
        """No photo goes along."""
        if self.kept_photo:
            photos.drop_unsent(self.kept_photo)
        self.kept_photo = None
        self.request.session.pop(KEPT_PHOTO, None)

    def send_with_act(self, act: PendingAct, *, is_adult: bool) -> None:
        """The photo waits with the act. Of who says they are younger it is gone, and that is said."""
        if is_adult and self.kept_photo:
            photos.give_to_act(self.kept_photo, act)
            self.request.session.pop(KEPT_PHOTO, None)
        elif self.kept_photo or "photo" in self.request.FILES:
            self.forget_photo()
            tell_dropped(self.request)

    def send_with_idea(self, idea: Contribution) -> None:
        """The idea has the photo now; a minor's is gone, and that is said."""
        if self.kept_photo:
            has_it = photos.give_to_idea(self.kept_photo, idea, actor=self.actor)
            self.request.session.pop(KEPT_PHOTO, None)
            if has_it:
                tell_waiting(self.request, idea)
            else:
                messages.info(self.request, _("This idea has a photo already, so we did not keep the new one."))
        elif "photo" in self.request.FILES and not self.takes_photo:
            tell_dropped(self.request)


def tell_dropped(request: HttpRequest) -> None:
    """A minor's photo was not kept."""
    messages.warning(request, _("We did not keep the photo: photos are for adults only."))


def tell_waiting(request: HttpRequest, idea: Contribution) -> None:
    """What becomes of the photo that came with the idea, where one did."""
    photo = IdeaPhoto.objects.filter(contribution=idea).first()
    if photo is not None and photo.state == IdeaPhoto.State.WAITING:
        messages.info(request, _("A moderator looks at your photo before others see it. We write to you then."))


def tell_of_confirmed(request: HttpRequest, idea: Any, profile: Profile, *, had_photo: bool) -> None:
    """The same after the mail was confirmed. `had_photo`: one had been sent with it."""
    if had_photo and profile.is_minor:
        tell_dropped(request)
    elif had_photo:
        tell_waiting(request, idea)
