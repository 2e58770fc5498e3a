"""The facilitator, on a phone: a cohort, its sessions, attendance, a journey, the model, the way through the gates."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.browser.thread.people import Person, Postman, he, he_in

ZONE = ZoneInfo("Asia/Jerusalem")
CODE, ROLL = "by code", "by roll call"


def comes_in(facilitator: Person, post: Postman) -> None:
    facilitator.goes(post.link(facilitator.email, "/invitations/"))
    facilitator.sends(display_name=facilitator.name, is_adult=True)
    facilitator.sets_up_a_second_step()
    facilitator.presses(he("I have saved the codes"))
    facilitator.sees(he("Cohorts"))


def opens_a_cohort(facilitator: Person, slug: str, lab: int) -> int:
    """Returns the cohort's number."""
    facilitator.goes(f"/c/{slug}/labs/{lab}/")
    facilitator.presses(he("Plan a cohort"))
    facilitator.sends(name_he="מחזור א׳", capacity=20)
    facilitator.presses(he("Open for members"))
    return facilitator.number()


def adds_members(facilitator: Person, slug: str, cohort: int, people: list[Person], asked: Person) -> None:
    """People who sit in the lab; all have agreed but one, who is asked by mail."""
    for person in people:
        facilitator.goes(f"/c/{slug}/cohorts/{cohort}/members/new/")
        sector = people.index(person) + 1
        facilitator.sends(profile=person.name, sector=f"{sector} ", role="member", agreed=person is not asked)
        facilitator.sees(person.name)


def starts_the_cohort(facilitator: Person, slug: str, cohort: int) -> None:
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/")
    facilitator.presses(he("Start the cohort"))
    members = he("%(n)s of %(all)s member", "%(n)s of %(all)s members", 4, n=0, all=4)
    facilitator.sees(members, he("%(n)s of %(all)s session", "%(n)s of %(all)s sessions", 2, n=0, all=2))


def plans_a_session(facilitator: Person, slug: str, cohort: int, title: str, ahead: timedelta) -> int:
    """The session is planned and its members are invited. Returns its number.

    It begins within the hour, so that the invitation leaves at once.
    """
    starts = datetime.now(ZONE) + ahead
    ends = starts + timedelta(minutes=90)
    if ends.date() != starts.date():  # a session stays within its day
        ends = starts.replace(hour=23, minute=59)
        starts = min(starts, ends - timedelta(minutes=2))
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/sessions/new/")
    facilitator.fills(
        title_he=title,
        date=starts.strftime("%Y-%m-%d"),
        begins=starts.strftime("%H:%M"),
        ends=ends.strftime("%H:%M"),
        place="ספריית השכונה",
        plan_he="שיחת זוגות\nמפה משותפת",
    )
    facilitator.presses(he("Plan it"))
    # On some days of the week this is asked about.
    sure = facilitator.page.locator('main [name="sure"][type="checkbox"]')
    if sure.count():
        sure.check()
        facilitator.presses(he("Plan it"))
    facilitator.presses(he("Invite %(members)s", members=he_in("of a cohort", "the members")))
    return facilitator.number()


def puts_the_code_on_the_wall(facilitator: Person, slug: str, session: int) -> str:
    """The session is open and four digits stand on the wall."""
    facilitator.goes(f"/c/{slug}/sessions/{session}/")
    facilitator.presses(he("Open the session"))
    facilitator.presses(he("Show a check-in code"))
    code = facilitator.page.locator(".wall-code").inner_text()
    assert len(code) == 4
    return code


def calls_the_roll(facilitator: Person, slug: str, session: int, by_code: Person, by_tap: list[Person]) -> None:
    """Who typed the code stands there already; the others get one tap each. Then the session is recorded."""
    facilitator.goes(f"/c/{slug}/sessions/{session}/roll/")
    line = facilitator.page.locator(".roll > li")
    assert he(CODE) in line.filter(has_text=by_code.name).inner_text()
    for person in by_tap:
        with facilitator.page.expect_response("**/roll/*/"):
            line.filter(has_text=person.name).locator("button.tap").click()
    facilitator.page.locator("#roll-there").filter(has_text=str(1 + len(by_tap))).wait_for()
    facilitator.opens(he("Finalise attendance"))
    with facilitator.page.expect_navigation():
        facilitator.page.locator("main button").filter(has_text=he("Finalise attendance")).click()
    facilitator.looks()
    facilitator.sees(he("This session is over and recorded."))


