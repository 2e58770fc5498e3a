"""The link in the grown-up's mail, the grown-up's page, and what the child sees of both."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cities.models import Membership
from consents.actions import answer_consents
from consents.models import Consent, GuardianLink
from educities.accounts.views.login import BACKEND
from educities.activity.models import Message, Notice
from tests.challenges.people import idea_of, published
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import ChildFactory, ProfileFactory, UserFactory, add_second_step

pytestmark = pytest.mark.django_db
ANSWER = {"display_name": "Noa", "is_adult": "on", "consent_account": "on", "consent_lab": "on"}


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior")


@pytest.fixture
def link(child: Any) -> str:
    """The path of the link that the grown-up was sent."""
    return f"/c/bat-galim/guardian/{asked(child)[1]}/"


def test_the_link_shows_what_the_child_would_like_and_changes_nothing(client: Any, child: Any, link: str) -> None:
    idea_of(child, text="A swing for the little ones")
    page = client.get(link).content.decode()
    assert "A swing for the little ones" in page
    assert GuardianLink.objects.get().state == "invited"
    assert "_auth_user_id" not in client.session


def test_the_answer_makes_an_account_and_signs_it_in_once(client: Any, link: str) -> None:
    answer = client.post(link, ANSWER)
    row = GuardianLink.objects.get()
    assert answer.url == f"/c/bat-galim/wards/{row.pk}/"
    assert (row.state, row.guardian.user.email) == ("confirmed", "mother@example.org")
    assert Membership.objects.get(user=row.guardian.user).role == "resident"
    assert client.session["_auth_user_id"] == str(row.guardian.user.pk)
    client.logout()
    for again in (client.get(link), client.post(link, ANSWER), client.post(link, {"refuse": "1"})):
        assert again.url == f"/c/bat-galim/wards/{row.pk}/"
    assert "_auth_user_id" not in client.session
    assert Consent.objects.filter(state="given").count() == 2


@pytest.mark.parametrize("second_step", [False, True])
def test_an_account_that_was_there_keeps_the_answer_and_stays_shut(client: Any, link: str, second_step: bool) -> None:
    mother = UserFactory(email="mother@example.org")
    if second_step:
        add_second_step(mother)
    answer = client.post(link, ANSWER)
    row = GuardianLink.objects.get()
    assert (row.state, row.guardian.user_id) == ("confirmed", mother.pk)
    assert answer.url == f"/accounts/login/?next=/c/bat-galim/wards/{row.pk}/"
    assert "_auth_user_id" not in client.session
    page = client.get(answer.url).content.decode()
    assert "This address has an account already. Sign in to see more." in page
    assert 'value="mother@example.org"' in page


def test_who_is_signed_in_by_themselves_goes_on(client: Any, link: str, sign_in: Any) -> None:
    mother = UserFactory(email="mother@example.org")
    sign_in(client, mother)
    assert client.post(link, ANSWER).url == f"/c/bat-galim/wards/{GuardianLink.objects.get().pk}/"
    assert client.session["_auth_user_id"] == str(mother.pk)


def test_a_no_is_changed_by_its_link_for_a_month_and_by_signing_in_for_ever(client: Any, link: str) -> None:
    client.post(link, {"refuse": "1"})
    row = GuardianLink.objects.get()
    assert timedelta(days=29) < row.expires_at - timezone.now() <= timedelta(days=30)
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    for answer in (client.get(link), client.post(link, ANSWER), client.post(link, {"mistaken": "1"})):
        assert answer.status_code == 410
        page = answer.content.decode()
        assert "To change your answer, sign in" in page
        assert f'href="/accounts/login/?next={row.get_absolute_url()}"' in page
        assert "Lior" not in page
    assert GuardianLink.objects.get().state == "refused"
    assert "_auth_user_id" not in client.session
    client.force_login(UserFactory(email="mother@example.org"), backend=BACKEND)
    unsaid = client.post(row.get_absolute_url(), {"consent_account": "on"})
    assert sorted(unsaid.context["form"].errors) == ["display_name", "is_adult"], "the city does not know the adult yet"
    assert GuardianLink.objects.get().state == "refused"
    assert client.post(row.get_absolute_url(), ANSWER).url == row.get_absolute_url()
    assert GuardianLink.objects.get().state == "confirmed"


@pytest.mark.parametrize("answer", [ANSWER, {"refuse": "1"}, {"mistaken": "1"}])
def test_an_answer_in_the_childs_own_session_does_not_count(
    client: Any, child: Any, link: str, sign_in: Any, answer: dict[str, str]
) -> None:
    sign_in(client, child.user)
    page = client.post(link, answer)
    assert page.status_code == 409
    assert "an answer given here does not count" in page.content.decode()
    assert GuardianLink.objects.get().state == "invited"
    assert set(Consent.objects.values_list("state", flat=True)) == {"requested"}


def test_the_childs_browser_shows_the_way_out_and_back_to_the_question(
    client: Any, child: Any, link: str, sign_in: Any
) -> None:
    sign_in(client, child.user)
    page = client.get(link).content.decode()
    assert 'name="is_adult"' not in page
    assert client.post("/accounts/logout/", {"next": link}).url == link
    assert 'name="is_adult"' in client.get(link).content.decode()
    client.post(link, ANSWER)
    assert GuardianLink.objects.get().state == "confirmed"


def test_a_second_account_of_the_childs_mailbox_is_the_child(client: Any, child: Any, link: str, sign_in: Any) -> None:
    name, domain = child.user.email.split("@")
    sign_in(client, UserFactory(email=f"{name}+mum@{domain}"))
    assert client.post(link, ANSWER).status_code == 409
    assert GuardianLink.objects.get().state == "invited"


def test_a_closed_account_answers_nothing(client: Any, link: str) -> None:
    UserFactory(email="mother@example.org", is_active=False)
    assert client.post(link, ANSWER).status_code == 409
    assert GuardianLink.objects.get().state == "invited"


def test_who_is_not_of_age_by_their_own_word_is_not_taken(client: Any, link: str) -> None:
    assert client.post(link, {**ANSWER, "is_adult": ""}).status_code == 422
    assert GuardianLink.objects.get().state == "invited"


def test_a_no_is_kept_and_shown(client: Any, link: str) -> None:
    assert client.post(link, {"refuse": "1"}).status_code == 200
    assert GuardianLink.objects.get().state == "refused"
    assert "You said no on" in client.get(link).content.decode()


def test_no_to_everything_stands_apart_and_is_asked_once(client: Any, link: str) -> None:
    page = client.get(link).content.decode()
    assert 'href="?no"' in page
    assert 'name="refuse"' not in page
    asks = client.get(link, {"no": ""}).content.decode()
    assert "Say no to everything?" in asks
    assert 'name="refuse"' in asks
    assert "closed the account" in client.post(link, {"refuse": "1"}).content.decode()


def test_who_said_no_changes_their_mind_by_the_same_link(client: Any, child: Any, link: str) -> None:
    client.post(link, {"refuse": "1"})
    answer = client.post(link, {**ANSWER, "consent_publication": "on"})
    row = GuardianLink.objects.get()
    assert (row.state, answer.url) == ("confirmed", f"/c/bat-galim/wards/{row.pk}/")
    assert Consent.objects.filter(state="given").count() == 3


def test_who_said_no_and_has_an_account_finds_the_way_back(
    client: Any, child: Any, link: str, resident: Any, sign_in: Any
) -> None:
    mother = UserFactory(email="mother@example.org")
    client.post(link, {"refuse": "1"})
    ward = f"/c/bat-galim/wards/{GuardianLink.objects.get().pk}/"
    sign_in(client, resident)
    assert client.get(ward).status_code == 404
    sign_in(client, mother)
    ProfileFactory(user=mother)
    assert ward in client.get("/c/bat-galim/mine/").content.decode()
    assert "You said no on" in client.get(ward).content.decode()
    assert client.post(ward, {"consent_account": "on"}).url == ward
    assert GuardianLink.objects.get().guardian.user_id == mother.pk


def test_the_second_grown_up_reads_that_somebody_said_no_and_not_who(client: Any, child: Any) -> None:
    answered(child, {**YES, "photo": False})
    page = client.get(f"/c/bat-galim/guardian/{asked(child, 'father@example.org')[1]}/").content.decode()
    assert page.count("said no to this") == 1
    assert "mother@example.org" not in page


def test_the_account_comes_first(client: Any, link: str) -> None:
    assert "The choices below only apply if you tick this one." in client.get(link).content.decode()
    client.post(link, {**ANSWER, "consent_account": ""})
    assert not Consent.objects.filter(state="given").exists()


def test_an_unticked_line_says_what_it_wants(client: Any, link: str) -> None:
    page = client.post(link, {**ANSWER, "is_adult": ""}).content.decode()
    assert "Only a parent or legal guardian who is 18 or over can answer." in page
    assert ".:" not in page


def test_a_link_past_its_day_says_so(client: Any, link: str) -> None:
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert client.get(link).status_code == 410


def test_the_wards_page_is_the_guardians_alone_and_ends_with_the_link(
    client: Any, child: Any, director: Any, sign_in: Any
) -> None:
    idea_of(child, text="A swing for the little ones")
    row = answered(child, YES)
    ward = f"/c/bat-galim/wards/{row.pk}/"
    assert client.get(ward).url.startswith("/accounts/login/")
    for other in (director, child.user):
        sign_in(client, other)
        assert client.get(ward).status_code == 404
        assert client.post(ward, {}).status_code == 404
    sign_in(client, row.guardian.user)
    assert "A swing for the little ones" in client.get(ward).content.decode()
    row.move("ended")
    page = client.get(ward).content.decode()
    assert "Lior" not in page
    assert "A swing for the little ones" not in page
    assert client.post(ward, {}).status_code == 409
    assert Consent.objects.filter(state="given").count() == len(YES)


def test_what_waits_for_a_yes_is_apart_from_what_is_allowed(client: Any, child: Any, sign_in: Any) -> None:
    idea_of(child, text="A swing for the little ones")
    row = answered(child, {**YES, "publication": False})
    ward = f"/c/bat-galim/wards/{row.pk}/"
    sign_in(client, row.guardian.user)
    page = client.get(ward).content.decode()
    assert "A swing for the little ones" in page
    assert "Already here" not in page
    answer_consents(row, {"publication": True}, given_by=row.guardian)
    page = client.get(ward).content.decode()
    assert "waits for your consent" not in page
    assert page.count("A swing for the little ones") == 1
    assert page.index("Already here") < page.index("A swing for the little ones")


def test_the_guardian_opens_the_childs_page(client: Any, child: Any, sign_in: Any) -> None:
    row = answered(child, YES)
    sign_in(client, row.guardian.user)
    way = f"/c/bat-galim/people/{child.pk}/"
    assert f'href="{way}"' in client.get(f"/c/bat-galim/wards/{row.pk}/").content.decode()
    assert client.get(way).status_code == 200


class TestOfTheChild:
    def test_the_child_asks_another_grown_up(self, client: Any, child: Any, sign_in: Any) -> None:
        sign_in(client, child.user)
        assert "/ask-guardian/" in client.get("/c/bat-galim/mine/").content.decode()
        answer = client.post("/c/bat-galim/ask-guardian/", {"guardian_email": "father@example.org"})
        assert answer.url == "/c/bat-galim/mine/"
        assert GuardianLink.objects.get().guardian_email == "father@example.org"
        assert "father@example.org" in client.get(answer.url).content.decode()
        own = client.post("/c/bat-galim/ask-guardian/", {"guardian_email": child.user.email})
        assert own.status_code == 409

    @pytest.mark.parametrize(("chosen", "language"), [("ar", "ar"), ("", "en")])
    def test_the_child_says_in_which_language_the_grown_up_reads(
        self, client: Any, child: Any, sign_in: Any, chosen: str, language: str
    ) -> None:
        sign_in(client, child.user)
        page = client.get("/c/bat-galim/ask-guardian/").content.decode()
        assert '<option value="en" selected>English</option>' in page
        sent = {"guardian_email": "father@example.org", "guardian_language": chosen}
        assert client.post("/c/bat-galim/ask-guardian/", sent).status_code == 302
        assert GuardianLink.objects.get().language == language
        assert Message.objects.get(recipient="father@example.org").payload["language"] == language

    def test_the_child_reads_that_a_grown_up_said_no(self, client: Any, child: Any, sign_in: Any) -> None:
        link = answered(child, YES)
        answer_consents(link, {"photo": False}, given_by=link.guardian)
        sign_in(client, child.user)
        mine = client.get("/c/bat-galim/mine/").content.decode()
        assert "What your parent or guardian said no to" in mine
        again = client.post("/c/bat-galim/ask-guardian/", {"guardian_email": link.guardian_email}, follow=True)
        assert "We have told your parent or guardian that you ask again." in again.content.decode()

    def test_what_the_child_took_back_it_may_want_again(self, client: Any, child: Any, sign_in: Any) -> None:
        answered(child, YES)
        lab = Consent.objects.get(purpose="lab")
        sign_in(client, child.user)
        client.post(f"/c/bat-galim/consents/{lab.pk}/back/")
        again = f"/c/bat-galim/consents/{lab.pk}/again/"
        assert again in client.get("/c/bat-galim/mine/").content.decode()
        assert "Your consent applies again." in client.post(again, follow=True).content.decode()
        assert Consent.objects.filter(purpose="lab", state="given").exists()

    def test_a_grown_up_has_nobody_to_ask(self, client: Any, resident: Any, scope: Any, sign_in: Any) -> None:
        sign_in(client, resident)
        assert client.get("/c/bat-galim/ask-guardian/").status_code == 404

    def test_the_child_takes_its_own_consent_back_and_nobody_elses(self, client: Any, child: Any, sign_in: Any) -> None:
        answered(child, YES)
        idea = published(child)
        foreign = Consent.objects.create(subject=ChildFactory(), purpose="lab", language="en", state="given")
        sign_in(client, child.user)
        assert client.post(f"/c/bat-galim/consents/{foreign.pk}/back/").status_code == 404
        own = Consent.objects.get(subject=child, purpose="lab")
        assert client.post(f"/c/bat-galim/consents/{own.pk}/back/").url == "/c/bat-galim/mine/"
        idea.refresh_from_db()
        foreign.refresh_from_db()
        assert (idea.state, foreign.state) == ("hidden", "given")
        assert "You said no to taking part" in client.get("/c/bat-galim/mine/").content.decode()


def test_saving_answers_says_that_they_go_on(client: Any, scope: Any, sign_in: Any) -> None:
    link = answered(child_of(scope), YES)
    Consent.objects.update(valid_until=scope.today() + timedelta(days=20))
    sign_in(client, link.guardian.user)
    ward = f"/c/bat-galim/wards/{link.pk}/"
    assert "what is ticked goes on until" in client.get(ward).content.decode()
    yes = {"consent_account": "on", "consent_lab": "on", "sure": "1"}
    said = client.post(ward, yes, follow=True).content.decode()
    assert "What you agree to goes on until" in said
    assert "what is ticked goes on until" not in said


def test_who_does_not_know_the_child_is_not_led_to_a_no(client: Any, link: str) -> None:
    page = client.get(f"{link}?no=unknown").content.decode()
    assert 'name="mistaken"' in page
    assert 'name="refuse"' not in page


def test_a_mail_to_a_mistyped_address_decides_nothing(client: Any, child: Any, link: str) -> None:
    idea = idea_of(child, text="A swing for the little ones")
    assert 'name="mistaken"' in client.get(f"{link}?no").content.decode()
    assert client.post(link, {"mistaken": "1"}).status_code == 200
    assert client.get(link).status_code == 410
    idea.refresh_from_db()
    child.user.refresh_from_db()
    assert (idea.state, child.user.is_active) == ("pending", True)
    assert set(Consent.objects.values_list("state", flat=True)) == {"requested"}
    notice = Notice.objects.get(user=child.user, verb="consents.guardian_mistaken")
    assert notice.url == "/c/bat-galim/mine/#guardians"


def test_whoever_answered_cannot_say_that_it_was_not_for_them(client: Any, link: str) -> None:
    client.post(link, {"refuse": "1"})
    client.post(link, {"mistaken": "1"})
    assert GuardianLink.objects.get().state == "refused"


def test_a_no_to_the_account_is_no_slip(client: Any, child: Any, link: str) -> None:
    answer = client.post(link, {**ANSWER, "consent_account": ""})
    assert answer.status_code == 422
    assert "Everything else needs a yes to “Keeping the details”" in answer.content.decode()
    assert GuardianLink.objects.get().state == "invited"


def test_a_child_without_a_name_is_called_none(client: Any, sign_in: Any, child: Any) -> None:
    link = answered(child, YES)
    child.display_name = "A child"
    child.save(update_fields=["display_name"])
    sign_in(client, link.guardian.user)
    page = client.get(f"/c/bat-galim/wards/{link.pk}/").content.decode()
    assert "You are responsible for this child" in page
    assert "What the child does and asks for here" in page
    assert "A child" not in page
