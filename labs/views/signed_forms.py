"""A guardian's signed form, typed off. What it ends, and which of two answers is the newer one, is asked before it counts."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consents import verbs as consent_verbs
from consents.actions import (
    Contradiction,
    Signature,
    enter_signed_form,
    find_contradiction,
    find_signer,
    lock_minor,
)
from consents.forms.signed_forms import SignedFormForm
from consents.models import GuardianLink
from consents.queries import confirmed_guardian_links, given_purposes, has_consent, list_losses
from consents.texts import LEFT_OF_CHILD, LEFT_OF_CHILD_WITHOUT_MAILBOX
from consents.texts.signed_forms import FormQuestion, ask_which_is_newer, describe_ends, describe_readers
from consents.values import ACCOUNT, PURPOSE_NAMES, write_answers
from consents.values.form_codes import form_code
from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from educities.kit.views import FormPage
from labs.models import CohortMember
from labs.views.consents import OfChild

# Sent by the buttons of the page that asks.
SURE, BACK = "sure", "back"


class EnterSignedForm(OfChild, FormPage):
    """Typed off a form that is signed, with a scan where there is one."""

    form_class = SignedFormForm
    template_name = "labs/signed_form.html"
    ends = (consent_verbs.CONSENT_WITHDRAWN, consent_verbs.CONSENT_REFUSED)

    @property
    def minor(self) -> Any:
        return self.object.profile

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"minor": self.minor}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = form_code(self.object.city_id, self.object.profile_id)
        return super().get_context_data(code=code, cancel=self.city_url("cohort_consents", self.cohort.pk), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if BACK in request.POST:
            return self._show_typed()
        with transaction.atomic():
            # What is asked about is as it is asked: whoever else answers for the child at this moment waits.
            lock_minor(self.minor)
            return super().post(request, *args, **kwargs)

    def _show_typed(self) -> HttpResponse:
        form = self.get_form()
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # as it was typed, and nothing is wrong with it
        self.keep_chosen_files(form)
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: Any) -> HttpResponse:
        question = None if self.get_blocker() else self._find_question(form)
        if question is None or self.request.POST.get(SURE) == question.mark:
            return super().form_valid(form)
        return self._ask_once(form, question)

    def _ask_once(self, form: SignedFormForm, question: FormQuestion) -> HttpResponse:
        """What the form ends or contradicts, and the button that means it; nothing is done yet."""
        self.keep_chosen_files(form)
        data: Any = form.data
        sent = [(name, one) for name, values in data.lists() for one in values]
        context = {
            "row": self.object,
            "question": question,
            "stays": LEFT_OF_CHILD if self.minor.user_id else LEFT_OF_CHILD_WITHOUT_MAILBOX,
            "sent": [(name, one) for name, one in sent if name not in {"csrfmiddlewaretoken", SURE, BACK}],
            "changes_language": False,
            # Draws the line of the scan that goes along, which tells whether there was room for it.
            "scan": form["scan"] if form.cleaned_data["scan"] else None,
        }
        return render(self.request, "labs/signed_form_question.html", context)

    def _find_question(self, form: SignedFormForm) -> FormQuestion | None:
        """What is asked before the answers of this form count; None where they end nothing and contradict nobody."""
        signature, said = form.signature, form.answers
        email = signature.email.lower()
        link = find_signer(self.minor, name=signature.name, email=email, link=signature.link)
        found = find_contradiction(link, signature.signed_on, said["consents"])
        if found is not None and found.outweighs(signature.signed_on):
            # Nothing to ask: the form is refused.
            return None
        ends_account = not self.minor.is_erased_child and (
            not said["consents"].get(ACCOUNT, True) or ACCOUNT in said["child_no"]
        )
        refused = {purpose for purpose, yes in said["consents"].items() if not yes} | set(said["child_no"])
        ends = describe_ends(given_purposes(self.minor) & refused) if not ends_account else list_losses(self.minor)
        newer = self._ask_which_is_newer(link, signature, found)
        if not (newer or ends or ends_account):
            return None
        told = self._describe_readers(link, signature) if ends or ends_account else ""
        return FormQuestion(newer, ends_account, ends, told)

    @staticmethod
    def _ask_which_is_newer(link: GuardianLink | None, signature: Signature, found: Contradiction | None) -> list[str]:
        if link is None or found is None:
            return []
        answers = write_answers({purpose: link.answers[purpose] for purpose in found.purposes})
        return ask_which_is_newer(signature.name, (found.day, found.proof), answers, signature.signed_on)

    def _describe_readers(self, signer: GuardianLink | None, signature: Signature) -> str:
        others = [one for one in confirmed_guardian_links(self.minor, but=signer) if one.account]
        names = [str(one.guardian.display_name) for one in others if one.guardian]
        if signature.email or (signer is not None and (signer.account or signer.guardian_email)):
            names.insert(0, signature.name)
        return describe_readers(names, child=self.minor.user_id is not None)

    def act(self, form: SignedFormForm) -> str:
        if blocker := self.get_blocker():
            raise DomainError(blocker, code="labs.answers_alone")
        # What contradicts the form was asked about, and is locked.
        enter_signed_form(self.minor, form.signature, actor=self.actor, replaces=True, **form.answers)
        self.object.refresh_from_db()
        messages.success(self.request, describe_outcome(self.object, form.answers["consents"]))
        return self.city_url("cohort_consents", self.cohort.pk)


def describe_outcome(seat: CohortMember, consents: dict[str, bool]) -> str:
    """What has come of a form that was entered, in a sentence or two."""
    if not has_consent(seat.profile, ACCOUNT):
        if not consents.get(ACCOUNT):
            return _(
                "The answers of the form are saved. The child’s account is closed, and the name and what the child wrote "
                "are deleted. If an adult says yes later, the way back is below, at “Closed after a no”."
            )
        return _(
            "The answers of the form are saved. They take effect only if the other person who said no changes their answer."
        )
    if seat.state == CohortMember.State.WITHDRAWN:
        return _(
            "The answers of the form apply from now. The account was opened again, empty, but the place in the cohort has "
            "ended: add the child again if they are to take part."
        )
    return _describe_doubts(seat, consents)


def _describe_doubts(seat: CohortMember, consents: dict[str, bool]) -> str:
    agreed = {purpose for purpose, yes in consents.items() if yes}
    waits = [str(PURPOSE_NAMES[one]) for one in PURPOSE_NAMES if one in agreed - given_purposes(seat.profile)]
    if not waits:
        return _("The answers of the form apply from now.")
    text = _(
        "The answers of the form apply from now, but someone else has said no to this, so it stays a no: %(names)s."
    )
    return text % {"names": join_localised(waits)}
