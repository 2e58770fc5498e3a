"""Questions that a lower app asks and apps above answer, so that imports go one way only.

A hook stands beside the code that asks. Whoever answers registers in the `hooks.py` of its app, which `ready()` imports:

    PERSON_JOINED: Hook[PersonJoined] = Hook("cities.person_joined", "Called when somebody has accepted a role.")

    PERSON_JOINED.register(create_profile)       # stakeholders/hooks.py
    for answer in PERSON_JOINED:                 # cities/actions/invitations.py
        answer(city, user, invitation)

docs/hooks.md is drawn from `HOOKS` (`manage.py draw`).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")
HOOKS: dict[str, "Hook[Any]"] = {}


class Hook(Generic[Answer]):
    """A named question with the answers that are registered for it, in the order of `order`, then of registration.

    `name`: `<app>.<noun_past>` or `<app>.<nouns>`, unique. `doc`: when it is asked, with what, and what an answer gives.
    `key`: what an answer is found by (`hook[key]`); a second answer with the same key raises ValueError. Without it an
    answer that is registered twice is there once, because `ready()` may run twice.
    `order`: what answers are sorted by; without it they stay as they were registered.
    """

    def __init__(
        self,
        name: str,
        doc: str,
        *,
        key: Callable[[Answer], str] | None = None,
        order: Callable[[Answer], int] | None = None,
    ) -> None:
        if name in HOOKS:
            msg = f"hook {name} is defined already"
            raise ValueError(msg)
        self.name, self.doc, self.key, self.order = name, doc, key, order
        self.answers: dict[Any, Answer] = {}
        HOOKS[name] = self

    def register(self, answer: Answer) -> Answer:
        """The answer is among those of the hook. Returns it, so that this serves as a decorator too."""
        key = self.key(answer) if self.key else answer
        if self.answers.setdefault(key, answer) is not answer:
            msg = f"hook {self.name} has an answer for {key} already"
            raise ValueError(msg)
        return answer

    def register_each(self, answers: Iterable[Answer]) -> None:
        """All of them are among the answers of the hook."""
        for answer in answers:
            self.register(answer)

    def __iter__(self) -> Iterator[Answer]:
        answers = list(self.answers.values())
        return iter(sorted(answers, key=self.order) if self.order else answers)

    def __len__(self) -> int:
        return len(self.answers)

    def __getitem__(self, key: str) -> Answer:
        """The answer with this key. Raises KeyError when there is none."""
        return self.answers[key]

    def get(self, key: str) -> Answer | None:
        """The answer with this key, or None."""
        return self.answers.get(key)
