"""The grown-up's page: purpose by purpose, a few sentences each; changed any day. And the child asks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consents import actions, verbs
from consents.forms import AskGuardianForm, GuardianForm
from consents.models import Consent, GuardianLink
from consents.queries import declined_by, has_consent, is_agreed_by_another, list_losses
from consents.texts import LEFT_OF_CHILD, TEXTS
from consents.values import ACCOUNT, CHILD_PARTS, START_LINKS
from educities.accounts.actions import proven_owner
from educities.accounts.views.login import ADDRESS_KEY, enter_or_ask
from educities.kit.errors import DomainError
from educities.kit.limits import check_limit
from educities.kit.views import AskedOnce, FormPage
from stakeholders.queries import find_profile

State = GuardianLink.State


def checked_purposes(link: GuardianLink, *, closed: bool) -> set[str]:
    """What the grown-up's page shows as agreed to: their own answer, else what holds for the child now."""
    if closed:
        return set()
    if link.answers:
        return {purpose for purpose, yes in link.answers.items() if yes}
    rows = Consent.objects.filter(subject=link.minor, state=Consent.State.GIVEN)
    return set(rows.values_list("purpose", flat=True))


def guardian_page_context(link: GuardianLink) -> dict[str, Any]:
    """What the child would like to do, which the grown-up decides about, and what was decided before."""
    found = [(part.template, part.find_things(link.minor)) for part in CHILD_PARTS]
    return {
        "minor": link.minor,
        "parts": [{"template": template, **things.context} for template, things in found if things],
        "refused_on": actions.answered_on(link) if link.state == State.REFUSED else "",
    }


def guardian_answer_message(link: GuardianLink) -> str:
    """What the grown-up's answer has come to."""
    if has_consent(link.minor, ACCOUNT):
        return _("Thank you. Your answer applies now. You can change it here at any time.")
    if link.answers.get(ACCOUNT):
        return _(
            "We have saved your answer. It takes effect only if the other person who said no changes their answer."
        )
    return _(
        "We have saved your answer, deleted what the child did here and closed the account. If you say "
        "yes later, the account opens again, empty."
    )


class _Answer(FormPage):
    """Purpose by purpose, by a link in the mail or signed in."""

    template_name = "consents/guardian.html"
    form_class = GuardianForm
    ends = (verbs.GUARDIAN_REFUSED, verbs.CONSENT_WITHDRAWN, verbs.CONSENT_REFUSED)
    link: GuardianLink

    @property
    def ended(self) -> bool:
        """Is nothing to be answered any more?"""
        return False

    @cached_property
    def closed_by_child(self) -> bool:
        return ACCOUNT in declined_by(self.link.minor)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = checked_purposes(self.link, closed=self.closed_by_child)
        return super().get_form_kwargs() | {
            "given": given,
            "but": actions.refused_by_adults(self.link.minor, but=self.link),
            "but_child": declined_by(self.link.minor) - {ACCOUNT},
        }

    def form_valid(self, form: Any) -> HttpResponse:
        return self.ask_once(form) if form.is_asked_once and not self.ended else super().form_valid(form)

    def ask_once(self, form: GuardianForm) -> HttpResponse:
        """What the answer ends, and the button that means it; nothing is done yet."""
        sent = [(name, value) for name, value in form.data.items() if name not in {"csrfmiddlewaretoken", "sure"}]
        names = [str(TEXTS[purpose].name) for purpose in form.taken_back]
        context = {
            "minor": self.link.minor,
            "ends_account": form.ends_account,
            "stays": LEFT_OF_CHILD,
            "is_agreed": form.ends_account and is_agreed_by_another(self.link),
            "losses": list_losses(self.link.minor) if form.ends_account else names,
            "sent": sent,
            "changes_language": False,
        }
        return render(self.request, "consents/answer_question.html", context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"closed_by_child": self.closed_by_child, **guardian_page_context(self.link)}
        return super().get_context_data(link=self.link, **more, **kwargs)

    def confirm(self, form: GuardianForm, display_name: str = "") -> None:
        language = (get_language() or "en")[:2]
        actions.confirm_guardian(self.link, display_name=display_name, language=language, consents=form.consents)
        messages.success(self.request, guardian_answer_message(self.link))


