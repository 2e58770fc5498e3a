"""The pages on which residents write: they open to everybody, known or not."""

import re
from typing import ClassVar

import pytest
from django.urls import reverse

from challenges.actions import write_idea
from tests.browser.looks import assert_page_ok, chromium, open_page
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory


@pytest.mark.parametrize("who", ["anonymous", "resident", "stranger"])
def test_forms_of_residents_open(client, scope, sign_in, request, who):
    challenge = ChallengeFactory()
    idea = write_idea(challenge, author=ProfileFactory(), actor=None, text="Chess tables for all", language="en")
    if who != "anonymous":
        sign_in(client, request.getfixturevalue(who))
    for name, pk in (("write_idea", challenge.pk), ("join_challenge", challenge.pk), ("support_idea", idea.pk)):
        page = client.get(reverse(name, args=[scope.slug, pk]))
        assert page.status_code == 200, name
        asks_who = name != "write_idea" and who != "resident"
        assert ('name="email"' in page.content.decode()) == asks_who, name


class TestFirstTheIdeaThenThePerson:
    TEXT = "A bench in the shade."

    def path(self, scope, challenge):
        return reverse("write_idea", args=[scope.slug, challenge.pk])

    def test_the_first_page_asks_for_the_idea_and_a_photo(self, client, scope):
        page = client.get(self.path(scope, ChallengeFactory())).content.decode()
        assert re.findall(r'name="(?!csrf|next|language|seen)(\w+)"', page.partition("<main")[2]) == [
            "text",
            "photo",
            "photo_text",
        ]

    def test_what_is_too_short_is_refused_at_once(self, client, scope):
        page = client.post(self.path(scope, ChallengeFactory()), {"text": "Hm"})
        assert page.status_code == 422
        assert "Where can we reach you?" not in page.content.decode()

    def test_the_second_page_shows_what_is_kept_and_asks_who(self, client, scope):
        path = self.path(scope, ChallengeFactory())
        page = client.post(path, {"text": self.TEXT}, follow=True)
        assert page.redirect_chain == [(f"{path}?who=1", 302)]
        assert self.TEXT in page.content.decode()
        assert 'name="email"' in page.content.decode()

    def test_the_draft_stays_until_everything_has_arrived(self, client, scope):
        path = self.path(scope, ChallengeFactory())
        assert "arrived" not in client.post(path, {"text": self.TEXT}).cookies
        who = {"text": self.TEXT, "display_name": "Noa", "email": "noa@example.org", "age": "older"}
        assert "arrived" in client.post(path, who).cookies
        assert client.get(f"{path}?who=1").context["is_first_step"]

    def test_it_stands_there_in_another_language_too(self, client, scope):
        path = self.path(scope, ChallengeFactory())
        client.post(path, {"text": self.TEXT})
        client.post(reverse("set_language"), {"language": "he", "next": f"{path}?who=1"})
        assert self.TEXT in client.get(f"{path}?who=1").content.decode()

    def test_an_idea_kept_for_one_challenge_is_not_that_of_another(self, client, scope):
        client.post(self.path(scope, ChallengeFactory()), {"text": self.TEXT})
        page = client.get(f"{self.path(scope, ChallengeFactory())}?who=1")
        assert page.context["is_first_step"]
        assert self.TEXT not in page.content.decode()

    def test_neighbours_ideas_are_shown_before_anybody_is_asked_who_they_are(self, client, scope):
        challenge = ChallengeFactory()
        write_idea(challenge, author=ProfileFactory(), actor=None, text=self.TEXT, language="en")
        path = self.path(scope, challenge)
        page = client.post(path, {"text": self.TEXT})
        assert "Similar ideas are here already" in page.content.decode()
        assert client.post(path, {"text": self.TEXT, "seen_similar": "on"}).url == f"{path}?who=1"

    def test_ones_own_similar_idea_is_corrected_and_not_supported(self, client, scope, sign_in):
        challenge, author = ChallengeFactory(), ProfileFactory(user=UserFactory())
        own = write_idea(challenge, author=author, actor=None, text=self.TEXT, language="en")
        sign_in(client, author.user)
        page = client.post(self.path(scope, challenge), {"text": f"{self.TEXT} Please."}).content.decode()
        assert reverse("correct_idea", args=[scope.slug, own.pk]) in page
        assert reverse("support_idea", args=[scope.slug, own.pk]) not in page

    def test_vowel_marks_make_no_other_idea(self, client, scope):
        challenge = ChallengeFactory()
        write_idea(challenge, author=ProfileFactory(), actor=None, text="نريد مقاعد مُظَلَّلة", language="ar")
        page = client.post(self.path(scope, challenge), {"text": "مقاعد مظللة عند المدرسة والملعب"})
        assert "Similar ideas are here already" in page.content.decode()

    def test_each_line_of_what_is_missing_leads_to_its_box(self, client, scope):
        path = self.path(scope, ChallengeFactory())
        client.post(path, {"text": self.TEXT})
        page = client.post(path, {"email": "noa@example.org", "display_name": ""}).content.decode()
        summary = page.partition('id="error-summary"')[2].partition("</div>")[0]
        places = re.findall(r'href="#([^"]*)"', summary)
        assert "id_age" in places
        assert [place for place in places if f'id="{place}"' not in page] == []

    def test_a_closed_challenge_keeps_nothing(self, client, scope):
        challenge = ChallengeFactory(state="reviewing")
        assert client.post(self.path(scope, challenge), {"text": self.TEXT}).status_code == 409

    def test_who_is_known_sends_in_one_step(self, client, scope, sign_in, resident):
        sign_in(client, resident)
        page = client.get(self.path(scope, ChallengeFactory())).content.decode()
        assert "Send the idea" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_draft_of_an_idea_stays_until_it_has_arrived(live_server, scope):
    form = live_server.url + reverse("write_idea", args=[scope.slug, ChallengeFactory().pk])
    with chromium() as browser:
        page = open_page(browser, width=390, locale="en")
        page.goto(form)
        page.fill("textarea", "A bench in the shade.")
        page.goto(form)
        assert page.input_value("textarea") == "A bench in the shade."
        page.click("main form .primary")
        page.wait_for_url("**/idea/?who=1")
        assert_page_ok(page)
        page.goto(form)
        assert page.input_value("textarea") == "A bench in the shade."
        page.click("main form .primary")
        page.fill("[name=email]", "noa@example.org")
        page.fill("[name=display_name]", "Noa Levi")
        assert page.locator("#named-as bdi").inner_text() == "Noa"
        assert not page.locator("[name=short_name]").is_visible()
        page.click("details.if-older summary")
        page.fill("[name=neighbourhood]", "Ramat Yosef")
        assert page.locator("#named-as bdi").inner_text() == "Noa, Ramat Yosef"
        page.locator("[name=age]").last.check()
        assert not page.get_by_text("We show your first name").is_visible()
        assert page.locator("#named-as bdi").inner_text() == "one of the city’s children and young people"
        page.locator("[name=age]").first.check()
        page.click("main form .primary")
        page.wait_for_url("**/check-mail/")
        assert_page_ok(page)
        page.goto(form)
        assert page.input_value("textarea") == ""


