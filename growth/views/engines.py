"""The table of the city's growth engines, one of them, and what is done with it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborations.models import Collaboration
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.views import FormPage, ListPage, RowPage
from growth.actions.engines import change_engine
from growth.actions.invitations import describe_why_closed, invite_holders
from growth.actions.together import bring_together
from growth.forms.engines import EngineForm, InviteForm, TogetherForm
from growth.forms.filters import EngineFilter
from growth.models import Engine, Invitee
from growth.queries import find_candidates
from growth.queries.counts import ORDERS, list_with_counts
from growth.queries.story import list_collaborations, list_quarters, list_rounds
from growth.texts import describe_capable, describe_gap, name_bringing
from stakeholders.queries.visibility import find_sight


class Engines(ListPage):
    """Where the city wants to grow, who can, what runs, and where the gap is: the largest first."""

    permission = "growth.list_engine"
    model = Engine
    template_name = "growth/engines.html"
    filter_class = EngineFilter

    def rows(self) -> Any:
        return list_with_counts(Engine.objects.open()).order_by(*ORDERS["gap"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for one in context["object_list"]:
            one.gap = describe_gap(one)
        return context


class _EnginePage:
    """A page about one engine, with its numbers."""

    model = Engine

    def get_queryset(self) -> Any:
        return list_with_counts()


class EnginePage(_EnginePage, RowPage):
    """Why, who can, what was asked, what runs and what came of it."""

    permission = "growth.view_engine"
    template_name = "growth/engine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        may_invite = user.has_perm("growth.invite_engine", row)
        rounds = list_rounds(row)
        candidates = find_candidates(row, find_sight(user, self.city), but=user) if may_invite else None
        reads = user.has_perm("collaborations.list_collaboration", self.city)
        found = list_collaborations(row) if reads else []
        return super().get_context_data(
            rounds=rounds,
            quarters=list_quarters(row, rounds, found),
            collaborations=found,
            candidates=candidates,
            gap=describe_gap(row),
            bringing=name_bringing(row.yes),
            capable=describe_capable(row.people, row.organisations),
            may_invite=may_invite and row.is_open,
            **kwargs,
        )


class _BelowEngine:
    """The way up from a page below an engine."""

    model = Engine
    object: Any

    def get_queryset(self) -> Any:
        return Engine.objects.select_related("city", "area")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = self.object.get_absolute_url()
        more: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            **{"crumbs": [(url, str(self.object))], "cancel": url, **kwargs}
        )
        return more


class ChangeEngine(_BelowEngine, ConcurrentEditPage):
    """Why the city wants to grow here, who is concerned, and whether everybody reads it."""

    permission = "growth.change_engine"
    form_class = EngineForm
    template_name = "growth/engine_form.html"
    success_message = gettext_lazy("Changes saved.")
    extra_context = {"title": gettext_lazy("Change the growth engine"), "label": gettext_lazy("Save")}

    def act(self, form: EngineForm) -> str:
        change_engine(self.object, actor=self.actor, **form.cleaned_data)
        return self.object.get_absolute_url()


def describe_nobody_left(engine: Engine) -> str:
    """Why nobody can be invited to it now, in a sentence; "" while somebody can."""
    return describe_why_closed(engine)


class Invite(_BelowEngine, FormPage):
    """All who can, or some, are asked in one act."""

    permission = "growth.invite_engine"
    form_class = InviteForm
    template_name = "growth/invite.html"
    success_message = gettext_lazy("Sent. Each of them gets an email, and the answers stand here.")
    describe_why_not = describe_nobody_left
    extra_context = {"title": gettext_lazy("Invite"), "label": gettext_lazy("Send the invitation")}

    def get_form_kwargs(self) -> dict[str, Any]:
        sight = find_sight(self.request.user, self.city)
        self.candidates = find_candidates(self.object, sight, but=self.actor)
        return {**super().get_form_kwargs(), "candidates": self.candidates}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "candidates": self.candidates}

    def act(self, form: InviteForm) -> str:
        words = {name: form.cleaned_data[name] for name in ("sentence", "ends_on")}
        invite_holders(self.object, form.holders, actor=self.actor, **words)
        return self.object.get_absolute_url()


def describe_no_yes(engine: Engine) -> str:
    """That nobody waits to be brought together, in a sentence; "" while somebody does."""
    if engine.invitees.filter(state=Invitee.State.YES).exists():
        return ""
    return _("No yes-answer waits to be brought together now.")


class BringTogether(_BelowEngine, FormPage):
    """One collaboration is made of those who said yes."""

    permission = "growth.invite_engine"
    form_class = TogetherForm
    template_name = "growth/engine_form.html"
    success_message = gettext_lazy("Proposed. Each side is asked, and the page shows who has agreed.")
    describe_why_not = describe_no_yes
    extra_context = {"label": gettext_lazy("Ask them")}

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = self.object.invitees.filter(state=Invitee.State.YES).select_related("profile", "organisation")
        asked = {"reader": self.actor, "city": self.city}
        return {**super().get_form_kwargs(), "instance": Collaboration(), "rows": rows, **asked}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        yes = self.object.invitees.filter(state=Invitee.State.YES).count()
        return super().get_context_data(title=name_bringing(yes), **kwargs)

    def act(self, form: TogetherForm) -> str:
        made = bring_together(self.object, form.cleaned_data["invitees"], form.others, actor=self.actor, **form.values)
        return made.get_absolute_url()
