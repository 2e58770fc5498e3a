"""What a form tells of a person and what stays of it; the link that confirms, and the account it opens."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from challenges.actions import confirm_act, find_act
from challenges.forms import NAMED
from challenges.models import Challenge, Contribution, PendingAct
from challenges.tasks import forget_unconfirmed_acts
from consents.actions import expire_questions, refuse_guardian
from consents.models import GuardianLink
from educities.accounts.actions import unproven_account
from educities.accounts.models import User
from educities.activity.models import Message
from educities.activity.texts.mails import render_mail
from educities.kit.tokens import hash_token
from stakeholders.models import Profile
from stakeholders.values import guess_first_name
from tests.challenges.people import published
from tests.consents.people import asked, child_of
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory, add_second_step

pytestmark = pytest.mark.django_db
TEXT = "Chess tables that belong to everyone"
FORM = {
    "text": TEXT,
    "display_name": "Noa Levi",
    "neighbourhood": "Ramat Yosef",
    "email": "noa@example.org",
    "age": "older",
}


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory()


def send(client: Any, challenge: Challenge, **form: Any) -> Any:
    return client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", {**FORM, **form})


def link(email: str = "noa@example.org") -> str:
    return Message.objects.filter(recipient=email).order_by("-pk").first().payload["url"]


def born(years: int) -> dict[str, Any]:
    """A birthday so many full years ago, told as the form asks it."""
    day = timezone.now().date() - timedelta(days=years * 366 + 62)
    return {"age": "younger", "birth_month": day.month, "birth_year": day.year}


def test_what_stands_beside_no_idea_of_a_minor_is_asked_of_others_only(client: Any, challenge: Challenge) -> None:
    """The page hides both boxes from who is younger; what a browser sends of them is not kept."""
    page = client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", {"text": TEXT}, follow=True).content.decode()
    fold = page.partition('<details class="if-older">')[2].partition("</details>")[0]
    assert re.findall(r' name="(\w+)"', fold) == ["short_name", "neighbourhood"]
    send(client, challenge, **born(12), guardian_email="mother@example.org", short_name="Noa")
    assert not {"short_name", "neighbourhood"} & set(PendingAct.objects.get().payload)


def test_of_a_birthday_nothing_is_kept_but_band_and_month(client: Any, challenge: Challenge) -> None:
    send(client, challenge, **born(12), guardian_email="mother@example.org")
    kept = PendingAct.objects.get().payload
    assert set(kept) == {
        *("text", "display_name", "age_band", "next_band_month", "needs_guardian", "guardian_email"),
    }
    assert (kept["age_band"], kept["needs_guardian"]) == ("child", True)
    client.post(link())
    profile = Profile.objects.get(user__email="noa@example.org")
    assert (profile.age_band, profile.needs_guardian) == ("child", True)
    assert profile.next_band_month.isoformat() == kept["next_band_month"]


def test_who_is_old_enough_for_an_account_names_no_guardian(client: Any, challenge: Challenge) -> None:
    assert send(client, challenge, **born(16), guardian_email="mother@example.org").status_code == 302
    kept = PendingAct.objects.get().payload
    assert (kept["age_band"], kept["needs_guardian"], "guardian_email" in kept) == ("youth", False, False)
    client.post(link())
    assert not Message.objects.filter(recipient="mother@example.org").exists()
    assert Contribution.objects.get().state == "pending"


DOORS = ("challenges/{challenge}/idea/", "challenges/{challenge}/join/", "ideas/{idea}/support/")


@pytest.fixture
def doors(challenge: Challenge) -> list[str]:
    """Every page on which a person who is new here says how old they are."""
    idea = published(ProfileFactory(), challenge, text="A bench in the shade")
    return ["/c/bat-galim/" + door.format(challenge=challenge.pk, idea=idea.pk) for door in DOORS]


@pytest.mark.parametrize("guardian", ["", "mother@example.org"])
def test_younger_than_18_and_born_long_before_is_asked_back(client: Any, doors: list[str], guardian: str) -> None:
    form = {**FORM, "age": "younger", "birth_month": 3, "birth_year": 1990, "guardian_email": guardian}
    for door in doors:
        page = client.post(door, form)
        assert page.status_code == 422
        assert page.context["form"].errors["birth_year"] == [
            "A person born in this month is 18 or over. Correct the month and year, or your answer about your age."
        ]
    assert not PendingAct.objects.exists()
    assert Contribution.objects.count() == 1


def test_18_or_older_and_born_lately_is_asked_back(client: Any, doors: list[str]) -> None:
    for door in doors:
        page = client.post(door, {**FORM, **born(12), "age": "older"})
        assert page.status_code == 422
        assert list(page.context["form"].errors) == ["age"]
    assert not PendingAct.objects.exists()


def test_18_or_older_with_a_month_that_agrees_goes_on(client: Any, challenge: Challenge) -> None:
    assert send(client, challenge, **{**born(40), "age": "older"}).status_code == 302
    assert "age_band" not in PendingAct.objects.get().payload


def test_a_child_of_four_is_told_the_lowest_age(client: Any, doors: list[str]) -> None:
    for door in doors:
        page = client.post(door, {**FORM, **born(4), "guardian_email": "mother@example.org"})
        assert page.status_code == 422
        assert "Children take part by themselves from the age of 6." in page.context["form"].errors["birth_year"][0]
    assert not PendingAct.objects.exists()


def test_a_child_of_six_may_begin(client: Any, challenge: Challenge) -> None:
    assert send(client, challenge, **born(6), guardian_email="mother@example.org").status_code == 302
    assert PendingAct.objects.get().payload["age_band"] == "child"


@pytest.mark.parametrize(
    "told",
    [{"birth_month": ""}, {"birth_year": ""}, {"birth_year": "12"}, {"birth_year": "3000"}, {"guardian_email": "x"}],
)
def test_half_a_birthday_is_asked_again(client: Any, challenge: Challenge, told: dict[str, str]) -> None:
    form = {**born(12), "guardian_email": "mother@example.org", **told}
    assert send(client, challenge, **form).status_code == 422
    assert not PendingAct.objects.exists()


@pytest.mark.parametrize("spelling", ["noa+mum@example.org", "Noa@example.org", "noa@example.org\u200f"])
def test_the_childs_own_mailbox_is_no_guardians(client: Any, challenge: Challenge, spelling: str) -> None:
    page = send(client, challenge, **born(12), guardian_email=spelling)
    assert page.status_code == 422
    assert "guardian_email" in page.context["form"].errors
    assert not PendingAct.objects.exists()


def test_the_address_is_not_corrected_to_the_guardians_mailbox(client: Any, challenge: Challenge) -> None:
    send(client, challenge, **born(12), guardian_email="mother@example.org")
    page = client.post(f"/c/bat-galim/challenges/{challenge.pk}/check-mail/", {"email": "mother+noa@example.org"})
    assert page.status_code == 409
    assert PendingAct.objects.get().email == "noa@example.org"


def test_a_challenge_for_older_people_says_so_before_the_mail(client: Any, challenge: Challenge) -> None:
    Challenge.objects.update(min_age=14)
    page = send(client, challenge, **born(12), guardian_email="mother@example.org")
    assert page.status_code == 422
    assert "This challenge is for people of 14 and over." in page.content.decode()
    assert send(client, challenge, **born(15), guardian_email="mother@example.org").status_code == 302


@pytest.mark.parametrize("policy", Challenge.NamePolicy)
def test_the_form_says_what_others_will_read(client: Any, challenge: Challenge, policy: str) -> None:
    Challenge.objects.update(name_policy=policy)
    page = client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", {"text": FORM["text"]}, follow=True)
    assert str(NAMED[policy]) in page.content.decode()


@pytest.mark.parametrize(
    ("policy", "shown"), [("full", "Noa Levi"), ("first", "Noa, Ramat Yosef"), ("pseudonym", "Noa Levi")]
)
def test_the_page_of_the_link_shows_the_name_that_will_stand(
    client: Any, challenge: Challenge, policy: str, shown: str
) -> None:
    Challenge.objects.update(name_policy=policy)
    send(client, challenge)
    page = client.get(link()).content.decode()
    assert f"<bdi>{shown}</bdi>" in page
    client.post(link())
    assert Contribution.objects.get().shown_as == shown


def test_a_known_person_keeps_their_name_and_a_child_has_none(client: Any, challenge: Challenge) -> None:
    ProfileFactory(user=UserFactory(email="noa@example.org"), display_name="Noa of the square", neighbourhood="")
    send(client, challenge)
    assert "<bdi>Noa</bdi>" in client.get(link()).content.decode()
    send(client, challenge, email="lior@example.org", **born(12), guardian_email="mother@example.org")
    assert (
        "<bdi>one of the city’s children and young people</bdi>"
        in client.get(link("lior@example.org")).content.decode()
    )


def test_a_confirmed_act_keeps_nothing_that_was_typed(client: Any, challenge: Challenge) -> None:
    send(client, challenge)
    path = link()
    client.post(path)
    act = find_act(path.rstrip("/").rsplit("/", 1)[1])
    assert act is not None
    assert (act.payload, act.done_at is not None) == ({}, True)
    again = client.post(path, {"again": "1"}, follow=True)
    assert "This was confirmed already." in again.content.decode()
    assert Message.objects.filter(recipient="noa@example.org").count() == 1


def test_a_closed_account_confirms_nothing_and_loses_nothing(client: Any, challenge: Challenge) -> None:
    UserFactory(email="noa@example.org", is_active=False)
    send(client, challenge)
    answer = client.post(link(), follow=True)
    assert "This account is closed." in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert (Contribution.objects.count(), PendingAct.objects.get().payload["text"]) == (0, TEXT)


@pytest.mark.parametrize("second_step", [False, True])
def test_an_account_that_was_there_keeps_the_act_and_stays_shut(
    client: Any, challenge: Challenge, second_step: bool
) -> None:
    user = UserFactory(email="noa@example.org")
    if second_step:
        add_second_step(user)
    send(client, challenge)
    answer = client.post(link())
    idea = Contribution.objects.get()
    assert idea.author.user_id == user.pk
    assert answer.url == f"/accounts/login/?next={quote(idea.get_absolute_url())}"
    assert "_auth_user_id" not in client.session
    page = client.get(answer.url).content.decode()
    assert "Your idea is published." in page
    assert "This address has an account already. Sign in to see more." in page


def test_who_is_signed_in_by_themselves_reads_on(client: Any, challenge: Challenge, sign_in: Any) -> None:
    user = UserFactory(email="noa@example.org")
    send(client, challenge)
    sign_in(client, user, second_factor=False)
    assert client.post(link()).url == Contribution.objects.get().get_absolute_url()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_account_that_nobody_had_proven_is_proven_and_signed_in(client: Any, challenge: Challenge) -> None:
    user = unproven_account("noa@example.org", "en")
    send(client, challenge)
    client.post(link())
    assert client.session["_auth_user_id"] == str(user.pk)


def test_anothers_link_changes_nobodys_session(client: Any, challenge: Challenge, sign_in: Any) -> None:
    me = UserFactory(email="mazal@example.org")
    send(client, challenge)
    sign_in(client, me, second_factor=False)
    assert "you are signed in as" in client.get(link()).content.decode()
    page = client.post(link(), follow=True).content.decode()
    assert "You are still signed in as mazal@example.org." in page
    assert client.session["_auth_user_id"] == str(me.pk)
    assert Contribution.objects.get().author.user.email == "noa@example.org"


def test_a_challenge_that_closed_meanwhile_keeps_the_text(client: Any, challenge: Challenge) -> None:
    send(client, challenge)
    Challenge.objects.update(state="reviewing")
    client.post(link())
    assert (Contribution.objects.count(), PendingAct.objects.get().done_at) == (0, None)
    assert PendingAct.objects.get().payload["text"] == TEXT


def test_a_mistyped_address_is_corrected_without_losing_the_idea(client: Any, challenge: Challenge) -> None:
    page = client.get(send(client, challenge, email="noa@exampel.org").url)
    assert "noa@exampel.org" in page.content.decode()
    assert TEXT not in page.content.decode()
    astray = link("noa@exampel.org")
    check = f"/c/bat-galim/challenges/{challenge.pk}/check-mail/"
    assert client.post(check, {"email": "no address"}).status_code == 422
    assert client.post(check, {"email": "noa@example.org"}).status_code == 302
    assert (PendingAct.objects.count(), PendingAct.objects.get().email) == (1, "noa@example.org")
    assert client.post(astray).status_code == 410
    client.post(link())
    assert Contribution.objects.get().text == TEXT
    assert client.post(check, {"email": "other@example.org"}).status_code == 404


def test_only_the_browser_that_sent_it_sees_and_corrects_the_address(client: Any, challenge: Challenge) -> None:
    check = send(client, challenge).url
    other = Client()
    assert "noa@example.org" not in other.get(check).content.decode()
    assert other.post(check, {"email": "mine@example.org"}).status_code == 404
    assert PendingAct.objects.get().email == "noa@example.org"


def test_a_childs_act_is_not_sent_to_the_grown_up_it_names(client: Any, challenge: Challenge) -> None:
    check = send(client, challenge, **born(12), guardian_email="mother@example.org").url
    assert client.post(check, {"email": "mother@example.org"}).status_code == 409


def test_a_used_link_says_so_and_shows_nothing_of_it(client: Any, challenge: Challenge) -> None:
    send(client, challenge)
    path = link()
    client.post(path)
    for browser, says in ((client, "See “My activity” for what you sent"), (Client(), "Sign in with the address")):
        page = browser.get(path).content.decode()
        assert "You have already confirmed this" in page
        assert says in page
        assert TEXT not in page


def test_a_used_link_of_a_support_leads_to_the_idea_and_not_to_my_activity(client: Any, challenge: Challenge) -> None:
    idea = published(ProfileFactory(), challenge, text="A swing for the little ones")
    client.post(f"/c/bat-galim/ideas/{idea.pk}/support/", FORM)
    path = link()
    client.post(path)
    there = challenge.get_absolute_url()
    for browser, way in ((client, f'href="{there}"'), (Client(), f"?next={quote(there)}")):
        # The way back above the heading is that of every page of one's own.
        page = browser.get(path).content.decode().partition("<h1")[2].partition("</main>")[0]
        assert "your support was saved" in page
        assert "My activity" not in page
        assert way in page


@pytest.mark.parametrize(
    ("years", "says"), [(12, "Confirm, then an adult must agree"), (17, "Confirm that you take part")]
)
def test_a_child_that_joins_reads_that_an_adult_must_agree(
    client: Any, challenge: Challenge, years: int, says: str
) -> None:
    form = {**FORM, **born(years), "guardian_email": "mother@example.org"}
    client.post(f"/c/bat-galim/challenges/{challenge.pk}/join/", form)
    assert says in client.get(link()).content.decode()
    letter = render_mail(Message.objects.filter(recipient=FORM["email"]).latest("pk"))
    assert letter.subject == f"Confirm that you take part in “{challenge.question['en']}”"[:54]


@pytest.mark.parametrize("page", ["confirm", "guardian"])
def test_the_same_link_in_a_second_tab_says_what_became_of_it(challenge: Challenge, page: str) -> None:
    """Signing in in the first tab changed the form token of the second."""
    browser = Client(enforce_csrf_checks=True)
    child = child_of(challenge.city)
    PendingAct.objects.create(
        challenge=challenge,
        kind="idea",
        email="a@example.org",
        language="en",
        token_hash=hash_token("secret"),
        expires_at=timezone.now() + timedelta(days=1),
        payload={"text": TEXT, "display_name": "Noa"},
    )
    path = "/c/bat-galim/confirm/secret/" if page == "confirm" else f"/c/bat-galim/guardian/{asked(child)[1]}/"
    browser.get(path)
    answer = browser.post(path, {"csrfmiddlewaretoken": "of the first tab"})
    assert answer.url == f"{path}?anew=1"
    assert browser.get(answer.url).status_code == 200
    assert browser.post(answer.url).status_code == 403


@pytest.mark.parametrize("kind", ["idea", "join"])
def test_a_closed_challenge_offers_no_button_and_says_how_long_the_text_is_kept(
    client: Any, challenge: Challenge, kind: str
) -> None:
    form = {**FORM, "bring": TEXT}
    client.post(f"/c/bat-galim/challenges/{challenge.pk}/{kind}/", form)
    Challenge.objects.update(state="reviewing")
    page = client.get(link()).content.decode()
    assert "This challenge is not open now." in page
    assert TEXT in page
    assert "We keep what you sent until" in page
    assert '<button class="btn primary"' not in page
    Challenge.objects.update(state="open")
    assert '<button class="btn primary"' in client.get(link()).content.decode()


def test_one_mailbox_is_written_to_seldom_and_one_address_may_be_a_whole_school(
    client: Any, challenge: Challenge
) -> None:
    for number in range(8):
        send(client, challenge, email=f"pupil{number}@example.org", seen_similar="on")
    assert PendingAct.objects.count() == 8
    for number in range(8):
        send(client, challenge, text=f"{TEXT} {number}", seen_similar="on")
    assert Message.objects.filter(recipient="noa@example.org").count() == 6


def test_the_nightly_round_forgets_old_acts(scope: Any) -> None:
    challenge = ChallengeFactory()
    for days in (1, 31):
        past = timezone.now() - timedelta(days=days)
        PendingAct.objects.create(
            challenge=challenge,
            kind="idea",
            email="a@example.org",
            language="en",
            token_hash=str(days),
            expires_at=past,
        )
    assert forget_unconfirmed_acts() == 1
    assert PendingAct.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Noa Levi", "Noa"),
        ("عبد الرحمن خوري", "عبد الرحمن"),
        ("أم محمد", "أم محمد"),
        ("ד״ר רונית כהן", "רונית"),
        ("כהן, דנה", "דנה"),
        ("Dr. Dana Cohen", "Dana"),
        ("Abu Salim Khoury", "Abu Salim"),
        ("Dr.", "Dr."),
        ("خوري، ليلى", "ليلى"),
        ("", ""),
    ],
)
def test_a_first_name_is_no_title_and_never_half_a_name(name: str, first: str) -> None:
    assert guess_first_name(name) == first


@pytest.mark.parametrize(
    "place",
    [
        "Education department of the city, http://evil.example",
        "www.evil.example",
        "evil.com/x",
        "a@evil.example",
        "x" * 41,
    ],
)
def test_a_neighbourhood_is_nobodys_signature(client: Any, challenge: Challenge, place: str) -> None:
    assert send(client, challenge, neighbourhood=place).status_code == 422


@pytest.mark.parametrize("name", ["http://evil.example", "Noa www.evil.example", "evil.com"])
def test_a_name_leads_nowhere(client: Any, challenge: Challenge, name: str) -> None:
    assert send(client, challenge, display_name=name).status_code == 422


@pytest.mark.parametrize("place", ["Ramat Yosef", "St. George quarter", "רמת יוסף", "حي النزهة"])
def test_a_neighbourhood_as_people_write_it_is_taken(client: Any, challenge: Challenge, place: str) -> None:
    assert send(client, challenge, neighbourhood=place).status_code == 302


def test_signs_that_turn_a_name_are_taken_off(client: Any, challenge: Challenge) -> None:
    send(client, challenge, display_name="\u202eNoa\u202c Levi", neighbourhood="\u200fRamat Yosef")
    client.post(link())
    assert Contribution.objects.get().shown_as == "Noa, Ramat Yosef"


def test_who_shows_the_neighbourhood_to_nobody_is_named_without_it(client: Any, challenge: Challenge) -> None:
    seen_by = {"neighbourhood": "me"}
    owner = UserFactory(email="noa@example.org")
    ProfileFactory(user=owner, display_name="Noa Levi", neighbourhood="Ramat Yosef", visibilities=seen_by)
    send(client, challenge)
    assert "<bdi>Noa</bdi>" in client.get(link()).content.decode()


@pytest.mark.parametrize(
    ("told", "button"),
    [({}, "Publish my idea"), ({**born(12), "guardian_email": "mother@example.org"}, "Send my idea")],
    ids=["adult", "child"],
)
def test_the_button_promises_what_it_does(client: Any, challenge: Challenge, told: dict[str, Any], button: str) -> None:
    send(client, challenge, **told)
    page = client.get(link()).content.decode()
    assert [text for text in ("Publish my idea", "Send my idea") if text in page] == [button]
    # Anybody may have written the age with the address: whoever presses reads what they say.
    assert ("With this you say that you are 18 or older." in page) == (button == "Publish my idea")


def test_a_tap_on_a_link_that_ended_publishes_nothing(client: Any, challenge: Challenge) -> None:
    """The page that was open since then still has its button."""
    send(client, challenge)
    path = link()
    PendingAct.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    answer = client.post(path, follow=True)
    assert "This link no longer works" in answer.content.decode()
    assert not Contribution.objects.exists()
    assert not User.objects.filter(email=FORM["email"]).exists()


def test_who_has_a_closed_account_reads_it_before_the_button(client: Client, challenge: Challenge) -> None:
    """A child to whom a grown-up said no signs up anew as 18: the page behind the mail says so; the form before it nothing."""
    child = child_of(challenge.city, UserFactory(email="noa@example.org"))
    refuse_guardian(asked(child)[1])
    page = send(client, challenge)
    assert page.status_code == 302
    assert "closed" not in client.get(page.url).content.decode()
    page = client.get(link()).content.decode()
    assert "This account is closed. An adult said no." in page
    assert "Publish my idea" not in page
    client.post(link())
    assert not Contribution.objects.exists()


def test_an_account_whose_time_ran_out_begins_again(client: Client, challenge: Challenge) -> None:
    child = child_of(challenge.city, UserFactory(email="noa@example.org"))
    asked(child)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    expire_questions()
    send(client, challenge)
    assert "This account is closed" not in client.get(link()).content.decode()


@pytest.mark.parametrize(("chosen", "language"), [("ar", "ar"), (None, "en")])
def test_the_mail_to_the_adult_is_in_the_language_that_the_child_chose(
    client: Any, scope: Any, chosen: str | None, language: str
) -> None:
    sent = {
        "display_name": "Lior",
        "email": "lior@example.org",
        "age": "younger",
        "birth_month": "3",
        "birth_year": str(scope.today().year - 11),
        "guardian_email": "mother@example.org",
        "text": "A swing for the little ones",
        **({"guardian_language": chosen} if chosen else {}),
    }
    client.post(f"/c/bat-galim/challenges/{ChallengeFactory().pk}/idea/", {**sent, "who": "1"})
    act = PendingAct.objects.get()
    assert act.payload.get("guardian_language") == chosen
    confirm_act(act)
    assert Message.objects.get(recipient="mother@example.org").payload["language"] == language


@pytest.mark.parametrize("is_kept", [True, False])
def test_where_no_email_leaves_the_page_says_where_it_is(client, city, challenge, settings, is_kept):
    settings.EMBEDDED = is_kept
    page = client.get(f"/c/{city.slug}/challenges/{challenge.pk}/check-mail/").content.decode()
    assert ("Its operator finds the email in the test mailbox." in page) is is_kept
    assert "press the button on its page" in page
