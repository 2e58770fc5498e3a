"""What a resident does: an idea, a yes, a support; with an account at once, without one by a link in the mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from challenges import actions
from challenges.forms import IdeaForm, JoinForm, SupportForm
from challenges.models import Challenge, Contribution, Participation, PendingAct, Phase
from challenges.pending import payload_of
from challenges.similar import similar_ideas
from challenges.views.public import profile_of
from educities.accounts.entering import enter
from educities.kit.errors import DomainError
from educities.kit.limits import address_of, check_limit
from educities.kit.views import ActionView, FormPage, Page, RowPage


def language() -> str:
    return (get_language() or "en")[:2]


class _Act(FormPage):
    """A form that a known resident sends at once, and a new one confirms by mail."""

    public = True
    model = Challenge
    kind = ""
    phase = ""

    def get_row(self) -> Any:
        return get_object_or_404(Challenge.objects.filter(state__in=Challenge.PUBLIC), pk=self.kwargs["pk"])

    @cached_property
    def profile(self) -> Any:
        return profile_of(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        extra = {"city": self.city, "challenge": self.object, "known": self.profile}
        return super().get_form_kwargs() | extra

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.request.user.email} if self.request.user.is_authenticated else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(known=self.profile, **kwargs)

    def act(self, form: Any) -> HttpResponse | str:
        actions.ideas.check_open(self.object, self.phase)
        if self.profile is not None:
            return self.at_once(form)
        check_limit("act", address_of(self.request), most=30, seconds=3600)
        check_limit("act-mail", form.cleaned_data["email"].lower(), most=6, seconds=3600)
        payload = payload_of(form.cleaned_data, form.told_age)
        actions.store_act(
            self.object, self.kind, email=form.cleaned_data["email"], language=language(), payload=payload
        )
        return self.city_url("check_mail", self.object.pk)

    def at_once(self, form: Any) -> HttpResponse | str:
        raise NotImplementedError


class WriteIdea(_Act):
    """Two sentences; ideas that say nearly the same are shown once before it goes."""

    template_name = "challenges/write_idea.html"
    form_class = IdeaForm
    kind = PendingAct.Kind.IDEA
    phase = Phase.Kind.GATHER

    def act(self, form: IdeaForm) -> HttpResponse | str:
        similar = [] if form.cleaned_data["seen_similar"] else similar_ideas(self.object.pk, form.cleaned_data["text"])
        if similar:
            form.data = form.data.copy()
            form.data["seen_similar"] = "on"
            return self.render_to_response(self.get_context_data(form=form, similar=similar))
        return super().act(form)

    def at_once(self, form: IdeaForm) -> str:
        idea = actions.write_idea(
            self.object,
            author=self.profile,
            actor=self.request.user,
            text=form.cleaned_data["text"],
            language=language(),
        )
        return said_of(self.request, idea)


def said_of(request: HttpRequest, done: Any) -> str:
    """A sentence about what was done, and where to read it."""
    if isinstance(done, Contribution):
        if done.state == Contribution.State.PENDING:
            text = _("Thank you. A person reads it before others can, usually within a day.")
            messages.success(request, text)
            return done.get_absolute_url()
        messages.success(request, _("Your idea is published."))
        return done.get_absolute_url()
    if isinstance(done, Participation):
        said = {
            Participation.State.CONFIRMED: _("You take part. See you there."),
            Participation.State.WAITLISTED: _("All places are taken. You are on the waiting list, in order."),
            Participation.State.AWAITING_CONSENT: _(
                "We asked the grown-up by mail. You take part as soon as they say yes."
            ),
        }
        messages.success(request, said.get(done.state, _("Done.")))
        return done.challenge.get_absolute_url()
    return f"/c/{request.city.slug}/mine/"


class Join(_Act):
    """I want to take part."""

    template_name = "challenges/join.html"
    form_class = JoinForm
    kind = PendingAct.Kind.JOIN

    def at_once(self, form: JoinForm) -> str:
        done = actions.join_challenge(
            self.object, profile=self.profile, actor=self.request.user, bring=form.cleaned_data["bring"]
        )
        return said_of(self.request, done)


class SupportIdea(_Act):
    """I stand behind this idea too."""

    template_name = "challenges/support.html"
    form_class = SupportForm
    kind = PendingAct.Kind.SUPPORT
    phase = Phase.Kind.SUPPORT

    def get_row(self) -> Any:
        ideas = Contribution.objects.filter(state=Contribution.State.VISIBLE).select_related("challenge", "author")
        self.idea = get_object_or_404(ideas, pk=self.kwargs["pk"])
        return self.idea.challenge

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(idea=self.idea, **kwargs)

    def act(self, form: SupportForm) -> HttpResponse | str:
        form.cleaned_data["contribution"] = self.idea.pk
        return super().act(form)

    def at_once(self, form: SupportForm) -> str:
        new = actions.support_idea(self.idea, profile=self.profile, actor=self.request.user)
        messages.success(self.request, _("You support this idea.") if new else _("You support this idea already."))
        return self.idea.get_absolute_url()


class TakeSupportBack(ActionView):
    signed_in = True
    model = Contribution

    def act(self) -> None:
        profile = profile_of(self.request)
        if profile:
            actions.take_support_back(self.object, profile=profile, actor=self.request.user)


class CheckMail(RowPage):
    """The act is kept; one tap in the mail confirms it."""

    public = True
    model = Challenge
    template_name = "challenges/check_mail.html"


class ConfirmAct(Page):
    """The link in the mail. Looking changes nothing (mail scanners look); the button confirms."""

    public = True
    template_name = "challenges/confirm_act.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.pending = actions.find_act(kwargs["token"])
        if self.pending is None:
            return render(request, "challenges/link_ended.html", status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.pending.done_at:
            return redirect(self.pending.challenge)
        ended = self.pending.expires_at < actions.residents.timezone.now()
        return render(
            request,
            "challenges/confirm_act.html",
            {
                "act": self.pending,
                "row": self.pending.challenge,
                "ended": ended,
                "named_as": actions.named_by(self.pending),
            },
            status=410 if ended else 200,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST:
            try:
                check_limit("act-again", address_of(request), most=6, seconds=3600)
                actions.send_again(self.pending)
            except DomainError as error:
                messages.error(request, str(error))
                return redirect(self.pending.challenge)
            return redirect("check_mail", request.city.slug, self.pending.challenge_id)
        try:
            user, done = actions.confirm_act(self.pending)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(self.pending.challenge)
        return enter(request, user, said_of(request, done))


class WithdrawIdea(ActionView):
    permission = "challenges.withdraw_contribution"
    model = Contribution

    def get_queryset(self) -> Any:
        return Contribution.objects.select_related("author", "challenge")

    def act(self) -> None:
        actions.withdraw_idea(self.object, actor=self.request.user)
        messages.success(self.request, _("Your idea is taken back."))

    def success_url(self) -> str:
        return self.city_url("mine")


class ShowIdeaAgain(WithdrawIdea):
    """A guardian's no had hidden it; its author is of age by now."""

    def act(self) -> None:
        actions.show_again(self.object, actor=self.request.user)
        messages.success(self.request, _("Your idea is published."))


class Leave(ActionView):
    permission = "challenges.leave_participation"
    model = Participation

    def get_queryset(self) -> Any:
        return Participation.objects.select_related("profile", "challenge")

    def act(self) -> None:
        actions.leave_challenge(self.object, actor=self.request.user)
        messages.success(self.request, _("You have left. You can come back as long as there are places."))

    def success_url(self) -> str:
        return self.object.challenge.get_absolute_url()
