"""The grown-up's page: purpose by purpose, a few sentences each; changed any day."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.queries.privacy import find_notice
from consents import actions, verbs
from consents.forms import GuardianForm
from consents.forms.read_answers import Answer
from consents.models import GuardianLink
from consents.queries import (
    ANSWERED_NO,
    declined_by,
    given_purposes,
    has_consent,
    held_purposes,
    is_agreed_by_another,
    last_consent,
    list_losses,
    list_places,
)
from consents.texts import LEFT_OF_CHILD, TEXTS, find_texts
from consents.texts.changes import describe_changes_of_child, name_ends
from consents.values import ACCOUNT, CHILD_PARTS, START_LINKS
from consents.views.last_days import describe_going_on, describe_last_days
from educities.accounts.actions import proven_owner
from educities.accounts.views.login import ADDRESS_KEY, enter_or_ask
from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from educities.kit.views import FormPage
from stakeholders.queries import find_profile

State = GuardianLink.State


def own_answer(link: GuardianLink, *, closed_by_child: bool) -> Answer:
    """What the grown-up's page shows as agreed to: their own answer, and nothing before they have given one."""
    if closed_by_child:
        return Answer("child", frozenset())
    if link.state == State.INVITED:
        return Answer("open", frozenset())
    yes = frozenset(purpose for purpose, said in link.answers.items() if said)
    return Answer("yes" if ACCOUNT in yes else "no", yes)


def describe_closed(link: GuardianLink) -> str:
    """Whose no has closed the child's account, in a sentence; nothing where it stands or waits."""
    account = last_consent(link.minor, ACCOUNT)
    if account is None or account.state not in ANSWERED_NO:
        return ""
    if account.assent_of_child is False:
        return _("The child closed this account. If you say yes, it opens again, empty.")
    if ACCOUNT in actions.refused_by_adults(link.minor, but=link):
        return _(
            "The account is closed, because another parent or guardian said no, and what the child wrote is deleted. Your "
            "yes takes effect only if they change their answer."
        )
    return _("The account is closed, because you said no. If you say yes, it opens again, empty.")


def guardian_page_context(link: GuardianLink) -> dict[str, Any]:
    """What the child would like to do, which the grown-up decides about, and what was decided before."""
    found = [(part.template, part.find_things(link.minor)) for part in CHILD_PARTS]
    parts = [{"template": template, **things.context} for template, things in found if things]
    return {
        "minor": link.minor,
        "parts": parts,
        "already_here": [part for part in parts if part.get("allowed")],
        "refused_on": actions.answered_on(link) if link.state == State.REFUSED else "",
        "entered": link.signed_forms.first() if link.was_entered else None,
        **describe_last_days(link.minor),
    }


