"""What the city knows of a person: the page, the files, who may read them, and what never stands in them."""

import json
import re
from functools import reduce
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from challenges.models import Contribution, OpeningAlert, PendingAct, Support
from consents.actions.personal_data import MOST_FILES
from consents.models import Consent, GuardianLink
from consents.queries import latest_consents
from consents.texts.personal_data import describe_subject, find_section_rows, name_language
from consents.values.personal_data import ADDRESSES, GROUPS, PERSONAL_DATA, PROFILE, DataSection
from consents.views import personal_data as views
from educities.accounts.models import AccountChange, SignInLink, User
from educities.activity.models import AuditEntry, DigestMark, MailStop, Message, Notice
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.tenancy.scope import city_scope
from forum.models import Ballot, Seat
from journeys.models import TripConsent
from meetings.models import Attendance, AttendanceCorrection, SessionReply
from reports.renderers.personal_data import describe_paper, isolate_numbers
from stakeholders.models import Profile
from tests import factories
from tests.challenges.people import idea_of, published
from tests.consents.people import YES, answered, child_of
from tests.examples import make_contribution, make_example, make_guardian_link, make_trip_consent
from tests.support import assert_same_queries, record_proof, verbs_of

pytestmark = pytest.mark.django_db
PAGE, FILE = "/c/bat-galim/mine/data/", "/c/bat-galim/mine/data/file/"


@pytest.fixture
def me(resident: Any, scope: Any, client: Client, sign_in: Any) -> Profile:
    sign_in(client, resident)
    return Profile.objects.get(user=resident)


def take(client: Client, address: str = FILE, kind: str = "json") -> Any:
    """The file as the browser gets it, after the redirect."""
    return client.post(address, {"format": kind}, follow=True)


def sections_of(client: Client, address: str = FILE) -> dict[str, Any]:
    return {one["key"]: one for one in json.loads(take(client, address).content)["sections"]}


def attend(person: Profile, user: User) -> Attendance:
    session = factories.SessionFactory()
    return Attendance.objects.create(session=session, profile=person, status="present", how="roll", by=user)


def correct(person: Profile, user: User) -> AttendanceCorrection:
    session = attend(person, user).session
    type(session).objects.filter(pk=session.pk).update(state="recorded")
    return AttendanceCorrection.objects.create(
        session=session, profile=person, old_status="present", new_status="late", reason="The bus", by=user
    )


def ask_about_trip(person: Profile, _user: User) -> TripConsent:
    link = make_guardian_link()
    type(link).objects.filter(pk=link.pk).update(guardian=person)
    consent = make_trip_consent()
    TripConsent.objects.filter(pk=consent.pk).update(link=link, phone="03-1234567")
    return consent


# Rows that no plain example makes: each is about this person, by the hand of this account.
MADE: dict[str, Any] = {
    "account_changes": lambda me, _by: AccountChange.objects.create(
        user=me.user, email="old@example.org", addresses=["old@example.org"], token_hash="a"
    ),
    "sign_in_links": lambda me, _by: SignInLink.objects.create(
        user=me.user, email=me.user.email, token_hash="b", expires_at=timezone.now()
    ),
    "mail_stops": lambda me, _by: MailStop.objects.create(user=me.user, topic="weekly"),
    "weekly_mail": lambda me, _by: DigestMark.objects.create(user=me.user, weekday=4),
    "acts": lambda me, by: AuditEntry.objects.create(
        actor=me.user, acting_for=me.user_id, via="web", verb="consents.consent_given", target_type="x", target_id="1"
    ),
    "attendance": attend,
    "attendance_corrections": correct,
    "session_replies": lambda me, _by: SessionReply.objects.create(
        session=factories.SessionFactory(), profile=me, reply="coming"
    ),
    "trip_answers": ask_about_trip,
    "led_groups": lambda me, _by: factories.PartyFactory(
        profile=None, organisation=factories.OrganisationFactory(), group_name="4b", led_by=me
    ),
    # Of a suggestion that nobody has asked about its seeker alone reads.
    "introductions": lambda me, _by: factories.MatchSuggestionFactory(
        person=me, state="introduced", introduced_on=me.city.today()
    ),
    "supports": lambda me, _by: Support.objects.create(contribution=make_contribution(), profile=me),
    "pending_acts": lambda me, _by: PendingAct.objects.create(
        challenge=factories.ChallengeFactory(),
        kind="idea",
        email=me.user.email,
        language="en",
        payload={"text": "More trees", "guardian_email": "other@example.org"},
        token_hash="c",
        expires_at=timezone.now(),
    ),
    "forum_answers": lambda me, _by: Ballot.objects.create(
        decision=factories.DecisionFactory(),
        # The seat of another section, where that was made before: one in each forum.
        seat=Seat.objects.filter(profile=me).first() or factories.SeatFactory(profile=me),
        answer="for",
        version="read",
    ),
    "forum_objections": lambda me, _by: factories.StatementFactory(
        seat=Seat.objects.filter(profile=me).first() or factories.SeatFactory(profile=me)
    ),
    "forum_acts": lambda me, _by: factories.DecisionFactory(acts_profile=me, act_by=factories.in_days(9)),
    "opening_alerts": lambda me, _by: OpeningAlert.objects.create(
        email=me.user.email, language="en", token_hash="d", expires_at=timezone.now()
    ),
}
# Whose rows are there from the start.
THERE = {"profile", "account", "addresses", "second_steps", "browsers", "acts_for", "roles"}


