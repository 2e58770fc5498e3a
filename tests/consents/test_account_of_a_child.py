"""What an account means for a child: it waits with its first act, and a no takes everything, until a yes begins anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from challenges.actions import join_challenge, support_idea, write_idea
from challenges.models import Challenge, Contribution, Participation, PendingAct, Support
from cities.models import Membership
from consents.actions import change_consents, guardian_status_message, refuse_guardian, release_from_guardian
from consents.models import Consent, GuardianLink
from consents.tasks import run_minors_maintenance
from educities.activity.models import Message, Notice
from educities.activity.texts.mails import render_mail
from educities.kit.errors import DomainError
from labs.models import CohortMember
from stakeholders.actions import change_profile, claim_area
from stakeholders.models import Profile, StrengthClaim
from tests.challenges.people import idea_of, published
from tests.consents.people import NO, YES, answered, asked, child_of
from tests.factories import (
    AreaFactory,
    ChallengeFactory,
    CohortMemberFactory,
    MembershipFactory,
    ProfileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "A swing for the little ones"


@pytest.fixture
def challenge(scope: Any) -> Challenge:
    return ChallengeFactory(places=1)


@pytest.fixture
def child(scope: Any) -> Any:
    return child_of(scope, display_name="Lior", neighbourhood="Ramat Yosef")


def code_of(act: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def acts_of(child: Any) -> list[Any]:
    """Each thing a child could do further."""
    other, idea = ChallengeFactory(), published(ProfileFactory(user=UserFactory()))
    return [
        lambda: write_idea(other, author=child, actor=child.user, text="Another thought of mine", language="en"),
        lambda: join_challenge(other, profile=child, actor=child.user),
        lambda: support_idea(idea, profile=child, actor=child.user),
        lambda: change_profile(child, actor=child.user, pronoun="he"),
        lambda: claim_area(child, actor=child.user, area=AreaFactory(), kind="strength"),
    ]


def test_a_child_begins_one_thing_and_waits_with_it(child: Any, challenge: Challenge) -> None:
    asked(child)
    mine = join_challenge(challenge, profile=child, actor=child.user)
    assert mine.state == "awaiting_consent"
    assert [code_of(act) for act in acts_of(child)] == ["consents.account_waits"] * 5
    assert join_challenge(challenge, profile=child, actor=child.user) == mine
    with pytest.raises(DomainError) as refused:
        acts_of(child)[0]()
    assert "mother@example.org" in str(refused.value)
    answered(child, YES)
    for act in acts_of(child):
        act()


def everything(child: Any, challenge: Challenge) -> dict[str, Any]:
    """One of each thing that a child may have, with every yes."""
    link = answered(child, YES)
    things = {
        "link": link,
        "idea": published(child, challenge, text=SECRET),
        "pending": idea_of(child, challenge, text=SECRET + " again"),
        "place": join_challenge(challenge, profile=child, actor=child.user, bring="I can draw"),
        "next": join_challenge(challenge, profile=ProfileFactory(), actor=None),
        "supported": published(ProfileFactory(user=UserFactory()), challenge, text="Shade over the benches"),
        "seat": CohortMemberFactory(profile=child),
    }
    support_idea(things["supported"], profile=child, actor=child.user)
    child.story, child.phone, child.legal_name = {"en": "I am Lior"}, "050", "Lior Levi"
    child.visibilities = {"story": "city"}
    child.save()
    claim_area(child, actor=child.user, area=AreaFactory(), kind="strength")
    PendingAct.objects.create(
        challenge=challenge,
        kind="idea",
        email=child.user.email,
        language="en",
        token_hash="x",
        payload={"text": SECRET},
        expires_at=timezone.now(),
    )
    return things


def taken_back_by(who: str, child: Any, link: GuardianLink, client: Any, sign_in: Any) -> Any:
    if who == "guardian":
        return change_consents(link, guardian=link.guardian, consents=NO)
    if who == "another":
        return refuse_guardian(asked(child, "father@example.org")[1])
    sign_in(client, child.user)
    consent = Consent.objects.get(subject=child, purpose="account", state="given")
    return client.post(f"/c/bat-galim/consents/{consent.pk}/back/")


@pytest.mark.parametrize("who", ["guardian", "another", "child"])
def test_with_the_account_goes_everything(
    child: Any, challenge: Challenge, client: Any, sign_in: Any, who: str
) -> None:
    had = everything(child, challenge)
    taken_back_by(who, child, had["link"], client, sign_in)
    own = Contribution.objects.filter(author=child)
    assert set(own.values_list("state", "text", "shown_as")) == {("withdrawn", "", "")}
    assert list(Participation.objects.filter(profile=child).values_list("state", "bring")) == [("cancelled", "")]
    assert (Support.objects.count(), StrengthClaim.objects.count(), PendingAct.objects.count()) == (0, 0, 0)
    for name in ("next", "supported"):
        had[name].refresh_from_db()
    assert (had["next"].state, had["supported"].supports_count) == ("confirmed", 0)
    assert CohortMember.objects.get(pk=had["seat"].pk).state == "withdrawn"
    left = Profile.objects.get(pk=child.pk)
    lines = (left.display_name, left.legal_name, left.phone, left.neighbourhood, left.pronoun, left.story)
    assert (*lines, left.visibilities) == ("A child", "", "", "", "", {}, {})
    assert not Membership.objects.current().filter(user=child.user).exists()
    child.user.refresh_from_db()
    assert (child.user.is_active, child.user.waits_for_guardian) == (False, True)
    assert not Consent.objects.filter(subject=child, state__in=["given", "requested"]).exists()


def test_the_child_is_told_once_and_nothing_of_it_stands_in_the_mail(child: Any, challenge: Challenge) -> None:
    link = everything(child, challenge)["link"]
    Message.objects.all().delete()
    change_consents(link, guardian=link.guardian, consents=NO)
    assert [one.verb for one in Notice.objects.filter(user=child.user)] == ["consents.child_closed"]
    letter = render_mail(Message.objects.get(user=child.user, kind="consents.child_closed"))
    assert "Lior" not in letter.subject
    assert "Your account is closed." in letter.text


def test_the_one_who_ends_it_reads_that_it_is_erased(child: Any, client: Any, sign_in: Any) -> None:
    answered(child, YES)
    sign_in(client, child.user)
    consent = Consent.objects.get(purpose="account")
    asks = client.get(f"/c/bat-galim/consents/{consent.pk}/back/").content.decode()
    assert "We delete your name and everything you wrote here" in asks
    assert "a parent or guardian can open the account again, empty." in asks
    assert "You cannot undo this" not in asks
    page = client.post(f"/c/bat-galim/consents/{consent.pk}/back/").content.decode()
    assert "closed your account" in page
    assert client.get("/c/bat-galim/mine/").url.startswith("/accounts/login/")


def test_who_ended_it_is_not_told_that_an_adult_said_no(child: Any, client: Any, sign_in: Any) -> None:
    taken_back_by("child", child, answered(child, YES), client, sign_in)
    assert guardian_status_message(child).startswith("You closed your account here.")


def test_who_has_another_part_keeps_the_account(child: Any, other_city: Any) -> None:
    MembershipFactory(user=child.user, city=other_city, role="resident")
    link = answered(child, YES)
    change_consents(link, guardian=link.guardian, consents=NO)
    child.user.refresh_from_db()
    assert (child.user.is_active, child.user.waits_for_guardian) == (True, False)
    assert list(Membership.objects.current().filter(user=child.user).values_list("city", flat=True)) == [other_city.pk]
    assert [code_of(act) for act in acts_of(child)] == ["consents.account_waits"] * 5


@pytest.mark.parametrize("who", ["guardian", "child"])
def test_a_later_yes_opens_it_again_and_empty(
    child: Any, challenge: Challenge, client: Any, sign_in: Any, who: str
) -> None:
    link = everything(child, challenge)["link"]
    taken_back_by(who, child, link, client, sign_in)
    sign_in(client, link.guardian.user)
    ward = f"/c/bat-galim/wards/{link.pk}/"
    assert "checked" not in client.get(ward).content.decode()
    client.post(ward, {f"consent_{purpose}": "on" for purpose in YES})
    child.user.refresh_from_db()
    assert (child.user.is_active, child.user.waits_for_guardian) == (True, False)
    assert Membership.objects.current().filter(user=child.user, role="resident").exists()
    assert set(Contribution.objects.filter(author=child).values_list("state", flat=True)) == {"withdrawn"}
    left = Profile.objects.get(pk=child.pk)
    assert left.display_name == "A child"
    assert idea_of(left, challenge).state == "pending"


def test_a_guardians_yes_opens_no_account_that_was_closed_for_another_reason(child: Any) -> None:
    link = answered(child, YES)
    change_consents(link, guardian=link.guardian, consents=NO)
    child.user.refresh_from_db()
    child.user.waits_for_guardian = False
    child.user.save()
    change_consents(link, guardian=link.guardian, consents=YES)
    child.user.refresh_from_db()
    assert not child.user.is_active


def test_who_nobody_answered_for_begins_anew_and_who_was_refused_does_not(client: Any, challenge: Challenge) -> None:
    form = {
        "text": SECRET,
        "display_name": "Lior",
        "neighbourhood": "Ramat Yosef",
        "email": "lior@example.org",
        "age": "younger",
        "birth_month": 3,
        "birth_year": timezone.now().year - 11,
        "guardian_email": "mother@example.org",
    }

    def send() -> str:
        client.logout()
        Message.objects.all().delete()
        client.post(f"/c/bat-galim/challenges/{challenge.pk}/idea/", form)
        return client.post(
            Message.objects.get(recipient="lior@example.org").payload["url"], follow=True
        ).content.decode()

    send()
    GuardianLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    run_minors_maintenance()
    assert Profile.objects.get(user__email="lior@example.org").display_name == "A child"
    send()
    assert Profile.objects.get(user__email="lior@example.org").display_name == "Lior"
    assert Contribution.objects.filter(state="pending", text=SECRET).count() == 1
    link = Message.objects.get(recipient="mother@example.org").payload["url"]
    client.logout()
    client.post(link, {"refuse": "1"})
    assert "An adult said no" in send()
    assert not Contribution.objects.exclude(text="").exists()


def test_a_closed_account_opens_with_the_age_and_is_not_written_to(child: Any) -> None:
    refuse_guardian(asked(child)[1])
    child = Profile.objects.select_related("user", "city").get(pk=child.pk)
    Notice.objects.all().delete()
    assert release_from_guardian(child, today=timezone.now().date().replace(year=timezone.now().year + 8, day=2))
    child.user.refresh_from_db()
    assert child.user.is_active
    assert not Notice.objects.filter(verb="consents.came_of_age").exists()
