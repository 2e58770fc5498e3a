"""A hiding has a kind sentence by itself, and its author may ask once that somebody else looks again."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.utils import translation

from challenges.actions import answer_idea, hide_idea, keep_hidden, object_to_hiding, publish_idea, rewrite_idea
from challenges.models import Contribution
from challenges.queries.moderators import find_open_objections
from consents.actions import answer_consents
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.texts.mails import render_mail
from reports.queries import load_overview
from tests.challenges.people import published
from tests.consents.people import YES, answered, child_of
from tests.factories import ChallengeFactory, LabFactory, MembershipFactory, ProfileFactory, UserFactory
from tests.support import assert_same_queries, refused
from tests.support import fresh as fresh_user

pytestmark = pytest.mark.django_db
WORDS = "Please leave out the neighbour’s name."
PEOPLE = "It speaks about a person who has not agreed to that."


def make_author(city: Any, **user: Any) -> Any:
    account = UserFactory(**user)
    MembershipFactory(user=account, city=city)
    return ProfileFactory(user=account)


def make_moderator(city: Any, **role: Any) -> Any:
    """Somebody with a second step at sign-in."""
    user = UserFactory()
    MembershipFactory(user=user, city=city, **{"role": "director", **role})
    return user


@pytest.fixture
def hider(scope: Any) -> Any:
    return make_moderator(scope)


@pytest.fixture
def hidden(scope: Any, hider: Any) -> Contribution:
    idea = published(make_author(scope))
    hide_idea(idea, actor=hider, rule="people", because=WORDS)
    return fresh(idea)


def fresh(idea: Contribution) -> Contribution:
    return Contribution.objects.select_related("author__user", "challenge").get(pk=idea.pk)


def objected(idea: Contribution, words: str = "He has agreed, I asked him.") -> Contribution:
    object_to_hiding(idea, actor=idea.author.user, objection=words)
    return fresh(idea)


def lines_of(user: Any, city: Any) -> int:
    """How many objections stand on this person's day's page."""
    lines = load_overview(city, fresh_user(user)).waiting.lines
    return sum("asks us to look again" in str(line.text) for line in lines)


class TestTheSentenceOfTheRule:
    @pytest.mark.parametrize(("language", "part"), [("en", PEOPLE), ("he", "הוא מזכיר אדם"), ("ar", "لم يوافق")])
    def test_without_words_the_author_reads_it_in_the_own_language(
        self, scope: Any, hider: Any, language: str, part: str
    ) -> None:
        idea = published(make_author(scope, language=language))
        with translation.override("en"):
            hide_idea(idea, actor=hider, rule="people", because=" ")
        assert part in fresh(idea).hidden_because

    def test_another_reason_has_none(self, scope: Any, hider: Any, client: Any, sign_in: Any) -> None:
        idea = published(make_author(scope))
        assert refused(lambda: hide_idea(idea, actor=hider, rule="other", because="")) == "challenges.words_needed"
        sign_in(client, hider)
        page = client.post(f"/c/bat-galim/manage/ideas/{idea.pk}/hide/", {"rule": "other"})
        assert page.status_code == 422
        assert "Tell the author why, in at least 10 characters." in page.content.decode()

    def test_the_moderator_sees_each_in_the_authors_language_and_may_write_another(
        self, scope: Any, hider: Any, client: Any, sign_in: Any
    ) -> None:
        idea = published(make_author(scope, language="ar"))
        sign_in(client, hider)
        form = f"/c/bat-galim/manage/ideas/{idea.pk}/hide/"
        page = client.get(form).content.decode()
        assert page.count('lang="ar" dir="rtl" data-rule-words') == 5
        assert client.post(form, {"rule": "people"}).status_code == 302
        assert "لم يوافق" in fresh(idea).hidden_because
        publish_idea(fresh(idea), actor=hider)
        assert client.post(form, {"rule": "people", "because": WORDS}).status_code == 302
        assert fresh(idea).hidden_because == WORDS


class TestAnObjection:
    def test_is_recorded_without_a_name_and_an_event(self, hidden: Contribution) -> None:
        idea = objected(hidden)
        assert idea.has_open_objection
        assert idea.objection == "He has agreed, I asked him."
        entry = AuditEntry.objects.get(verb="challenges.idea_objected")
        assert "agreed" not in str(entry.data)
        assert Event.objects.filter(name="contribution.objected").count() == 1

    def test_once_for_each_hiding(self, hidden: Contribution, hider: Any) -> None:
        idea = objected(hidden)
        assert refused(lambda: objected(idea)) == "challenges.no_objection"
        keep_hidden(idea, actor=make_moderator(idea.city), answer=WORDS)
        assert refused(lambda: objected(fresh(idea))) == "challenges.no_objection"
        rewrite_idea(fresh(idea), actor=idea.author.user, text="A swing for everybody in the street")
        hide_idea(fresh(idea), actor=hider, rule="kindness", because="")
        assert objected(fresh(idea)).has_open_objection

    def test_only_of_a_hidden_idea_and_not_of_what_a_guardian_hid(self, scope: Any, hidden: Contribution) -> None:
        Contribution.objects.filter(pk=hidden.pk).update(hidden_rule="consent")
        for idea in (fresh(hidden), published(make_author(scope))):
            assert refused(lambda idea=idea: objected(fresh(idea))) == "challenges.no_objection"

    def test_waits_on_the_page_of_another_moderator(self, scope: Any, hidden: Contribution, hider: Any) -> None:
        objected(hidden)
        assert lines_of(hider, scope) == 1, "nobody else could look"
        other = make_moderator(scope, role="facilitator")
        assert [lines_of(user, scope) for user in (hider, other)] == [0, 1]
        assert [row.is_for_another for row in find_open_objections()] == [True]

    def test_who_has_no_second_step_or_leads_another_lab_is_nobody_else(self, scope: Any, hider: Any) -> None:
        idea = published(make_author(scope), ChallengeFactory(lab=LabFactory()))
        hide_idea(idea, actor=hider, rule="people", because="")
        objected(fresh(idea))
        Authenticator.objects.filter(user=make_moderator(scope)).delete()
        make_moderator(scope, role="facilitator", scope_type="lab", scope_id=LabFactory().pk)
        assert [row.is_for_another for row in find_open_objections()] == [False]
        assert lines_of(hider, scope) == 1
        make_moderator(scope, role="facilitator", scope_type="lab", scope_id=idea.challenge.lab_id)
        assert [row.is_for_another for row in find_open_objections()] == [True]
        assert lines_of(hider, scope) == 0

    def test_is_answered_with_a_no_by_another_one(self, scope: Any, hidden: Contribution, hider: Any) -> None:
        idea = objected(hidden)
        other = make_moderator(scope)
        assert refused(lambda: keep_hidden(idea, actor=hider, answer=WORDS)) == "challenges.not_yours_to_answer"
        assert refused(lambda: keep_hidden(idea, actor=other, answer="No.")) == "challenges.words_needed"
        keep_hidden(idea, actor=other, answer="His family asked us not to.")
        assert refused(lambda: keep_hidden(idea, actor=other, answer=WORDS)) == "challenges.no_objection"
        letter = render_mail(Message.objects.get(kind="challenges.objection_answered"))
        assert "His family asked us not to." in letter.text
        assert letter.subject == "We looked at your idea again: it stays hidden"
        assert Event.objects.get(name="contribution.objection_answered").data == {"rule": "people"}
        assert lines_of(other, scope) == 0

    def test_is_answered_with_a_yes(self, scope: Any, hidden: Contribution) -> None:
        publish_idea(objected(hidden), actor=make_moderator(scope))
        idea = fresh(hidden)
        assert (idea.state, idea.objection, idea.objected_at, idea.hidden_by) == ("visible", "", None, None)
        letter = render_mail(Message.objects.get(kind="challenges.idea_shown_again"))
        assert letter.subject == "We looked at your idea again: it is published"
        assert Notice.objects.filter(verb="challenges.idea_shown_again").count() == 1

    def test_of_a_child_whose_guardian_agrees_no_more_nobody_is_asked(self, scope: Any, hider: Any) -> None:
        child = child_of(scope)
        link = answered(child, YES)
        idea = published(child)
        hide_idea(fresh(idea), actor=hider, rule="people", because="")
        objected(fresh(idea))
        other = make_moderator(scope)
        assert lines_of(other, scope) == 1
        answer_consents(link, {"publication": False}, given_by=link.guardian)
        assert lines_of(other, scope) == 0
        assert not find_open_objections().exists()
        assert refused(lambda: keep_hidden(fresh(idea), actor=other, answer=WORDS)) == "challenges.not_yours_to_answer"


class TestItsPages:
    def test_the_author_finds_the_way_in_the_mail_and_on_the_own_page(
        self, hidden: Contribution, client: Any, sign_in: Any
    ) -> None:
        way = f"/c/bat-galim/ideas/{hidden.pk}/object/"
        assert way in render_mail(Message.objects.get(kind="challenges.idea_hidden")).text
        sign_in(client, hidden.author.user)
        assert f'href="{way}"' in client.get("/c/bat-galim/mine/").content.decode()
        assert "You can ask once." in client.get(way).content.decode()
        assert client.post(way, {"objection": ""}).status_code == 302
        page = client.get("/c/bat-galim/mine/").content.decode()
        assert f'href="{way}"' not in page
        assert "We write to you when someone has." in page
        assert "You have asked us already." in client.get(way).content.decode()

    def test_nobody_else_objects(self, hidden: Contribution, client: Any, resident: Any, sign_in: Any) -> None:
        sign_in(client, resident)
        assert client.post(f"/c/bat-galim/ideas/{hidden.pk}/object/").status_code == 403

    def test_a_moderator_answers_on_the_page_of_ideas_to_check(
        self, scope: Any, hidden: Contribution, client: Any, sign_in: Any, hider: Any
    ) -> None:
        objected(hidden)
        other = make_moderator(scope)
        keep = f"/c/bat-galim/manage/ideas/{hidden.pk}/keep-hidden/"
        sign_in(client, other)
        page = client.get("/c/bat-galim/manage/ideas/").content.decode()
        assert f'href="{keep}"' in page
        assert "He has agreed, I asked him." in page
        client.logout()
        sign_in(client, hider)
        page = client.get("/c/bat-galim/manage/ideas/").content.decode()
        assert f'href="{keep}"' not in page
        assert "another moderator looks at it again" in client.get(keep).content.decode()
        client.logout()
        sign_in(client, other)
        assert client.post(keep, {"answer": "His family asked us not to."}).url == "/c/bat-galim/manage/ideas/"
        client.logout()
        sign_in(client, hidden.author.user)
        assert "His family asked us not to." in client.get("/c/bat-galim/mine/").content.decode()

    def test_one_and_three_take_as_many_queries(self, scope: Any, client: Any, sign_in: Any, hider: Any) -> None:
        sign_in(client, hider)
        assert_same_queries(lambda: client.get("/c/bat-galim/manage/ideas/"), lambda n: self.add(scope, hider, n))

    @staticmethod
    def add(city: Any, hider: Any, number: int) -> None:
        for _n in range(number):
            idea = published(make_author(city))
            hide_idea(idea, actor=hider, rule="people", because="")
            objected(fresh(idea))


def test_a_mail_about_an_idea_that_was_hidden_meanwhile_is_not_sent(scope: Any, hider: Any) -> None:
    shown, gone = published(make_author(scope)), published(make_author(scope))
    answer_idea(gone, actor=hider, answer_state="accepted", answer="The baker builds it in spring.")
    hide_idea(fresh(gone), actor=hider, rule="people", because="")
    for code in ("challenges.idea_answered", "challenges.idea_published", "challenges.idea_shown_again"):
        kind = MAIL_KINDS[code]
        assert kind.find_current is not None
        assert kind.find_current([shown.pk, gone.pk]) == {shown.pk}
