"""The city office: the director sets the city's own sign-in up, tries it, switches it on and off, and removes it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.accounts.views.openid import Way
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.end_pages import EndPage
from educities.kit.forms import ReasonForm
from educities.kit.views import ActionView, FormPage, Page
from stakeholders import verbs
from stakeholders.actions.city_sign_in import (
    change_sign_in,
    remove_sign_in,
    set_up_sign_in,
    switch_sign_in_off,
    switch_sign_in_on,
)
from stakeholders.forms.city_sign_in import ChangeSignInForm, SignInForm
from stakeholders.imports.discovery import read_discovery
from stakeholders.models import CitySignIn, LinkedSignIn
from stakeholders.queries.city_sign_in import find_sign_in, list_linked
from stakeholders.views.signing_in import Leave, callback_of


class CitySignInPage(Page):
    """How it is with the city's sign-in, and what comes next."""

    permission = "stakeholders.add_citysignin"
    template_name = "stakeholders/city_sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = find_sign_in()
        links_count = LinkedSignIn.objects.filter(sign_in=row).count() if row else 0
        callback = callback_of(self.city.slug)
        shown = {"row": row, "links_count": links_count, "callback": callback, "changes_language": False}
        return super().get_context_data(**shown, **kwargs)


class SetUpSignIn(FormPage):
    """A sign-in that the city does not have yet. The provider is asked for the rest."""

    permission = "stakeholders.add_citysignin"
    template_name = "stakeholders/set_up_sign_in.html"
    form_class = SignInForm
    needs_proof: ClassVar[bool] = True
    success_message = _("Set up. Now test it: sign in with it once yourself.")

    def get_blocker(self) -> str:
        return gettext("The city has a sign-in already. Remove that one first.") if find_sign_in() else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(callback=callback_of(self.city.slug), **kwargs)

    def act(self, form: SignInForm) -> CitySignIn:
        endpoints = read_discovery(form.cleaned_data["issuer"])
        return set_up_sign_in(actor=self.actor, endpoints=endpoints, **form.cleaned_data)


class ChangeSignIn(ConcurrentEditPage):
    """Another name, a new secret, another meaning."""

    permission = "stakeholders.change_citysignin"
    template_name = "stakeholders/change_sign_in.html"
    model = CitySignIn
    form_class = ChangeSignInForm
    needs_proof: ClassVar[bool] = True
    success_message = _("Saved.")

    def act(self, form: ChangeSignInForm) -> CitySignIn:
        return change_sign_in(self.object, actor=self.actor, **form.values)


class TrySignIn(Leave):
    """The director goes to the provider once and sees what it says of them; nothing of it is kept."""

    permission = "stakeholders.change_citysignin"
    model = CitySignIn
    http_method_names: ClassVar[list[str]] = ["post"]
    intent = "test"

    def find_sign_in(self) -> CitySignIn:
        return self.object

    def get_way(self, sign_in: CitySignIn) -> Way:
        """By what the provider says of itself today, which is kept."""
        change_sign_in(sign_in, actor=self.actor, endpoints=read_discovery(sign_in.issuer))
        sign_in.refresh_from_db()
        return super().get_way(sign_in)


class SwitchSignInOn(ActionView):
    """People may sign in with it."""

    permission = "stakeholders.change_citysignin"
    model = CitySignIn
    success_message = _("Switched on. People can now sign in with it; nobody has to.")

    def act(self) -> None:
        switch_sign_in_on(self.object, actor=self.actor)

    def success_url(self) -> str:
        return str(self.object.get_absolute_url())


class _EndSignIn(EndPage):
    permission = "stakeholders.change_citysignin"
    model = CitySignIn
    told = _("Those who linked it with their account read the reason, and that they sign in with their email.")
    # Where nobody has linked it there is nobody to tell.
    told_nobody = _("The reason stays in the history.")
    ended: ClassVar[Any] = ""
    ended_for_nobody: ClassVar[Any] = ""

    def has_listeners(self) -> bool:
        """Has somebody else linked it, who is told?"""
        return any(user != self.actor for user in list_linked(self.object))

    def get_told(self) -> str:
        return str(self.told if self.has_listeners() else self.told_nobody)

    def act(self, form: ReasonForm) -> Any:
        # Asked before the act, which ends the links too.
        self.success_message = self.ended if self.has_listeners() else self.ended_for_nobody
        return super().act(form)

    def list_effects(self) -> Sequence[str]:
        n = LinkedSignIn.objects.filter(sign_in=self.object).count()
        text = ngettext("%(n)s person linked it with their account.", "%(n)s people linked it with their account.", n)
        return [text % {"n": n}] if n else []

    def get_text(self) -> str:
        return gettext("Everyone can still sign in with their email. Anyone known as a resident through it remains so.")


class SwitchSignInOff(_EndSignIn):
    """Nobody signs in with it for now."""

    step = switch_sign_in_off
    ends = (verbs.SIGN_IN_SWITCHED_OFF,)
    ends_as = CitySignIn.State.OFF
    label = _("Switch it off")
    ended = _("Switched off. Those who used it were told why.")
    ended_for_nobody = _("Switched off. There was nobody to tell.")

    def get_question(self) -> str:
        return gettext("Switch off signing in with %(name)s?") % {"name": self.object}


class RemoveSignIn(_EndSignIn):
    """The city has none any more; another one may be set up."""

    step = remove_sign_in
    ends = (verbs.SIGN_IN_REMOVED,)
    label = _("Remove it")
    ended = _("Removed. Those who used it were told why.")
    ended_for_nobody = _("Removed. There was nobody to tell.")

    def get_question(self) -> str:
        return gettext("Remove signing in with %(name)s?") % {"name": self.object}

    def get_text(self) -> str:
        kept = super().get_text()
        return f"{kept} {gettext('The secret and all links are deleted: there is no way back but to set it up again.')}"
