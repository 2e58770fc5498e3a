"""The operator: opens the city, invites its director by mail, sees nothing inside."""

from tests.browser.thread.people import Person, he


def signs_in(operator: Person, password: str) -> None:
    operator.goes("/")
    operator.presses(he("Sign in"), within="body")
    operator.presses(he("With a password"))
    operator.sends(login=operator.email, password=password)


def opens_the_city(operator: Person, slug: str, name: str) -> None:
    operator.goes("/platform/")
    operator.sees("practice")
    operator.presses(he("Open a city"))
    operator.sends(slug=slug, name_he=name, population=31_000)
    operator.sees(name, he("The city is open. Invite its director."))


def invites_the_director(operator: Person, director: Person) -> None:
    operator.sends(display_name=director.name, email=director.email, language="he")
    operator.sees(director.email)


def sees_nothing_inside(operator: Person, slug: str) -> None:
    for page in ("today", "organisations", "people", "labs", "program", "roles", "manage/challenges"):
        answer = operator.page.goto(f"{operator.base}/c/{slug}/{page}/")
        assert answer.status in {403, 404}, (page, answer.status)
    operator.page.said.clear()
