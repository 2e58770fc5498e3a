"""The review of a year: what the records say, the director's words beside it, and the files of the confirmed one."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.history_rows import PastAct, find_last_act, name_accounts
from educities.kit.ask_pages import AsksAboutRow
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.day_words import format_day, format_days
from educities.kit.end_pages import EndPage
from educities.kit.views import FormPage, RowPage
from programs import actions, verbs
from programs.actions import reviews
from programs.forms.reviews import ConfirmForm, ReviewForm
from programs.models import ProgramYear, ReviewFile, YearReview
from programs.queries.reviews import (
    compute_facts,
    find_decision,
    list_parts,
    load_answer,
    load_decision,
    load_refusals,
    stamp_review,
)
from programs.renderers.review_data import render_csv, render_json
from programs.texts.reviews import describe_refusal


class YearReviewPage(RowPage):
    """The last version of the year's review, and the confirmed ones before it."""

    template_name = "programs/year_review.html"
    permission = "programs.read_review_of_programyear"
    model = ProgramYear

    def get_queryset(self) -> Any:
        return ProgramYear.objects.select_related("program")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(self.object.reviews.defer("pictures").prefetch_related("files"))
        for one in found:
            one.year = self.object
        review = found[0] if found else None
        facts = compute_facts(self.object) if review and self.is_to_confirm(review) else None
        return super().get_context_data(
            review=review,
            earlier=found[1:],
            is_year_over=self.object.ends_on < self.city.today(),
            parts=[part for part in list_parts(self.object, review, facts) if part.lines],
            why_not_drafted=reviews.describe_why_not_drafted(self.object),
            stamp=stamp_review(review, facts) if review and facts else "",
            **(self.describe_state(review) if review else {}),
            **kwargs,
        )

    def is_to_confirm(self, review: YearReview) -> bool:
        """Does it wait for the reader's yes, to what the page says?"""
        return bool(review.submission) and self.actor.has_perm("programs.confirm_yearreview", review)

    def describe_state(self, review: YearReview) -> dict[str, Any]:
        """Who submitted and confirmed it, and what stands against the next step."""
        people = [pk for pk in (review.submitted_by_id, review.confirmed_by_id) if pk]
        names = name_accounts(people)
        return {
            "submitter": names.get(review.submitted_by_id or 0, ""),
            "confirmer": names.get(review.confirmed_by_id or 0, ""),
            "decision": load_decision(review),
            "answer": load_answer(review),
            "refusals": load_refusals(review),
            "returned": self.find_return(review),
            "why_not_submitted": reviews.describe_why_not_submitted(review),
            "why_not_confirmed": reviews.describe_why_not_confirmed(review, self.actor),
            "why_not_closed": actions.describe_why_not_closed(self.object),
        }

    @staticmethod
    def find_return(review: YearReview) -> PastAct | None:
        """Why a review that was submitted is a draft again, who sent it back and when; None in another state."""
        is_back = review.state == YearReview.State.DRAFT and review.submitted_at is not None
        return find_last_act([review], verbs.REVIEW_RETURNED) if is_back else None


