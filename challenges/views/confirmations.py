"""From the form to the mail to the act: where it was sent, and what its link says, first time, second time and too late."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions
from challenges.models import Challenge, IdeaPhoto, PendingAct, PhotoFile
from challenges.queries.photos import read_pixels
from challenges.views.messages import flash_result, render_ended_link
from challenges.views.own_acts import tell_of_adult_part
from challenges.views.photo_box import tell_of_confirmed
from challenges.views.residents import check_act_limits
from educities.accounts.actions import proven_owner
from educities.accounts.views.login import ask_to_sign_in, enter_or_ask
from educities.kit.errors import DomainError
from educities.kit.fields import AddressField
from educities.kit.limits import check_limit, network_of
from educities.kit.views import FormPage, Page
from stakeholders.models import Profile


class AddressForm(forms.Form):
    email = AddressField(
        label=gettext_lazy("Email address"), widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"})
    )


class CheckMail(FormPage):
    """The act is kept; one tap in the mail confirms it. Who has just sent it sees where to, and may correct it."""

    public = True
    model = Challenge
    template_name = "challenges/check_mail.html"
    form_class = AddressForm

    @cached_property
    def sent(self) -> PendingAct | None:
        """The act that this browser has just sent to this challenge."""
        number = self.request.session.get("act")
        rows = PendingAct.objects.filter(challenge=self.object, done_at=None, refused_at=None).select_related(
            "challenge", "city"
        )
        return rows.filter(pk=number).first() if number else None

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.sent.email} if self.sent else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(act=self.sent, **kwargs)

    def act(self, form: AddressForm) -> str:
        if self.sent is None:
            raise Http404
        email = form.cleaned_data["email"]
        check_act_limits(self.request, email)
        actions.change_submission_email(self.sent, email)
        messages.success(self.request, _("A new link is on its way. The one before it no longer counts."))
        return self.city_url("check_mail", self.object.pk)


class ConfirmAct(Page):
    """The link in the mail. Looking changes nothing (mail scanners look); the button confirms.

    Only what a no to the sender's account has reached before is deleted at once, and the link says so each time.
    """

    public = True
    # Signing in changes the form token: the same link in a second tab says what has become of it.
    asks_again = True
    template_name = "challenges/confirm_act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        pending = actions.find_act(kwargs["token"])
        why_not = actions.refusals.refuse_act(pending) if pending else ""
        if pending is None or (pending.refused_at and not why_not):
            return render_ended_link(request)
        self.pending, self.refusal = pending, why_not
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = self.pending
        if act.done_at:
            own = request.user.is_authenticated and request.user.email.lower() == act.email.lower()
            # “My activity” lists ideas and places; a support is seen beside the idea alone.
            is_support = act.kind == PendingAct.Kind.SUPPORT
            there = act.challenge.get_absolute_url() if is_support else self.city_url("mine")
            is_guest = act.guest is not None and act.guest.user_id is None
            context = {
                "row": act.challenge,
                "own": own,
                "is_support": is_support,
                "next": there,
                "is_guest": is_guest,
                "may_open": actions.once.may_open(act),
            }
            return render(request, "challenges/confirmed_already.html", context)
        ended = act.expires_at < timezone.now() and not self.refusal
        context = {
            "act": act,
            "row": act.challenge,
            "ended": ended,
            "words": actions.residents.pending_text(act),
            "named_as": actions.named_by(act),
            **self.show_photo(),
            "is_read_first": actions.residents.is_read_first(act),
            "offers_once": actions.once.offers_once(act),
            "has_to_wait": actions.residents.has_to_wait(act),
            "says_adult": actions.residents.says_adult(act),
            "is_minor": actions.residents.is_read_first(act),
            "is_refused": bool(self.refusal),
            "is_anothers": self.is_anothers(request),
            "why_not": self.refusal or actions.residents.submission_blocker(act),
            "kept_until": act.expires_at + timedelta(days=actions.residents.KEPT_DAYS),
        }
        return render(request, self.template_name, context, status=410 if ended else 200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.refusal:
            return redirect(request.path)
        buttons = {"again": self._again, "account": self.open_account, "once": self.confirm_once}
        pressed = next((act for name, act in buttons.items() if name in request.POST), self.confirm)
        return pressed(request)

    def confirm(self, request: HttpRequest) -> HttpResponse:
        """Done in the name of the address's account, which begins with it where there was none."""
        owner, had_photo = proven_owner(self.pending.email), self.has_photo()
        try:
            user, done = actions.confirm_act(self.pending)
        except DomainError as error:
            tell_of_adult_part(self.pending.email, error.code)
            if error.code != "challenges.already_done":
                messages.error(request, str(error))
            return redirect(request.path)
        if self.is_anothers(request):
            text = _("Done for %(email)s. You are still signed in as %(me)s.")
            messages.success(request, text % {"email": self.pending.email, "me": getattr(request.user, "email", "")})
            return redirect(request.path)
        profile = Profile.objects.get(user=user)
        target = flash_result(request, self.pending.kind, done, profile)
        tell_of_confirmed(request, done, profile, had_photo=had_photo)
        return enter_or_ask(request, user, target, owner=owner)

    def is_anothers(self, request: HttpRequest) -> bool:
        """Is somebody signed in whose link this is not? What it says stands for its address, and they stay who they are."""
        return request.user.is_authenticated and request.user.email.lower() != self.pending.email.lower()

    def confirm_once(self, request: HttpRequest) -> HttpResponse:
        """Done without an account; the page of the link says so, and offers one."""
        had_photo = self.has_photo()
        try:
            guest, done = actions.once.confirm_once(self.pending)
        except DomainError as error:
            if error.code != "challenges.already_done":
                messages.error(request, str(error))
            return redirect(request.path)
        flash_result(request, self.pending.kind, done, guest)
        tell_of_confirmed(request, done, guest, had_photo=had_photo)
        return redirect(request.path)

    def open_account(self, request: HttpRequest) -> HttpResponse:
        """What was done once is the account's that now begins. It opens by a code of its own: a used link lets nobody in."""
        try:
            actions.once.open_account_of(self.pending)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        text = _("You have an account now. Sign in with the code that we send to your address.")
        return ask_to_sign_in(request, self.pending.email, self.city_url("mine"), text)

    def show_photo(self) -> dict[str, Any]:
        """The photo that goes along, drawn into the page: whoever has the link has no other right to see it."""
        photo = IdeaPhoto.objects.filter(act=self.pending).first()
        pixels = read_pixels(photo, PhotoFile.Size.SMALL) if photo else None
        data = f"data:image/webp;base64,{b64encode(pixels).decode()}" if pixels else ""
        return {"has_photo": photo is not None, "photo": photo, "photo_data": data}

    def has_photo(self) -> bool:
        """Does a photo wait with the act?"""
        return IdeaPhoto.objects.filter(act=self.pending).exists()

    def _again(self, request: HttpRequest) -> HttpResponse:
        try:
            check_limit("act-again", network_of(request), most=6, seconds=3600)
            actions.send_again(self.pending)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(self.pending.challenge)
        return redirect("check_mail", self.city.slug, self.pending.challenge_id)
