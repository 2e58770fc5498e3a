"""What is done with the photo of an idea: its author removes it, a moderator shows or refuses it; each may come too late.

The addresses name the photo, and in `?idea=7` its idea: where the author has removed the photo meanwhile, or sent another one,
that is said, and a page leads to the one that is there now.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import verbs
from challenges.actions import photos
from challenges.forms import RefusePhotoForm
from challenges.models import Contribution, IdeaPhoto
from challenges.views.my_ideas import AsksAboutOwn
from educities.kit.errors import DomainError
from educities.kit.kept_forms import keep_typed
from educities.kit.states import describe_refused_move
from educities.kit.views import ActionView, FormPage, Permitted

State = IdeaPhoto.State


class _OfPhoto(Permitted):
    """A photo that was sent; one that is gone is found by its idea, as a row without a number."""

    model = IdeaPhoto

    def get_queryset(self) -> Any:
        rows = IdeaPhoto.objects.filter(contribution__isnull=False)
        return rows.select_related("contribution__challenge", "contribution__author__user", "city")

    def get_row(self) -> IdeaPhoto:
        found = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if found is not None:
            return found
        number = self.request.GET.get("idea", "")
        rows = Contribution.objects.select_related("challenge", "author__user", "city")
        idea = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
        if idea is None:
            raise Http404
        return IdeaPhoto(contribution=idea, city=idea.city)

    @cached_property
    def is_gone(self) -> bool:
        """Was the photo removed, or another one put in its place, since the page was opened?"""
        return self.object.pk is None

    @cached_property
    def next_photo(self) -> IdeaPhoto | None:
        """The one that its author has sent in place of it."""
        return IdeaPhoto.objects.filter(contribution=self.object.contribution).first()

    def describe_gone(self) -> str:
        """What has become of the photo."""
        if self.next_photo:
            return _("The author has sent another photo in place of this one.")
        return _("The author has removed this photo.")


class RemovePhoto(_OfPhoto, AsksAboutOwn):
    permission = "challenges.remove_ideaphoto"
    ends = (verbs.PHOTO_REMOVED,)

    def get_blocker(self) -> str:
        if not self.is_gone:
            return ""
        if self.next_photo:
            return _("You have sent another photo in place of this one. It is on your page.")
        return _("You have removed this photo already.")

    def get_text_of_removal(self) -> str:
        """What goes and what stays; that another photo can be sent is said where the challenge still takes one."""
        text = _("We delete the photo for good. Your idea and its support stay.")
        can_follow = not photos.describe_photo_blocker(self.object.contribution)
        return " ".join([text, _("You can send another photo.")] if can_follow else [text])

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Remove the photo?"),
            "quote": self.object.contribution.text,
            "text": self.get_text_of_removal(),
            "label": _("Remove the photo"),
            "cancel": self.city_url("mine"),
        }

    def act(self) -> None:
        if self.is_gone:
            messages.info(self.request, self.get_blocker())
            return
        photos.remove_photo(self.object, actor=self.actor)
        messages.success(self.request, _("The photo is deleted."))


class ShowPhoto(_OfPhoto, ActionView):
    """A moderator has looked at it. `?read=waiting`: how it stood on the page with the button."""

    permission = "challenges.moderate_ideaphoto"
    success_message = gettext_lazy("The photo is shown with the idea. We have told the author.")

    def act(self) -> None:
        if self.is_gone:
            more = _("Look at the new photo first.") if self.next_photo else _("There is nothing left to decide.")
            raise DomainError(f"{self.describe_gone()} {more}", code="challenges.photo_gone")
        if self.object.state == State.REFUSED and self.request.GET.get("read") == State.WAITING:
            text = _("Another moderator has just refused this photo. It is among those refused lately.")
            raise DomainError(text, code="challenges.photo_refused")
        photos.show_photo(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("moderation")


class RefusePhoto(_OfPhoto, FormPage):
    permission = "challenges.moderate_ideaphoto"
    ends = (verbs.PHOTO_REFUSED,)
    form_class = RefusePhotoForm
    template_name = "challenges/refuse_photo.html"
    success_message = gettext_lazy("The photo is not shown. The author can see your message.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._lead_on() if self.is_gone else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._lead_on() if self.is_gone else super().post(request, *args, **kwargs)

    def _lead_on(self) -> HttpResponse:
        """What was typed stands in the form about the photo that is there now, if there is one."""
        if self.next_photo is None or self.next_photo.state == State.REFUSED:
            messages.info(self.request, f"{self.describe_gone()} {_('There is nothing left to decide.')}")
            return redirect(self.city_url("moderation"))
        where = self.city_url("refuse_photo", self.next_photo.pk)
        text = self.describe_gone()
        if self.request.method == "POST":
            keep_typed(self.request, where)
            text = f"{text} {_('This is the new one. What you typed is kept: is it still right?')}"
        messages.info(self.request, text)
        return redirect(f"{where}?{urlencode({'idea': self.object.contribution_id})}")

    def get_blocker(self) -> str:
        return describe_refused_move(self.object, State.REFUSED) if self.request.method == "GET" else ""

    def get_initial(self) -> dict[str, Any]:
        return {"read": self.object.state}

    def act(self, form: RefusePhotoForm) -> HttpResponse | str:
        data = form.cleaned_data
        if self.object.state == State.SHOWN and data.pop("read") == State.WAITING:
            return self._ask_again(form)
        data.pop("read", None)
        photos.refuse_photo(self.object, actor=self.actor, **data)
        return self.city_url("moderation")

    def _ask_again(self, form: RefusePhotoForm) -> HttpResponse:
        """Somebody has decided otherwise meanwhile: the next press is meant."""
        form.add_error(
            None,
            _(
                "Another moderator has just shown this photo, and its author knows. If you refuse it all the same, "
                "press the button again."
            ),
        )
        data = self.request.POST.copy()
        data["read"] = str(State.SHOWN)
        form.data = data
        return self.show_again(form, 409)