def guardian_answer_message(link: GuardianLink) -> str:
    """What the grown-up's answer has come to."""
    if has_consent(link.minor, ACCOUNT):
        agreed = {purpose for purpose, is_yes in link.answers.items() if is_yes}
        if agreed & actions.refused_by_adults(link.minor, but=link):
            return _(
                "Thank you. Your answer applies now, except where another adult has not agreed: that waits until they do."
            )
        return _("Thank you. Your answer applies now. You can change it at any time on the page about your child.")
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
        return super().get_form_kwargs() | {
            "now": own_answer(self.link, closed_by_child=self.closed_by_child),
            "held": set() if self.closed_by_child else held_purposes(self.link),
            "but": actions.refused_by_adults(self.link.minor, but=self.link),
            "but_child": declined_by(self.link.minor) - {ACCOUNT},
            "texts": find_texts(has_mailbox=self.link.minor.user_id is not None),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            actions.lock_answers(self.link)
            return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.show_again(form, 409) if form.is_late else super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        return self.ask_once(form) if form.is_asked_once and not self.ended else super().form_valid(form)

    def ask_once(self, form: GuardianForm) -> HttpResponse:
        """What the answer ends, and the button that means it; nothing is done yet."""
        sent = [(name, value) for name, value in form.data.items() if name not in {"csrfmiddlewaretoken", "sure"}]
        names = [str(TEXTS[purpose].name) for purpose in form.taken_back]
        kept = list_places(self.link.minor, takes_part=False) if "lab" in form.taken_back else []
        context = {
            "minor": self.link.minor,
            "ends_account": form.ends_account,
            "stays": LEFT_OF_CHILD,
            "is_agreed": form.ends_account and is_agreed_by_another(self.link),
            "losses": list_losses(self.link.minor) if form.ends_account else names,
            "effects": [] if form.ends_account else [*name_ends(form.taken_back), *kept],
            "sent": sent,
            "changes_language": False,
        }
        return render(self.request, "consents/answer_question.html", context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"closed": describe_closed(self.link), **guardian_page_context(self.link)}
        return super().get_context_data(link=self.link, **more, **kwargs)

    def confirm(self, form: GuardianForm, display_name: str = "") -> None:
        language = (get_language() or "en")[:2]
        actions.confirm_guardian(self.link, display_name=display_name, language=language, consents=form.consents)
        self.tell_saved(form)

    def tell_saved(self, form: GuardianForm) -> None:
        """What the answer has come to, and what another window had changed meanwhile and stays."""
        messages.success(self.request, guardian_answer_message(self.link))
        if form.kept:
            names = join_localised(str(TEXTS[purpose].name) for purpose in form.kept)
            text = _("This stays as you changed it in another window: %(names)s.")
            messages.info(self.request, text % {"names": names})


class Guardian(_Answer):
    """By the link in the mail, without an account; confirming makes one. An answered link leads to the grown-up's page,
    and who said no finds their answer, and may change it."""

    public = True
    asks_again = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.link = actions.find_guardian_link(kwargs["token"])
        except DomainError as error:
            return self._answer_ended(request, error)
        if self.link.state == State.CONFIRMED and not self.link.was_entered:
            return self._go_to_answer(request)
        return self._refuse_reader(request, self.link) or super().dispatch(request, *args, **kwargs)

    def _refuse_reader(self, request: HttpRequest, link: GuardianLink) -> HttpResponse | None:
        """Nothing of the child for another reader than the asked adult; None for that one."""
        try:
            actions.check_guardian_address(link)
        except DomainError as error:
            if request.method == "POST" and "mistaken" in request.POST:
                return None
            context = {"text": str(error), "may_report": link.state == State.INVITED}
            return render(request, "consents/guardian_other_reader.html", context, status=409)
        try:
            actions.check_reader(link, request.user)
        except DomainError as error:
            context = {"text": str(error), "signs_out": True}
            return render(request, "consents/guardian_other_reader.html", context, status=409)
        return None

    def _answer_ended(self, request: HttpRequest, error: DomainError) -> HttpResponse:
        """Why the link answers no more, and the way back; who said by mistake not to know the child opens it again."""
        token = self.kwargs["token"]
        mistaken, refused = actions.find_mistaken(token), actions.find_refused(token)
        if mistaken and request.method == "POST" and "return" in request.POST:
            return self._refuse_reader(request, mistaken) or self._return_question(request)
        context: dict[str, Any] = {
            "text": str(error),
            "next": refused.get_absolute_url() if refused else "",
            "may_return": mistaken is not None,
            "start_links": list(START_LINKS),
        }
        return render(request, "consents/link_ended.html", context, status=410)

    def _return_question(self, request: HttpRequest) -> HttpResponse:
        try:
            actions.return_question(self.kwargs["token"])
            messages.success(request, _("Thank you. The question is open again: please answer it here."))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("guardian", self.city.slug, self.kwargs["token"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_agreed=is_agreed_by_another(self.link), notice=find_notice(), **kwargs)

    def _go_to_answer(self, request: HttpRequest) -> HttpResponse:
        """The link was used: the answer stands on the grown-up's page, and where that asks to sign in it says why."""
        if not request.user.is_authenticated:
            text = _("You have answered for this child. Sign in to see your answer or to change it.")
            messages.info(request, text)
            request.session[ADDRESS_KEY] = self.link.guardian_email
        elif request.method == "POST":
            text = _("You have already answered, so nothing was changed. This is your answer: you can change it here.")
            messages.info(request, text)
        return redirect("ward", self.city.slug, self.link.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks_no = self.link.state == State.INVITED or (self.link.was_entered and request.GET.get("no") == "unknown")
        if "no" in request.GET and asks_no:
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
            raise Http404
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
        # Where nothing is to be answered nothing is asked; who said no before the city knew them says name and age.
        is_new = self.link.state == State.REFUSED and find_profile(self.request.user) is None
        return super().get_form_kwargs() | {"named": is_new, **({"held": set()} if self.ended else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.ended:
            return super(_Answer, self).get_context_data(ended=True, **kwargs)
        # Who answers for the child sees its page (`answers_for`), and nobody else comes here.
        may_open_page = self.link.state == State.CONFIRMED
        return super().get_context_data(ended=False, may_open_page=may_open_page, **kwargs)

    def act(self, form: GuardianForm) -> str:
        if self.link.state == State.REFUSED:
            self.confirm(form, form.cleaned_data.get("display_name", ""))
        else:
            before, held = describe_last_days(self.link.minor), given_purposes(self.link.minor)
            actions.change_consents(self.link, guardian=find_profile(self.request.user), consents=form.consents)
            self.tell_saved(form)
            minor, now = self.link.minor, given_purposes(self.link.minor)
            places = list_places(minor, takes_part="lab" in now)
            for text in describe_changes_of_child(held, now, places=places, is_told=minor.user_id is not None):
                messages.info(self.request, text)
            if text := describe_going_on(self.link.minor, before=before):
                messages.info(self.request, text)
        return self.city_url("ward", self.link.pk)
