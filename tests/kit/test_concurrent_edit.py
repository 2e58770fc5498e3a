"""Every form that shows what a row holds brings together what two people wrote, or says why it need not."""

from typing import Any

from django.urls import get_resolver
from django.views.generic.edit import FormMixin

from educities.kit.checks import _list_views
from educities.kit.concurrent_edit import ConcurrentEditForm, ConcurrentEditPage
from educities.kit.views import ActionView, FormPage, Permitted
from tests.support import APPS

# Forms that begin with what is there already, and need not bring anything together.
WHAT_ONE_PERSON_TYPED = "shows what this person typed or chose a moment ago, no column that others write"
NOT_TOGETHER = {
    "challenges.views.confirmations.CheckMail": WHAT_ONE_PERSON_TYPED,
    "programs.views.breakdown_removals.ConfirmRemoval": "writes no words; another proposal than the one that was read is refused",
    "programs.views.withdrawals.ConfirmWithdrawal": "writes no words; another proposal than the one that was read is refused",
    "programs.views.endings.AgreeToEnd": "writes no words; another request than the one that was read is refused",
    "programs.views.contract.SignProgram": "writes no words; a contract that changed since it was read is refused",
    "programs.views.reviews.ConfirmReview": "writes no words; another submission than the one that was read is refused",
    "exchange.views.participants.MyExchange": "makes a new row",
    "exchange.views.handshakes.OfferHandshake": "makes a new row",
    "forum.views.ballots.AnswerInWords": "one answer of one's own; other words of the proposal than were read are refused",
    "exchange.views.handshakes.AnswerHandshake": "one answer of one's own, empty before it is given",
    "exchange.views.leaders.RenamePerson": "one line that only who leads the exchange writes",
    "challenges.views.residents.Join": WHAT_ONE_PERSON_TYPED,
    "challenges.views.residents.SupportIdea": WHAT_ONE_PERSON_TYPED,
    "challenges.views.residents.WriteIdea": WHAT_ONE_PERSON_TYPED,
    "stakeholders.views.city_sign_in.SetUpSignIn": "makes a new row",
    "stakeholders.views.representatives.AppointRepresentative": WHAT_ONE_PERSON_TYPED,
    "stakeholders.views.sheets.AskTeachers": "who was asked by somebody else is no longer among the choices",
    "consents.views.own_consents.OwnConsents": WHAT_ONE_PERSON_TYPED,
    "labs.views.signed_forms.EnterSignedForm": "each form is a row of its own; which of two answers is newer is asked",
    "consents.views.pupils.ConfirmGuardian": WHAT_ONE_PERSON_TYPED,
    "journeys.views.travellers.AddTravellers": "adds people to a list; who is on it stays as they are",
    "journeys.views.travellers.AnswerOwnTrip": WHAT_ONE_PERSON_TYPED,
    "journeys.views.travellers.AnswerTrip": WHAT_ONE_PERSON_TYPED,
    "journeys.views.travellers.EnterForm": "an answer off paper; one by mail stands beside it",
    "labs.views.consents.NewChild": "makes a new row",
    "challenges.views.paper.EnterPaper": "makes a new row",
    "labs.views.overrides.DecideOverride": "an override is decided once: who comes second is refused",
    "meetings.views.corrections.Correct": "each correction is a row of its own beside the mark that it replaces",
    "challenges.views.my_ideas.CorrectIdea": "an idea is corrected by its author alone",
    "challenges.views.my_ideas.RewriteIdea": "an idea is rewritten by its author alone",
    "challenges.views.sent_photos.RefusePhoto": "a photo shown since the form was opened is refused by a second press alone",
    "programs.views.program.MilestonePage": "a state moves once: who comes second from the same state is refused",
    "programs.views.program.MoveMilestone": "as the page before",
    "programs.views.milestone_overrides.RequestMilestoneOverride": "one question at a time: a second one is refused",
    "programs.views.milestone_overrides.DecideMilestoneOverride": "decided once: who comes second is refused",
    "programs.views.contract.SuspendProgram": "a program is suspended once: who comes second is refused",
    "programs.views.handover.HandOver": "sends along what it showed, and is refused where that has changed since",
    "programs.views.years.CloseYear": "a year is closed once: who comes second is refused",
    "programs.views.revisions.ReviseValue": "one revision at a time: who comes second is refused",
    "consents.views.personal_data.TakeWardFile": "writes nothing of the row: it says which kind of file is wanted",
    # Filled from several rows.
    "challenges.views.ideas.AnswerIdeas": "shows which ideas were ticked; an answer is written anew",
    "challenges.views.ideas.MergeIdeas": "an idea that moved meanwhile is refused",
    "programs.views.indicators.ValuesPage": "drafts: the last one stands, and a director looks before it counts",
    "accelerator.views.enrolments.AskHeadAgain": WHAT_ONE_PERSON_TYPED,
    "accelerator.views.portfolio.NoteProject": "makes a new note beside the others",
    "accelerator.views.portfolio.AnswerObservation": WHAT_ONE_PERSON_TYPED,
    "accelerator.views.enrolments.ResumeEnrolment": "a state moves once: who comes second from the same state is refused",
    "collaborations.views.answers.AgreeToCollaboration": "one's own answer, bound to the words that were read",
    "forum.views.agenda.Propose": "sends along what it showed, and is refused where that has changed since",
    "programs.views.breakdowns.ReturnBreakdown": "sends along what it showed, and is refused where that has changed since",
    "forum.views.agenda.DecideItem": "an item is decided once: who comes second is refused",
    "collaborations.views.proposals.ExtendCollaboration": "a proposal of its own, filled from the words of another",
    "challenges.views.staff.PlanPhases": "one plan of all dates: half of one and half of another would be none",
}


