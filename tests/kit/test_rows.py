"""Fields are changed and constraints are refused in one way."""

import ast

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from cities.models import City
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes, lock_row, refusing
from tests.test_house import FILES

pytestmark = pytest.mark.django_db


def take_name_of(city: City) -> None:
    City.objects.create(slug=city.slug, name={"en": "Another"})


def unique_slug() -> str:
    """The database's name for the rule that two cities have two slugs; Django makes it up."""
    with pytest.raises(IntegrityError) as refused, refusing("no_such_constraint", text="", code=""):
        take_name_of(City.objects.first())
    return refused.value.__cause__.diag.constraint_name


def test_apply_changes_names_the_fields_that_had_another_value(city):
    assert apply_changes(city, {"slug": city.slug, "population": 130_000, "kind": city.kind}) == ["population"]


def test_apply_changes_sets_the_fields_in_memory_only(city):
    apply_changes(city, {"population": 130_000})
    assert city.population == 130_000
    city.refresh_from_db()
    assert city.population != 130_000


def test_a_named_violation_becomes_a_sentence(city):
    with pytest.raises(DomainError) as refused, refusing(unique_slug(), text="Taken.", code="cities.taken"):
        take_name_of(city)
    assert (str(refused.value), refused.value.code) == ("Taken.", "cities.taken")


def test_another_violation_is_raised_as_it_is(city):
    with pytest.raises(IntegrityError), refusing("another_constraint", text="Taken.", code="cities.taken"):
        take_name_of(city)


def test_the_transaction_goes_on_after_a_refusal(city):
    with pytest.raises(DomainError), refusing(unique_slug(), text="Taken.", code="cities.taken"):
        take_name_of(city)
    assert City.objects.count() == 1


def named_constraints() -> set[str]:
    """The constraints that the code names where it answers a violation."""
    calls = [node for path in FILES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    answers = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"refusing", "violates"}]
    return {text.value for call in answers for text in call.args if isinstance(text, ast.Constant)}


def test_every_constraint_that_the_code_names_is_in_the_database():
    """A misspelled name would let the violation through as an error of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'")
        known = {name for (name,) in cursor.fetchall()}
    assert named_constraints() - known == set()


def test_every_caught_violation_is_asked_for_its_constraint():
    handlers = [
        (path.name, node)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler) and "IntegrityError" in ast.dump(node.type or node)
    ]
    assert [name for name, node in handlers if "violates" not in ast.dump(node)] == []


def test_a_locked_row_is_read_anew(city):
    City.objects.filter(pk=city.pk).update(population=130_000)
    assert lock_row(city).population == 130_000


def test_a_locked_row_is_locked_until_the_transaction_ends(city):
    with CaptureQueriesContext(connection) as asked:
        lock_row(city)
    assert "FOR NO KEY UPDATE" in asked.captured_queries[0]["sql"]
