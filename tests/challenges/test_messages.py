"""What people read after an act is what has come of it; mails say what they are about; steps that end something ask once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from challenges.actions import (
    answer_idea,
    correct_idea,
    hide_idea,
    join_challenge,
    leave_challenge,
    rewrite_idea,
    write_idea,
)
from challenges.models import Challenge, Contribution, Participation
from challenges.queries import moderation_queue
from educities.activity.models import AuditEntry, Message, Notice
from educities.activity.texts.history_rows import history_lines
from educities.activity.texts.mails import RenderedMail, render_mail
from educities.kit.errors import DomainError
from tests.challenges.people import idea_of, published
from tests.consents.people import ACCOUNT_ALONE, YES, answered, asked, child_of
from tests.factories import ChallengeFactory, MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
IDEA = {"text": "Chess tables that belong to everyone"}


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory(when={"en": "Wednesday at six"}, where={"en": "The old library"}, places=1)


@pytest.fixture
def author(scope: Any) -> Any:
    user = UserFactory(email="author@example.org")
    MembershipFactory(user=user, city=scope)
    return ProfileFactory(user=user, display_name="Noa")


def mail(kind: str) -> RenderedMail:
    return render_mail(Message.objects.filter(kind=kind).order_by("-pk").first())


def written(client: Any, challenge: Challenge, form: dict[str, str] = IDEA) -> str:
    return client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", form, follow=True).content.decode()


class TestOfAnIdea:
    def test_a_child_reads_that_a_grown_up_comes_first_and_who_was_asked(
        self, client: Any, challenge: Challenge, scope: Any, sign_in: Any
    ) -> None:
        child = child_of(scope)
        asked(child)
        sign_in(client, child.user)
        page = written(client, challenge)
        assert "A parent or guardian must agree before others can read it." in page
        # Said once, beside what the page itself says of the question.
        assert page.count("we delete your name and what you wrote") == 1
        assert page.count("We emailed") == 1
        assert "mother@example.org" in page
        assert "before other residents can see it" not in page
        mine = client.get("/c/bat-galim/mine/").content.decode()
        assert "waiting for a guardian" in mine
        assert "waiting to be checked" not in mine

    def test_a_child_with_both_yeses_waits_for_a_reader(
        self, client: Any, challenge: Challenge, scope: Any, sign_in: Any
    ) -> None:
        child = child_of(scope)
        answered(child, YES)
        sign_in(client, child.user)
        assert "before other residents can see it" in written(client, challenge)

    def test_the_same_words_as_a_hidden_idea_say_why_it_is_hidden(
        self, client: Any, challenge: Challenge, author: Any, sign_in: Any
    ) -> None:
        idea = idea_of(author, challenge, **IDEA)
        hide_idea(idea, actor=None, rule="kindness", because="Please say it in a friendlier way.")
        sign_in(client, author.user)
        page = written(client, challenge)
        assert "This idea is not shown: hurts or belittles someone." in page
        assert "Your idea is published." not in page

    def test_a_confirmed_support_says_that_it_is_a_support(
        self, client: Any, challenge: Challenge, author: Any
    ) -> None:
        idea = published(author, challenge)
        form = {"display_name": "Dana", "email": "dana@example.org", "age": "older"}
        client.post(f"/c/bat-galim/ideas/{idea.pk}/support/", form)
        link = Message.objects.get(recipient="dana@example.org").payload["url"]
        assert idea.text in client.get(link).content.decode()
        page = client.post(link, follow=True).content.decode()
        assert "You support this idea." in page
        assert "Your idea is published." not in page

    @pytest.mark.parametrize(("ask", "says"), [(True, "mother@example.org"), (False, "Ask one from")])
    def test_who_waits_to_take_part_reads_who_was_asked_if_anybody(
        self, client: Any, challenge: Challenge, scope: Any, sign_in: Any, ask: bool, says: str
    ) -> None:
        child = child_of(scope)
        if ask:
            asked(child)
        sign_in(client, child.user)
        page = client.post(f"/c/bat-galim/challenges/{challenge.pk}/join/", {"bring": ""}, follow=True)
        assert says in page.content.decode()


class TestRewritten:
    @pytest.fixture
    def hidden(self, author: Any, challenge: Challenge) -> Contribution:
        idea = published(author, challenge)
        hide_idea(idea, actor=None, rule="people", because="Please leave out the neighbour’s name.")
        return idea

    def test_the_author_writes_it_anew_and_a_person_reads_it_again(
        self, client: Any, hidden: Contribution, author: Any, facilitator: Any, sign_in: Any
    ) -> None:
        sign_in(client, author.user)
        again = f"/c/bat-galim/ideas/{hidden.pk}/rewrite/"
        assert again in client.get("/c/bat-galim/mine/").content.decode()
        page = client.get(again).content.decode()
        assert hidden.text in page
        assert "Please leave out" in page
        assert client.post(again, {"text": hidden.text}).status_code == 409
        assert client.post(again, {"text": "A swing, whoever pays for it"}).status_code == 302
        hidden.refresh_from_db()
        assert (hidden.state, hidden.hidden_rule, hidden.hidden_because) == ("pending", "", "")
        assert AuditEntry.objects.get(verb="challenges.idea_rewritten").actor_id == author.user_id
        sign_in(client, facilitator)
        assert "A swing, whoever pays for it" in client.get("/c/bat-galim/manage/ideas/").content.decode()
        client.post(f"/c/bat-galim/manage/ideas/{hidden.pk}/publish/")
        hidden.refresh_from_db()
        assert hidden.state == "visible"

    def test_it_waits_from_the_day_of_its_new_words(self, hidden: Contribution, author: Any) -> None:
        long_ago = timezone.now() - timedelta(days=40)
        Contribution.objects.filter(pk=hidden.pk).update(created_at=long_ago)
        hidden.refresh_from_db()
        rewrite_idea(hidden, actor=author.user, text="A swing, whoever pays for it")
        hidden.refresh_from_db()
        assert timezone.now() - hidden.created_at < timedelta(minutes=1)

    def test_a_minors_corrected_one_waits_from_then_too(self, scope: Any, challenge: Challenge) -> None:
        child = child_of(scope)
        answered(child, YES)
        idea = published(child, challenge)
        Contribution.objects.filter(pk=idea.pk).update(created_at=timezone.now() - timedelta(days=40))
        idea = Contribution.objects.select_related("challenge", "author").get(pk=idea.pk)
        correct_idea(idea, actor=child.user, text="A swing for everybody")
        assert timezone.now() - moderation_queue().get().created_at < timedelta(minutes=1)

    def test_nobody_else_writes_it_anew(self, client: Any, hidden: Contribution, resident: Any, sign_in: Any) -> None:
        sign_in(client, resident)
        assert client.get(f"/c/bat-galim/ideas/{hidden.pk}/rewrite/").status_code == 403

    def test_what_a_guardian_hid_and_what_is_closed_is_not_written_anew(self, hidden: Contribution) -> None:
        for row, changes in ((hidden, {"hidden_rule": "consent"}), (hidden.challenge, {"state": "answered"})):
            type(row).objects.filter(pk=row.pk).update(**changes)
            fresh = Contribution.objects.select_related("author", "challenge").get(pk=hidden.pk)
            with pytest.raises(DomainError):
                rewrite_idea(fresh, actor=None, text="Something quite different")
            Contribution.objects.update(hidden_rule="people")


class TestMails:
    def test_a_mail_that_confirms_says_what(self, client: Any, challenge: Challenge, author: Any) -> None:
        idea = published(author, challenge)
        who = {"display_name": "Dana", "email": "dana@example.org", "age": "older"}
        client.post(f"/c/bat-galim/ideas/{idea.pk}/support/", who)
        letter = mail("challenges.confirm_act")
        assert "Supports this idea:" in letter.text
        assert idea.text in letter.text
        assert "Bat Galim" in letter.text
        client.post(f"/c/bat-galim/challenges/{challenge.pk}/join/", {**who, "bring": "I bake for thirty"})
        letter = mail("challenges.confirm_act")
        assert "Wants to take part, and brings:" in letter.text
        assert "I bake for thirty" in letter.html

    def test_who_takes_part_reads_when_and_where_and_how_to_leave(self, challenge: Challenge, author: Any) -> None:
        join_challenge(challenge, profile=author, actor=author.user)
        letter = mail("challenges.joined")
        for text in (letter.text, letter.html):
            assert all(part in text for part in ("Wednesday at six", "The old library", challenge.get_absolute_url()))
        assert Notice.objects.get(verb="challenges.joined").url == challenge.get_absolute_url()

    def test_the_answer_stands_in_its_mail(self, challenge: Challenge, author: Any) -> None:
        idea = published(author, challenge)
        answer_idea(idea, actor=None, answer_state="accepted", answer="The baker builds it in spring.")
        assert "The baker builds it in spring." in mail("challenges.idea_answered").text
        assert "baker" not in str(AuditEntry.objects.get(verb="challenges.idea_answered").data)

    def test_a_readers_words_stand_in_the_mail_and_not_in_its_subject(self, challenge: Challenge, author: Any) -> None:
        hide_idea(published(author, challenge), actor=None, rule="people", because="Leave out the name of Moshe.")
        letter = mail("challenges.idea_hidden")
        assert "Moshe" not in letter.subject
        assert "Moshe" in letter.text
        assert Notice.objects.get(verb="challenges.idea_hidden").data["reason"] == "Leave out the name of Moshe."

    def test_one_that_was_published_is_told_as_hidden(self, challenge: Challenge, author: Any) -> None:
        hide_idea(published(author, challenge), actor=None, rule="question", because="It is about another street.")
        letter = mail("challenges.idea_hidden")
        assert letter.subject == "Your idea is hidden: you can change it"
        assert "It had been published." in letter.text
        assert "did not publish" not in letter.text
        entry = AuditEntry.objects.get(verb="challenges.idea_hidden")
        assert history_lines([entry])[0].sentence == "An idea was hidden: does not answer the question"

    def test_one_that_waited_is_told_as_not_published(self, challenge: Challenge, scope: Any) -> None:
        child = child_of(scope)
        answered(child, YES)
        hide_idea(idea_of(child, challenge), actor=None, rule="question", because="It is about another street.")
        letter = mail("challenges.idea_kept_back")
        assert letter.subject == "Your idea is not published: you can change it"
        entry = AuditEntry.objects.get(verb="challenges.idea_kept_back")
        assert history_lines([entry])[0].sentence == "An idea was not published: does not answer the question"

    def test_an_idea_that_was_taken_back_is_not_answered(self, challenge: Challenge, author: Any) -> None:
        idea = idea_of(author, challenge)
        idea.move("withdrawn")
        with pytest.raises(DomainError) as refused:
            answer_idea(idea, actor=None, answer_state="accepted", answer="The baker builds it in spring.")
        assert refused.value.code == "challenges.not_visible"


class TestAskedOnce:
    def test_leaving_leads_back_to_where_one_came_from(
        self, client: Any, challenge: Challenge, author: Any, sign_in: Any
    ) -> None:
        mine = join_challenge(challenge, profile=author, actor=author.user)
        leave = f"/c/bat-galim/participations/{mine.pk}/leave/"
        sign_in(client, author.user)
        assert f'href="{leave}?next=/c/bat-galim/mine/"' in client.get("/c/bat-galim/mine/").content.decode()
        assert client.get(f"{leave}?next=/c/bat-galim/mine/").context["cancel"] == "/c/bat-galim/mine/"
        assert client.get(leave).context["cancel"] == challenge.get_absolute_url()
        assert client.post(leave, {"next": "/c/bat-galim/mine/"}).url == "/c/bat-galim/mine/"

    def test_leaving_and_taking_back_ask_first_and_twice_is_once(
        self, client: Any, challenge: Challenge, author: Any, sign_in: Any
    ) -> None:
        mine, idea = join_challenge(challenge, profile=author, actor=author.user), published(author, challenge)
        sign_in(client, author.user)
        leave, take = f"/c/bat-galim/participations/{mine.pk}/leave/", f"/c/bat-galim/ideas/{idea.pk}/withdraw/"
        assert "your place goes to the next person" in client.get(leave).content.decode()
        assert "Withdraw this idea?" in client.get(take).content.decode()
        for row in (mine, idea):
            row.refresh_from_db()
        assert (mine.state, idea.state) == ("confirmed", "visible")
        for path in (leave, take):
            for _time in range(2):
                assert "cannot become" not in client.post(path, follow=True).content.decode()
        for row in (mine, idea, challenge):
            row.refresh_from_db()
        assert (mine.state, idea.state, challenge.places_taken) == ("cancelled", "withdrawn", 0)
        assert AuditEntry.objects.filter(verb="challenges.left").count() == 1

    def test_joining_again_brings_what_is_said_now(self, challenge: Challenge, author: Any) -> None:
        for bring in ("A drum", "Two drums", ""):
            join_challenge(challenge, profile=author, actor=author.user, bring=bring)
        assert Participation.objects.get().bring == "Two drums"
        leave_challenge(Participation.objects.get(), actor=author.user)


class TestForms:
    def test_no_age_is_chosen_beforehand_and_one_has_to_be(self, client: Any, challenge: Challenge) -> None:
        path = f"/c/bat-galim/challenges/{challenge.pk}/idea/"
        page = client.post(path, IDEA, follow=True).content.decode()
        assert "Where can we reach you?" in page
        assert "checked" not in page
        who = {**IDEA, "display_name": "Dana", "email": "dana@example.org"}
        assert client.post(path, who).status_code == 422

    def test_what_a_child_has_to_fill_in_is_not_called_optional(self, client: Any, challenge: Challenge) -> None:
        path = f"/c/bat-galim/challenges/{challenge.pk}/idea/"
        page = client.post(path, IDEA, follow=True).content.decode()
        assert page.count("optional") == 1  # the neighbourhood

    def test_who_supports_or_joins_is_told_that_no_name_is_shown(
        self, client: Any, challenge: Challenge, author: Any
    ) -> None:
        idea = published(author, challenge)
        for path in (f"ideas/{idea.pk}/support/", f"challenges/{challenge.pk}/join/"):
            page = client.get(f"/c/bat-galim/{path}").content.decode()
            assert "It is not shown to other residents." in page
            assert "next to your idea" not in page
        support = client.get(f"/c/bat-galim/ideas/{idea.pk}/support/").content.decode()
        assert "neighbourhood" not in support
        assert "If an adult sends an idea later, it stands beside it" in page

    def test_only_a_reader_without_account_is_told_that_none_is_needed(
        self, client: Any, challenge: Challenge, resident: Any, sign_in: Any
    ) -> None:
        for told in (True, False):
            for path in ("/c/bat-galim/challenges/", challenge.get_absolute_url()):
                assert ("ccount is needed" in client.get(path).content.decode()) is told
            sign_in(client, resident)


class TestOfTheQueue:
    def test_a_reader_reads_what_could_be_published_and_counts_the_rest(
        self, client: Any, challenge: Challenge, scope: Any, facilitator: Any, sign_in: Any
    ) -> None:
        for number, consents in enumerate((YES, ACCOUNT_ALONE, None)):
            child = child_of(scope)
            if consents:
                answered(child, consents, f"g{number}@example.org")
            write_idea(challenge, author=child, actor=None, text=f"What child {number} wrote", language="en")
        sign_in(client, facilitator)
        page = client.get("/c/bat-galim/manage/ideas/")
        assert [idea.text for idea in page.context["rows"]] == ["What child 0 wrote"]
        # A guardian has said no to the second: nobody waits for an answer about it.
        assert "1 more waits for a guardian first." in page.content.decode()
        listed = client.get("/c/bat-galim/manage/challenges/")
        assert [row.pending for row in listed.context["object_list"]] == [1]
