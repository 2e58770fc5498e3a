"""How well the city knows a person: vouched for, shown with the list, taken back, and what an act asks for."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import Workbook

from challenges.actions import join_challenge, support_idea, write_idea
from challenges.actions.verification import LacksLevel
from challenges.models import Challenge, Contribution
from educities.accounts.models import KeptForm
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.mails import render_mail
from stakeholders.actions import end_profile
from stakeholders.actions.verification import (
    MOST_TRIES,
    show_residency,
    take_verification_back,
    upload_residents,
    vouch_for,
)
from stakeholders.imports.residents import read_residents
from stakeholders.models import Level, Profile, ResidentEntry, Verification
from stakeholders.queries.twins import find_pairs
from stakeholders.queries.verification import find_level, list_verifications
from stakeholders.values.residents import normalise_detail
from tests.challenges.people import published
from tests.factories import (
    ChallengeFactory,
    ChildFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.support import fresh, queries_of, refused

pytestmark = pytest.mark.django_db
OMAR = {"display_name": "Omar", "is_adult": "on"}


@pytest.fixture
def amal(scope: Any) -> Profile:
    """A resident with an account."""
    user = UserFactory()
    MembershipFactory(user=user, city=scope)
    return ProfileFactory(user=user, display_name="Amal")


def upload(actor: Any, rows: list[list[str]], **also: str) -> None:
    upload_residents(rows, asks={"en": "Card number"}, asks_also=also, actor=actor)


def test_whoever_is_vouched_for_is_told_and_sees_by_whom(amal: Profile, facilitator: Any) -> None:
    Profile.objects.filter(user=facilitator).update(display_name="Noa")
    assert find_level(amal) == Level.MAIL
    first, again = (vouch_for(amal, actor=facilitator) for _twice in range(2))
    assert first == again
    assert find_level(amal) == Level.PERSON
    assert [row.giver for row in list_verifications(amal)] == ["Noa"]
    assert Notice.objects.filter(user=amal.user, verb="stakeholders.person_verified").count() == 1
    assert AuditEntry.objects.get(verb="stakeholders.person_verified").actor == facilitator


def test_nobody_vouches_for_themselves(amal: Profile, director: Any) -> None:
    own = Profile.objects.get(user=director)
    assert refused(lambda: vouch_for(own, actor=director)) == "stakeholders.vouches_for_self"
    assert not director.has_perm("stakeholders.vouch_for_profile", own)


def test_a_school_vouches_for_its_own_people_alone(scope: Any, amal: Profile) -> None:
    school = OrganisationFactory()
    speaker = RepresentationFactory(organisation=school, profile__user=MembershipFactory(city=scope).user).profile.user
    assert not speaker.has_perm("stakeholders.vouch_for_profile", amal)
    pupil = ChildFactory(managed_for=school, managed_by=amal)
    assert fresh(speaker).has_perm("stakeholders.vouch_for_profile", pupil)
    stranger = ChildFactory(managed_for=OrganisationFactory(), managed_by=amal)
    assert not speaker.has_perm("stakeholders.vouch_for_profile", stranger)


def test_it_is_taken_back_with_a_reason_and_may_come_again(amal: Profile, facilitator: Any, director: Any) -> None:
    given = vouch_for(amal, actor=facilitator)
    take_verification_back(given, actor=director, reason="It was another Amal")
    assert find_level(amal) == Level.MAIL
    mail = Message.objects.get(user=amal.user, kind="stakeholders.verification_taken_back")
    assert "It was another Amal" in render_mail(mail).text
    assert refused(lambda: take_verification_back(given, actor=director, reason="Again")) is not None
    vouch_for(amal, actor=facilitator)
    assert find_level(amal) == Level.PERSON


@pytest.mark.parametrize("typed", ["012-345", "٠١٢٣٤٥", " 12 345 "])
def test_the_list_is_compared_as_people_type(amal: Profile, director: Any, typed: str) -> None:
    upload(director, [["12345"], ["777"]])
    show_residency(amal, [typed], actor=amal.user)
    assert find_level(amal) == Level.RESIDENT


def test_nothing_of_the_list_can_be_read(scope: Any, director: Any) -> None:
    upload(director, [["12345", "Hill 4"], ["", "x"], ["9"]], en="Street")
    kept = ResidentEntry.objects.get()
    assert "12345" not in kept.entry_hash
    assert len(kept.entry_hash) == 64
    assert normalise_detail("Hill 4") not in str(AuditEntry.objects.values_list("data", flat=True))
    upload(director, [["1"]])
    assert ResidentEntry.objects.count() == 1


def test_tries_are_few_and_an_entry_is_one_persons(scope: Any, amal: Profile, director: Any) -> None:
    upload(director, [["5"]])
    other = ProfileFactory(user=UserFactory())
    show_residency(other, ["5"], actor=other.user)
    assert refused(lambda: show_residency(amal, ["5"], actor=amal.user)) == "stakeholders.resident_twice"
    for _try in range(MOST_TRIES - 1):
        assert refused(lambda: show_residency(amal, ["6"], actor=amal.user)) == "stakeholders.not_on_list"
    assert refused(lambda: show_residency(amal, ["7"], actor=amal.user)) == "kit.too_often"


def test_tries_are_counted_for_who_is_not_of_the_city_yet(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    upload(director, [["5"]])
    sign_in(client, UserFactory())
    for _try in range(MOST_TRIES):
        assert client.post("/c/bat-galim/me/residency/", {**OMAR, "first": "6"}).status_code == 409
    assert client.post("/c/bat-galim/me/residency/", {**OMAR, "first": "5"}).status_code == 429
    assert not Verification.objects.exists()


def test_right_lines_hold_nobody_up(scope: Any, director: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("stakeholders.actions.verification.MOST_OF_CITY", 1)
    upload(director, [["5"], ["6"]])
    for line in ("5", "6"):
        one = ProfileFactory(user=UserFactory())
        assert show_residency(one, [line], actor=one.user)


def test_what_the_team_withdrew_comes_back_with_the_next_list_alone(amal: Profile, director: Any) -> None:
    upload(director, [["5"]])
    take_verification_back(show_residency(amal, ["5"], actor=amal.user), actor=director, reason="Moved away")
    assert refused(lambda: show_residency(amal, ["5"], actor=amal.user)) == "stakeholders.residency_withdrawn"
    upload(director, [["5"], ["6"]])
    assert show_residency(amal, ["5"], actor=amal.user)


def test_an_act_is_for_those_whom_it_asks_for(amal: Profile, facilitator: Any) -> None:
    challenge = ChallengeFactory(state="open")
    idea = published(ProfileFactory(user=UserFactory()), challenge=challenge)
    Challenge.objects.update(least_verification=Level.PERSON)
    challenge.refresh_from_db()
    idea = Contribution.objects.get(pk=idea.pk)
    acts = (
        lambda: write_idea(challenge, author=amal, actor=amal.user, text="Benches in the shade", language="en"),
        lambda: join_challenge(challenge, profile=amal, actor=amal.user),
        lambda: support_idea(idea, profile=amal, actor=amal.user),
    )
    for act in acts:
        with pytest.raises(LacksLevel):
            act()
    vouch_for(amal, actor=facilitator)
    for act in acts:
        act()


def test_the_pages_say_why_and_lead_on(client: Any, amal: Profile, director: Any, sign_in: Any) -> None:
    upload(director, [["5"]])
    challenge = ChallengeFactory(state="open", least_verification=Level.RESIDENT)
    page = f"/c/bat-galim/challenges/{challenge.pk}/"
    assert "people who have shown that they live in the city" in client.get(page).content.decode()
    assert "You cannot do this now" in client.get(f"{page}join/").content.decode()
    sign_in(client, amal.user)
    assert "Show that you live here" in client.get(page).content.decode()
    join = client.get(f"{page}join/").content.decode()
    assert "/me/residency/?next=" in join
    way = "/c/bat-galim/me/residency/"
    assert "Card number" in client.get(way).content.decode()
    assert client.post(way, {"first": "4"}).status_code == 409
    assert client.post(f"{way}?next={page}join/", {"first": "5"}).status_code == 302
    assert "Show that you live here" not in client.get(f"{page}join/").content.decode()
    assert "the details are on the city’s list" in client.get("/c/bat-galim/me/").content.decode()
    assert "the person, with the city’s list" in client.get("/c/bat-galim/mine/data/").content.decode()


def test_the_director_uploads_and_the_team_vouches_on_pages(
    client: Any, amal: Profile, director: Any, sign_in: Any
) -> None:
    sign_in(client, director)
    file = SimpleUploadedFile("list.csv", b"card\n12\n13\n")
    assert client.post("/c/bat-galim/residents/", {"asks_en": "Card", "file": file}).status_code == 302
    assert ResidentEntry.objects.count() == 2
    page = f"/c/bat-galim/people/{amal.pk}/"
    assert client.post(f"{page}vouch/", {"basis": "known"}).status_code == 302
    given = Verification.objects.get()
    end = f"/c/bat-galim/verifications/{given.pk}/take-back/"
    asked = client.get(end).content.decode()
    assert "Is Amal no longer verified?" in asked
    assert f"verification {given.pk}" not in asked
    assert client.post(end, {"reason": "It was another person"}).status_code == 302
    given.refresh_from_db()
    assert given.state == "taken_back"


def test_a_list_that_cannot_be_read_says_why_at_its_box(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)

    def upload_file(data: bytes, name: str = "list.csv", **also: str) -> str:
        sent = {"asks_en": "Card", "file": SimpleUploadedFile(name, data), **also}
        return client.post("/c/bat-galim/residents/", sent, follow=True).content.decode()

    assert "quotation mark is not closed" in upload_file(b'a,1\n"b,2\nc,3\n')
    assert "incomplete or damaged" in upload_file(b"PK\x03\x04xxxx", "list.xlsx")
    assert "No line of this file" in upload_file(b",\n,\n")
    upload_file("".join(f"{n}\n" for n in range(1, 60_001)).encode())
    assert ResidentEntry.objects.count() == 60_000
    # A file by mistake does not take the place of all of them without a question.
    assert "this file has 1" in upload_file(b"card\n7\n")
    assert ResidentEntry.objects.count() == 60_000
    # What is left out, and what is taken as headings, is said before.
    shown = upload_file(
        "List of residents 2026,\nnumber 1,house\n17,5\n#REF!,4\n18,\ufffd\n19,\n20,6\n".encode(), asks_also_en="House"
    )
    assert "this file has 2" in shown
    assert "“number 1 · house” in row 2" in shown
    assert "rows 4, 5, 6" in shown
    # Nothing of the file waits for the answer.
    assert "could not be kept. Choose it again." in shown
    assert not KeptForm.objects.exists()
    # Names have no line above them that could be told from the others.
    assert "2 lines now" in upload_file(b"Cohen Dana\nLevi Noa\n", sure="on")


def test_the_residents_stand_in_the_sheet_with_their_numbers() -> None:
    book = Workbook()
    for line in ("How to fill this in", "One line for each", "Ask the city"):
        book.active.append([line])
    data = book.create_sheet("Residents")
    for row in (["Title"], ["Card", "House"], ["A", "Herzl"], ["0017", "5"], ["18", "6"], ["9" * 2000, "7"]):
        data.append(row)
    out = io.BytesIO()
    book.save(out)
    read = read_residents(out.getvalue(), 2, ["Card"])
    assert (read.heading, read.heading_number, read.count, read.left_out) == ("Card · House", 2, 3, [6])


def test_a_challenge_asks_for_no_list_that_is_not_there(client: Any, scope: Any, director: Any, sign_in: Any) -> None:
    sign_in(client, director)
    challenge = ChallengeFactory(state="open")
    page = client.post(reverse("change_challenge", args=[scope.slug, challenge.pk]), {"least_verification": "2"})
    assert "The city has no list of residents yet" in page.content.decode()


def test_who_leaves_takes_it_along(amal: Profile, director: Any) -> None:
    vouch_for(amal, actor=director)
    end_profile(amal, actor=None)
    assert not Verification.objects.exists()
    assert refused(lambda: vouch_for(amal, actor=director)) == "stakeholders.person_left"


def test_two_rows_that_hold_cannot_stand(amal: Profile, facilitator: Any) -> None:
    vouch_for(amal, actor=facilitator)
    with pytest.raises(IntegrityError):
        Verification.objects.create(profile=amal, level=1, basis="known", given_by=facilitator)


def test_the_page_reads_as_much_for_one_as_for_two(amal: Profile, facilitator: Any, director: Any) -> None:
    upload(director, [["5"]])
    vouch_for(amal, actor=facilitator)
    one = len(queries_of(lambda: list_verifications(amal)))
    show_residency(amal, ["5"], actor=amal.user)
    assert len(queries_of(lambda: list_verifications(amal))) == one


def test_who_has_no_name_here_gives_one_with_the_residency(
    client: Any, scope: Any, director: Any, sign_in: Any
) -> None:
    upload(director, [["5"]])
    sign_in(client, user := UserFactory())
    way = "/c/bat-galim/me/residency/"
    assert list(client.post(way, {"first": "5"}).context["form"].errors) == ["display_name", "is_adult"]
    assert not Profile.objects.filter(user=user).exists()
    # Nobody becomes an adult here without having said so.
    assert list(client.post(way, {"first": "5", "display_name": "Omar"}).context["form"].errors) == ["is_adult"]
    assert not Profile.objects.filter(user=user).exists()
    client.post(way, {**OMAR, "first": "5"})
    assert Profile.objects.get(user=user).display_name == "Omar"
    assert find_level(Profile.objects.get(user=user)) == Level.RESIDENT


def test_what_stands_in_for_a_name_makes_no_twins(scope: Any) -> None:
    for name in ("Resident", "Resident", "Amal", "Amal"):
        ProfileFactory(user=UserFactory(), display_name=name)
    assert [pair.kept.display_name for pair in find_pairs()] == ["Amal"]


def test_nobody_is_said_to_be_told_who_has_no_address(
    client: Any, scope: Any, director: Any, amal: Profile, sign_in: Any
) -> None:
    sign_in(client, director)
    for person, told in ((ProfileFactory(user=None), False), (amal, True)):
        way = f"/c/bat-galim/people/{person.pk}/vouch/"
        page = client.get(way).content.decode()
        said = client.post(way, {"basis": "known"}, follow=True).content.decode()
        assert ("They are told" in page, "tell them yourself" in page) == (told, not told)
        assert ("The person was told" in said, "tell them yourself" in said) == (told, not told)


def test_whoever_was_met_is_not_sent_to_be_met(client: Any, amal: Profile, facilitator: Any, sign_in: Any) -> None:
    sign_in(client, amal.user)
    hint = "Some challenges ask that the team has met you."
    assert hint in client.get("/c/bat-galim/me/").content.decode()
    vouch_for(amal, actor=facilitator)
    assert hint not in client.get("/c/bat-galim/me/").content.decode()
