"""Residents on their phones: an idea without an account, a child, and the grown-up who answers for it."""

from datetime import date

from tests.browser.thread.members import signs_in_by_link
from tests.browser.thread.people import Person, Postman, he

QUESTION = "מה חסר לכם אחר הצהריים?"


def frames_a_challenge(staff: Person, slug: str) -> int:
    """The lab's question is open to residents. Returns the challenge's number."""
    staff.goes(f"/c/{slug}/manage/challenges/")
    staff.presses(he("Write a challenge"))
    staff.sends(question_he=QUESTION, intro_he="ספרו לנו בשני משפטים. נענה על כל רעיון.", lab="מעבדת השכונה")
    staff.presses(he("Open to residents"))
    return staff.number()


def writes_an_idea(person: Person, slug: str, text: str, **younger: object) -> None:
    """From the city's front page, with nothing but a name and an address."""
    person.goes(f"/c/{slug}/")
    person.presses(QUESTION)
    person.presses(he("I have an idea"))
    person.fills(text=text)
    person.presses(he("Continue"), exact=True)
    person.sees(he("Almost done: where shall we send the link to confirm?"))
    person.fills(display_name=person.name, email=person.email)
    person.fills(age="younger" if younger else "older")
    if younger:
        person.fills(**younger)
    person.presses(he("Send the idea"))
    person.sees(he("Check your email"))


def confirms_by_one_tap(person: Person, post: Postman, *, is_child: bool = False) -> None:
    """A child's idea is not published by the child's tap, and its button does not say so."""
    person.goes(post.link(person.email, "/confirm/"))
    person.presses(he("Send my idea") if is_child else he("Publish my idea"))


def takes_part_leaves_and_comes_back(person: Person, post: Postman, slug: str, challenge: int) -> None:
    person.goes(f"/c/{slug}/challenges/{challenge}/")
    person.presses(he("I want to take part"))
    person.sends(bring="אני אופה")
    person.sees(he("You are taking part. See you there."))
    for _asked_once in range(2):
        person.presses(he("Leave"), exact=True)
    person.sees(he("You have left. You can come back as long as there are places."))
    person.goes("/accounts/me/")
    person.presses(he("Sign out"))
    person.goes(f"/c/{slug}/challenges/{challenge}/")
    person.presses(he("Sign in"), within="header")
    signs_in_by_link(person, post)
    person.presses(he("I want to take part"))
    person.sends(bring="אני אופה")
    person.sees(he("You are taking part. See you there."))


def child_writes(child: Person, slug: str, text: str, guardian: Person) -> None:
    writes_an_idea(child, slug, text, birth_month=3, birth_year=date.today().year - 11, guardian_email=guardian.email)


def guardian_agrees(guardian: Person, post: Postman, child: Person) -> None:
    """Purpose by purpose: yes to everything but photographs."""
    guardian.goes(post.link(guardian.email, "/guardian/"))
    guardian.sees(child.name)
    purposes = {"consent_account": True, "consent_lab": True, "consent_publication": True, "consent_photo": False}
    guardian.fills(display_name=guardian.name, is_adult=True, **purposes)
    guardian.presses(he("Send my answer"))


def finds_it_published(
    reader: Person, slug: str, challenge: int, text: str, *, named: str = "", hidden: str = ""
) -> None:
    reader.goes(f"/c/{slug}/challenges/{challenge}/")
    reader.sees(text, *([named] if named else []))
    if hidden:
        reader.misses(hidden)


def finds_it_unpublished(reader: Person, slug: str, challenge: int, text: str) -> None:
    reader.goes(f"/c/{slug}/challenges/{challenge}/")
    reader.misses(text)
