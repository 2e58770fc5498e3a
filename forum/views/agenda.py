"""Items of the agenda and what is decided on them; matters that are sent up."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, FormPage, Permitted, RowPage
from forum import verbs
from forum.actions import agenda, decisions, renewals
from forum.actions.working import describe_why_not_working
from forum.forms.agenda import DecisionForm, ItemForm, ProposalForm, SendForm
from forum.models import AgendaItem, Decision, Meeting
from forum.queries import count_presence
from forum.queries.ballots import stamp_answered
from forum.queries.items import find_reason_dropped, load_shown
from forum.queries.reversals import link_reversals
from forum.queries.sessions import find_held_meeting
from forum.queries.statements import prefetch_statements
from forum.texts import describe_outcome, describe_place
from forum.values import AGENDA, AgendaKind
from forum.views.charters import BelowForum, OfForum, list_crumbs

# The digits of a row's number, with which no column overflows.
LONGEST_NUMBER = 19


class NewItem(BelowForum, OfForum, FormPage):
    """A matter in the words of whoever leads the forum."""

    permission = "forum.lead_charter"
    form_class = ItemForm
    describe_why_not = describe_why_not_working
    template_name = "forum/form.html"
    success_message = gettext_lazy("It is on the agenda.")
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("New agenda item"),
        "label": gettext_lazy("Put it on the agenda"),
    }

    def find_meeting(self) -> Meeting | None:
        """The meeting from whose page one came."""
        number = self.request.GET.get("meeting", "")
        if not number.isdecimal() or len(number) >= LONGEST_NUMBER:
            return None
        rows = Meeting.objects.select_related("session", "city").filter(charter=self.object)
        return rows.filter(pk=int(number)).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"note": self.find_meeting(), **kwargs})

    def back_url(self) -> str:
        meeting = self.find_meeting()
        return meeting.get_absolute_url() if meeting is not None else super().back_url()

    def act(self, form: ItemForm) -> str:
        item = agenda.add_item(self.object, actor=self.actor, meeting=self.find_meeting(), **form.cleaned_data)
        return item.get_absolute_url()


class SendUp(BelowForum, FormPage):
    """A matter of a lab, a cohort, an initiative goes to the forum with one sentence."""

    permission = "forum.send_to_charter"
    form_class = SendForm
    template_name = "forum/form.html"
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("For the forum"),
        "label": gettext_lazy("Send to the forum"),
    }

    def get_row(self) -> Any:
        key, _colon, number = self.kwargs["record"].partition(":")
        kind = AGENDA.get(key)
        if kind is None or not kind.permission or not number.isdecimal() or len(number) >= LONGEST_NUMBER:
            raise Http404
        self.kind: AgendaKind = kind
        return get_object_or_404(kind.rows(), pk=int(number))

    def back_url(self) -> str:
        return self.kind.url(self.object)

    def get_blocker(self) -> str:
        return agenda.describe_why_not_sent()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"note": self.kind.name(self.object), **kwargs})

    def act(self, form: SendForm) -> str:
        item = agenda.send_up(self.kind, self.object, actor=self.actor, words=form.cleaned_data["words"])
        self.success_message = f"{describe_place(item)} {_('The answer comes back to you and to this page.')}"
        return self.back_url()


class OfItem(Permitted):
    """A page or a button of one item."""

    model: ClassVar[Any] = AgendaItem
    permission = "forum.change_agendaitem"

    def get_queryset(self) -> Any:
        return AgendaItem.objects.with_words().select_related("meeting__charter", "meeting__city", "sent_by__user")


class BelowItem(OfItem):
    """The way up from a page below an item, and back to it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: AgendaItem = self.object
        crumbs = [*list_crumbs(row.charter, self.request.user), (row.get_absolute_url(), str(row))]
        frame = {"crumbs": crumbs, "cancel": row.get_absolute_url(), **kwargs}
        return super().get_context_data(**frame)  # type: ignore[misc,no-any-return]


class ItemPage(OfItem, RowPage):
    """What it is about, who sent it up, what is proposed, and what was said."""

    permission = "forum.view_agendaitem"
    template_name = "forum/item.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related(prefetch_statements("decision__"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = load_shown(self.object, self.actor, self.city)
        link_reversals([shown.decision])
        return super().get_context_data(
            shown=shown,
            decision=shown.decision,
            dropped_because=find_reason_dropped(self.object),
            over=describe_why_not_working(self.object.charter),
            can_renew=not renewals.describe_why_not_renewed(self.object),
            renewed=renewals.find_twin(self.object) if shown.decision and shown.decision.is_rejected else None,
            crumbs=list_crumbs(self.object.charter, self.request.user),
            **kwargs,
        )


