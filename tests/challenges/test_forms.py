"""The pages on which residents write: they open to everybody, known or not."""

import pytest
from django.urls import reverse

from challenges.actions import write_idea
from tests.browser.looks import assert_page_ok, chromium, open_page
from tests.factories import ChallengeFactory, ProfileFactory


@pytest.mark.parametrize("who", ["anonymous", "resident", "stranger"])
def test_forms_of_residents_open(client, scope, sign_in, request, who):
    challenge = ChallengeFactory()
    idea = write_idea(challenge, author=ProfileFactory(), actor=None, text="Chess tables for all", language="en")
    if who != "anonymous":
        sign_in(client, request.getfixturevalue(who))
    for name, pk in (("write_idea", challenge.pk), ("join_challenge", challenge.pk), ("support_idea", idea.pk)):
        page = client.get(reverse(name, args=[scope.slug, pk]))
        assert page.status_code == 200, name
        assert 'name="email"' in page.content.decode() or who == "resident", name


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_draft_of_an_idea_stays_until_it_has_arrived(live_server, scope):
    form = live_server.url + reverse("write_idea", args=[scope.slug, ChallengeFactory().pk])
    with chromium() as browser:
        page = open_page(browser, width=390, locale="en")
        page.goto(form)
        page.fill("textarea", "A bench in the shade.")
        page.goto(form)
        assert page.input_value("textarea") == "A bench in the shade."
        page.fill("[name=email]", "noa@example.org")
        page.fill("[name=display_name]", "Noa")
        page.locator("[name=age]").first.check()
        page.click("main form .primary")
        page.wait_for_url("**/check-mail/")
        assert_page_ok(page)
        page.goto(form)
        assert page.input_value("textarea") == ""