def asks_for_an_override(facilitator: Person, slug: str, cohort: int, rule: str) -> None:
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/")
    facilitator.opens(he("Cannot wait? Ask for an override"))
    with facilitator.page.expect_navigation():
        facilitator.page.locator(f'main a[href$="/overrides/{rule}/"]').first.click()
    until = (datetime.now(ZONE) + timedelta(days=60)).strftime("%Y-%m-%d")
    facilitator.sends(
        reason="רק מפגש אחד היה לפני החופשה, וכל ארבעת המגזרים היו בו.",
        remedy="מפגש נוסף בשבוע הבא, בספרייה.",
        wanted_until=until,
    )


def moves_on(facilitator: Person, slug: str, cohort: int, to: str) -> None:
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/")
    facilitator.presses(he("Move to stage: %(name)s", name=he(to)))
    facilitator.misses(he("Move to stage: %(name)s", name=he(to)))


def is_held_at_the_gate(facilitator: Person, slug: str, cohort: int, to: str) -> None:
    """There is no button to move on while a condition is not met; the page says which."""
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/")
    facilitator.misses(he("Move to stage: %(name)s", name=he(to)))
    facilitator.sees(he("When all of these are met, the button to the next stage appears at the top."))


def chooses_an_area(facilitator: Person, slug: str, cohort: int) -> None:
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/areas/")
    facilitator.page.locator('[name="area-q"]').press_sequentially("גינו")
    facilitator.page.locator('.found [name="area"]').first.check()
    today = datetime.now(ZONE).strftime("%Y-%m-%d")
    facilitator.sends(reason_he="כאן יש לנו הכי הרבה מה ללמוד.", decided_on=today)


def plans_an_expedition(facilitator: Person, slug: str, cohort: int) -> int:
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/expeditions/new/")
    today = datetime.now(ZONE).strftime("%Y-%m-%d")
    facilitator.sends(
        question_he="איך שכונה אחרת לומדת אחר הצהריים?",
        kind="visit",
        place="מרכז הקהילה, עכו",
        starts_on=today,
        ends_on=today,
    )
    facilitator.sees(he("The plan waits for the director’s approval."))
    return facilitator.number()


def travels_and_learns(facilitator: Person, slug: str, expedition: int) -> None:
    facilitator.goes(f"/c/{slug}/expeditions/{expedition}/")
    facilitator.presses(he("Start the expedition"))
    for number in (1, 2, 3):
        facilitator.presses(he("Note a learning"))
        facilitator.sends(observation=f"מראה מספר {number}", principle=f"עיקרון מספר {number}", fit=4)
    facilitator.presses(he("Mark as returned"))
    facilitator.presses(he("Conclude the expedition"))
    facilitator.sees(he("These learnings can be cited in the city model."))


def writes_a_block(facilitator: Person, slug: str, cohort: int) -> None:
    """The first block of the model has words, and rests on a learning."""
    facilitator.goes(f"/c/{slug}/cohorts/{cohort}/model/")
    facilitator.presses(he("Begin to write"))
    facilitator.presses(he("Write the next block"))
    facilitator.sends(text_he="העיר לומדת בכל שעות היום.")
    facilitator.presses(he("Our story and uniqueness"))
    facilitator.fills(source="עיקרון מספר 1")
    facilitator.presses(he("Cite"), exact=True)
    facilitator.sees("עיקרון מספר 1")


def reads_ideas(facilitator: Person, slug: str, text: str) -> None:
    """What a child wrote is published after a person has read it."""
    facilitator.goes(f"/c/{slug}/manage/ideas/")
    facilitator.sees(text)
    facilitator.presses(he("Publish"))
    facilitator.misses(text)