class Propose(BelowItem, FormPage):
    """The words about which the forum will talk."""

    form_class = ProposalForm
    template_name = "forum/form.html"
    success_message = gettext_lazy("The proposal stands on the agenda.")
    describe_why_not = decisions.describe_why_not_proposed
    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("What is proposed"),
        "label": gettext_lazy("Save"),
    }

    def get_initial(self) -> dict[str, Any]:
        proposal = self.object.proposal
        if proposal is None:
            return {"seen": {}}
        return {"words": proposal.words, "seen": proposal.words, "answered": stamp_answered(proposal)}

    def act(self, form: ProposalForm) -> str:
        data = form.cleaned_data
        seen = {"seen": data["seen"] or {}, "sure": data["sure"], "answered": data["answered"]}
        decisions.propose_decision(self.object, actor=self.actor, words=data["words"], **seen)
        return self.object.get_absolute_url()


class OpenItem(OfItem, ActionView):
    """The proposal is put to the meeting."""

    success_message = gettext_lazy("The meeting discusses it.")

    def act(self) -> None:
        decisions.open_decision(self.object, actor=self.actor)


class DecideItem(BelowItem, FormPage):
    """What the forum says, by who is present now."""

    form_class = DecisionForm
    template_name = "forum/decide.html"
    returns_to_sender: ClassVar[bool] = True
    describe_why_not = decisions.describe_why_not_decided

    def get_form_kwargs(self) -> dict[str, Any]:
        instance = self.object.proposal or Decision()
        return {**super().get_form_kwargs(), "item": self.object, "instance": instance, "reader": self.actor}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = find_held_meeting(self.object.charter_id)
        presence = count_presence(self.object.charter, meeting.session) if meeting else None
        # What somebody else has noted meanwhile is read instead; what was typed stays to be read.
        rows = Decision.objects.concluded().with_words().prefetch_related(prefetch_statements())
        noted = rows.filter(item=self.object).first()
        link_reversals([noted])
        return super().get_context_data(**{"presence": presence, "meeting": meeting, "noted": noted, **kwargs})

    def act(self, form: DecisionForm) -> str:
        decision = decisions.decide_item(self.object, actor=self.actor, **form.values)
        wanted = str(form.fields["takes_effect"].label) if form.values.get("takes_effect") else ""
        self.success_message = describe_outcome(decision, wanted)
        meeting: Any = decision.meeting
        return str(meeting.get_absolute_url())


class MoveItem(OfItem, ActionView):
    """One place up or down."""

    def act(self) -> None:
        agenda.move_item(self.object, actor=self.actor, is_up=self.request.POST.get("to") == "up")

    def success_url(self) -> str:
        return self.city_url("forum")


class PostponeItem(OfItem, ActionView):
    """It waits for the meeting after this one."""

    def act(self) -> None:
        agenda.postpone_item(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return describe_place(self.get_queryset().get(pk=self.object.pk))


class DropItem(BelowItem, EndPage):
    """Nothing is decided on it."""

    ends = (verbs.ITEM_DROPPED,)
    ends_as = AgendaItem.State.DROPPED
    step = staticmethod(agenda.drop_item)
    label = gettext_lazy("Take it off the agenda")
    told = gettext_lazy("The person who sent it up reads the reason. It stays in the history.")
    success_message = gettext_lazy("It is off the agenda.")

    def get_question(self) -> str:
        return _("Take “%(name)s” off the agenda?") % {"name": self.object}

    def get_text(self) -> str:
        return _("What was proposed is withdrawn. It can be sent up or written again.")


class RestoreItem(OfItem, ActionView):
    """It is on the agenda again."""

    def act(self) -> None:
        agenda.restore_item(self.object, actor=self.actor)

    def get_success_message(self) -> str:
        return describe_place(self.get_queryset().get(pk=self.object.pk))


class RenewItem(OfItem, ActionView):
    """What was not carried is before the forum once more, as a new item."""

    success_message = gettext_lazy(
        "It is on the agenda again, with the words of before. You can change what is proposed."
    )

    made: AgendaItem | None = None

    def act(self) -> None:
        self.made = renewals.renew_item(self.object, actor=self.actor)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """On to the new item, where it can be changed, not back to the one that is over."""
        answer = super().post(request, *args, **kwargs)
        return redirect(self.made) if self.made is not None else answer
