"""Every link leads somewhere: the practice city walked by each kind of person, from their own pages and notices on."""

import re
from collections import Counter, deque
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from educities.accounts.models import User
from educities.activity.models import Notice
from educities.tenancy.scope import city_scope
from labs.actions.cohorts import cancel_cohort
from labs.models import Cohort, CohortMember
from tests.factories import LabFactory, MembershipFactory, ProfileFactory, SessionFactory, UserFactory
from tests.support import sign_in

# Of pages that are alike, as many are opened; each link to a page of the labs is.
ALIKE, ALIKE_IN_LABS = 3, 6
LINK = re.compile(r'<a\s[^>]*?href="(/[^"#]*)')
OF_FORM = re.compile(r'<(?:button|input|select|textarea)\s[^>]*?\bform="([^"]+)"')
START = ("start/", "mine/", "me/", "inbox/", "my-sessions/", "challenges/", "")


def links(page: str) -> list[str]:
    return [unescape(found) for found in LINK.findall(page) if not found.startswith(("/static/", "/media/"))]


def lost_forms(page: str) -> list[str]:
    """The forms that boxes and buttons of the page name as theirs, and that are not on it exactly once."""
    return [name for name in sorted(set(OF_FORM.findall(page))) if page.count(f'id="{name}"') != 1]


def kind_of(address: str) -> str:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return "nowhere"


def walk(client: Client, start: list[str]) -> tuple[dict[str, int], list[str]]:
    """(how each page that was opened answered, each link that leads nowhere with the page on which it stands)."""
    waiting, seen, opened, wrong = deque((one, "") for one in start), set(start), Counter(), []
    answered: dict[str, int] = {}
    while waiting:
        address, origin = waiting.popleft()
        kind = kind_of(address)
        most = ALIKE_IN_LABS if "cohorts/" in origin or "sessions/" in address else ALIKE
        if opened[kind] >= most:
            continue
        opened[kind] += 1
        answer = client.get(address, follow=True)
        answered[address] = answer.status_code
        if answer.status_code >= 400 and origin:
            wrong.append(f"{answer.status_code} {address} on {origin}")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            where, page = answer.request["PATH_INFO"], answer.content.decode()
            # What stands outside a form and is sent with it, the buttons of the language too, names one that is there.
            wrong += [f"no form {name} for what is sent with it on {kind} {where}" for name in lost_forms(page)]
            for link in links(page):
                if link not in seen:
                    seen.add(link)
                    waiting.append((link, where))
    return answered, wrong


@pytest.fixture
def practice(practice_city: Any) -> Any:
    with city_scope(practice_city.pk):
        yield practice_city


def people_of(city: Any) -> dict[str, User]:
    """Somebody of each kind, those whose cohort ended among them."""
    people = {
        who: User.objects.get(email=f"{who}@practice.example") for who in ("ruth", "samir", "stella", "noa", "lior")
    }
    people["reader of the city's progress"] = User.objects.get(email="yasmin@practice.example")
    people["member and representative"] = User.objects.get(email="partner1@practice.example")
    people["facilitator of another lab"] = UserFactory()
    other = {"role": "facilitator", "scope_type": "lab", "scope_id": LabFactory().pk}
    MembershipFactory(user=people["facilitator of another lab"], city=city, **other)
    ProfileFactory(user=people["facilitator of another lab"])
    people["co-facilitator"] = User.objects.get(email="partner3@practice.example")
    CohortMember.objects.filter(profile__user=people["co-facilitator"]).update(role="co_facilitator")
    last = Cohort.objects.filter(stage=4).get()
    seat = CohortMember.objects.filter(cohort=last, profile__user__email="partner2@practice.example").get()
    for cohort in Cohort.objects.exclude(pk=last.pk):
        SessionFactory(cohort=cohort, state="draft")
        SessionFactory(cohort=cohort, state="held")
    cancel_cohort(last, actor=people["ruth"], reason="The road ends here")
    people["member of a cancelled cohort"] = seat.profile.user
    people["resident without anything"] = MembershipFactory(user=UserFactory(), city=city, role="resident").user
    return people


def test_no_link_leads_where_its_reader_may_not_go(practice: Any) -> None:
    wrong = {}
    for who, user in people_of(practice).items():
        client = sign_in(Client(), user)
        noticed = list(
            Notice.objects.filter(user=user).exclude(url="").order_by().values_list("url", flat=True).distinct()
        )
        start = [*dict.fromkeys(noticed), *(f"/c/{practice.slug}/{page}" for page in START)]
        answered, found = walk(client, start)
        assert len(answered) > 10, who
        answered |= {url: client.get(url, follow=True).status_code for url in noticed if url not in answered}
        found += [f"{answered[url]} {url} in a notice" for url in noticed if answered[url] != 200]
        if found:
            wrong[who] = found
    assert wrong == {}, "\n".join(f"{who}: {line}" for who, lines in wrong.items() for line in lines)
