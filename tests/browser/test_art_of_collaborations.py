"""A growth area becomes a collaboration, and what people see in each other is theirs: at a desk and on phones."""

from typing import Any

import pytest
from django.test import Client

from collaborations.models import Collaboration, Endorsement
from educities.accounts.models import User
from educities.activity.models import Message
from growth.models import Engine
from stakeholders.models import Profile
from tests.browser.looks import chromium
from tests.browser.test_family import everybody, link_of
from tests.browser.thread.people import DESK, PHONE, Person, he_in
from tests.collaborations.support import make_person
from tests.collaborations.test_endorsements import hold
from tests.factories import AreaFactory, CohortFactory, EngineFactory
from tests.growth.support import make_capable
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = "אתם אופים, והילדים שלנו רוצים ללמוד"
TOGETHER = "לחם ביום שישי בבית הספר"
SEEN = "את יודעת להקשיב"


def at_browser(browser: Any, live_server: Any, user: Any, *, width: int = PHONE, language: str = "he") -> Person:
    """Somebody who is signed in."""
    kept = sign_in(Client(), user).cookies["session"].value
    cookies = ({"name": "session", "value": kept, "url": live_server.url},)
    return Person(browser, live_server.url, str(user), width=width, language=language, cookies=cookies)


def test_a_growth_area_becomes_a_collaboration_of_those_who_can(live_server: Any, scope: Any, director: Any) -> None:
    engine = EngineFactory(area__label={"en": "Baking", "he": "אפייה", "ar": "الخبز"})
    noa, omar = (make_capable(engine, scope, display_name=name) for name in ("נועה", "عمر"))
    Profile.objects.filter(user=director).update(display_name="רות")
    User.objects.filter(pk=omar.user.pk).update(language="ar")
    with chromium() as browser:
        office = at_browser(browser, live_server, director, width=DESK)
        first, second = (
            at_browser(browser, live_server, noa.user),
            at_browser(browser, live_server, omar.user, language="ar"),
        )
        with everybody(office, first, second):
            invites_those_who_can(office, engine)
            assert invited_addresses() == {noa.user.email, omar.user.email}
            for one, person in ((first, noa), (second, omar)):
                one.goes(link_of(scope, person.user.email, "/growth/invitations/"))
                one.presses(one.word("I would like to take part"))
            brings_together(office, engine, noa, omar)
            for one, person in ((first, noa), (second, omar)):
                one.goes(link_of(scope, person.user.email, "/collaborations/"))
                agrees(one)
            office.goes(engine.get_absolute_url())
            office.sees(TOGETHER, he_in("collaboration", "agreed"))
    row = Collaboration.objects.get()
    assert (row.state, {side.profile for side in row.parties.all()}) == ("agreed", {noa, omar})


def invites_those_who_can(office: Person, engine: Engine) -> None:
    """From the table to the line, all who can in one act."""
    office.goes(f"/c/{engine.city.slug}/growth/")
    office.sees("אפייה")
    office.presses("אפייה")
    office.presses(office.word("Invite"))
    office.sends(sentence_he=ASKED)


def invited_addresses() -> set[str]:
    return {*Message.objects.filter(kind="growth.invited").values_list("recipient", flat=True)}


def brings_together(office: Person, engine: Engine, *people: Profile) -> None:
    """The answers have come back to the line; those who said yes are asked to do one thing."""
    office.goes(engine.get_absolute_url())
    office.sees(*(one.display_name for one in people))
    office.presses(office.word("Bring them together"))
    office.fills(circle="city")
    office.sends(title_he=TOGETHER)


def agrees(one: Person) -> None:
    one.presses(one.word("Yes, take part"))
    one.page.locator("main form .save button, main form button.primary").first.click()
    one.page.wait_for_load_state()
    one.looks()


def test_what_one_saw_in_another_is_proposed_to_that_one_alone(live_server: Any, scope: Any) -> None:
    AreaFactory(parent=AreaFactory(), label={"en": "Listening", "he": "הקשבה", "ar": "الإصغاء"})
    noa, dana, other = (make_person(scope, display_name=name) for name in ("נועה", "דנה", "עמית"))
    session = hold(CohortFactory(), noa, dana, other)
    with chromium() as browser:
        giver, receiver, third = (at_browser(browser, live_server, one.user) for one in (noa, dana, other))
        with everybody(giver, receiver, third):
            giver.goes(f"/c/{scope.slug}/sessions/{session.pk}/endorse/")
            giver.fills(receiver=dana.pk)
            giver.sends(area="הקשבה", words_he=SEEN)
            third.goes(f"/c/{scope.slug}/endorsements/")
            third.misses(SEEN)
            receiver.goes(f"/c/{scope.slug}/endorsements/")
            receiver.sees(SEEN, "נועה")
            receiver.presses(receiver.word("Keep"))
            receiver.sends(visibility="city")
    assert Endorsement.objects.get().state == "kept"
