"""What others read of a person beside an idea, and what waits for its reader."""

from typing import Any

import pytest

from challenges.actions import write_idea
from challenges.forms import IdeaForm
from challenges.models import Contribution, PendingAct
from challenges.queries import moderation_queue
from educities.activity.models import Message
from stakeholders.actions.people import change_profile
from stakeholders.forms.people import ProfileForm
from stakeholders.models import Profile
from tests.consents.people import ACCOUNT_ALONE, YES, answered, child_of
from tests.factories import ChallengeFactory, ProfileFactory, UserFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db
TEXT = "Chess tables that belong to everyone"


@pytest.fixture
def noa(scope: Any) -> Any:
    return ProfileFactory(display_name="Noa Levi", neighbourhood="Ramat Yosef")


@pytest.fixture
def idea(noa: Any) -> Contribution:
    return write_idea(ChallengeFactory(), author=noa, actor=None, text=TEXT, language="en")


class TestAnIdeaFollowsItsAuthor:
    def shown(self, idea: Contribution) -> str:
        idea.refresh_from_db()
        return idea.shown_as

    def test_in_the_name(self, idea: Contribution, noa: Any) -> None:
        change_profile(noa, actor=noa.user, display_name="Nona Levi")
        assert self.shown(idea) == "Nona, Ramat Yosef"

    def test_in_who_sees_the_neighbourhood(self, idea: Contribution, noa: Any) -> None:
        change_profile(noa, actor=noa.user, visibilities={"neighbourhood": "me"})
        assert self.shown(idea) == "Noa"

    @pytest.mark.django_db(transaction=True)
    def test_on_the_page_at_once(self, idea: Contribution, noa: Any, client: Any) -> None:
        page = idea.challenge.get_absolute_url()
        assert "Noa, Ramat Yosef" in client.get(page).content.decode()
        change_profile(noa, actor=noa.user, neighbourhood="")
        assert "Ramat Yosef" not in client.get(page).content.decode()

    def test_what_was_withdrawn_gets_no_name_again(self, idea: Contribution, noa: Any) -> None:
        Contribution.objects.update(state="withdrawn", shown_as="")
        change_profile(noa, actor=noa.user, display_name="Nona Levi")
        assert self.shown(idea) == ""

    def test_other_lines_ask_nothing_of_ideas(self, idea: Contribution, noa: Any) -> None:
        asked = queries_of(lambda: change_profile(noa, actor=noa.user, story={"en": "I bake."}))
        assert [one for one in asked if "challenges_" in one] == []

    def test_an_idea_in_another_challenge_follows_its_own_rule(self, idea: Contribution, noa: Any) -> None:
        other = ChallengeFactory(name_policy="full")
        second = write_idea(other, author=noa, actor=None, text="A bench in the shade", language="en")
        change_profile(noa, actor=noa.user, display_name="Nona Levi")
        assert [self.shown(idea), self.shown(second)] == ["Nona, Ramat Yosef", "Nona Levi"]


@pytest.mark.parametrize(
    ("consents", "number"), [(ACCOUNT_ALONE, 0), (YES, 1)], ids=["waits for a guardian", "agreed to"]
)
def test_today_counts_what_can_be_read(
    scope: Any, director: Any, client: Any, sign_in: Any, consents: dict[str, bool], number: int
) -> None:
    child = child_of(scope)
    answered(child, consents)
    write_idea(ChallengeFactory(), author=child, actor=None, text=TEXT, language="en")
    sign_in(client, director)
    assert moderation_queue().count() == number
    assert client.get(f"/c/{scope.slug}/today/").content.decode().count("1 idea to read") == number


OWN_LINES = [
    ("عبد الرحمن خوري", "عبد الرحمن خوري"),
    ("أم محمد", "أم محمد من الحي"),
    ("ד״ר רונית כהן", "ד״ר כהן"),
    ("כהן, דנה", "דנה כ׳"),
]


