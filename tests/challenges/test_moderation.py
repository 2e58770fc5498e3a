"""Ideas are hidden by a rule that has a name; who leads a lab reads that lab's ideas; the author reads why."""

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import translation

from challenges.actions import answer_idea, hide_idea, publish_idea
from challenges.models import Contribution
from educities.activity.actions.delivery import deliver_due
from educities.activity.models import AuditEntry, Event
from educities.kit.errors import DomainError
from tests.challenges.people import idea_of, published
from tests.consents.people import YES, answered, child_of
from tests.factories import ChallengeFactory, LabFactory, MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = "Please leave out the neighbour’s name."


@pytest.fixture
def author(scope: Any) -> Any:
    user = UserFactory(email="author@example.org")
    MembershipFactory(user=user, city=scope)
    return ProfileFactory(user=user)


@pytest.fixture
def guide(scope: Any) -> Any:
    """Leads one lab of the city."""
    user = UserFactory()
    MembershipFactory(user=user, city=scope, role="facilitator", scope_type="lab", scope_id=LabFactory().pk)
    return user


def own_lab(guide: Any) -> int:
    return guide.memberships.get().scope_id


def test_hidden_by_a_rule_and_told_with_words(author: Any) -> None:
    idea = published(author)
    hide_idea(idea, actor=None, rule="people", because=f"  {WORDS} ")
    idea.refresh_from_db()
    assert (idea.state, idea.hidden_rule, idea.hidden_because) == ("hidden", "people", WORDS)
    assert idea.challenge.contributions.get().challenge.contributions_count == 0
    entry = AuditEntry.objects.get(verb="challenges.idea_hidden")
    assert entry.data["rule"]["en"] == "speaks about a person who has not agreed"
    assert Event.objects.get(name="contribution.hidden").data == {"rule": "people"}


def test_the_audit_log_holds_no_word_of_an_idea(author: Any) -> None:
    idea = published(author)
    entries = AuditEntry.objects.filter(verb__in=["challenges.idea_written", "challenges.idea_published"])
    assert [list(entry.data) for entry in entries] == [["title"], ["title"]]
    assert idea.text not in str([entry.data for entry in entries])


@pytest.mark.parametrize(
    ("rule", "because", "code"),
    [
        ("people", "No.", "challenges.words_needed"),
        ("", WORDS, "challenges.rule_needed"),
        ("taste", WORDS, "challenges.rule_needed"),
        ("consent", WORDS, "challenges.rule_needed"),
    ],
)
def test_nobody_hides_without_a_rule_and_words(author: Any, rule: str, because: str, code: str) -> None:
    idea = published(author)
    with pytest.raises(DomainError) as refused:
        hide_idea(idea, actor=None, rule=rule, because=because)
    assert (refused.value.code, Contribution.objects.get().state) == (code, "visible")


def test_the_database_keeps_no_hidden_idea_without_a_rule(author: Any) -> None:
    published(author)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(state="hidden")


def test_published_again_it_carries_no_reason(author: Any) -> None:
    idea = published(author)
    hide_idea(idea, actor=None, rule="people", because=WORDS)
    publish_idea(idea, actor=None)
    idea.refresh_from_db()
    assert (idea.state, idea.hidden_rule, idea.hidden_because) == ("visible", "", "")


@pytest.mark.parametrize(
    ("language", "rule"), [("en", "speaks about a person"), ("he", "מזכיר אדם"), ("ar", "تتحدث عن")]
)
def test_the_author_reads_rule_and_words_in_the_mail_and_among_the_own_things(
    client: Any, author: Any, facilitator: Any, sign_in: Any, settings: Any, language: str, rule: str
) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    city = author.city
    city.quiet_from, city.quiet_until, city.keeps_sabbath = "00:00", "00:00", False
    city.save()
    author.user.language = language
    author.user.save()
    idea = published(author)
    sign_in(client, facilitator)
    form = f"/c/bat-galim/manage/ideas/{idea.pk}/hide/"
    assert client.post(form, {"because": WORDS}).status_code == 422
    assert client.post(form, {"rule": "people", "because": WORDS}).url == "/c/bat-galim/manage/ideas/"
    deliver_due()
    letter = next(m for m in mail.outbox if m.to == ["author@example.org"] and WORDS in m.body)
    assert rule in letter.body
    assert f"/c/bat-galim/ideas/{idea.pk}/rewrite/" in letter.body
    client.logout()
    sign_in(client, author.user)
    client.cookies["django_language"] = language
    with translation.override(language):
        page = client.get("/c/bat-galim/mine/").content.decode()
    assert rule in page
    assert WORDS in page
    assert f'id="idea-{idea.pk}"' in page


def test_the_labs_answer_stands_among_the_own_things(client: Any, author: Any, sign_in: Any) -> None:
    answer_idea(published(author), actor=None, answer_state="not_now", answer="The yard is being rebuilt this year.")
    sign_in(client, author.user)
    page = client.get("/c/bat-galim/mine/").content.decode()
    assert "The yard is being rebuilt this year." in page
    assert "not now" in page


def test_who_leads_one_lab_reads_what_was_brought_to_it(client: Any, scope: Any, guide: Any, sign_in: Any) -> None:
    child = child_of(scope)
    answered(child, YES)
    here = idea_of(child, ChallengeFactory(lab_id=own_lab(guide)), text="A swing in this yard")
    there = idea_of(child, ChallengeFactory(lab=LabFactory()), text="A bench in that street")
    nowhere = idea_of(child, ChallengeFactory(), text="A tree for the whole city")
    sign_in(client, guide)
    page = client.get("/c/bat-galim/manage/ideas/").content.decode()
    assert [text in page for text in (here.text, there.text, nowhere.text)] == [True, False, False]
    for idea, status in ((here, 302), (there, 403), (nowhere, 403)):
        assert client.post(f"/c/bat-galim/manage/ideas/{idea.pk}/publish/").status_code == status
        idea.refresh_from_db()
        assert idea.state == ("visible" if status == 302 else "pending")


def test_whoever_does_not_hide_it_after_all_is_back_among_those_that_wait(
    client: Any, scope: Any, sign_in: Any, director: Any
) -> None:
    idea = idea_of(ProfileFactory())
    Contribution.objects.filter(pk=idea.pk).update(state="pending")
    page = sign_in(client, director).get(f"/c/{scope.slug}/manage/ideas/{idea.pk}/hide/").content.decode()
    assert f'href="/c/{scope.slug}/manage/ideas/"' in page[page.index("<textarea") :]
