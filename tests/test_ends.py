"""What ends something is asked first, with a reason where people are concerned: a walk over all verbs and all addresses."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from educities.activity.actions.records import record
from educities.activity.models import AuditEntry
from educities.activity.values import VERBS
from educities.kit.ask_pages import AsksAboutRow
from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, Confirm, FormPage
from tests.access.test_every_address import ask
from tests.access.world import address
from tests.examples import make_examples
from tests.factories import LabFactory
from tests.support import refused, sign_in
from tests.test_urls import OWN

# What a verb is called that ends something. A verb of another meaning with such a word stands below, with its reason.
ENDING = re.compile(
    r"end|remov|withdr|cancel|archiv|clos|revok|drop|stop|left|refus|reject|hid|taken_back|discard|miss|terminat|suspend"
    r"|rest|expir|blank|lost|return|sent_back|complete"
)
ENDS_NOTHING = {
    "forum.words_left_out": "the form that notes the decision asks for the reason; a correction can stand beside the minutes",
    "programs.end_requested": "a question; nothing ends before a second person has agreed on a page that asks",
    "programs.removal_proposed": "a question; they are read until a second person has agreed on a page that asks",
    "programs.withdrawal_proposed": "a question; the figure counts until a second person has confirmed on a page that asks",
    "programs.end_request_voided": "follows from a change of the five years, and is asked again",
    "programs.calendar_link_made": "a link of one’s own",
    "programs.calendar_link_ended": "a link of one’s own; the same page makes a new one",
    "exchange.card_withdrawn": "one line of one's own on the same phone, written again in seconds",
    "exchange.hand_taken_back": "a hand that nobody has taken, offered again on the same card",
    "matching.stopped": "the same page starts suggestions again",
    "activity.mail_stopped": "the same page, or the same form, turns the topic on again",
    "accounts.change_taken_back": "the page behind the link of the mail asks; the change is made again after signing in",
    "cities.day_removed": "the same form adds the day again",
    "cities.emergency_closed": "the same form opens it again, with a reason",
    "cities.city_restored": "the operator put back a backup, and was asked on the command line",
    "cities.restore_looked_at": "a director has looked; nothing ends",
    "stakeholders.organisation_restored": "the way back",
    "forum.item_restored": "the way back",
    "stakeholders.site_restored": "the way back",
    "meetings.code_closed": "the code is opened again by the same button",
    "meetings.attendance_cleared": "a tap marks the person again",
    "meetings.attendance_left": "the same button marks the person as back",
    "meetings.attendance_returned": "the person was there, and is again",
    "forum.agenda_built": "matters came; each can be taken off with a reason",
    "meetings.attendance_marked": "a mark is set anew by a tap",
    "meetings.attendance_corrected": "each correction is a row of its own with its reason",
    "programs.national_removed": "years ticked on the page of a series, which can be entered again",
    "programs.values_removed": "drafts that nobody has submitted, emptied box by box",
    "journeys.expedition_returned": "the travellers are back",
    "journeys.citation_removed": "the same list cites the source again",
    "accelerator.staff_refused": "tells the directors of what the head of school said",
    "accelerator.head_refused": "the head of school says no before anything began; the teacher can apply again",
    "collaborations.endorsed": "a strength was seen",
    "collaborations.endorsement_kept": "the receiver takes it off the page again",
    "collaborations.endorsement_left": "the receiver keeps it after all, on the same page",
    "collaborations.endorsements_asked": "a mail that asks",
    "challenges.alert_stopped": "the same page asks again",
    "collaborations.extended": "a proposal more, one circle further; nothing of this one ends",
    "challenges.support_taken_back": "a resident supports again by a tap",
}
# Ends that nobody asks for at that moment: they follow from the calendar, or from an end that was asked about.
BY_THEMSELVES = {
    "cities.city_removed": "the operator's command, which asks for --yes",
    "collaborations.left_out": "the days to answer are over, or a page that asks first goes on with those who agreed",
    "matching.expired": "the days to answer an introduction are over",
    "growth.closed": "follows from the page that asks before the city’s growth area is removed",
    "stakeholders.organisation_removed": "follows from an import that is undone",
    "stakeholders.person_blanked": "follows from closing a child's account",
    "consents.guardian_ended": "follows from coming of age",
    "consents.consent_expired": "nobody answered in time",
    "consents.child_closed": "follows from a guardian's or the child's own no to the account",
    "labs.member_rested": "follows from a consent withdrawn",
    "labs.override_expired": "its day has passed",
    "journeys.traveller_rested": "follows from a consent withdrawn",
    "journeys.trip_child_removed": "tells guardians that a traveller was taken off",
    "journeys.own_trip_refused": "tells the child of a no, whose page asked the parent or guardian first",
    "journeys.trip_yes_ended": "follows from leaving the city, whose page names it",
    "challenges.idea_rested": "follows from a consent withdrawn",
}
# Buttons that act at one tap, and why a tap by mistake is harmless.
BUTTONS = {
    "programs.views.breakdowns.ConfirmBreakdown": "the same page removes it, with a reason",
    "educities.activity.views.preferences.ChooseWeekly": "the same page chooses back, and what was kept is sent",
    "educities.activity.views.preferences.ChooseSingle": "the same page chooses back",
    "stakeholders.views.commitments.RemindOfCommitment": "a mail of what was promised, once a week at most",
    "stakeholders.views.dormancy.AskOrganisation": "a mail that asks, once a month at most",
    "stakeholders.views.dormancy.AskQuietOrganisations": "a mail that asks, once a month at most",
    "stakeholders.views.city_sign_in.SwitchSignInOn": "the sign-in is switched off again",
    "stakeholders.views.dormancy.AnswerStillHere": "whoever is signed in is there",
    "stakeholders.views.sites.RestoreSite": "it is archived again",
    "educities.activity.views.inbox.OpenNotice": "a notice that was read stays in the list",
    "educities.accounts.views.proof.SendProofCode": "a code more; the one before it is void",
    "educities.accounts.views.sessions.EndSession": "one signs in again there",
    "educities.accounts.views.sessions.EndOtherSessions": "one signs in again there",
    "programs.views.indicators.UndoConfirmation": "the figures are confirmed again",
    "labs.views.overrides.UndoGrant": "the override is granted again",
    "meetings.views.invitations.UndoInvitations": "the members are invited again",
    "journeys.views.expeditions.UndoApproval": "the expedition is approved again",
    "journeys.views.expeditions.Submit": "the director sends it back",
    "stakeholders.views.organisations.UndoVerification": "the organisation is verified again",
    "cities.views.people.GiveRoleBack": "the role can be ended",
    "cities.views.emergency.CloseEmergency": "the same form opens the office again, with a reason",
    "cities.views.settings.RemoveDay": "the same form adds the day again",
    "educities.activity.views.inbox.ReadAll": "notices stay in the list",
    "educities.activity.views.SendHeld": "what was written goes out",
    "educities.activity.views.Replay": "what was written goes out",
    "educities.activity.views.ReplayAlike": "what was written goes out",
    "stakeholders.views.organisations.VerifyChosen": "an organisation can be archived",
    "stakeholders.views.organisations.VerifyOrganisation": "an organisation can be archived",
    "stakeholders.views.organisations.RestoreOrganisation": "an organisation can be archived",
    "stakeholders.views.areas.OfferArea": "the area can be taken out of the list again",
    "stakeholders.views.sheet_runs.TakeNewer": "a preview: nothing is written",
    "stakeholders.views.sheet_runs.LeaveNewer": "a preview: nothing is written",
    "stakeholders.views.sheet_runs.ApplySheet": "nothing goes; the history says what stood in each changed cell",
    "stakeholders.views.imports.ApplyImport": "what was taken in waits to be verified",
    "stakeholders.views.imports.VerifyImported": "an organisation can be archived",
    "stakeholders.views.representatives.AcceptRepresentation": "the person steps down on the same page",
    "labs.views.consents.ShowScan": "a scan is looked at, nothing else",
    "consents.views.consents.WantAgain": "the consent can be withdrawn",
    "meetings.views.invitations.ScheduleSession": "the session can be changed or cancelled",
    "meetings.views.sessions.StartSession": "the session is put back",
    "meetings.views.sessions.PutBackSession": "the session is started again",
    "meetings.views.sessions.RecordSession": "attendance is corrected afterwards, with a reason",
    "meetings.views.sessions.ReplyToSession": "the other answer is beside it",
    "meetings.views.attendance.OpenCode": "the code is closed by the same button",
    "meetings.views.attendance.CloseCode": "the code is opened again",
    "meetings.views.attendance.Mark": "the next tap marks anew",
    "programs.views.indicators.SubmitValues": "the director sends them back",
    "programs.views.indicators.ConfirmValues": "a confirmed figure is revised",
    "programs.views.revisions.ConfirmRevision": "the message takes it back, and another revision can be proposed",
    "programs.views.revisions.UndoRevision": "the revision is confirmed again",
    "accelerator.views.portfolio.ReportProject": "the report can still be changed",
    "accelerator.views.credentials.ChangeLink": "a new link is there at once",
    "accelerator.views.enrolments.RemindHead": "one mail more to the head of school, once a day",
    "accelerator.views.intakes.FillPlaces": "a place can be given up or deferred",
    "accelerator.views.enrolments.EnrolTeacher": "the place can be given up or deferred",
    "collaborations.views.collaborations.BeginCollaboration": "the collaboration can be paused",
    "collaborations.views.collaborations.PauseCollaboration": "the collaboration goes on again",
    "collaborations.views.collaborations.ResumeCollaboration": "the collaboration can be paused",
    "collaborations.views.endorsements.LeaveEndorsement": "it can be kept after all, on the same page",
    "forum.views.ballots.AnswerQuestion": "another answer can be given until the decision is noted",
    "forum.views.charters.ShowName": "the same button hides the name again",
    "forum.views.meetings.LeaveMeeting": "the person is marked as back by the same button",
    "forum.views.meetings.ReturnToMeeting": "the person is marked as having left by the same button",
    "forum.views.meetings.RefreshAgenda": "what came can be taken off the agenda, with a reason",
    "forum.views.agenda.OpenItem": "what is put to the meeting can be taken off the agenda, with a reason",
    "forum.views.agenda.MoveItem": "the item is moved back by the other button",
    "forum.views.agenda.RestoreItem": "the way back of an item; it can be taken off again, with a reason",
    "forum.views.agenda.RenewItem": "the new item can be taken off again, with a reason",
    "forum.views.agenda.PostponeItem": "the item stays on the agenda, of the next meeting",
    "exchange.views.staff.MoveExchange": "the exchange goes back by one part",
    "exchange.views.participants.MarkCard": "the next tap marks anew",
    "exchange.views.participants.WithdrawCard": "the card is written again; with a handshake on it it stays",
    "exchange.views.participants.ChooseArea": "the card can be removed and written again",
    "exchange.views.participants.KeepCard": "a strength can be removed on the person's own page",
    "exchange.views.handshakes.TakeHandBack": "the hand is offered again on the same card",
    "exchange.views.leaders.AnswerForTyped": "a promise of two people in one room, which they make anew",
    "exchange.views.leaders.TakeCardOff": "the message, and the same page, put it back",
    "exchange.views.leaders.PutCardBack": "the same page takes it off again",
    "exchange.views.leaders.LetPersonIn": "the same page takes them out again",
    "matching.views.introductions.SaveSuggestion": "it can still be passed over",
    "matching.views.introductions.AgreeToIntroduction": "the collaboration can be ended",
    "matching.views.meeting.StopSuggestions": "the same button starts them again",
    "matching.views.meeting.StartSuggestions": "the same button stops them",
    "growth.views.invitations.AcceptInvitation": "a yes is changed to a no until it becomes something",
    "labs.views.labs.LaunchLab": "the lab can be paused",
    "labs.views.labs.WakeLab": "the lab can be paused",
    "labs.views.cohorts.OpenCohort": "members can be taken out again",
    "labs.views.cohorts.StartCohort": "the cohort can be paused",
    "labs.views.cohorts.ResumeCohort": "the cohort can be paused",
    "labs.views.members.AcceptSeat": "the member can be marked as left",
    "labs.views.members.JoinCohort": "the member can leave",
    "labs.views.overrides.ResolveOverride": "refused while the records do not say that the condition is met",
    "journeys.views.expeditions.Approve": "the approval is taken back",
    "journeys.views.expeditions.SetOut": "the expedition can be cancelled",
    "journeys.views.expeditions.ComeBack": "learnings can be noted on the way and afterwards",
    "journeys.views.travellers.AskGuardians": "a mail that asks, once a day at most",
    "journeys.views.expeditions.Conclude": "learnings can still be noted",
    "journeys.views.city_model.NewVersion": "the version can be withdrawn",
    "journeys.views.city_model.MoveVersion": "a version in consultation is revised again",
    "journeys.views.city_model.Cite": "the source can be removed",
    "journeys.views.city_model.RemoveCitation": "the same list cites the source again",
    "journeys.views.initiatives.MoveInitiative": "an initiative can be paused, stopped and resumed",
    "journeys.views.initiatives.ResumeInitiative": "the initiative can be stopped",
    "challenges.views.residents.TakeSupportBack": "a resident supports again by a tap",
    "challenges.views.my_ideas.ShowIdeaAgain": "the idea can be withdrawn",
    "consents.views.consents.AssentToConsent": "a yes can be taken back at any time",
    "challenges.views.alerts.StopTellingMe": "the same page asks again",
    "challenges.views.alerts.StopTellingMeOfCity": "the same page asks again",
    "challenges.views.ideas.SeparateIdea": "the ideas are merged again",
    "challenges.views.sent_photos.ShowPhoto": "the photo can be refused",
    "challenges.views.staff.PublishIdea": "the idea can be hidden",
    "reports.views.dashboard.AskReport": "a report more in the list",
}
VIEWS = {entry.callback.view_class for _route, entry in OWN}
# What a POST of such a button carries; every value is tried.
BODIES = {
    "move_initiative": [{"to": to} for to in ("piloting", "rolling_out", "embedded", "paused", "stopped")],
    "move_version": [{"to": to} for to in ("in_consultation", "revising", "adopted", "withdrawn", "superseded")],
    "reply_to_session": [{"reply": "yes"}, {"reply": "no"}],
}


def name_of(view: Any) -> str:
    return f"{view.__module__}.{view.__name__}"


def is_button(view: Any) -> bool:
    return issubclass(view, ActionView) and not issubclass(view, Confirm)


def test_every_verb_that_ends_something_says_so() -> None:
    unsaid = {verb.code for verb in VERBS if ENDING.search(verb.code.partition(".")[2]) and not verb.ends}
    assert unsaid - set(ENDS_NOTHING) - set(BY_THEMSELVES) == set()
    assert set(ENDS_NOTHING) | set(BY_THEMSELVES) <= unsaid


def test_every_end_has_a_page_that_asks() -> None:
    asked = {verb.code for view in VIEWS for verb in view.ends}
    assert {verb.code for verb in VERBS if verb.ends} == asked


def test_no_button_ends_anything() -> None:
    assert [name_of(view) for view in VIEWS if is_button(view) and view.ends] == []


def test_every_button_says_why_a_tap_is_harmless() -> None:
    assert {name_of(view) for view in VIEWS if is_button(view)} == set(BUTTONS)


def test_whoever_ends_something_for_people_is_asked_why() -> None:
    pages = [view for view in VIEWS if any(verb.needs_reason for verb in view.ends)]
    assert [name_of(view) for view in pages if not issubclass(view, FormPage)] == []
    assert all(verb.ends for verb in VERBS if verb.needs_reason)


def test_what_is_about_people_is_not_recorded_without_a_reason(scope: Any, director: Any) -> None:
    lab = LabFactory()
    verb = VERBS["labs.seat_taken_back"]
    assert refused(lambda: record(verb, lab, actor=director, reason=" ", title=lab.name)) == "activity.reason_needed"
    assert not AuditEntry.objects.filter(verb=verb.code).exists()
    record(verb, lab, actor=director, reason="She moved away", title=lab.name)
    # What the calendar does has no reason but itself.
    record(verb, lab, actor=None, title=lab.name)
    assert AuditEntry.objects.filter(verb=verb.code).count() == 2


@pytest.fixture
def leader(city: Any, director: Any) -> Client:
    client = Client(raise_request_exception=False)
    sign_in(client, director)
    return client


@pytest.mark.django_db
def test_no_button_records_an_end(city: Any, leader: Client, monkeypatch: Any) -> None:
    rows, found = make_examples(city), []
    ends = {verb.code for verb in VERBS if verb.ends}
    saved = AuditEntry.save
    monkeypatch.setattr(AuditEntry, "save", lambda entry, **kw: (found.append(entry.verb), saved(entry, **kw))[1])
    wrong = []
    for route, entry in OWN:
        if not is_button(entry.callback.view_class) or not route.startswith("c/"):
            continue
        where = address(route, entry.name, entry.callback.view_class.model, city, rows)
        for body in BODIES.get(entry.name, [{}]):
            found.clear()
            status = ask(Sending(leader, body), "post", where, may_write=True).status_code
            wrong += [f"{where} {body}: {verb}" for verb in found if verb in ends]
            assert status < 500, where
    assert wrong == []


class Sending:
    """A client whose POST carries this body."""

    def __init__(self, client: Client, body: dict[str, str]) -> None:
        self.client, self.body = client, body

    def post(self, where: str) -> Any:
        return self.client.post(where, self.body)


END_PAGES = [
    (route, entry)
    for route, entry in OWN
    if entry.callback.view_class.ends and issubclass(entry.callback.view_class, EndPage | Confirm)
]


@pytest.mark.django_db
def test_every_end_page_asks_and_takes_no_end_without_a_reason(city: Any, leader: Client, operator: Any) -> None:
    rows, wrong = make_examples(city), []
    outside = Client()
    sign_in(outside, operator)
    for route, entry in END_PAGES:
        view = entry.callback.view_class
        client = leader if route.startswith("c/") else outside
        where = address(route, entry.name, view.model, city, rows)
        page = ask(client, "get", where, may_write=False)
        if page.status_code in {403, 404}:
            # A row of somebody's own; their own tests ask these.
            continue
        text = page.content.decode()
        wrong += [f"{where}: no question"] if 'method="post"' not in text or "<h1" not in text else []
        if issubclass(view, EndPage):
            sent = ask(client, "post", where, may_write=True)
            wrong += [f"{where}: {sent.status_code}"] if sent.status_code != 422 else []
            # Where it cannot end, that is said, and nobody is asked.
            expected = str(page.context.get("blocker") or page.context["told"])
            wrong += [f"{where}: nobody is named as told"] if escape(expected) not in text else []
    assert wrong == []


ASKING = [
    (route, entry)
    for route, entry in OWN
    if issubclass(entry.callback.view_class, AsksAboutRow) and route.startswith("c/") and "<int:pk>" in route
]


@pytest.mark.django_db
def test_what_is_asked_about_is_in_the_ways_up(city: Any, leader: Client) -> None:
    rows, wrong = make_examples(city), []
    for route, entry in ASKING:
        where = address(route, entry.name, entry.callback.view_class.model, city, rows)
        page = ask(leader, "get", where, may_write=False)
        if page.status_code in {403, 404}:
            # A row of somebody's own; their own tests ask these.
            continue
        ways = page.content.decode().partition('class="crumbs"')[2].partition("</ol>")[0]
        # The row's own page; of a row without one, the page that it stands on, whichever of its parts.
        row = page.context.get("row")
        row = row.organisation if entry.name == "end_representation" else row
        own = row.get_absolute_url() if hasattr(row, "get_absolute_url") else str(page.context["cancel"])
        wrong += [f"{where}: {own}"] if f'href="{re.split("[#?]", own)[0]}"' not in ways else []
    assert wrong == []
