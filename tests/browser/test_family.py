"""A child and a guardian on phones in Arabic, and a paper evening at a desk in Hebrew."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from challenges.models import Contribution
from consents.models import GuardianLink
from consents.values import ASKED_OF_GUARDIANS
from educities.activity.actions.records import record
from educities.activity.models import Message
from educities.activity.values import VERBS
from educities.tenancy.scope import city_scope
from tests.browser.looks import chromium
from tests.browser.thread.people import DESK, Person
from tests.factories import ChallengeFactory, LabFactory
from tests.support import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAUNCHED = VERBS["labs.lab_launched"]
IDEA, FORMS = "ملعب كرة قدم مفتوح حتى تحت المطر.", 20
CHILD, MOTHER = "lior-thread@example.org", "noa-thread@example.org"


@pytest.fixture
def challenge(scope: Any) -> Any:
    return ChallengeFactory()


@contextmanager
def everybody(*people: Person) -> Iterator[None]:
    """At the end no page that anybody came to was unfit to be seen."""
    yield
    assert [one for person in people for one in person.wrong] == []


def link_of(city: Any, to: str, part: str) -> str:
    """The address with `part` in the one mail to that person that has it."""
    with city_scope(city.pk):
        mails = [one.payload for one in Message.objects.filter(recipient=to)]
    found = [mail["url"] for mail in mails if part in mail.get("url", "")]
    assert len(found) == 1, (to, part, mails)
    return found[0]


def staff_at_a_desk(browser: Any, live_server: Any, user: Any) -> Person:
    kept = sign_in(Client(), user).cookies["session"].value
    cookies = ({"name": "session", "value": kept, "url": live_server.url},)
    return Person(browser, live_server.url, "staff", width=DESK, cookies=cookies)


def test_a_child_takes_part_by_a_guardians_yes_and_both_see_what_the_city_knows(
    live_server: Any, scope: Any, challenge: Any, director: Any, tmp_path: Path
) -> None:
    with chromium() as browser:
        child = Person(browser, live_server.url, "ليئور", CHILD, language="ar")
        mother = Person(browser, live_server.url, "نوعا", MOTHER, language="ar")
        visitor = Person(browser, live_server.url, "visitor", language="ar")
        office = staff_at_a_desk(browser, live_server, director)
        with everybody(child, mother, visitor, office):
            writes(child, challenge)
            sends(child, link_of(scope, CHILD, "/confirm/"))
            answers(mother, link_of(scope, MOTHER, "/guardian/"))
            reads_what_it_may(child, scope)
            publishes(office, scope)
            finds_no_name(visitor, challenge)
            changes_mind(mother, scope)
            visitor.goes(challenge.get_absolute_url())
            visitor.misses(IDEA)
            sees_what_the_city_knows(child, f"/c/{scope.slug}/mine/data/", tmp_path)
            ward = GuardianLink.objects.get()
            sees_what_the_city_knows(mother, f"/c/{scope.slug}/wards/{ward.pk}/data/", tmp_path)


def writes(child: Person, challenge: Any) -> None:
    """The month and the year of birth, nothing finer, and the address of an adult."""
    child.goes(f"{challenge.get_absolute_url()}idea/")
    child.fills(text=IDEA)
    child.presses(child.word("Continue"), exact=True)
    child.fills(display_name=child.name, email=CHILD, age="younger")
    child.fills(birth_month=3, birth_year=date.today().year - 13, guardian_email=MOTHER)
    with child.page.expect_navigation(url="**/check-mail/"):
        child.page.locator("main form button.primary").last.click()


def sends(child: Person, address: str) -> None:
    child.goes(address)
    child.presses(child.word("Send my idea"))
    child.sees(IDEA, child.word("Ask a parent or guardian"))


def answers(mother: Person, address: str) -> None:
    """Purpose by purpose: yes to everything but photographs."""
    mother.goes(address)
    mother.sees("ليئور", IDEA)
    yes = {f"consent_{purpose}": purpose != "photo" for purpose in ASKED_OF_GUARDIANS}
    mother.fills(display_name=mother.name, is_adult=True, **yes)
    mother.presses(mother.word("Send my answer"))


def reads_what_it_may(child: Person, city: Any) -> None:
    """What was answered, in words for a child, who agrees as well and knows that a person reads the idea first."""
    child.goes(f"/c/{city.slug}/mine/")
    child.presses(child.word("I agree"))
    child.goes(f"/c/{city.slug}/mine/")
    child.sees("يقرؤها أولًا شخص اختارته المدينة", "بانتظار من يقرؤها")


def publishes(office: Person, city: Any) -> None:
    office.goes(f"/c/{city.slug}/manage/ideas/")
    office.presses(office.word("Publish"))


def finds_no_name(visitor: Person, challenge: Any) -> None:
    visitor.goes(challenge.get_absolute_url())
    visitor.sees(IDEA)
    visitor.misses("ليئور", CHILD, MOTHER)


def changes_mind(mother: Person, city: Any) -> None:
    """From the guardian's own page; what rested on the yes is not public any more."""
    mother.goes(f"/c/{city.slug}/mine/")
    mother.presses(mother.word("View or change my answer"))
    mother.sends(consent_publication=False)