class Guardian(_Answer):
    """By the link in the mail, without an account; confirming makes one. An answered link leads to the grown-up's page,
    and who said no finds their answer, and may change it."""

    public = True
    asks_again = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.link = actions.find_guardian_link(kwargs["token"])
        except DomainError as error:
            refused = actions.find_refused(kwargs["token"])
            context: dict[str, Any] = {"text": str(error), "next": refused.get_absolute_url() if refused else ""}
            context["start_links"] = list(START_LINKS)
            return render(request, "consents/link_ended.html", context, status=410)
        if self.link.state == State.CONFIRMED:
            return self._go_to_answer(request)
        try:
            actions.check_not_by_child(self.link, request.user)
        except DomainError as error:
            return render(request, "consents/guardian_in_childs_session.html", {"text": str(error)}, status=409)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_agreed=is_agreed_by_another(self.link), **kwargs)

    def _go_to_answer(self, request: HttpRequest) -> HttpResponse:
        """The link was used: the answer stands on the grown-up's page, and where that asks to sign in it says why."""
        if not request.user.is_authenticated:
            text = _("You have answered for this child. Sign in to see your answer or to change it.")
            messages.info(request, text)
            request.session[ADDRESS_KEY] = self.link.guardian_email
        return redirect("ward", self.city.slug, self.link.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "no" in request.GET and self.link.state == State.INVITED:
            context = {"link": self.link, "is_agreed": is_agreed_by_another(self.link), "stays": LEFT_OF_CHILD}
            return render(request, "consents/guardian_no.html", context)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mistaken = "mistaken" in request.POST
        if "refuse" not in request.POST and not mistaken:
            return super().post(request, *args, **kwargs)
        try:
            (actions.report_wrong_recipient if mistaken else actions.refuse_guardian)(kwargs["token"])
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("guardian", self.city.slug, kwargs["token"])
        return render(request, "consents/guardian_refused.html", {"link": self.link, "mistaken": mistaken})

    def act(self, form: GuardianForm) -> HttpResponse:
        owner = proven_owner(self.link.guardian_email)
        self.confirm(form, form.cleaned_data["display_name"])
        ward = self.city_url("ward", self.link.pk)
        guardian: Any = self.link.guardian  # has just answered, so there is one, with an account
        return enter_or_ask(self.request, guardian.user, ward, owner=owner)


class Ward(_Answer):
    """The children a signed-in grown-up answers for, or said no for: see what they did, change the answer."""

    signed_in = True
    model = GuardianLink
    template_name = "consents/ward.html"

    def get_queryset(self) -> Any:
        return GuardianLink.objects.select_related("minor", "guardian")

    def refuse(self, request: HttpRequest) -> Any:
        self.link = self.object
        refused = super().refuse(request)
        if refused is None and not self.is_of(request.user):
            raise PermissionDenied
        return refused

    def is_of(self, user: Any) -> bool:
        """The grown-up who answered, or who said no before having an account: the address is proven by signing in."""
        if self.link.state == State.REFUSED:
            return self.link.guardian_email == user.email.lower()
        return self.link.guardian is not None and self.link.guardian.user_id == user.pk

    @property
    def ended(self) -> bool:
        return self.link.state not in {State.CONFIRMED, State.REFUSED}

    def get_form_kwargs(self) -> dict[str, Any]:
        # Where nothing is to be answered any more, nothing is asked about.
        return super().get_form_kwargs() | {"named": False, **({"given": set()} if self.ended else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.ended:
            return super(_Answer, self).get_context_data(ended=True, **kwargs)
        return super().get_context_data(ended=False, **kwargs)

    def act(self, form: GuardianForm) -> str:
        if self.link.state == State.REFUSED:
            self.confirm(form)
        else:
            actions.change_consents(self.link, guardian=find_profile(self.request.user), consents=form.consents)
            messages.success(self.request, guardian_answer_message(self.link))
        return self.city_url("ward", self.link.pk)


class AskGuardian(FormPage):
    """The child asks a grown-up: again, or another one."""

    signed_in = True
    template_name = "consents/ask_guardian.html"
    form_class = AskGuardianForm

    def refuse(self, request: HttpRequest) -> Any:
        refused = super().refuse(request)
        self.profile = find_profile(request.user)
        if refused is None and not (self.profile and self.profile.needs_guardian):
            raise Http404
        return refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = self.profile.guardians.exclude(state__in=actions.ENDED_EARLY).order_by("pk") if self.profile else ()
        return super().get_context_data(guardians=links, **kwargs)

    def act(self, form: AskGuardianForm) -> str:
        child: Any = self.profile  # nobody else comes here
        check_limit("ask-guardian", str(child.pk), most=6, seconds=3600)
        email, language = form.cleaned_data["guardian_email"], (get_language() or "en")[:2]
        link = actions.invite_guardian(child, email, actor=self.actor, language=language)
        again = link.state == State.CONFIRMED
        text = _("We have told your parent or guardian that you ask again.") if again else _("We emailed the adult.")
        messages.success(self.request, text)
        return self.city_url("mine")


class TakeQuestionBack(AskedOnce):
    """The child no longer asks an adult who has not answered."""

    signed_in = True
    model = GuardianLink
    success_message = gettext_lazy("Question withdrawn. The link in the email to this adult no longer works.")
    ends = (verbs.QUESTION_TAKEN_BACK,)

    def get_queryset(self) -> Any:
        return GuardianLink.objects.filter(minor__user=self.request.user.pk)

    def asks(self) -> dict[str, Any]:
        return {
            "question": _("Withdraw this question?"),
            "quote": self.object.guardian_email,
            "text": _("The link in the email to this adult no longer works. You can ask again later."),
            "label": _("Withdraw it"),
            "cancel": self.success_url(),
        }

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("mine"), _("My activity"))]

    def act(self) -> None:
        actions.take_question_back(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("ask_guardian")
