"""Every pair of states of every machine: what the table allows moves, what it does not is refused."""

from typing import Any

import pytest
from django.db import models
from django.utils import translation

from educities.activity.texts.sentences import name_model
from educities.kit.errors import DomainError, Moved
from educities.kit.generated_docs import DOCS, PAGES
from educities.kit.states import STATE_MACHINES, Stateful

MODELS = list(STATE_MACHINES)
PAIRS = [
    (model, old, new)
    for model in MODELS
    for old in model._meta.get_field("state").choices
    for new in model._meta.get_field("state").choices
]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_the_table_names_known_states_only(model: type[Stateful]) -> None:
    known = {value for value, _label in model._meta.get_field("state").choices}
    assert {str(s) for s in model.MOVES} <= known
    assert {str(s) for targets in model.MOVES.values() for s in targets} <= known


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "old", "new"), PAIRS, ids=lambda p: p.__name__ if isinstance(p, type) else str(p[0]))
def test_a_pair_moves_only_along_the_table(model: type[Stateful], old: Any, new: Any, scope: Any) -> None:
    """Asked of a row that is not in the database: a move of the table reaches the UPDATE, which finds nothing (Moved);
    any other is refused before."""
    row = model(state=old[0], pk=-1)
    allowed = new[0] in {str(s) for s in model.MOVES.get(old[0], ())}
    with pytest.raises(Moved if allowed else DomainError) as refused:
        row.move(new[0])
    assert refused.value.code == ("state.moved" if allowed else "state.not_allowed")
    assert row.state == old[0]


@pytest.mark.django_db
def test_two_stale_copies_do_not_both_move(scope: Any) -> None:
    from tests.factories import OrganisationFactory

    organisation = OrganisationFactory(state="proposed")
    copy = type(organisation).objects.get(pk=organisation.pk)
    organisation.move("verified")
    with pytest.raises(Moved):
        copy.move("verified")


def test_every_model_with_states_is_a_machine() -> None:
    from django.apps import apps

    stateful = {
        m
        for m in apps.get_models()
        if m.__module__.split(".")[0]
        in {
            "cities",
            "stakeholders",
            "consents",
            "meetings",
            "programs",
            "labs",
            "journeys",
            "challenges",
            "reports",
            "educities",
        }
        and any(isinstance(f, models.CharField) and f.name == "state" for f in m._meta.get_fields())
    }
    # The outbox and the schedule move in SQL, many rows at once.
    assert {m.__name__ for m in stateful - set(MODELS)} == {"Message", "Schedule"}


@pytest.mark.parametrize("name", PAGES)
def test_a_drawn_page_says_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text() == PAGES[name](), "Run: manage.py draw"


def test_no_state_stands_apart() -> None:
    """Each can be entered or left; one that is neither was forgotten in the table."""
    for model in MODELS:
        arrows = {str(s) for old, targets in model.MOVES.items() for s in (old, *targets) if targets}
        assert {str(value) for value, _label in model._meta.get_field("state").flatchoices} == arrows, model.__name__


# A word for a feminine noun where the thing is one: lab and milestone in Hebrew, station and expedition in Arabic.
FITTING = {
    ("City", "active"): ("פעילה", "ناشطة"),
    ("Organisation", "active"): ("פעיל", "ناشطة"),
    ("Program", "signed"): ("נחתמה", "موقَّع"),
    ("ProgramYear", "open"): ("פתוחה", "مفتوحة"),
    ("Milestone", "reached"): ("הושגה", "تحقّقت"),
    ("Milestone", "missed"): ("הוחמצה", "فات موعدها"),
    ("Lab", "launched"): ("הושקה", "أُطلق"),
    ("Expedition", "published"): ("פורסם", "منشورة"),
    ("ModelVersion", "adopted"): ("אומצה", "معتمدة"),
    ("Initiative", "stopped"): ("הופסקה", "أُوقفت"),
    ("Session", "held"): ("מתקיים עכשיו", "جارٍ الآن"),
    ("Contribution", "hidden"): ("לא מפורסם", "غير منشورة"),
    ("Consent", "requested"): ("ממתינה לתשובה", "طُلبت"),
}


@pytest.mark.parametrize(("key", "said"), FITTING.items(), ids="-".join)
def test_a_state_is_said_as_its_thing_asks(key: tuple[str, str], said: tuple[str, str]) -> None:
    machine = next(one for one in MODELS if one.__name__ == key[0])
    label = dict(machine._meta.get_field("state").flatchoices)[key[1]]
    for language, word in zip(("he", "ar"), said, strict=True):
        with translation.override(language):
            assert str(label) == word


REFUSED_PAIRS = [pair for pair in PAIRS if str(pair[2][0]) not in {str(s) for s in pair[0].MOVES.get(pair[1][0], ())}]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "he", "ar"])
@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_a_refusal_speaks_of_the_thing_and_of_no_states(model: type[Stateful], language: str, scope: Any) -> None:
    """Nobody pressed a button that is called like a state: what was done is said, or how it is with the thing now."""
    with translation.override(language):
        thing = name_model(model._meta.label_lower)
        for _model, old, new in (pair for pair in REFUSED_PAIRS if pair[0] is model):
            with pytest.raises(DomainError) as refused:
                model(state=old[0], pk=-1).move(new[0])
            text = str(refused.value)
            done = {str(said) for said in model.ALREADY.values()}
            done.add(translation.gettext("This was done already. Nothing was changed."))
            assert text in done or f"({thing}: {old[1]})" in text, (old, new, text)
            assert not any(f"{quote}{new[1]}" in text for quote in "“«״"), (old, new, text)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_machine_has_a_name_that_people_read(model: type[Stateful]) -> None:
    names = set()
    for language in ("en", "he", "ar"):
        with translation.override(language):
            names.add(name_model(model._meta.label_lower))
    assert len(names) == 3


def test_what_lies_ahead_is_not_called_done(scope: Any) -> None:
    """A session whose invitations are out is not told so by somebody who wants to record it before it began."""
    from meetings.models import Session

    with pytest.raises(DomainError) as refused:
        Session(state="scheduled", pk=-1).move("recorded")
    assert "(session: scheduled)" in str(refused.value)
    with pytest.raises(DomainError) as refused:
        Session(state="recorded", pk=-1).move("scheduled")
    assert str(refused.value) == "The record of this session has already been written."
