"""People of the four sectors: they say yes by the link in their mail, name a strength and a growth area, check in."""

import re

from tests.browser.thread.people import Person, Postman, he, he_in

CODE_COMES = "Or type this code where you asked for it:"


def signs_in_by_mail(person: Person, post: Postman) -> None:
    """From the page of sign-in, with the code that comes by mail."""
    person.sends(email=person.email)
    letter = post.letter(person.email, holding=he(CODE_COMES))
    person.sends(code=re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter, re.MULTILINE)[0])


def signs_in_by_link(person: Person, post: Postman) -> None:
    """From the page of sign-in, with the link that comes in the same mail: looking first, then one tap."""
    person.sends(email=person.email)
    person.goes(post.link(person.email, "/accounts/link/"))
    person.presses(he("Sign in"))


def speaks_for_the_organisation(person: Person, post: Postman) -> None:
    person.goes(post.link(person.email, "/representations/"))
    signs_in_by_mail(person, post)
    person.sees(person.word("How old are you?"))
    person.sends(age="older")
    person.presses(he("Accept"))
    person.sees(he("Go to its page"))


def says_yes_to_the_cohort(person: Person, slug: str, cohort: int) -> None:
    person.goes(f"/c/{slug}/cohorts/{cohort}/")
    person.presses(he("I want to take part"))
    person.sees(he("You are a member of this cohort"))


def names_a_strength_and_a_growth_area(person: Person, slug: str) -> None:
    for kind, area in (("strength", "שחמ"), ("growth", "צילו")):
        person.goes(f"/c/{slug}/me/")
        person.presses(he("Add one"))
        person.page.locator('[name="area-q"]').press_sequentially(area)
        person.page.locator('.found [name="area"]').first.check()
        person.sends(kind=kind, words="מלמדת שכנים")


def answers_by_one_tap(person: Person, post: Postman) -> None:
    """The link of the invitation, opened without being signed in anywhere."""
    person.goes(post.link(person.email, "/answer/"))
    person.presses(he("I am coming"))
    person.sees(he("Your answer:"))


def checks_in(person: Person, slug: str, code: str) -> None:
    person.goes(f"/c/{slug}/in/")
    person.fills(code="0000" if code != "0000" else "1111")
    person.presses(he_in("button", "Check in"))
    person.sees(he("This code is not valid now. Check the four digits on the screen and try again."))
    person.sends(code=code)
    person.sees(he("You are in. Good that you are here!"))