class TestAsPeopleType:
    TEXT = "A bench in the shade."
    WHO: ClassVar = {"text": TEXT, "display_name": "Noa", "email": "noa@example.org", "age": "older"}

    @pytest.fixture
    def path(self, scope):
        return reverse("write_idea", args=[scope.slug, ChallengeFactory().pk])

    def errors(self, client, path, **changes):
        return client.post(path, {**self.WHO, **changes}).context["form"].errors

    def test_the_step_is_called_by_what_it_does(self, client, path):
        assert re.search(r'<button class="btn primary">\s*Continue', client.get(path).content.decode())

    def test_an_idea_that_nobody_can_read_is_empty(self, client, path):
        page = client.post(path, {"text": "\u200f\u200e\u200b" * 10})
        assert page.context["form"].errors["text"] == ["Fill in “Your idea, in two sentences”."]

    def test_a_long_idea_is_refused_whole_and_not_cut(self, client, path):
        assert "maxlength" not in client.get(path).content.decode().partition("<textarea")[2].partition(">")[0]
        page = client.post(path, {"text": "word " * 500})
        assert page.status_code == 422
        assert "word " * 500 in page.content.decode()

    def test_what_is_left_out_is_told_by_its_name(self, client, path):
        assert self.errors(client, path, display_name="")["display_name"] == ["Fill in “Your name”."]

    def test_a_name_that_nobody_can_read_is_empty(self, client, path):
        assert "display_name" in self.errors(client, path, display_name="\u200f")

    def test_an_idea_that_is_wrong_at_the_second_step_is_shown_in_its_box(self, client, path):
        page = client.post(path, {**self.WHO, "text": "Hm"}).content.decode()
        assert re.search(r"<textarea[^>]*data-draft=", page)

    def test_a_year_of_birth_is_taken_in_arabic_digits(self, client, path):
        errors = self.errors(client, path, age="younger", birth_month="3", birth_year="٢٠١٣")
        assert set(errors) == {"guardian_email"}

    @pytest.mark.parametrize(
        ("years", "told"), [(None, {"birth_month", "birth_year", "guardian_email"}), (17, {"birth_month"})]
    )
    def test_all_that_is_missing_of_a_young_person_is_told_at_once(self, client, path, scope, years, told):
        year = str(scope.today().year - years) if years else ""
        assert set(self.errors(client, path, age="younger", birth_year=year)) == told

    def test_a_guardians_address_that_was_written_is_not_asked_for_again(self, client, path):
        errors = self.errors(client, path, age="younger", guardian_email="mother@example.org")
        assert set(errors) == {"birth_month", "birth_year"}

    def test_who_reads_the_name_is_said_to_minors_in_words_of_their_own(self, client, path):
        form = client.post(path, {**self.WHO, "display_name": ""}).context["form"]
        hint = str(form["display_name"].help_text)
        assert '<span class="if-younger">It is not shown to other residents.</span>' in hint
        assert hint.startswith('<span class="if-older">We show your first name')
