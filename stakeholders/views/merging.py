"""Two profiles of one person: suggested, proposed by one of the staff, agreed to by another, undone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from educities.accounts.models import Person
from educities.activity.queries.person_names import names_of
from educities.kit.day_words import format_day
from educities.kit.end_pages import EndPage
from educities.kit.views import AskedOnce, Confirm, ListPage, RowPage
from stakeholders import actions, verbs
from stakeholders.models import AgeBand, Profile, ProfileMerge
from stakeholders.models.managed import MERGE_UNDO_DAYS
from stakeholders.queries.merges import (
    choose_kept,
    describe_why_not_agreed,
    describe_why_not_merged,
    describe_why_not_undone,
    describe_why_unread,
    find_decline,
    stamp_merge,
)
from stakeholders.queries.people_listed import people_open_to
from stakeholders.queries.people_rows import person_rows, with_organisations_and_strengths
from stakeholders.queries.twins import MOST_PAIRS, find_pairs, list_reasons
from stakeholders.queries.visibility import find_levels, find_sight, list_fields

MOST_MERGES = 50


def find_merges() -> Any:
    """The merges of the scope's city with their people."""
    return ProfileMerge.objects.select_related("kept__managed_by", "gone__managed_by", "proposed_by", "decided_by")


class Twins(ListPage):
    """What may be one person, what waits for a second word, and, on pages, what can still be undone."""

    permission = "stakeholders.merge_profile"
    model = ProfileMerge
    template_name = "stakeholders/twins.html"

    def rows(self) -> Any:
        return find_merges().undoable()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pairs = find_pairs()
        return super().get_context_data(
            pairs=pairs,
            most_pairs=MOST_PAIRS if len(pairs) >= MOST_PAIRS else 0,
            proposed=find_merges().proposed()[:MOST_MERGES],
            undo_days=MERGE_UNDO_DAYS,
            **kwargs,
        )


def describe_people(reader: Person, people: list[Profile], city: City) -> list[dict[str, Any]]:
    """Each of these people as this reader may see them, side by side."""
    pair = Profile.objects.filter(pk__in=[one.pk for one in people])
    sight = find_sight(reader, city)
    rows = with_organisations_and_strengths(pair, sight)
    found = {row.person.pk: row for row in person_rows(list(rows), sight)}
    return [
        {"row": one, "line": found.get(one.pk), "seen": list_fields(find_levels(reader, one), one)} for one in people
    ]


class _AboutTwo(AskedOnce):
    """A step about two profiles."""

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("twins"), gettext("Profiles that may be the same person"))]

    def success_url(self) -> str:
        return self.city_url("twins")


class _OfPair(Confirm):
    """A step about two people of the lists: the row, and the one whom the address names beside it."""

    permission = "stakeholders.merge_profile"
    model = Profile

    def get_queryset(self) -> Any:
        return people_open_to(self.request.user).filter(age_band=AgeBand.ADULT)

    @cached_property
    def other(self) -> Profile:
        """The profile that the address names beside the row."""
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["person"])

    @cached_property
    def said_two(self) -> ProfileMerge | None:
        """Where somebody has said already that they are two people."""
        return find_decline(self.object, self.other)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("twins"), gettext("Profiles that may be the same person"))]

    def success_url(self) -> str:
        return self.city_url("twins")

    def describe_decline(self) -> str:
        """Who has said on which day that they are two people, in a sentence; "" where nobody has."""
        said = self.said_two
        if said is None or said.decided_at is None or said.decided_by_id is None:
            return ""
        parts = {"day": format_day(said.decided_at.astimezone(self.city.zone))}
        name = names_of({said.decided_by_id}).get(said.decided_by_id, "")
        if name:
            text = gettext("On %(day)s %(name)s said that these are two different people.")
            return text % {**parts, "name": name}
        return gettext("On %(day)s it was said that these are two different people.") % parts


class SayTwo(_OfPair):
    """That they are two people, without a proposal to merge them."""

    ends = (verbs.MERGE_DECLINED,)
    label = _("Yes, two different people")
    success_message = _("Saved: these are two people. They are not suggested again.")

    def get_blocker(self) -> str:
        return self.describe_decline()

    def get_question(self) -> str:
        both = {"kept": self.object.display_name, "gone": self.other.display_name}
        return gettext("Are %(kept)s and %(gone)s two different people?") % both

    def get_text(self) -> str:
        return gettext("Then nobody is asked about these two again, and nothing is changed.")

    def act(self) -> None:
        actions.say_two(self.object, self.other, actor=self.actor)


