"""The pages of a session lie below what meets there, and say who belongs to it in its own words."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from educities.accounts.models import User
from tests.cities.test_navigation import links
from tests.factories import AcceleratorFactory, CohortFactory, CohortMemberFactory, MembershipFactory, SessionFactory
from tests.forum.support import make_charter, plan_next

pytestmark = pytest.mark.django_db
DOORS, WAYS = '<ul class="doors">', '<ol class="crumbs">'
COHORT = {"en": "cohort", "he": "מחזור", "ar": "فوج"}


def make_session(kind: str) -> Any:
    """A draft of such a group, to come, and the group."""
    if kind == "forum":
        return plan_next(make_charter(), days=3).session
    owner = AcceleratorFactory() if kind == "accelerator" else CohortFactory()
    return SessionFactory(group=owner.group, stage=1 if kind == "cohort" else None, state="draft")


@pytest.mark.parametrize(
    ("kind", "door", "tabs"),
    [("forum", "program", ["forum"]), ("accelerator", "program", ["accelerators"]), ("cohort", "board", [])],
)
def test_the_ways_up_are_those_of_what_meets(
    scope: Any, director: Any, client: Any, sign_in: Any, kind: str, door: str, tabs: list[str]
) -> None:
    session = make_session(kind)
    sign_in(client, director)
    owner = session.group.owner.get_absolute_url()
    above = [reverse(name, args=[scope.slug]) for name in ("labs" if kind == "cohort" else door, *tabs)]
    up = list(dict.fromkeys([*above, owner]))
    for name in ("session", "change_session", "cancel_session"):
        page = reverse(name, args=[scope.slug, session.pk])
        ways = list(links(client, page, WAYS))
        assert ways[: len(up)] == up, name
        assert links(client, page, DOORS)[reverse(door, args=[scope.slug])] == "true", name


@pytest.mark.parametrize("kind", ["forum", "accelerator", "cohort"])
def test_the_page_of_one_that_is_not_there_yet_plans_it(
    scope: Any, director: Any, client: Any, sign_in: Any, kind: str
) -> None:
    group = make_session(kind).group
    sign_in(client, director)
    page = client.get(group.new_session_url).content.decode()
    assert "Plan it" in page
    assert ("Plan a meeting" if kind == "forum" else "Plan a session") in page
    assert "Change the session" not in page
    assert f'href="{group.sessions_url}"' in page.partition('class="row save"')[2]


def test_who_may_not_open_it_keeps_the_way_of_the_own_sessions(scope: Any, client: Any, sign_in: Any) -> None:
    member = CohortMemberFactory(profile__user=MembershipFactory(city=scope).user, state="active")
    session = SessionFactory(cohort=member.cohort)
    mine = reverse("mine", args=[scope.slug])
    sign_in(client, member.profile.user)
    assert links(client, session.get_absolute_url(), DOORS)[mine] == "true"


@pytest.mark.parametrize("lang", ["en", "he", "ar"])
@pytest.mark.parametrize("kind", ["forum", "cohort"])
def test_sentences_say_who_belongs_to_it(
    scope: Any, director: Any, client: Any, sign_in: Any, kind: str, lang: str
) -> None:
    session = make_session(kind)
    User.objects.update(language=lang)
    sign_in(client, director)
    pages = ["session", "change_session", "roll", "schedule_session", "session", "change_session"]
    read = ""
    for name in pages:
        address = reverse(name, args=[scope.slug, session.pk])
        page = client.post(address, follow=True) if name == "schedule_session" else client.get(address)
        read += page.content.decode().partition("<main")[2]
    with translation.override(lang):
        assert session.group.members.casefold() in read.casefold()
    if kind == "forum":
        assert COHORT[lang] not in strip_tags(read)
