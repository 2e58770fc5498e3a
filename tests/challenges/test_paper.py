"""The paper evening: forms typed off one after the other, each under its author's name and with who entered it."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from challenges.actions.paper import PaperPerson, enter_idea
from challenges.models import Contribution, PaperScan
from educities.activity.models import Notice
from stakeholders.actions.entries import refuse_entry
from stakeholders.models import Profile
from stakeholders.queries.managed import find_entries
from tests.factories import ChallengeFactory, ChildFactory, LabFactory, MembershipFactory, ProfileFactory
from tests.support import refused

pytestmark = pytest.mark.django_db
FORM = {
    "text": "مقاعد في ظل الأشجار",
    "display_name": "ليلى خوري",
    "channel": "paper",
    "language": "ar",
    "adults": "on",
}


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (400, 600), "white").save(data, "PNG")
    return SimpleUploadedFile("form.png", data.getvalue(), content_type="image/png")


def address(challenge: Any) -> str:
    return reverse("enter_paper", args=[challenge.city.slug, challenge.pk])


def test_twenty_forms_are_typed_off_one_after_the_other(
    scope: Any, facilitator: Any, client: Any, sign_in: Any
) -> None:
    challenge, url = ChallengeFactory(), ""
    sign_in(client, facilitator)
    for number in range(3):
        typed = {**FORM, "display_name": f"ليلى {number}", "text": f"مقاعد في ظل الأشجار {number}"}
        answer = client.post(url or address(challenge), typed)
        assert answer.status_code == 302
        url = answer["Location"]
    page = client.get(url)
    assert page.context["number"] == 3
    carried = page.context["form"].initial
    assert (carried["channel"], carried["language"], carried["adults"]) == ("paper", "ar", "on")
    assert "text" not in carried
    ideas = Contribution.objects.all()
    assert {(idea.entered_by, idea.channel, idea.state) for idea in ideas} == {(facilitator, "paper", "visible")}
    assert {idea.author.managed_by.user for idea in ideas} == {facilitator}
    listed = client.get(reverse("challenge_ideas", args=[scope.slug, challenge.pk])).content.decode()
    assert "entered by Samir for ليلى 0" in listed


def test_the_same_form_twice_is_said_and_not_counted(scope: Any, facilitator: Any, client: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory()
    url = sign_in(client, facilitator).post(address(challenge), FORM)["Location"]
    person = Profile.objects.get(display_name=FORM["display_name"])
    again = client.post(url, {**FORM, "same_as": str(person.pk)}, follow=True)
    assert "is here already. Nothing was added." in again.content.decode()
    assert (again.context["number"], Contribution.objects.count()) == (1, 1)
    other = client.post(url, {**FORM, "same_as": "new"}, follow=True)
    assert (other.context["number"], Contribution.objects.count()) == (2, 2)


def test_the_paper_lies_beside_the_idea_for_those_who_check_it_alone(
    scope: Any, facilitator: Any, resident: Any, client: Any, sign_in: Any
) -> None:
    challenge = ChallengeFactory()
    sign_in(client, facilitator)
    client.post(address(challenge), {**FORM, "scan": picture()})
    scan = PaperScan.objects.get()
    url = reverse("paper_scan", args=[scope.slug, scan.pk])
    answer = client.get(url)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "private, no-store")
    assert f'href="{url}"' in client.get(reverse("challenge_ideas", args=[scope.slug, challenge.pk])).content.decode()
    sign_in(client, resident)
    assert client.get(url).status_code == 403
    person = Profile.objects.get(display_name=FORM["display_name"])
    (entry,) = find_entries(person)
    refuse_entry(person, entry.act.key, actor=resident)
    assert Contribution.objects.get().state == "withdrawn"
    assert not PaperScan.objects.exists()


def test_who_is_here_already_is_asked_about_and_told(
    scope: Any, director: Any, resident: Any, client: Any, sign_in: Any
) -> None:
    challenge, noa = ChallengeFactory(), Profile.objects.get(user=resident)
    sign_in(client, director)
    typed = {**FORM, "display_name": "noa"}
    page = client.post(address(challenge), typed)
    assert (page.status_code, "Is it the same person?" in page.content.decode()) == (422, True)
    client.post(address(challenge), {**typed, "same_as": str(noa.pk)})
    assert Contribution.objects.get().author == noa
    assert Notice.objects.filter(user=resident, verb="challenges.idea_entered").exists()
    client.post(address(challenge), {**typed, "same_as": "new", "text": "شيء آخر تمامًا"})
    assert Profile.objects.filter(display_name__iexact="noa").count() == 2


def test_refused_are_children_the_web_and_other_labs(scope: Any, facilitator: Any, client: Any, sign_in: Any) -> None:
    challenge = ChallengeFactory(lab=LabFactory())
    about = {"actor": facilitator, "text": "Benches in the shade", "language": "en", "person": PaperPerson("Leila")}
    child = lambda: enter_idea(challenge, channel="paper", author=ChildFactory(), **about)  # noqa: E731
    assert refused(child) == "challenges.entered_minor"
    assert refused(lambda: enter_idea(challenge, channel="web", **about)) == "challenges.entered_how"
    other = MembershipFactory(city=scope, role="facilitator", scope_type="lab", scope_id=LabFactory().pk).user
    ProfileFactory(user=other)
    assert sign_in(client, other).post(address(challenge), FORM).status_code == 403
    challenge.phases.all().delete()
    type(challenge).objects.filter(pk=challenge.pk).update(state="reviewing")
    sign_in(client, facilitator)
    assert "Ideas are not gathered" in client.get(address(challenge)).content.decode()


def test_without_the_tick_that_all_are_adults_nothing_is_entered(
    scope: Any, facilitator: Any, client: Any, sign_in: Any
) -> None:
    sign_in(client, facilitator)
    typed = {name: value for name, value in FORM.items() if name != "adults"}
    assert client.post(address(ChallengeFactory()), typed).status_code == 422
    assert not Contribution.objects.exists()
