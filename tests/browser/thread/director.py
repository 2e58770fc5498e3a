"""The education director: takes the city over, lays out five years, brings in organisations, launches a lab."""

from pathlib import Path

from tests.browser.thread.people import Person, Postman, he

SECTORS = {1: "בית ספר האלון", 2: "דפוס הנמל", 3: "עמותת גשר", 4: "הקפה השכונתי"}
REGISTER = """שם,מגזר,דוא״ל,תחום
בית ספר האלון,1,alon@example.org,חינוך פורמלי
דפוס הנמל,2,dfus@example.org,
עמותת גשר,3,gesher@example.org,
הקפה השכונתי,4,cafe@example.org,
,3,nameless@example.org,
עמותת המייל השבור,3,not-an-address,
"""


def comes_in(director: Person, post: Postman) -> None:
    director.goes(post.link(director.email, "/invitations/"))
    director.sends(display_name=director.name, is_adult=True)
    director.sets_up_a_second_step()
    director.presses(he("I have saved the codes"))
    director.sees(director.name.split()[0], he("First steps"), he("Set up the five-year program"))


def lets_mail_go_at_any_hour(director: Person, slug: str) -> None:
    director.goes(f"/c/{slug}/settings/quiet-hours/")
    director.sends(quiet_from="00:00", quiet_until="00:00", keeps_sabbath=False)
    director.sees(he("Saved."))


def makes_the_city_public(director: Person, slug: str) -> None:
    director.goes(f"/c/{slug}/settings/")
    director.presses(he("Make the city public"))
    director.presses(he("Make the city public"))
    director.sees(he("Everyone can see the city’s public pages."))


def signs_the_five_years(director: Person, slug: str) -> None:
    director.goes(f"/c/{slug}/today/")
    director.presses(he("Set up the five-year program"))
    director.presses(he("Set up the program"))
    director.sees(he("Check the program, then sign it"))
    director.presses(he("Sign the five years"))
    director.presses(he("Sign the program"))
    director.misses(he("Sign the five years"))


def imports_the_register(director: Person, slug: str, folder: Path) -> None:
    file = folder / "register.csv"
    file.write_text(REGISTER, encoding="utf-8-sig")
    director.goes(f"/c/{slug}/organisations/")
    director.presses(he("Import organisations"))
    director.sends(file=str(file))
    director.sees(he("This is a preview. Nothing is saved yet."), "not-an-address")
    director.presses(he("Import %(n)s organisation", "Import %(n)s organisations", 5, n=5))
    director.sees(he("The file is imported."))


def imports_a_real_register(director: Person, slug: str, file: Path) -> None:
    """Hundreds of rows in Arabic, with repetitions and broken addresses: the trial says which, then all of it is in."""
    director.goes(f"/c/{slug}/organisations/import/")
    director.sends(file=str(file), sector="3")
    director.sees("761", he("This is a preview. Nothing is saved yet."))
    director.page.locator('form[action$="/apply/"] button').click()
    director.page.get_by_text(he("The file is imported.")).wait_for()
    director.looks()
    director.goes(f"/c/{slug}/organisations/?q=جمعيه")
    assert director.page.locator("main tbody tr").count() >= 50


def verifies_organisations(director: Person, slug: str) -> None:
    """One on its own page, the others chosen in the list."""
    director.goes(f"/c/{slug}/organisations/?state=proposed")
    director.presses(SECTORS[1])
    director.presses(he("Verify"), exact=True)
    director.goes(f"/c/{slug}/organisations/?state=proposed")
    for number in (2, 3, 4):
        director.page.locator("tr").filter(has_text=SECTORS[number]).locator("input").check()
    director.presses(he("Verify the chosen"))
    director.goes(f"/c/{slug}/organisations/?state=verified")
    director.sees(*SECTORS.values())


def appoints(director: Person, slug: str, sector: int, who: Person, language: str = "he") -> None:
    director.goes(f"/c/{slug}/organisations/")
    director.presses(SECTORS[sector])
    director.presses(he("Ask someone to represent it"))
    director.sends(display_name=who.name, email=who.email, title="נציגה", language=language)
    director.sees(who.name, he("asked"))


def enters_the_main_indicator(director: Person, slug: str) -> None:
    director.goes(f"/c/{slug}/indicators/")
    director.presses(he("Add an indicator"))
    director.presses(he("Write an indicator of your own"))
    director.sends(
        name_he="זכאות לבגרות", code="bagrut", kind="population", unit="percent", direction="up", is_main=True
    )
    director.presses(he("Enter figures"))
    year = _first_year(director)
    figures = {f"baseline-{year}": "58", f"actual-{year}": "58", f"actual-{year + 1}": "61.5"}
    marks = {f"target-{year + 1}": "63", f"benchmark-{year}": "70.1", f"benchmark-{year + 1}": "71"}
    director.sends(**figures, **marks)
    director.presses(he("Submit"))
    director.presses(he("Confirm"))
    director.sees("61.5")
    director.goes(f"/c/{slug}/today/")
    director.sees("זכאות לבגרות", "61.5")


def _first_year(director: Person) -> int:
    names = director.page.locator('main input[name^="actual-"]').evaluate_all("boxes => boxes.map((box) => box.name)")
    return min(int(name.rsplit("-", 1)[1]) for name in names)


def begins_a_lab(director: Person, slug: str, first_day: str) -> int:
    """Returns the lab's number. The gate says what is missing."""
    director.goes(f"/c/{slug}/labs/")
    director.presses(he("Create a lab"))
    director.sends(
        name_he="מעבדת השכונה", question_he="איך לומדים מחוץ לבית הספר?", host=SECTORS[1], first_session_on=first_day
    )
    director.sees(he("When all of these are met, the button to launch appears at the top."))
    return director.number()


def seats(director: Person, slug: str, lab: int, who: Person) -> None:
    director.goes(f"/c/{slug}/labs/{lab}/?part=seats")
    director.opens(he("Add a representative"))
    director.sends(representation=who.name)


def invites_the_facilitator(director: Person, slug: str, lab: int, facilitator: Person) -> None:
    director.goes(f"/c/{slug}/labs/{lab}/?part=seats")
    director.opens(he("Add a facilitator"))
    box = director.page.locator("form").filter(has=director.page.locator('[name="email"]'))
    box.locator('[name="display_name"]').fill(facilitator.name)
    box.locator('[name="email"]').fill(facilitator.email)
    with director.page.expect_navigation():
        box.locator("button").click()
    director.goes(f"/c/{slug}/labs/{lab}/")
    director.sees(he("When all of these are met, the button to launch appears at the top."))


def launches(director: Person, slug: str, lab: int) -> None:
    director.goes(f"/c/{slug}/labs/{lab}/")
    director.presses(he("Launch the lab"))
    director.misses(he("Launch the lab"))


def grants_the_override(director: Person, slug: str, until: str) -> None:
    director.goes(f"/c/{slug}/today/")
    director.sees(he("Waiting for you"))
    director.goes(f"/c/{slug}/overrides/")
    with director.page.expect_navigation():
        director.page.locator('main ul.rows a[href*="/overrides/"]').first.click()
    director.fills(until=until, answer="בהצלחה, ותספרו בפורום.")
    director.presses(he("Grant"))


def approves_the_expedition(director: Person, slug: str, expedition: int) -> None:
    director.goes(f"/c/{slug}/expeditions/{expedition}/")
    director.presses(he("Approve"))
    director.misses(he("The plan waits for your approval."))
