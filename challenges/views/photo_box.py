"""The photo beside an idea that is being written: it waits until the idea is sent, whatever happens to the form.

A sealed key travels with the form that it was chosen in: two tabs of one browser send two photos, and a browser that has lost
its cookies still sends its own.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from challenges.actions import photos
from challenges.models import Contribution, IdeaPhoto
from educities.kit.kept_forms import kept_data
from educities.kit.limits import check_limit, network_of
from educities.kit.views import FormPage
from stakeholders.models import Profile

# A class in one room shares an address; each of them tries one or two.
MOST_PHOTOS = 60
# The box of the form with the key, and what seals it.
PHOTO_KEY, SALT = "photo_key", "challenges.photo"
# Where the session keeps whose pictures this browser may see before they are sent, and how many.
SEEN, MOST_SEEN = "idea_photos", 10


def check_photo_limit(request: HttpRequest) -> None:
    """Raises TooOften for too many photos from one address within an hour."""
    check_limit("photo", network_of(request), most=MOST_PHOTOS, seconds=3600)


def make_photo_key(challenge: int, photo: int) -> str:
    """What a form carries for the photo that goes along with it."""
    return signing.dumps([challenge, photo], salt=SALT)


def read_photo_key(key: str, challenge: int) -> int | None:
    """The number of the photo; None where the key is none of ours, or of another challenge."""
    try:
        found, photo = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return photo if found == challenge else None


def may_see_unsent(request: HttpRequest, photo: IdeaPhoto) -> bool:
    """Was this photo chosen in this browser, and not sent yet?"""
    return photo.is_unsent and photo.pk in (request.session.get(SEEN) or [])


class PhotoBox(FormPage):
    """The part of a form's page that keeps a photo."""

    profile: Any

    @cached_property
    def takes_photo(self) -> bool:
        """Is this person asked for a photo?"""
        user = self.request.user if self.request.user.is_authenticated else None
        return photos.takes_photo_of(user, self.profile)

    @cached_property
    def named_photo(self) -> int | None:
        """The number of the photo whose key the form has brought, or that waits with the draft; it may be gone."""
        data = self.request.POST if self.request.method == "POST" else kept_data(self.request)
        if data and data.get(PHOTO_KEY):
            return read_photo_key(str(data[PHOTO_KEY]), self.object.pk)
        return None if self.request.method == "POST" else self.find_draft_photo()

    def find_draft_photo(self) -> int | None:
        """The photo of the draft that the page shows."""
        return None

    @cached_property
    def kept_photo(self) -> IdeaPhoto | None:
        """The photo that goes along with the idea."""
        if not self.takes_photo or self.named_photo is None:
            return None
        return IdeaPhoto.objects.unsent().filter(pk=self.named_photo).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {
            "takes_photo": self.takes_photo,
            "kept_photo": self.kept_photo,
            "check_photo": lambda: check_photo_limit(self.request),
        }
        return super().get_form_kwargs() | own

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own: dict[str, Any] = {"kept_photo": self.kept_photo, "takes_photo": self.takes_photo}
        if self.kept_photo:
            own["photo_key"] = make_photo_key(self.object.pk, self.kept_photo.pk)
            self._note_seen(self.kept_photo.pk)
        return super().get_context_data(**{**own, **kwargs})

    def _note_seen(self, photo: int) -> None:
        seen = self.request.session.get(SEEN) or []
        if photo not in seen:
            self.request.session[SEEN] = [*seen, photo][-MOST_SEEN:]

    def form_invalid(self, form: Any) -> Any:
        """What is wrong with the text costs nobody the photo."""
        self.keep_photo(form)
        return super().form_invalid(form)

    def keep_chosen_files(self, form: Any) -> None:
        """The photo that was chosen goes along in the other language too; what is wrong with it is said."""
        if not self.takes_photo or "photo" not in self.request.FILES:
            return
        checked: Any = self.get_form()
        checked.full_clean()
        if checked.cleaned_data.get("photo"):
            self.keep_photo(checked)
        elif "photo" in checked.errors:
            form.errors["photo"] = checked.errors["photo"]

    def keep_refused_files(self, form: Any) -> None:
        """The photo waits in a row of its own, by its key."""

    def keep_photo(self, form: Any) -> None:
        """The photo that was chosen goes along from now on, or the one before does so no more.

        One that another takes the place of may still wait in another tab; whatever nobody sends is gone after a day.
        """
        data = form.cleaned_data
        if data.get("photo"):
            self.kept_photo = photos.store_photo(data["photo"], data.get("photo_text", ""))
            self.named_photo = self.kept_photo.pk
        elif data.get("without_photo"):
            self.forget_photo()
        elif self.kept_photo and "photo_text" in data:
            photos.describe_photo(self.kept_photo, data["photo_text"])

    def forget_photo(self) -> None:
        """No photo goes along."""
        if self.kept_photo:
            photos.drop_unsent(self.kept_photo)
        self.kept_photo = self.named_photo = None

    def take_for_act(self, *, is_adult: bool) -> IdeaPhoto | None:
        """The photo that waits with an act. Of who says they are younger it is gone, and that is said."""
        if is_adult:
            return self.kept_photo
        if self.kept_photo or "photo" in self.request.FILES:
            self.forget_photo()
            tell_dropped(self.request)
        return None

    def send_with_idea(self, idea: Contribution) -> None:
        """The idea has the photo now; a minor's is gone, and that is said."""
        if self.kept_photo:
            if photos.give_to_idea(self.kept_photo, idea, actor=self.actor):
                tell_waiting(self.request, idea)
            else:
                messages.info(self.request, _("This idea has a photo already, so we did not keep the new one."))
        elif "photo" in self.request.FILES and not self.takes_photo:
            tell_dropped(self.request)
        else:
            self.tell_if_lost(contribution=idea)

    def tell_if_lost(self, **owner: Any) -> None:
        """The form had brought a photo that is no longer here, and that did not go with this very act or idea before."""
        is_named = self.takes_photo and self.named_photo is not None and self.kept_photo is None
        if is_named and not IdeaPhoto.objects.filter(pk=self.named_photo, **owner).exists():
            text = _(
                "The photo you chose before is no longer here, so your idea went without it. You can add one later."
            )
            messages.warning(self.request, text)


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