class ProposeMerge(_OfPair):
    """Both side by side: which row stays is said before anybody is asked."""

    template_name = "stakeholders/propose_merge.html"
    label = _("Propose to merge them")
    success_message = _("Proposed. Another director or facilitator of the city has to agree.")

    def get_blocker(self) -> str:
        return describe_why_not_merged(self.object, self.other)

    def get_question(self) -> str:
        return gettext("Are these two one person?")

    def get_text(self) -> str:
        text = gettext(
            "If another director or facilitator agrees, all that belongs to the second profile belongs to the first: ideas, supports, "
            "places and attendance, each counted once. For %(n)s days it can be undone."
        )
        return text % {"n": MERGE_UNDO_DAYS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        two = list(choose_kept(self.object, self.other))
        people = describe_people(self.request.user, two, self.city)
        said = self.describe_decline()
        more = {
            "one": self.object,
            "other": self.other,
            "said_two": said,
            "may_say_two": not said and self.object != self.other,
        }
        return super().get_context_data(people=people, reasons=list_reasons(*two), **more, **kwargs)

    def act(self) -> None:
        actions.propose_merge(self.object, self.other, actor=self.actor)


class MergePage(RowPage):
    """What was proposed, by whom, and what can be said to it."""

    permission = "stakeholders.decide_profilemerge"
    model = ProfileMerge
    template_name = "stakeholders/merge.html"

    def get_queryset(self) -> Any:
        return find_merges()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge = self.object
        states = ProfileMerge.State
        names = names_of({user for user in (merge.proposed_by_id, merge.decided_by_id) if user})
        return super().get_context_data(
            people=describe_people(self.request.user, [merge.kept, merge.gone], self.city),
            reasons=list_reasons(merge.kept, merge.gone),
            proposed_by=names.get(merge.proposed_by_id, ""),
            decided_by=names.get(merge.decided_by_id or 0, ""),
            is_merged=merge.state in {states.MERGED, states.FINAL},
            are_two=merge.state in {states.DECLINED, states.UNDONE},
            why_not=describe_why_not_agreed(merge, self.actor),
            stamp=stamp_merge(merge) if merge.state == states.PROPOSED else "",
            why_not_undone=describe_why_not_undone(merge.kept),
            later=ProfileMerge.objects.filter(gone=merge.kept_id, state=ProfileMerge.State.MERGED).first(),
            crumbs=[(self.city_url("twins"), gettext("Profiles that may be the same person"))],
            **kwargs,
        )


class _OfMerge(_AboutTwo):
    permission = "stakeholders.decide_profilemerge"
    model = ProfileMerge

    def get_queryset(self) -> Any:
        return find_merges()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*super().get_crumbs(), (self.object.get_absolute_url(), gettext("Are these two one person?"))]

    def name_both(self) -> dict[str, str]:
        """The two names, for a sentence."""
        return {"kept": self.object.kept.display_name, "gone": self.object.gone.display_name}


class AgreeToMerge(_OfMerge):
    ends = (verbs.PEOPLE_MERGED,)
    success_message = _("The two profiles are one now. For 30 days you can undo it.")

    @cached_property
    def seen(self) -> str:
        """The stamp of the two that were read: sent by the button, or shown by the page of both that leads here."""
        if self.request.method == "POST":
            return self.request.POST.get("seen", "")
        return self.request.GET.get("seen") or stamp_merge(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_open = self.object.state == ProfileMerge.State.PROPOSED
        if is_open and describe_why_unread(self.object, self.seen):
            return self.render_to_response(self.get_context_data(), status=409)
        return super().post(request, *args, **kwargs)

    def get_blocker(self) -> str:
        refusal = describe_why_not_agreed(self.object, self.actor)
        return refusal or describe_why_unread(self.object, self.seen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seen=self.seen, **kwargs)

    def asks(self) -> dict[str, Any]:
        text = gettext(
            "All that belongs to the second profile (added on %(day)s) belongs to the first then, each counted once. The "
            "second one stands in no list any more. For %(n)s days the director can undo it."
        )
        day = format_day(self.object.gone.created_at.astimezone(self.city.zone))
        return {
            "question": gettext("Merge %(gone)s into %(kept)s?") % self.name_both(),
            "text": text % {"day": day, "n": MERGE_UNDO_DAYS},
            "label": gettext("Yes, they are one person"),
            "cancel": self.object.get_absolute_url(),
        }

    def act(self) -> None:
        actions.agree_to_merge(self.object, actor=self.actor, seen=self.seen)


class DeclineMerge(_OfMerge):
    ends = (verbs.MERGE_DECLINED,)
    success_message = _("Saved: these are two people. They are not suggested again.")

    def asks(self) -> dict[str, Any]:
        return {
            "question": gettext("Are %(kept)s and %(gone)s two different people?") % self.name_both(),
            "text": gettext("Then nobody is asked about these two again, and nothing is changed."),
            "label": gettext("Yes, two different people"),
            "cancel": self.object.get_absolute_url(),
        }

    def act(self) -> None:
        actions.decline_merge(self.object, actor=self.actor)


class UndoMerge(EndPage):
    """They are two again, with a reason that the person and whoever merged them read."""

    permission = "stakeholders.undo_profilemerge"
    model = ProfileMerge
    ends = (verbs.MERGE_UNDONE,)
    ends_as = ProfileMerge.State.UNDONE
    step = staticmethod(actions.undo_merge)
    label = _("Take them apart")
    told = _("The person, and those who proposed the merge and agreed to it, read the reason. It stays in the history.")
    success_message = _("They are two again.")

    def get_queryset(self) -> Any:
        return find_merges()

    def get_crumbs(self) -> list[tuple[str, str]]:
        twins = (self.city_url("twins"), gettext("Profiles that may be the same person"))
        return [twins, (self.object.get_absolute_url(), gettext("Are these two one person?"))]

    def get_blocker(self) -> str:
        if self.object.state != ProfileMerge.State.MERGED:
            return super().get_blocker()
        late = str(ProfileMerge.ALREADY[ProfileMerge.State.FINAL])
        return describe_why_not_undone(self.object.kept) if self.object.can_be_undone else late

    def get_question(self) -> str:
        both = {"kept": self.object.kept.display_name, "gone": self.object.gone.display_name}
        return gettext("Take %(kept)s and %(gone)s apart again?") % both

    def get_text(self) -> str:
        return gettext(
            "What was moved goes back to the profile that it came from. What came since stays. A place that someone else "
            "has taken since is not given back."
        )