class DraftReview(AsksAboutRow, FormPage):
    template_name = "programs/form.html"
    permission = "programs.close_programyear"
    model = ProgramYear
    form_class = Form
    extra_context = {
        "title": _("Begin the review of the year?"),
        "label": _("Begin the review"),
        "lede": _(
            "What the records say of the year is in it by itself. You add what they do not say, in your own words."
        ),
    }
    success_message = _("The review was drawn up. Now write what the records do not say.")
    describe_why_not = reviews.describe_why_not_drafted

    def get_queryset(self) -> Any:
        return ProgramYear.objects.select_related("program")

    def get_crumbs(self) -> list[tuple[str, str]]:
        number = {"number": self.object.number}
        return [(self.city_url("year_review", self.object.pk), gettext("Review of year %(number)s") % number)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        where = self.city_url("year_review", self.object.pk)
        return super().get_context_data(eyebrow=str(self.object), cancel=where, **kwargs)

    def act(self, form: Form) -> str:
        review = reviews.draft_review(self.object, actor=self.actor)
        return self.city_url("write_review", review.pk)


class WriteReview(ConcurrentEditPage):
    template_name = "programs/form.html"
    permission = "programs.change_yearreview"
    model = YearReview
    form_class = ReviewForm
    extra_context = {"title": _("In your own words"), "label": _("Save")}
    success_message = _("Your words stand in the review. It is still a draft: submit it once they are complete.")
    describe_why_not = reviews.describe_why_words_stay

    def get_queryset(self) -> Any:
        return YearReview.objects.select_related("year__program")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        where = self.object.get_absolute_url()
        return super().get_context_data(
            eyebrow=str(self.object), cancel=where, crumbs=[(where, str(self.object))], **kwargs
        )

    def act(self, form: ReviewForm) -> Any:
        return reviews.write_review(self.object, actor=self.actor, **form.cleaned_data)


class ReviewStep(AsksAboutRow, FormPage):
    """A question before the review goes on."""

    template_name = "programs/form.html"
    model = YearReview
    form_class = Form

    def get_queryset(self) -> Any:
        return YearReview.objects.select_related("year__program", "submitted_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        days = " – ".join(format_days(row.year.starts_on, row.year.ends_on))
        return super().get_context_data(eyebrow=f"{row.year} · {days}", cancel=row.get_absolute_url(), **kwargs)


class SubmitReview(ReviewStep):
    permission = "programs.change_yearreview"
    extra_context = {
        "title": _("Submit the review?"),
        "label": _("Submit the review"),
        "lede": _(
            "It is confirmed by a decision of the strategic forum, or by the network steward; in a city without a steward by "
            "another person of its staff. Its words stay as they are until then."
        ),
    }
    success_message = _("The review was submitted. Who can confirm it has been told.")
    describe_why_not = reviews.describe_why_not_submitted

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nobody = not reviews.list_confirmers(self.object)
        lines = (
            [gettext("Nobody else of the city’s staff can confirm it yet. Invite a second person.")] if nobody else []
        )
        return super().get_context_data(effects=lines, **kwargs)

    def act(self, form: Form) -> Any:
        return reviews.submit_review(self.object, actor=self.actor)


class ConfirmReview(ReviewStep):
    permission = "programs.confirm_yearreview"
    extra_context = {
        "title": _("Confirm the review?"),
        "label": _("Confirm the review"),
        "css": "danger",
        "lede": _(
            "Afterwards nobody can change it. What the records say today is kept with it, as a PDF in three languages and as data."
        ),
    }
    success_message = _("The review is confirmed. Its files are being made.")
    form_class = ConfirmForm

    def get_initial(self) -> dict[str, Any]:
        # The page of the review leads here with what it showed.
        # What was sent keeps its stamp: where something else stands by now, the page says so, and offers no second press.
        sent = self.request.POST.get("seen") or self.request.GET.get("seen")
        return {"seen": sent or stamp_review(self.object, self.facts)}

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """What the records say for this page; the confirmation itself asks them anew."""
        return compute_facts(self.object.year)

    def get_blocker(self) -> str:
        refusal = reviews.describe_why_not_confirmed(self.object, self.actor)  # type: ignore[arg-type]
        return refusal or reviews.describe_why_unread(self.object, self.get_initial()["seen"], self.facts)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "asks": self.can_state() and self.is_second()}

    def can_state(self) -> bool:
        """Can this person say that what the forum decided about it confirms it?"""
        is_noted = find_decision(self.object) is not None
        return not is_noted and not reviews.describe_why_not_stated(self.object, self.actor)

    def is_second(self) -> bool:
        """Could this person confirm it without the forum?"""
        return self.actor in reviews.list_confirmers(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(effects=self.list_effects(), **kwargs)

    def list_effects(self) -> list[str]:
        """Who confirms it with this, in sentences."""
        if find_decision(self.object):
            return [gettext("The strategic forum has decided it. The review names that decision.")]
        answer, refused = load_answer(self.object), [describe_refusal(one) for one in load_refusals(self.object)]
        if answer is None and refused:
            return [*refused, gettext("You confirm it as the second person.")]
        if answer is None:
            return [gettext("The city’s forum has recorded no decision about it. You confirm it as the second person.")]
        facts = {"day": format_day(answer.day), "words": answer.link.name}
        decided = gettext("The strategic forum decided about it on %(day)s: “%(words)s”.") % facts
        if self.is_second():
            return [decided, *refused, gettext("Nobody has noted yet that this confirms the review.")]
        return [decided, *refused, gettext("With this you say that this decision confirms the review.")]

    def act(self, form: ConfirmForm) -> Any:
        by_forum = form.cleaned_data.get("by_forum", self.can_state())
        return reviews.confirm_review(
            self.object, actor=self.actor, seen=form.cleaned_data["seen"], by_forum=bool(by_forum)
        )


class ReturnReview(EndPage):
    permission = "programs.return_yearreview"
    model = YearReview
    ends = (verbs.REVIEW_RETURNED,)
    ends_as = YearReview.State.DRAFT
    step = staticmethod(reviews.return_review)
    label = _("Send it back")
    told = _("The person who submitted it reads what is missing. It stays in the history.")
    success_message = _("The review is a draft again. Who submitted it reads your reason on its page and on their day.")
    describe_why_not = reviews.describe_why_not_returned

    def get_queryset(self) -> Any:
        return YearReview.objects.select_related("year__program", "submitted_by")

    def get_question(self) -> str:
        return gettext("Send the review back?")

    def get_text(self) -> str:
        return gettext("Its words can be changed again. It is confirmed once it has been submitted again.")


class ReviewPaper(RowPage):
    """A confirmed review as PDF in one language."""

    permission = "programs.view_program"
    model = ReviewFile

    def get_queryset(self) -> Any:
        return ReviewFile.objects.select_related("review__year")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.object
        return build_download(row.review, bytes(row.content), "application/pdf", f"{row.language}.pdf")


class ReviewData(RowPage):
    """A confirmed review as data; of another one that it is none yet."""

    permission = "programs.view_yearreview"
    model = YearReview

    def get_queryset(self) -> Any:
        return YearReview.objects.select_related("year__program")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kinds = {"json": (render_json, "application/json"), "csv": (render_csv, "text/csv; charset=utf-8")}
        if self.kwargs["form"] not in kinds:
            raise Http404
        render, content_type = kinds[self.kwargs["form"]]
        return build_download(self.object, render(self.object), content_type, self.kwargs["form"])


def build_download(review: YearReview, content: bytes, content_type: str, ending: str) -> HttpResponse:
    """The file, under a name that says of which city, year and version it is."""
    name = f"{review.city.slug}-year-{review.year.number}-v{review.version}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
