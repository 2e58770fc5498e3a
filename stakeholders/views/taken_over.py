"""The person's own side: to take over a profile with a code, and to look through what others entered."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.views import Confirm, FormPage, Page
from stakeholders import actions, verbs
from stakeholders.actions.entries import refuse_entry
from stakeholders.forms.managed import TakeOverForm
from stakeholders.queries import find_profile
from stakeholders.queries.managed import EnteredAct, find_entered_lines, find_entries, find_entry


class TakeOver(FormPage):
    """`/c/<city>/take-over/`: the person types the code that they were given."""

    signed_in: ClassVar[bool] = True
    form_class = TakeOverForm
    template_name = "stakeholders/take_over.html"
    success_message = _(
        "The profile is yours now. Look through what was entered for you: what is wrong you can remove."
    )

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        """Who is not signed in reads there why they are, and that who is new makes an account first."""
        if not request.user.is_authenticated:
            text = _(
                "To take over your profile, sign in with your email address. If you are new here, make an account first, "
                "with any address: the link stands below."
            )
            messages.info(request, text)
        return super().refuse(request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_known": find_profile(self.actor) is not None}

    def act(self, form: TakeOverForm) -> Any:
        actions.claim_profile(form.cleaned_data["code"], actor=self.actor)
        return self.city_url("entered_for_me")


class EnteredForMe(Page):
    """What others entered for the person, with who did and when."""

    signed_in = True
    template_name = "stakeholders/entered_for_me.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = find_profile(self.actor)
        entries = [*find_entries(profile), *find_entered_lines(profile)] if profile else []
        return super().get_context_data(profile=profile, entries=entries, **kwargs)


class RefuseEntry(Confirm):
    """The person takes back one thing that was entered for them: `?entry=` names it."""

    signed_in = True
    ends = (verbs.ENTRY_REFUSED,)
    template_name = "kit/confirm.html"
    label = _("Remove")
    success_message = _("Removed.")

    @cached_property
    def entry(self) -> EnteredAct | None:
        """The act that the address names, where it is this person's and can be taken back."""
        profile = find_profile(self.actor)
        return find_entry(profile, self.request.GET.get("entry", "")) if profile else None

    def get_blocker(self) -> str:
        return "" if self.entry else gettext("This is no longer there. Nothing was changed.")

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.success_url(), gettext("What was entered for me"))]

    def get_question(self) -> str:
        return self.entry.question if self.entry else gettext("Remove this?")

    def get_text(self) -> str:
        return self.entry.ends if self.entry else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "label": self.entry.label or self.label} if self.entry else context

    def act(self) -> None:
        refuse_entry(find_profile(self.actor), self.request.GET.get("entry", ""), actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("entered_for_me")
