"""What a resident does: an idea, a yes, a support; with an account at once, without one by a link in the mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy

from challenges import actions
from challenges.forms import IdeaForm, IdeaTextForm, JoinForm, SupportForm
from challenges.models import Challenge, Contribution, Participation, PendingAct, Phase, Support
from challenges.queries.similar import similar_ideas
from challenges.texts import CHILD, YOUTH, public_name
from challenges.values import payload_of
from challenges.views.messages import flash_idea_result, flash_joining_result, flash_support_result
from challenges.views.photo_box import PhotoBox
from consents.actions import check_minor_limit
from consents.values import ADULT, OLDEST
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit, network_of
from educities.kit.views import ActionView, FormPage
from stakeholders.models import AgeBand
from stakeholders.queries import find_profile
from stakeholders.values import HALF_NAMES, TITLES

# A library's or a school's computers share one address; a mailbox is one person's.
MOST_PER_ADDRESS, MOST_PER_MAILBOX = 120, 6
# Where the session keeps an idea between its two steps.
KEPT_IDEA = "idea"


def current_language() -> str:
    return (get_language() or "en")[:2]


def check_act_limits(request: HttpRequest, email: str) -> None:
    """Raises TooOften for too many acts from one address, or too many mails to one mailbox, within an hour."""
    check_limit("act", network_of(request), most=MOST_PER_ADDRESS, seconds=3600)
    check_limit("act-mail", email.lower(), most=MOST_PER_MAILBOX, seconds=3600)


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
        return find_profile(self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; or, where it could not be sent, why, before anything is written into it."""
        try:
            actions.ideas.check_open(self.object, self.phase)
            if self.profile is not None and not self.stands():
                check_minor_limit(self.profile)
        except DomainError as error:
            return render(request, "challenges/not_now.html", {"row": self.object, "why": str(error)})
        return super().get(request, *args, **kwargs)

    def stands(self) -> bool:
        """Has this person done it already, so that doing it again changes nothing or little?"""
        return False

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
        email = form.cleaned_data["email"]
        check_act_limits(self.request, email)
        payload = payload_of(form.cleaned_data, form.told_age)
        act = actions.store_act(self.object, self.kind, email=email, language=current_language(), payload=payload)
        # Who has just sent it may correct the address.
        self.request.session["act"] = act.pk
        self.add_to_act(act, form)
        return self.city_url("check_mail", self.object.pk)

    def add_to_act(self, act: PendingAct, form: Any) -> None:
        """What else goes along with an act that waits for its mail."""

    def at_once(self, form: Any) -> HttpResponse | str:
        raise NotImplementedError


class WriteIdea(PhotoBox, _Act):
    """Two sentences; ideas that say nearly the same are shown once before it goes.

    Who is not known here writes the idea first, and is asked then who they are. Both steps have one address; between
    them the session keeps the text, and which photo goes along.
    """

    form_class = IdeaForm
    kind = PendingAct.Kind.IDEA
    phase = Phase.Kind.GATHER

    @cached_property
    def kept_text(self) -> str:
        """What the first step has left here for this challenge."""
        kept = self.request.session.get(KEPT_IDEA) or {}
        return kept.get("text", "") if kept.get("challenge") == self.object.pk else ""

    @cached_property
    def is_first_step(self) -> bool:
        """Only the idea is asked for."""
        if self.profile is not None:
            return False
        if self.request.method == "POST":
            return "email" not in self.request.POST
        return "who" not in self.request.GET or not self.kept_text

    def get_template_names(self) -> list[str]:
        alone = self.is_first_step or self.profile is not None
        return ["challenges/write_idea.html" if alone else "challenges/idea_author.html"]

    def get_form_class(self) -> Any:
        return IdeaTextForm if self.is_first_step else self.form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.is_first_step:
            for name in ("city", "known"):
                del kwargs[name]
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        kept = {"text": self.kept_text} if self.kept_text else {}
        has_seen = self.profile is None and not self.is_first_step
        return {**super().get_initial(), **kept, "seen_similar": has_seen}

    def form_valid(self, form: Any) -> HttpResponse:
        self.keep_photo(form)
        return self.keep_text(form) if self.is_first_step else super().form_valid(form)

    def keep_text(self, form: IdeaTextForm) -> HttpResponse:
        """The idea is kept; the browser's own draft stays until everything has arrived."""
        try:
            actions.ideas.check_open(self.object, self.phase)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        if similar := self.find_similar(form):
            return self.show_similar(form, similar)
        self.request.session[KEPT_IDEA] = {"challenge": self.object.pk, "text": form.cleaned_data["text"]}
        return redirect(f"{self.request.path}?who=1")

    def find_similar(self, form: Any) -> list[Contribution]:
        """Ideas that say nearly the same, unless they have been shown."""
        return [] if form.cleaned_data["seen_similar"] else similar_ideas(self.object.pk, form.cleaned_data["text"])

    def show_similar(self, form: Any, similar: list[Contribution]) -> HttpResponse:
        shown = form.data.copy()
        shown["seen_similar"] = "on"
        form.data = shown
        return self.render_to_response(self.get_context_data(form=form, similar=similar))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = {
            "known_as": public_name(self.profile, self.object) if self.profile else "",
            "policy": self.object.name_policy,
            "unnamed": {"child": CHILD, "youth": YOUTH, "child_until": OLDEST[AgeBand.CHILD]},
            "titles": " ".join(TITLES),
            "halves": " ".join(HALF_NAMES),
        }
        return super().get_context_data(**{**named, "is_first_step": self.is_first_step, **kwargs})

    def act(self, form: IdeaForm) -> HttpResponse | str:
        if similar := self.find_similar(form):
            return self.show_similar(form, similar)
        target = super().act(form)
        self.request.session.pop(KEPT_IDEA, None)
        return target

    def at_once(self, form: IdeaForm) -> str:
        idea = actions.write_idea(
            self.object,
            author=self.profile,
            actor=self.actor,
            text=form.cleaned_data["text"],
            language=current_language(),
        )
        target = flash_idea_result(self.request, idea)
        self.send_with_idea(idea)
        return target

    def add_to_act(self, act: PendingAct, form: Any) -> None:
        self.send_with_act(act, is_adult=form.told_age.band == ADULT.band and self.takes_photo)


class Join(_Act):
    """I want to take part."""

    template_name = "challenges/join.html"
    form_class = JoinForm
    kind = PendingAct.Kind.JOIN

    def stands(self) -> bool:
        rows = Participation.objects.filter(challenge=self.object, profile=self.profile)
        return rows.exclude(state=Participation.State.CANCELLED).exists()

    def at_once(self, form: JoinForm) -> str:
        done = actions.join_challenge(
            self.object, profile=self.profile, actor=self.actor, bring=form.cleaned_data["bring"]
        )
        return flash_joining_result(self.request, done)


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

    def stands(self) -> bool:
        return Support.objects.filter(contribution=self.idea, profile=self.profile).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(idea=self.idea, **kwargs)

    def act(self, form: SupportForm) -> HttpResponse | str:
        form.cleaned_data["contribution"] = self.idea.pk
        return super().act(form)

    def at_once(self, form: SupportForm) -> str:
        new = actions.support_idea(self.idea, profile=self.profile, actor=self.actor)
        return flash_support_result(self.request, self.idea, self.profile, new=new)


class TakeSupportBack(ActionView):
    signed_in = True
    model = Contribution
    success_message = gettext_lazy("You no longer support this idea.")

    def act(self) -> None:
        profile = find_profile(self.request.user)
        if profile:
            actions.take_support_back(self.object, profile=profile, actor=self.actor)