def give(section: DataSection, me: Profile, by: User) -> None:
    """A row of the section is the person's: one of its own, or a plain one that was somebody else's."""
    if section.key in MADE:
        MADE[section.key](me, by)
    elif section.key not in THERE:
        row = make_example(section.model._meta.label, me.city)
        keys: dict[str, Any] = {PROFILE: me.pk, ADDRESSES: me.user.email, "narrowed": me.pk}
        way, _to, field = section.person.rpartition("__")
        owner = reduce(getattr, way.split("__"), row) if way else row
        type(owner)._default_manager.filter(pk=owner.pk).update(**{field: keys.get(section.by, me.user_id)})


def test_every_section_finds_what_is_the_persons_and_names_nobody_else(client: Client, me: Profile) -> None:
    by = factories.ProfileFactory(display_name="Dr. Canary", user=factories.UserFactory(email="canary@example.org"))
    for section in PERSONAL_DATA:
        give(section, me, by.user)
    text = take(client).content.decode()
    found = {one["key"]: len(one["rows"]) for one in json.loads(text)["sections"]}
    assert [key for key, rows in found.items() if not rows] == []
    others = Profile.objects.exclude(pk=me.pk).values_list("display_name", flat=True)
    emails = User.objects.exclude(pk=me.user_id).values_list("email", flat=True)
    assert [name for name in [*others, *emails, "other@example.org"] if name in text] == []
    page = client.get(PAGE).content.decode()
    assert [name for name in [*others, *emails] if f">{name}" in page] == []


def test_a_row_has_a_value_for_each_column_and_moments_are_iso(client: Client, me: Profile) -> None:
    factories.CohortMemberFactory(profile=me)
    part = sections_of(client)["cohort_places"]
    row = part["rows"][0]
    assert list(row) == [column["name"] for column in part["columns"]]
    assert row["joined_at"].startswith(f"{timezone.localtime(timezone=me.city.zone):%Y-%m-%d}")
    assert row["state"] == "active"


def test_what_is_kept_in_two_languages_stands_in_both(client: Client, me: Profile) -> None:
    story = {"ar": "أخبز", "he": "אופה"}
    Profile.objects.filter(pk=me.pk).update(story=story, wish={"ar": "فرن"})
    row = sections_of(client)["profile"]["rows"][0]
    assert (row["story"], row["wish"], row["offer"]) == (story, {"ar": "فرن"}, None)
    page = client.get(PAGE).content.decode()
    assert [f"Story ({name_language(code)})" in page and text in page for code, text in story.items()] == [True, True]
    rows = next(part["rows"] for part in describe_paper(describe_subject(me, me.user))["sections"] if part["rows"])
    assert {"אופה", "أخبز"} <= {text for row in rows for _label, text in row}


def test_on_paper_a_telephone_stands_from_left_to_right() -> None:
    assert isolate_numbers("050-1234567") == "\u2066050-1234567\u2069"
    assert isolate_numbers("+972 50 123 4567") == "\u2066+972 50 123 4567\u2069"
    assert isolate_numbers("טל׳ 04-8221234") == "טל׳ \u206604-8221234\u2069"
    assert isolate_numbers("שלום") == "שלום"


