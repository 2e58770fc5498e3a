"""What the walking thread looks for are sentences of the product: a reworded one is found here in a second, not in minutes."""

import ast
from collections.abc import Iterator
from pathlib import Path

from educities.kit import catalogue

THREAD = Path(__file__).with_name("thread")


def sentences() -> Iterator[tuple[str, str]]:
    """(place, sentence) of each text that the thread asks the Hebrew of."""
    for path in sorted(THREAD.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"he", "he_in"}:
                texts = node.args[1:] if node.func.id == "he_in" else node.args
                for text in texts:
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        yield f"{path.name}:{node.lineno}", text.value


def test_each_sentence_of_the_thread_is_one_of_the_product() -> None:
    known = {part for message in catalogue.load_catalogue("he") for part in catalogue_ids(message.id)}
    found = list(sentences())
    assert len(found) > 50
    assert [f"{place}: {text}" for place, text in found if text not in known] == []


def catalogue_ids(message_id: str | tuple[str, ...]) -> tuple[str, ...]:
    return message_id if isinstance(message_id, tuple) else (message_id,)
