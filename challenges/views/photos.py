"""The photos of ideas: the picture itself, and the page on which its author sends one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from challenges.actions import photos
from challenges.forms import PhotoForm
from challenges.models import Challenge, Contribution, IdeaPhoto, PhotoFile
from challenges.queries.photos import read_pixels
from challenges.views.photo_box import check_photo_limit, may_see_unsent
from educities.kit.views import FormPage, Permitted

# A year, in the browsers that have seen it: no cache between keeps what may be taken away tomorrow.
KEPT = "private, max-age=31536000, immutable"


class PhotoFileView(Permitted):
    """The picture: for everybody while it is shown, else for its author and those who look at it. To all others it is not there."""

    public = True
    model = IdeaPhoto
    size: str = PhotoFile.Size.LARGE

    def get_queryset(self) -> Any:
        return IdeaPhoto.objects.select_related("contribution__challenge", "contribution__author")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_public = self._is_public()
        if not is_public and not self._may_see():
            raise Http404
        data = read_pixels(self.object, self.size)
        if data is None:
            raise Http404
        is_lasting = is_public and request.GET.get("v") == self.object.version
        headers = {
            "Cache-Control": KEPT if is_lasting else "private, no-store",
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(data, content_type="image/webp", headers=headers)

    def _is_public(self) -> bool:
        idea = self.object.contribution
        return self.object.is_public and idea.challenge.state in Challenge.PUBLIC

    def _may_see(self) -> bool:
        user, photo = self.request.user, self.object
        if user.has_perm("challenges.remove_ideaphoto", photo):
            return True
        if photo.contribution is not None and user.has_perm("challenges.moderate_ideaphoto", photo):
            return True
        return may_see_unsent(self.request, photo)


class SendPhoto(FormPage):
    """A photo for an idea of one's own, or another one in place of the one before."""

    permission = "challenges.rewrite_contribution"
    model = Contribution
    form_class = PhotoForm
    template_name = "challenges/send_photo.html"
    success_message = gettext_lazy("Thank you. A moderator looks at your photo before others see it.")

    def get_row(self) -> Any:
        rows = Contribution.objects.select_related("author", "challenge", "photo")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"check_photo": lambda: check_photo_limit(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            blocker=photos.describe_photo_blocker(self.object), photo=getattr(self.object, "photo", None), **kwargs
        )

    def act(self, form: PhotoForm) -> str:
        data = form.cleaned_data
        photos.send_photo(self.object, data["photo"], data["photo_text"], actor=self.actor)
        return self.object.get_absolute_url()