class TestTheOwnLine:
    """How a person is called beside an idea is the person's to say; a guess stands until they do."""

    @pytest.mark.parametrize(("name", "line"), OWN_LINES)
    def test_it_is_seen_before_the_idea_goes_out_and_stands_beside_it(
        self, scope: Any, client: Any, name: str, line: str
    ) -> None:
        challenge = ChallengeFactory()
        form = {"text": TEXT, "display_name": name, "short_name": line, "email": "noa@example.org", "age": "older"}
        client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", form)
        link = Message.objects.get(recipient="noa@example.org").payload["url"]
        assert f"<bdi>{line}</bdi>" in client.get(link).content.decode()
        client.post(link)
        assert Contribution.objects.get().shown_as == line
        assert Profile.objects.get(user__email="noa@example.org").short_name == line

    def test_it_changes_later_on_the_profile_with_every_idea(self, idea: Contribution, noa: Any) -> None:
        change_profile(noa, actor=noa.user, short_name="Noni")
        idea.refresh_from_db()
        assert idea.shown_as == "Noni, Ramat Yosef"

    def test_the_profiles_form_shows_the_guess_and_keeps_it_a_guess(self, noa: Any) -> None:
        form = ProfileForm(instance=noa)
        assert form["short_name"].value() == "Noa"
        sent = {name: form[name].value() for name in form.fields} | {"display_name": "Nona Levi", "language": "en"}
        changed = ProfileForm(sent, instance=Profile.objects.get(pk=noa.pk))
        assert changed.is_valid(), changed.errors
        assert changed.values["short_name"] == ""

    def test_another_rule_of_naming_asks_for_no_line(self, scope: Any) -> None:
        for policy, asks in (("first", True), ("full", False), ("pseudonym", False)):
            form = IdeaForm(city=scope, challenge=ChallengeFactory(name_policy=policy))
            assert ("short_name" in form.fields) is asks, policy
            assert ("neighbourhood" in form.fields) is asks, policy

    def test_one_name_is_asked_for_and_the_fold_opens_for_what_stands_in_it(self, scope: Any) -> None:
        asked = {"city": scope, "challenge": ChallengeFactory()}
        plain, filled = IdeaForm(**asked), IdeaForm(**asked, initial={"neighbourhood": "Ramat Yosef"})
        assert plain.opens_fold() is False
        assert filled.opens_fold() is True

    def test_a_child_has_none(self, scope: Any, client: Any) -> None:
        assert "short_name" not in ProfileForm(instance=child_of(scope)).fields
        born = {"age": "younger", "birth_month": "3", "birth_year": str(scope.today().year - 12)}
        form = {"text": TEXT, "display_name": "Noa", "short_name": "Noni", "email": "noa@example.org", **born}
        challenge = ChallengeFactory()
        client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", {**form, "guardian_email": "mum@example.org"})
        assert "short_name" not in PendingAct.objects.get().payload

    def test_who_is_known_here_sees_the_name_on_the_form(self, scope: Any, client: Any, sign_in: Any) -> None:
        person = ProfileFactory(user=UserFactory(), display_name="Noa Levi", neighbourhood="Ramat Yosef")
        sign_in(client, person.user)
        page = client.get(f"/c/bat-galim/challenges/{ChallengeFactory().pk}/idea/").content.decode()
        assert "<bdi>Noa, Ramat Yosef</bdi>" in page
        assert f"/c/bat-galim/people/{person.pk}/change/" in page

    def test_a_line_leads_nowhere(self, scope: Any, client: Any) -> None:
        form = {"text": TEXT, "display_name": "Noa", "short_name": "evil.example", "email": "n@example.org"}
        answer = client.post(
            f"/c/bat-galim/challenges/{ChallengeFactory().pk}/idea/", {**form, "age": "older", "seen_similar": "on"}
        )
        assert answer.status_code == 422
