"""The history names whoever acted, whom it concerns and what was there before; of people it keeps no words."""

from datetime import timedelta
from typing import Any

import pytest

from cities.actions import change_role_days, end_role, grant_role, invite_person
from cities.actions.terms import Term
from consents.actions.signed_forms import Signature, enter_signed_form
from educities.activity.queries.person_names import names_of
from educities.activity.texts.history_rows import HistoryLine, history_entries, history_lines
from stakeholders.actions import change_organisation, join_city, keep_people
from stakeholders.actions.managed import KeptPerson
from tests.consents.people import YES, child_of
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def told() -> list[HistoryLine]:
    return history_lines(history_entries())


def test_whose_role_ended_and_between_which_days_it_was_held(scope: Any, director: Any) -> None:
    today = scope.today()
    dana = UserFactory()
    join_city(dana, scope, "Dana Barak", actor=director)
    term = Term(ends_on=today + timedelta(days=9), acting_for=director)
    role = grant_role(scope, dana, "director", actor=director, term=term)
    change_role_days(role, actor=director, starts_on=role.starts_on, ends_on=today + timedelta(days=20))
    assert told()[0].about == "Dana Barak"
    (change,) = told()[0].changes
    assert change.startswith("Until: from “")
    end_role(role, actor=director, reason="Back again")
    assert told()[0].about == "Dana Barak"


def test_who_is_invited_is_named(scope: Any, director: Any) -> None:
    invite_person(scope, actor=director, email="avi@example.org", display_name="Avi Cohen", role="facilitator")
    assert told()[0].about == "Avi Cohen"


def test_who_adds_people_is_named_and_nobody_joined(scope: Any, director: Any) -> None:
    keep_people([KeptPerson("Rachel Abutbul")], actor=director)
    line = told()[0]
    assert (line.sentence, line.about) == ("A person was added to the city", "Rachel Abutbul")
    assert line.who == names_of({director.pk})[director.pk]


def test_answers_of_a_paper_form_are_signed_by_who_entered_them(scope: Any, director: Any) -> None:
    child = child_of(scope)
    enter_signed_form(child, Signature("Berta Quillon", scope.today()), actor=director, consents=YES, child_yes=["lab"])
    lines = told()
    name = names_of({director.pk})[director.pk]
    assert {line.who for line in lines if "agreed for itself" in line.sentence} == {name}
    assert all("written down by the staff" in line.sentence for line in lines if "consent was" in line.sentence)
    assert "Berta" not in " ".join(f"{line.who} {line.about} {line.sentence}" for line in lines)


def test_of_what_is_about_a_person_it_says_that_it_changed(scope: Any, director: Any) -> None:
    change_organisation(OrganisationFactory(contact=""), actor=director, contact="Dina A")
    assert [change for change in told()[0].changes if change.endswith(": changed")]
    assert "Dina" not in str(told()[0])


def test_the_hand_of_the_platform_stays_to_be_seen(scope: Any, operator: Any) -> None:
    join_city(operator, scope, "Op", actor=None)
    invite_person(scope, actor=operator, email="avi@example.org", display_name="Avi", role="facilitator")
    assert told()[0].who == "Op (platform operator)"