def all_views() -> list[Any]:
    return list(_list_views(get_resolver()))


def name_of(view: Any) -> str:
    return f"{view.__module__}.{view.__name__}"


def shows_a_row(view: Any) -> bool:
    """Does the form come filled with what an existing row holds?"""
    has_row = view.model is not None or view.get_row is not Permitted.get_row
    meta = getattr(view.form_class, "_meta", None)
    # A form of another model than the page's row makes a new row.
    is_filled = meta.model is view.model if meta else view.get_initial is not FormMixin.get_initial
    return has_row and is_filled


def test_every_form_about_a_row_asks_before_it_writes_over_somebody() -> None:
    pages = [view for view in all_views() if issubclass(view, FormPage) and shows_a_row(view)]
    alone = {name_of(view) for view in pages if not issubclass(view, ConcurrentEditPage)}
    assert alone - set(NOT_TOGETHER) == set()


def test_every_exception_is_a_form_that_stands_alone() -> None:
    known = {
        name_of(view) for view in all_views() if issubclass(view, FormPage) and not issubclass(view, ConcurrentEditPage)
    }
    assert set(NOT_TOGETHER) - known == set()


def test_every_page_that_brings_together_has_a_form_that_does() -> None:
    pages = [view for view in all_views() if issubclass(view, ConcurrentEditPage)]
    assert [view for view in pages if not issubclass(view.form_class, ConcurrentEditForm)] == []


# Pages that take a POST by hand, and why nothing of a row that others write can be lost by them.
BY_HAND = {
    "accelerator.views.credentials.TakeBadge": "gives the holder a file; nothing is written",
    "reports.views.credentials.CredentialPaper": "gives the holder a file; nothing is written",
    "programs.views.tables.FiguresTable": "gives a file; nothing is written",
    "programs.views.tables.MilestonesTable": "gives a file; nothing is written",
    "collaborations.views.tables.CollaborationsTable": "gives a file; nothing is written",
    "consents.views.renewal.RenewConsents": "a button that lets one person's own answers go on",
    "challenges.views.confirmations.ConfirmAct": "a button that confirms what its person has sent",
    "challenges.views.alerts.ConfirmAlert": "two buttons of one person about their own address",
    "educities.activity.views.preferences.StopMail": "a button that stops one topic",
    "meetings.views.attendance.AddGuest": "makes a new row; a guest of that name is added once",
    "stakeholders.views.city_sign_in.TrySignIn": "a button that leads to the city's sign-in",
    "stakeholders.views.signing_in.SignInWithCity": "a button that leads to the city's sign-in",
    "stakeholders.views.dormancy.StillHere": "a button of one person about the organisation they speak for",
    "meetings.views.sessions.Answer": "two buttons of one person about their own answer",
}


def test_no_page_takes_a_form_past_the_shared_ones() -> None:
    """A form that a view reads by itself would be seen by none of these tests."""
    shared = (FormPage, ActionView)
    posts = {name_of(view) for view in all_views() if hasattr(view, "post") and not issubclass(view, shared)}
    own = {name for name in posts if name.partition(".")[0] in APPS and not name.startswith(KIT)}
    assert own == set(BY_HAND)


KIT = ("educities.accounts", "educities.api", "educities.kit.showcase", "educities.health")