def test_who_reads_the_neighbourhood_is_told_as_on_the_profile(client: Client, me: Profile) -> None:
    assert (
        "neighbourhood: the directors and facilitators, and everyone beside my ideas"
        in (sections_of(client)["profile"]["rows"][0]["visibilities"])
    )


def test_what_one_would_like_to_learn_has_no_level(client: Client, me: Profile) -> None:
    for kind in ("strength", "growth"):
        factories.StrengthClaimFactory(profile=me, kind=kind, level=2)
    found = {row["kind"]: row.get("level", "") for row in sections_of(client)["strengths"]["rows"]}
    assert found == {"strength": "well", "growth area": ""}


def test_what_stands_there_of_others_is_said(client: Client, me: Profile) -> None:
    """Who confirmed to know the person, and what was answered to an idea."""
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "except who confirmed to know the person, answers to ideas, and what two teachers read together" in page


def test_a_person_reads_their_own_lines_and_why(client: Client, me: Profile) -> None:
    Profile.objects.filter(pk=me.pk).update(phone="050-1234567")
    page = client.get(PAGE).content.decode()
    assert "050-1234567" in page
    assert "A name to be called by here, and what one says of oneself." in page


def test_what_was_told_to_the_person_speaks_to_them(client: Client, me: Profile) -> None:
    """As the inbox has it, not as the history tells others; a name that is not kept leaves no gap."""
    told = {"kind": "meetings.session_scheduled", "target_type": "meetings.session"}
    Notice.objects.create(
        user=me.user, city=me.city, verb=told["kind"], target_type=told["target_type"], data={"title": "Offers"}
    )
    Message.objects.create(user=me.user, city=me.city, kind=told["kind"], payload={}, recipient="r@example.org")
    found = sections_of(client)
    assert found["notices"]["rows"][0]["data"] == "Invitation to the session “Offers”"
    assert found["mails"]["rows"][0]["payload"] == "Invitation to the session"


def test_sections_speak_alike_to_the_person_and_to_a_guardian() -> None:
    """The page of oneself and that of one's child have the same sections: no text says “you”, no title “the person”."""
    to_one, outside = re.compile(r"\b(you|your|yourself|me|my|mine)\b", re.IGNORECASE), re.compile("“[^”]*”")
    titles = [str(title) for title in [*GROUPS.values(), *(one.title for one in PERSONAL_DATA)]]
    texts = [str(text) for one in PERSONAL_DATA for text in (one.why, one.correction, *(c.label for c in one.columns))]
    assert [text for text in [*titles, *texts] if to_one.search(outside.sub("", text))] == []
    assert [title for title in titles if re.search(r"\bthe person\b", title, re.IGNORECASE)] == []


def test_the_file_has_every_row_and_the_page_the_first(client: Client, me: Profile) -> None:
    factories.CohortMemberFactory.create_batch(7, profile=me)
    assert "2 more rows are in the file." in client.get(PAGE).content.decode()
    assert len(sections_of(client)["cohort_places"]["rows"]) == 7


def test_a_moderators_decision_is_told_and_not_who_decided(client: Client, me: Profile) -> None:
    moderator = factories.ProfileFactory(display_name="Mod Erator", user=factories.UserFactory())
    idea = idea_of(me)
    Contribution.objects.filter(pk=idea.pk).update(
        state="hidden", hidden_rule="kindness", hidden_because="It names a shop", hidden_by=moderator.user
    )
    row = sections_of(client)["ideas"]["rows"][0]
    assert (row["hidden_rule"], row["hidden_because"]) == ("hurts or belittles someone", "It names a shop")
    assert "Mod Erator" not in take(client).content.decode()


