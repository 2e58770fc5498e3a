"""Whatever chairs and members send from pages they opened at some moment, what is recorded is what stood there and was read.

The pages' own forms, through the real views. `MACHINE_RUNS=60` walks as often; without it a few times.
"""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from forum.models import AgendaItem, Ballot, Decision, Meeting, Seat
from forum.values.ballots import Line
from meetings.models import Attendance
from tests.factories import MembershipFactory, in_days
from tests.forum.page_forms import OpenForm, post_form
from tests.forum.support import end_now, hold_meeting, make_charter, plan_next, seat_four, seat_person, write_item
from tests.machines import UndoneMachine, count_runs
from tests.support import sign_in

pytestmark = pytest.mark.django_db
# Each step asks pages: what was found is told at once, no shorter way is looked for.
SIZE = settings(
    max_examples=count_runs(2),
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
NAMES = ("Dalia Regev", "Noa Levi", "Noa Mizrahi", "Sami Haddad", "Lior Young")
ANYBODY = st.integers(min_value=1, max_value=4)
TAB = st.sampled_from(["desk", "phone"])
ANSWER = st.sampled_from(["for", "against", "abstained"])
FIGURES = ("votes_for", "votes_against", "abstained")
ASKED = ("not_carried", "as_advice")
REFUSED = {409, 422}


class PageMachine(UndoneMachine):
    """Two pages of whoever leads, three members with a vote, a young seat without one; one matter, meeting after meeting."""

    city: Any

    def __init__(self) -> None:
        super().__init__()
        charter = make_charter()
        self.seats = [*seat_four(charter), seat_person(charter, 3, role="youth", organisation=None)]
        for seat, name in zip(self.seats, NAMES, strict=True):
            seat.profile.display_name = name
            seat.profile.save(update_fields=["display_name"])
        chair = self.seats[0].profile.user
        director = MembershipFactory(city=self.city, role="director").user
        self.tabs = {"desk": sign_in(Client(), chair), "phone": sign_in(Client(), director)}
        self.members = [sign_in(Client(), seat.profile.user) for seat in self.seats]
        self.number = 0
        self.open: dict[str, OpenForm] = {}
        self.held_at: dict[str, int | None] = {}
        self.seen: dict[int, str] = {}
        self.meeting = hold_meeting(charter, self.seats[:3], actor=chair)
        plan_next(charter, actor=chair, days=7)
        self.go_on()

    def go_on(self) -> None:
        """The next matter is before the meeting; its pages are opened anew."""
        self.number += 1
        self.item = write_item(self.seats[0].charter, f"Matter {self.number}", actor=self.seats[0].profile.user)
        self.put_words("desk", 0, True)
        self.put_up("desk")
        self.open, self.seen = {}, {}

    # What stands in the database, read anew.

    @property
    def proposal(self) -> Decision | None:
        return Decision.objects.filter(item=self.item).first()

    @property
    def held(self) -> Meeting | None:
        return Meeting.objects.select_related("session").filter(session__state="held").first()

    def list_counting(self) -> list[Ballot]:
        """The answers that count: to these words, of who is here with a vote."""
        decision, meeting = self.proposal, self.held
        if decision is None or meeting is None:
            return []
        here = Attendance.objects.filter(session=meeting.session, status__in=["present", "late"], left_at=None)
        version = self.find_version(decision)
        rows = Ballot.objects.filter(decision=decision, seat__profile__in=here.values("profile"))
        return [row for row in rows if row.version == version]

    def find_version(self, decision: Decision) -> str:
        from forum.queries.ballots import find_version

        return find_version(decision)

    def press(self, client: Client, name: str, *args: Any, **data: Any) -> Any:
        answer = client.post(reverse(name, args=[self.city.slug, *args]), data)
        assert answer.status_code in {302, 403, 404, *REFUSED}
        return answer

    # Who is here.

    @rule(who=ANYBODY, how=st.sampled_from(["come", "leave", "back"]), tab=TAB)
    def mark(self, who: int, how: str, tab: str) -> None:
        person, meeting = self.seats[who].profile_id, self.held or self.meeting
        if how == "come":
            self.press(self.tabs[tab], "mark_attendance", meeting.session_id, person, status="present")
        else:
            name = "leave_meeting" if how == "leave" else "return_to_meeting"
            self.press(self.tabs[tab], name, meeting.pk, person)

    @rule()
    def end_seat(self) -> None:
        self.press(self.tabs["phone"], "end_forum_seat", self.seats[2].pk, reason="Another town")

    # What members answer, from pages they opened just now or before.

    @rule(who=ANYBODY)
    def open_answer(self, who: int) -> None:
        if (decision := self.proposal) and decision.meeting_id:
            page = self.members[who].get(reverse("answer_in_words", args=[self.city.slug, decision.pk]))
            if page.status_code == 200:
                self.seen[who] = OpenForm(page.content.decode()).read("seen")

    @rule(who=ANYBODY, said=ANSWER, fresh=st.booleans())
    def tap(self, who: int, said: str, fresh: bool) -> None:
        if fresh:
            self.open_answer(who)
        if decision := self.proposal:
            self.press(self.members[who], "answer_question", decision.pk, answer=said, seen=self.seen.get(who, ""))

    @rule(who=ANYBODY, said=ANSWER, named=st.booleans(), words=st.sampled_from(["", "Too dear", "Six are too few"]))
    def answer_in_words(self, who: int, said: str, named: bool, words: str) -> None:
        decision = self.proposal
        if decision is None or not decision.meeting_id:
            return
        address = reverse("answer_in_words", args=[self.city.slug, decision.pk])
        page = self.members[who].get(address)
        if page.status_code == 200:
            form = OpenForm(page.content.decode())
            if form.boxes:
                form.sent |= {"answer": [said], "words": [words]}
                form.sent.pop("is_named", None)
                if named:
                    form.tick("is_named")
                answer = post_form(self.members[who], address, form)
                assert answer.status_code in {302, *REFUSED}
                assert answer.status_code == 302 or words in answer.content.decode()

    # What becomes of the matter.

    @rule(tab=TAB, number=st.integers(min_value=0, max_value=2), sure=st.booleans())
    def put_words(self, tab: str, number: int, sure: bool) -> None:
        address = reverse("propose_decision", args=[self.city.slug, self.item.pk])
        page = self.tabs[tab].get(address)
        form = OpenForm(page.content.decode())
        if page.status_code != 200 or "words_en" not in form.sent:
            return
        counting = len(self.list_counting())
        before = self.proposal.words if self.proposal else {}
        form.write("words_en", f"Proposal number {number}")
        answer = post_form(self.tabs[tab], address, form)
        assert answer.status_code in {302, *REFUSED}
        if counting and before.get("en") != f"Proposal number {number}" and self.item_waits():
            assert answer.status_code != 302, "members' answers fell, and nobody was asked"
        asked = OpenForm(answer.content.decode()) if answer.status_code != 302 else None
        if asked is not None and sure and asked.list_questions("sure"):
            asked.tick("sure")
            post_form(self.tabs[tab], address, asked)

    def item_waits(self) -> bool:
        self.item.refresh_from_db()
        return self.item.is_waiting

    @rule(tab=TAB)
    def put_up(self, tab: str) -> None:
        self.press(self.tabs[tab], "open_item", self.item.pk)

    @rule(tab=TAB, restore=st.booleans())
    def take_away(self, tab: str, restore: bool) -> None:
        self.press(self.tabs[tab], "drop_item", self.item.pk, reason="Done elsewhere")
        if restore:
            self.press(self.tabs[tab], "restore_item", self.item.pk)
        else:
            self.go_on()

    @rule(tab=TAB)
    def postpone(self, tab: str) -> None:
        self.press(self.tabs[tab], "postpone_item", self.item.pk)

    @rule(tab=TAB, opens=st.booleans())
    def end(self, tab: str, opens: bool) -> None:
        """The meeting ends; the next one may be opened at once."""
        if meeting := self.held:
            end_now(meeting)
            address = reverse("end_meeting", args=[self.city.slug, meeting.pk])
            form = OpenForm(self.tabs[tab].get(address).content.decode())
            assert post_form(self.tabs[tab], address, form).status_code == 302
            assert self.held is None
        if opens and self.held is None:
            charter = self.seats[0].charter
            staying = [seat for seat in self.seats[:3] if Seat.objects.active().filter(pk=seat.pk).exists()]
            self.meeting = hold_meeting(charter, staying, actor=self.seats[0].profile.user)

    # The pages of whoever leads.

    def find_form_address(self) -> str:
        return reverse("decide_item", args=[self.city.slug, self.item.pk])

    @rule(tab=TAB, whole=st.booleans())
    def open_page(self, tab: str, whole: bool) -> None:
        """The page of the meeting, or that of the matter, is opened and stays open as it is now."""
        meeting, address = self.held, self.find_form_address()
        if meeting is None:
            return
        page = self.tabs[tab].get(meeting.get_absolute_url() if whole else address)
        assert page.status_code == 200
        text = page.content.decode()
        form = OpenForm(text, address if whole else "")
        if "words_en" in form.sent:
            self.open[tab], self.held_at[tab] = form, meeting.pk

    @rule(tab=TAB, number=st.integers(min_value=3, max_value=4))
    def type_words(self, tab: str, number: int) -> None:
        if form := self.open.get(tab):
            form.write("words_en", f"Wording of the chair, number {number}")

    @rule(tab=TAB, yes=st.integers(0, 5), no=st.integers(0, 3), open_=st.integers(0, 2))
    def type_figures(self, tab: str, yes: int, no: int, open_: int) -> None:
        if form := self.open.get(tab):
            for name, number in zip(FIGURES, (yes, no, open_), strict=True):
                form.write(name, str(number))

    @rule(
        tab=TAB,
        who=ANYBODY,
        how=st.sampled_from(["{name}: Too dear", "As {name} says, too dear", "{name} – too dear", "{first}: Too dear"]),
        adds=st.booleans(),
    )
    def type_name(self, tab: str, who: int, how: str, adds: bool) -> None:
        if form := self.open.get(tab):
            before = f"{form.read('dissent_en')}\n" if adds else ""
            form.write("dissent_en", before + how.format(name=NAMES[who], first=NAMES[who].split()[0]))

    @rule(tab=TAB, who=ANYBODY)
    def leave_out(self, tab: str, who: int) -> None:
        """What this member wrote is not to stand in the record."""
        if form := self.open.get(tab):
            for row in self.list_counting():
                if row.seat_id == self.seats[who].pk:
                    form.tick("left_out", self.find_key(row))

    @rule(tab=TAB)
    def take_names_out(self, tab: str) -> None:
        if form := self.open.get(tab):
            text = form.read("dissent_en")
            for name in NAMES:
                text = text.replace(f"{name}: ", "").replace(name, "somebody")
            form.write("dissent_en", text)

    @rule(
        tab=TAB,
        method=st.sampled_from(["", "consent", "vote", "objection"]),
        confirms=st.booleans(),
        again=st.booleans(),
    )
    def send(self, tab: str, method: str, confirms: bool, again: bool) -> None:
        """The form goes as it stands there; of a page that asks, the questions are answered and it goes once more."""
        if tab not in self.open:
            self.open_page(tab, True)
        form = self.open.get(tab)
        if form is None:
            return
        if method:
            form.sent["method"] = [method]
        form.sent["review_on"] = [str(in_days(200))]
        if not self.post_decision(tab, form) and again:
            form = self.open[tab]
            if confirms:
                self.answer_questions(form)
            self.post_decision(tab, form)

    def answer_questions(self, form: OpenForm) -> None:
        for name in form.list_questions(*ASKED):
            form.tick(name)
        for box in form.boxes:
            if box["name"] == "said_aloud" and box.get("type") == "checkbox":
                form.tick("said_aloud", box["value"])

    def post_decision(self, tab: str, form: OpenForm) -> bool:
        """Sends it, and looks at what came of it. Is something recorded?"""
        was = self.proposal
        before = was.words if was else {}
        waited, meeting = self.item_waits(), self.held
        here = self.count_here(meeting) if meeting else 0
        may_stand, said = self.list_named(), self.list_said(form)
        answer = post_form(self.tabs[tab], self.find_form_address(), form)
        assert answer.status_code in {302, *REFUSED}
        if answer.status_code in REFUSED:
            self.check_kept(tab, form, answer, before)
            return False
        done = self.proposal
        assert meeting is not None, "nothing is recorded once the meeting has ended"
        assert waited, "nothing is recorded on what is over"
        assert done is not None
        assert done.is_concluded
        assert (done.meeting_id, self.held_at[tab]) == (meeting.pk, meeting.pk), "of another meeting than was read"
        self.check_words(form, done, before)
        self.check_names(form, done, may_stand)
        assert sorted((line.words, line.seat_id or 0) for line in done.statements.all()) == said
        assert sum(getattr(done, name) or 0 for name in FIGURES) <= here
        assert done.present == here
        assert not Ballot.objects.exists()
        self.go_on()
        return True

    def count_here(self, meeting: Meeting) -> int:
        here = Attendance.objects.filter(session=meeting.session, status__in=["present", "late"], left_at=None)
        began = meeting.began_with["seats"]
        return Seat.objects.filter(pk__in=began, profile__in=here.values("profile")).exclude(role="youth").count()

    def list_named(self) -> set[str]:
        """Whose own answer to the words of now gives their name."""
        decision = self.proposal
        if decision is None:
            return set()
        rows = Ballot.objects.filter(decision=decision, version=self.find_version(decision), is_named=True)
        return set(rows.values_list("seat__profile__display_name", flat=True))

    def list_said(self, form: OpenForm) -> list[tuple[str, int]]:
        """What the members who are here wrote to the words of now, but for what is left out; 0 for nobody's name."""
        left_out = form.sent.get("left_out", [])
        rows = [row for row in self.list_counting() if row.words and self.find_key(row) not in left_out]
        return sorted((row.words, row.seat_id if row.is_named else 0) for row in rows)

    def find_key(self, row: Ballot) -> str:
        return Line(row.words, row.seat.full_name if row.is_named else "", row.seat_id).key

    def check_kept(self, tab: str, form: OpenForm, answer: Any, before: dict[str, str]) -> None:
        """Nothing that was typed is lost; other words than were typed stand on the page that asks about them."""
        page = OpenForm(answer.content.decode())
        for name in form.list_own("words_en", "dissent_en", *FIGURES):
            is_there = page.read(name).split() == form.read(name).split()
            # Of a wording in place of which another one is proposed by now, what was typed stands above the form.
            is_read = name == "words_en" and form.read(name).strip() in page.html
            assert is_there or is_read, f"{name} was typed and is lost"
        self.open[tab] = page
        if meeting := self.held:
            self.held_at[tab] = meeting.pk

    def check_words(self, form: OpenForm, done: Decision, before: dict[str, str]) -> None:
        if before and done.words != before:
            assert form.list_own("words_en"), "words are recorded that nobody typed, and that did not stand there"
            assert done.words["en"] == form.read("words_en").strip()
            assert before["en"] in form.html, "the words that stood there were not on the page"

    def check_names(self, form: OpenForm, done: Decision, may_stand: set[str]) -> None:
        text = done.dissent.get("en", "")
        aloud = {int(number) for number in form.sent.get("said_aloud", [])}
        for seat, name in zip(self.seats, NAMES, strict=True):
            if name in text:
                assert name in may_stand or seat.profile_id in aloud, f"{name} stands in the record"
                assert seat.votes
        for first in {name.split()[0] for name in NAMES}:
            if any(line.startswith(f"{first}:") for line in text.splitlines()):
                owners = [seat for seat, name in zip(self.seats, NAMES, strict=True) if name.startswith(f"{first} ")]
                given = {name for name in may_stand if name.startswith(f"{first} ")}
                assert given or any(seat.profile_id in aloud for seat in owners), f"{first} stands in the record"

    # What members read.

    @rule(who=ANYBODY)
    def read_page(self, who: int) -> None:
        meeting, seat = self.held or self.meeting, self.seats[who]
        address = reverse("meeting_question", args=[self.city.slug, meeting.pk])
        answer = self.members[who].get(address)
        if answer.status_code == 403:
            assert Seat.objects.get(pk=seat.pk).ended_on
            return
        page = " ".join(answer.content.decode().split())
        decision, counting = self.proposal, self.list_counting()
        is_put = self.held is not None and decision is not None and self.is_before(decision)
        mine = next((row for row in counting if row.seat_id == seat.pk), None) if is_put else None
        pressed = [value for value in ("for", "against", "abstained") if f'value="{value}" aria-pressed="true"' in page]
        assert pressed == ([mine.answer] if mine else [])
        if is_put:
            assert page.count("has answered.") + page.count("have answered.") == bool(counting)
            assert ("What you answered before counts no more" in page) == self.has_old_answer(seat, decision)
        else:
            assert "answered" not in page.partition("<p")[2] or "Nothing now" in page
        mark = Attendance.objects.filter(session=meeting.session, profile=seat.profile).first()
        if is_put and seat.votes and mark is not None and mark.left_at is not None:
            assert "You were marked as gone" in page
            assert "You are not marked as here" not in page

    def is_before(self, decision: Decision) -> bool:
        self.item.refresh_from_db()
        held = self.held
        return held is not None and decision.state == "open" and decision.meeting_id == self.item.meeting_id == held.pk

    def has_old_answer(self, seat: Seat, decision: Any) -> bool:
        own = Ballot.objects.filter(decision=decision, seat=seat).first()
        return own is not None and own.version != self.find_version(decision)

    @invariant()
    def nobody_reads_an_error(self) -> None:
        assert not transaction.get_connection().needs_rollback
        if self.held is None:
            assert not Ballot.objects.exists()

    @invariant()
    def what_was_taken_back_stands_nowhere(self) -> None:
        """A decision that is recorded has no answers left; an item that is over was not recorded twice."""
        rows = AgendaItem.objects.filter(pk=self.item.pk, state="decided")
        assert rows.count() == Decision.objects.concluded().filter(item=self.item).count()


def test_pages_keep_their_promises_in_any_order(scope: Any) -> None:
    PageMachine.city = scope
    run_state_machine_as_test(PageMachine, settings=SIZE)
