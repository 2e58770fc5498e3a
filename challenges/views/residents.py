"""What a resident does: an idea, a yes, a support; with an account at once, without one by a link in the mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from challenges import actions
from challenges.actions.verification import check_verification
from challenges.forms import IdeaForm, IdeaTextForm, JoinForm, SupportForm
from challenges.models import Challenge, Contribution, Participation, PendingAct, Phase, Support
from challenges.queries.similar import similar_ideas
from challenges.texts import MINOR, public_name
from challenges.values import payload_of
from challenges.views.idea_drafts import (
    Draft,
    drop_draft,
    find_draft,
    find_last_draft,
    find_typed_answers,
    keep_draft,
    keep_typed_answers,
)
from challenges.views.messages import flash_idea_result, flash_joining_result, flash_support_result
from challenges.views.own_acts import OwnAct, current_language, owns_address, tell_own_address
from challenges.views.photo_box import PHOTO_KEY, PhotoBox
from consents.actions import check_minor_limit
from consents.forms.ages import YOUNGER
from consents.values import ADULT
from educities.kit.errors import DomainError
from educities.kit.form_marks import TOKEN
from educities.kit.limits import check_limit, network_of
from educities.kit.views import ActionView, FormPage
from stakeholders.models import Level
from stakeholders.queries import find_profile
from stakeholders.values import HALF_NAMES, TITLES

# A library's or a school's computers share one address; a mailbox is one person's.
MOST_PER_ADDRESS, MOST_PER_MAILBOX = 120, 6
# What of the second page is no answer of the person.
UNTYPED = {TOKEN, PHOTO_KEY, "text", "seen_similar", "website", "in_language"}


def check_act_limits(request: HttpRequest, email: str) -> None:
    """Raises TooOften for too many acts from one address, or too many mails to one mailbox, within an hour."""
    check_limit("act", network_of(request), most=MOST_PER_ADDRESS, seconds=3600)
    check_limit("act-mail", email.lower(), most=MOST_PER_MAILBOX, seconds=3600)


class _Act(OwnAct, FormPage):
    """A form that a known resident sends at once, and a new one confirms by mail."""

    public = True
    model = Challenge
    kind = ""
    phase = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page is everybody's; whom others typed in says first how old they are."""
        return self.ask_age(request) or super().dispatch(request, *args, **kwargs)

    def get_row(self) -> Any:
        return get_object_or_404(Challenge.objects.filter(state__in=Challenge.PUBLIC), pk=self.kwargs["pk"])

    @cached_property
    def profile(self) -> Any:
        """Who is known here. An older form by which an adult's account says "younger" is read whole, as somebody new's."""
        found = find_profile(self.request.user)
        says_younger = self.request.method == "POST" and self.request.POST.get("age") == YOUNGER
        return None if found is not None and not found.is_minor and says_younger else found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; or, where it could not be sent, why, before anything is written into it."""
        try:
            actions.ideas.check_open(self.object, self.phase)
            self.check_person()
        except DomainError as error:
            level = getattr(error, "level", 0)
            context = {"row": self.object, "why": str(error)}
            context |= {"lacks_level": level, "asks_residency": level == Level.RESIDENT}
            return render(request, "challenges/not_now.html", context)
        return super().get(request, *args, **kwargs)

    def check_person(self) -> None:
        """Raises DomainError for whoever may not send this, unless they have done it already."""
        if self.profile is not None and self.stands():
            return
        check_verification(self.object, self.profile)
        if self.profile is not None:
            check_minor_limit(self.profile)

    def stands(self) -> bool:
        """Has this person done it already, so that doing it again changes nothing or little?"""
        return False

    def get_form_kwargs(self) -> dict[str, Any]:
        extra = {"city": self.city, "challenge": self.object, "known": self.profile}
        return super().get_form_kwargs() | extra

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.request.user.email} if self.request.user.is_authenticated else {}

    def get_form(self, form_class: Any = None) -> Any:
        return tell_own_address(self.request, super().get_form(form_class))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(known=self.profile, **kwargs)

    def act(self, form: Any) -> HttpResponse | str:
        actions.ideas.check_open(self.object, self.phase)
        if self.profile is not None:
            return self.at_once(form)
        check_verification(self.object, None)
        email = form.cleaned_data["email"]
        check_act_limits(self.request, email)
        payload = payload_of(form.cleaned_data, form.told_age)
        is_own = owns_address(self.request, email)
        act = self.store_act(form, email=email, language=current_language(), payload=payload, is_proven=is_own)
        if is_own:
            return self.confirm_own(act)
        # Who has just sent it may correct the address.
        self.request.session["act"] = act.pk
        return self.city_url("check_mail", self.object.pk)

    def store_act(self, form: Any, **sent: Any) -> PendingAct:
        """The act waits for its mail."""
        return actions.store_act(self.object, self.kind, **sent)

    def at_once(self, form: Any) -> HttpResponse | str:
        raise NotImplementedError


class WriteIdea(PhotoBox, _Act):
    """Two sentences; ideas that say nearly the same are shown once before it goes.

    Who is not known here writes the idea first, and is asked then who they are. Both steps have one address; between
    them the session keeps a draft, whose number stands in the address of the second (`?who=1`).
    """

    form_class = IdeaForm
    kind = PendingAct.Kind.IDEA
    phase = Phase.Kind.GATHER

    @cached_property
    def named_draft(self) -> Draft | None:
        """The draft that the address names: of the second step, or on the way back to the first."""
        number = self.request.GET.get("who") or self.request.GET.get("draft") or ""
        return find_draft(self.request, self.object.pk, number)

    @cached_property
    def draft(self) -> Draft:
        """What the first step has left here for this challenge."""
        return self.named_draft or find_last_draft(self.request, self.object.pk) or {}

    def find_draft_photo(self) -> int | None:
        return self.draft.get("photo") if self.profile is None else None

    @cached_property
    def is_first_step(self) -> bool:
        """Only the idea is asked for."""
        if self.profile is not None:
            return False
        if self.request.method == "POST":
            return "email" not in self.request.POST and "age" not in self.request.POST
        return "who" not in self.request.GET or self.named_draft is None

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
        kept = {"text": self.draft["text"]} if self.draft else {}
        has_seen = self.profile is None and not self.is_first_step
        typed = find_typed_answers(self.request, self.request.GET["who"]) if has_seen and self.named_draft else {}
        return {**super().get_initial(), **typed, **kept, "seen_similar": has_seen}

    def form_valid(self, form: Any) -> HttpResponse:
        self.keep_photo(form)
        return self.keep_text(form) if self.is_first_step else super().form_valid(form)

    def show_again(self, form: Any, status: int) -> HttpResponse:
        """What was typed on the second page is there too when its address is opened anew."""
        if self.named_draft is not None and not self.is_first_step:
            typed = {name: self.request.POST[name] for name in form.fields if name in self.request.POST}
            typed = {name: value for name, value in typed.items() if name not in UNTYPED}
            keep_typed_answers(self.request, self.request.GET["who"], typed)
        return super().show_again(form, status)

    def keep_text(self, form: IdeaTextForm) -> HttpResponse:
        """The idea is kept; the browser's own draft stays until everything has arrived."""
        try:
            actions.ideas.check_open(self.object, self.phase)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        if similar := self.find_similar(form):
            return self.show_similar(form, similar)
        photo = self.kept_photo.pk if self.kept_photo else None
        draft: Draft = {"challenge": self.object.pk, "text": form.cleaned_data["text"], "photo": photo}
        number = keep_draft(self.request, draft, self.request.GET.get("draft", "") if self.named_draft else "")
        return redirect(f"{self.request.path}?who={number}")

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
            "unnamed": MINOR,
            "titles": " ".join(TITLES),
            "halves": " ".join(HALF_NAMES),
        }
        number = self.request.GET.get("who") if self.named_draft else ""
        return super().get_context_data(
            **{**named, "is_first_step": self.is_first_step, "draft_number": number, **kwargs}
        )

    def act(self, form: IdeaForm) -> HttpResponse | str:
        if similar := self.find_similar(form):
            return self.show_similar(form, similar)
        target = super().act(form)
        drop_draft(self.request, self.object.pk, form.cleaned_data["text"])
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

    def store_act(self, form: Any, **sent: Any) -> PendingAct:
        photo = self.take_for_act(is_adult=form.told_age.band == ADULT.band and self.takes_photo)
        act = super().store_act(form, **sent, photo=photo)
        self.tell_if_lost(act=act)
        return act


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