def sees_what_the_city_knows(person: Person, address: str, folder: Path) -> None:
    """A page to read, and in two taps a file with all of it."""
    person.goes(address)
    person.presses(person.word("Download all of it"))
    person.fills(format="json")
    with person.page.expect_download() as given:
        person.page.locator("main form button.primary").click()
    given.value.save_as(folder / "kept.json")
    assert IDEA in json.dumps(json.loads((folder / "kept.json").read_text()), ensure_ascii=False)


def test_twenty_forms_are_typed_off_in_one_sitting(live_server: Any, scope: Any, challenge: Any, director: Any) -> None:
    with chromium() as browser:
        office = staff_at_a_desk(browser, live_server, director)
        with everybody(office):
            office.goes(f"/c/{scope.slug}/manage/challenges/{challenge.pk}/paper/")
            for number in range(FORMS):
                # The cursor waits where the idea goes, and Enter behind the name is all that a form takes.
                office.page.locator("textarea:focus").press_sequentially(f"ספסל בצל, {number}")
                once = {} if number else {"adults": True}
                office.fills(**once, display_name=f"תושבת {number}")
                with office.page.expect_navigation():
                    office.page.keyboard.press("Enter")
            office.looks()
            office.sees("הוזנו 20 טפסים")
    ideas = Contribution.objects.select_related("author")
    assert {one.author.display_name for one in ideas} == {f"תושבת {number}" for number in range(FORMS)}
    assert {one.entered_by_id for one in ideas} == {director.pk}


def test_in_two_taps_all_emails_become_one_a_week_and_two_taps_bring_them_back(
    live_server: Any, scope: Any, resident: Any
) -> None:
    with chromium() as browser:
        reader = signed_in_on_a_phone(browser, live_server, resident)
        with everybody(reader):
            reader.goes(f"/c/{scope.slug}/mine/")
            opens_from_menu(reader, "Emails I get")
            reader.presses(reader.word("Send one email a week instead"))
            reader.sees(reader.word("One email a week, with all of it"))
            tell_of_a_lab(resident)
            assert not Message.objects.exists()
            reader.goes(f"/c/{scope.slug}/mine/")
            opens_from_menu(reader, "Emails I get")
            reader.presses(reader.word("Send each email as it happens"))
            reader.sees(reader.word("One by one, as things happen"))
    with city_scope(scope.pk):
        tell_of_a_lab(resident)
        assert Message.objects.filter(user=resident, kind=LAUNCHED.code).count() == 1


def signed_in_on_a_phone(browser: Any, live_server: Any, user: Any) -> Person:
    kept = sign_in(Client(), user).cookies["session"].value
    cookies = ({"name": "session", "value": kept, "url": live_server.url},)
    return Person(browser, live_server.url, "reader", language="ar", cookies=cookies)


def opens_from_menu(reader: Person, text: str) -> None:
    """One tap on the person's menu, one on the line in it."""
    reader.page.locator("header summary:visible").last.click()
    reader.presses(reader.word(text), within="header")


def tell_of_a_lab(reader: Any) -> None:
    lab = LabFactory()
    record(LAUNCHED, lab, actor=None, notify=[reader], title=lab.name)