def test_a_pdf_has_the_same_rows(client: Client, me: Profile) -> None:
    answer = take(client, kind="pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].endswith('.pdf"')


def test_another_citys_rows_stay_there(client: Client, me: Profile, other_city: Any) -> None:
    with city_scope(other_city.pk, other_city):
        factories.CohortMemberFactory(profile=factories.ProfileFactory(user=me.user, display_name="Elsewhere"))
        Notice.objects.create(user=me.user, verb="labs.lab_changed", target_type="labs.lab", target_id="1")
    factories.MembershipFactory(user=me.user, city=other_city)
    found = sections_of(client)
    assert (found["cohort_places"]["rows"], found["notices"]["rows"]) == ([], [])
    assert len(found["roles"]["rows"]) == 1
    assert "Elsewhere" not in json.dumps(found)


def test_the_page_costs_the_same_for_one_row_and_three(client: Client, me: Profile) -> None:
    def add_rows(many: int) -> None:
        factories.CohortMemberFactory.create_batch(many, profile=me)
        factories.RepresentationFactory.create_batch(many, profile=me)
        factories.StrengthClaimFactory.create_batch(many, profile=me)
        for _ in range(many):
            published(me)

    # One for each kind of what the city knows, and what every page asks.
    assert_same_queries(lambda: client.get(PAGE), add_rows, most=len(PERSONAL_DATA) + 12)


def test_the_record_says_that_a_file_was_taken_and_nothing_of_it(client: Client, me: Profile) -> None:
    take(client)
    assert verbs_of(me)[-1] == "consents.data_file_taken"
    assert AuditEntry.objects.order_by("-pk").first().data == {"format": "json"}


def test_whoever_has_not_lately_shown_who_they_are_is_asked(client: Client, me: Profile) -> None:
    record_proof(client, me.user, "mfa", ago=5 * 24 * 60 * 60, type="totp")
    assert client.get(PAGE).status_code == 200
    assert client.get(FILE).url.endswith("?next=%2Fc%2Fbat-galim%2Fmine%2Fdata%2Ffile%2F")
    assert client.post(FILE, {"format": "json"}).status_code == 302
    assert "consents.data_file_taken" not in verbs_of(me)


def test_one_file_after_the_other_is_too_often(client: Client, me: Profile) -> None:
    assert [client.post(FILE, {"format": "json"}).status_code for _ in range(MOST_FILES + 1)][-2:] == [302, 429]


def test_an_unknown_kind_of_file_is_refused_at_its_box(client: Client, me: Profile) -> None:
    assert client.post(FILE, {"format": "exe"}).status_code == 422
    assert verbs_of(me).count("consents.data_file_taken") == 0


def test_the_address_of_a_file_is_worth_nothing_to_others_and_later(
    client: Client, me: Profile, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = client.post(FILE, {"format": "json"}).url
    other = sign_in(Client(), factories.MembershipFactory(city=me.city).user)
    assert other.get(address).url == PAGE
    assert client.get(address.partition("?")[0]).url == PAGE
    monkeypatch.setattr(views, "FETCHED_WITHIN_SECONDS", -1)
    assert client.get(address).url == PAGE


def test_who_has_no_part_in_the_city_reads_so(client: Client, scope: Any, sign_in: Any) -> None:
    sign_in(client, factories.UserFactory())
    assert "keeps nothing about you but your account" in client.get(PAGE).content.decode()
    assert client.get(FILE).status_code == 404


@pytest.fixture
def link(scope: Any, client: Client, sign_in: Any) -> GuardianLink:
    """A guardian who has agreed, signed in, and the child."""
    child = child_of(scope, display_name="Lior", phone="050-7654321")
    link = answered(child, YES)
    sign_in(client, link.guardian.user)
    return GuardianLink.objects.select_related("minor", "guardian__user").get(pk=link.pk)


def ward_page(link: GuardianLink) -> str:
    return f"/c/bat-galim/wards/{link.pk}/data/"


def test_a_guardian_reads_of_the_child_what_it_does_not_keep_to_itself(client: Client, link: GuardianLink) -> None:
    page = client.get(ward_page(link)).content.decode()
    assert "050-7654321" in page
    assert "The child may keep these to itself" in page
    found = sections_of(client, f"{ward_page(link)}file/")
    kept = {section.key for section in PERSONAL_DATA if section.is_kept_from_guardian}
    assert kept & found.keys() == set()
    assert {"browsers", "acts", "mails", "notices", "guardians"} <= kept
    assert found["consents"]["rows"]


def test_the_record_says_for_whom_a_guardian_took_a_file(client: Client, link: GuardianLink) -> None:
    take(client, f"{ward_page(link)}file/")
    entry = AuditEntry.objects.filter(verb="consents.data_file_taken").get()
    assert (entry.actor_id, entry.acting_for) == (link.guardian.user_id, link.minor.user_id)


@pytest.mark.parametrize("state", ["ended", "invited"])
def test_who_does_not_answer_for_the_child_now_finds_nothing(client: Client, link: GuardianLink, state: str) -> None:
    address = client.post(f"{ward_page(link)}file/", {"format": "json"}).url
    GuardianLink.objects.update(state=state)
    assert client.get(ward_page(link)).status_code == 404
    assert client.get(f"{ward_page(link)}file/").status_code == 404
    assert client.get(address).status_code == 404


def test_nobody_else_reads_of_a_child(client: Client, link: GuardianLink, director: Any, sign_in: Any) -> None:
    other = sign_in(Client(), director)
    assert other.get(ward_page(link)).status_code == 404
    assert other.post(f"{ward_page(link)}file/", {"format": "json"}).status_code == 404


def test_a_child_reads_plain_words_and_takes_a_consent_back(client: Client, link: GuardianLink, sign_in: Any) -> None:
    link.minor.user.refresh_from_db()
    sign_in(client, link.minor.user)
    page = client.get(PAGE).content.decode()
    assert "Here you can see everything this city has written down about you" in page
    lab = Consent.objects.get(subject=link.minor, purpose="lab", state="given")
    assert f"/c/bat-galim/consents/{lab.pk}/back/" in page
    assert link.guardian.user.email not in page
    assert len(latest_consents(link.minor)) == len(YES)


def test_what_was_only_asked_for_is_not_withdrawn_but_answered(
    client: Client, link: GuardianLink, sign_in: Any
) -> None:
    Consent.objects.filter(subject=link.minor, purpose="photo").update(state="requested", assent_of_child=None)
    link.minor.user.refresh_from_db()
    page = sign_in(client, link.minor.user).get(PAGE).content.decode()
    assert page.count("I do not agree") == 1
    assert page.count("Withdraw this consent") == len(YES) - 1


def test_a_child_that_leaves_lands_on_the_page_that_closes_its_account(
    client: Client, link: GuardianLink, sign_in: Any
) -> None:
    link.minor.user.refresh_from_db()
    account = Consent.objects.get(subject=link.minor, purpose="account", state="given")
    page = sign_in(client, link.minor.user).get("/c/bat-galim/mine/leave/", follow=True)
    assert page.redirect_chain == [(f"/c/bat-galim/consents/{account.pk}/back/", 302)]
    assert "Close your account in this city?" in page.content.decode()


def test_a_guardian_finds_the_childs_page_from_their_own(client: Client, link: GuardianLink) -> None:
    assert ward_page(link) in client.get(PAGE).content.decode()
    assert ward_page(link) in client.get(link.get_absolute_url()).content.decode()
    assert PAGE in client.get("/c/bat-galim/mine/").content.decode()


def test_only_proven_addresses_find_what_was_sent_to_an_address(me: Profile) -> None:
    me.user.emailaddress_set.create(email="unproven@example.org", verified=False)
    for email in ("unproven@example.org", me.user.email):
        make_invitation_to(email)
    section = PERSONAL_DATA["invitations"]
    rows = find_section_rows(section, describe_subject(me, me.user))
    assert [row.email for row in rows] == [me.user.email]


def make_invitation_to(email: str) -> None:
    row = make_example("cities.Invitation", None)  # type: ignore[arg-type]
    type(row).objects.filter(pk=row.pk).update(email=email, token_hash=email[:9])


def test_each_mail_is_named_by_its_kind_also_when_its_words_are_gone(client: Client, me: Profile) -> None:
    """Of a sent mail the payload is empty: what it was about is said by the sentence of its kind, whatever that needs."""
    kinds = [kind.code for kind in MAIL_KINDS if not kind.folded]
    for number, code in enumerate([*kinds, "mail"]):
        about = {"user": me.user, "recipient": me.user.email, "dedupe_key": f"kind:{number}", "state": "sent"}
        Message.objects.create(channel="mail", kind=code, payload={}, **about)
    rows = sections_of(client)["mails"]["rows"]
    said = [next(iter(row.values())) for row in rows]
    assert said.count("an email to sign in or about the account") == 1
    assert all(text and "{" not in text for text in said)
    assert "A school confirmed who is a child’s parent or guardian" in said
