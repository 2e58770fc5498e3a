"""One typed mechanism for what a lower app asks of those above."""

from typing import NamedTuple

import pytest

from educities.kit.hooks import HOOKS, Hook


class Part(NamedTuple):
    code: str
    place: int


@pytest.fixture(autouse=True)
def _hooks_as_before(monkeypatch):
    """Hooks of these tests do not stay in docs/hooks.md."""
    monkeypatch.setattr("educities.kit.hooks.HOOKS", dict(HOOKS))


def test_answers_come_in_the_order_of_their_registration():
    hook = Hook("test.parts", "What parts there are.")
    hook.register("b")
    hook.register("a")
    assert list(hook) == ["b", "a"]


def test_an_answer_registered_twice_is_there_once():
    hook = Hook("test.parts", "What parts there are.")
    hook.register("a")
    hook.register("a")
    assert len(hook) == 1


def test_several_answers_are_registered_at_once():
    hook = Hook("test.parts", "What parts there are.")
    hook.register_each(["b", "a"])
    assert list(hook) == ["b", "a"]


def test_answers_come_in_the_order_that_they_say():
    hook = Hook("test.parts", "What parts there are.", order=lambda part: part.place)
    hook.register(Part("late", 20))
    hook.register(Part("early", 10))
    assert [part.code for part in hook] == ["early", "late"]


def test_an_answer_is_found_by_its_key():
    hook = Hook("test.parts", "What parts there are.", key=lambda part: part.code)
    part = hook.register(Part("a", 1))
    assert hook["a"] is part
    assert hook.get("b") is None


def test_two_answers_with_one_key_are_refused():
    hook = Hook("test.parts", "What parts there are.", key=lambda part: part.code)
    hook.register(Part("a", 1))
    with pytest.raises(ValueError, match=r"test\.parts has an answer for a already"):
        hook.register(Part("a", 2))


def test_two_hooks_with_one_name_are_refused():
    Hook("test.parts", "What parts there are.")
    with pytest.raises(ValueError, match=r"test\.parts is defined already"):
        Hook("test.parts", "Another one.")
