"""Every hook with who asks it and who answers, as Markdown, drawn from the hooks and from the code around them."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from inspect import isfunction
from pathlib import Path
from typing import Any

from django.conf import settings

from educities.kit.hooks import HOOKS, Hook

HEAD = """# Hooks: what a lower app asks and those above answer

A hook stands beside the code that asks; each app answers in its `hooks.py`. This page is written by `manage.py draw`; a
test fails when it is not the truth.
"""
# More answers than these are only counted.
MANY = 24


@dataclass
class Places:
    """Where a hook is met in the code: functions that ask it, modules that answer."""

    asked: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)


def hooks_page() -> str:
    """The whole page: each hook in the order of their names."""
    places = _find_places()
    return "\n".join([HEAD, *(_describe_hook(hook, places[hook.name]) for _name, hook in sorted(HOOKS.items()))])


def _describe_hook(hook: Hook[Any], places: Places) -> str:
    answers = sorted({_describe_answer(hook, answer) for answer in hook})
    shown = ", ".join(answers) if len(answers) <= MANY else f"{len(answers)} answers"
    return f"""## {hook.name}

{hook.doc}

- asked in {_join_names(places.asked)}
- answered in {_join_names(places.answered)}: {shown or "nobody yet"}
"""


def _join_names(names: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "–"


def _describe_answer(hook: Hook[Any], answer: Any) -> str:
    """A function or class by its module and name; anything else by its key and the functions that it holds."""
    if hook.key is None and callable(answer):
        return f"`{answer.__module__}.{answer.__qualname__}`"
    text = f"`{hook.key(answer) if hook.key else answer[0]}`"
    names: Iterable[str] = getattr(answer, "_fields", ()) or getattr(answer, "__dataclass_fields__", ())
    held = [getattr(answer, name) for name in names]
    held = [getattr(one, "drawn_as", one) for one in held]
    functions = [f"`{one.__module__}.{one.__name__}`" for one in held if isfunction(one)]
    named = [function for function in functions if "<lambda>" not in function]
    return f"{text} ({', '.join(named)})" if named else text


def _find_places() -> dict[str, Places]:
    texts = dict(_read_modules())
    defining = (ast.parse(text) for text in texts.values() if "= Hook(" in text)
    hooks = {var: name for tree in defining for var, name in _find_definitions(tree)}
    trees = {module: ast.parse(text) for module, text in texts.items() if any(var in text for var in hooks)}
    places = {name: Places() for name in HOOKS}
    for module, tree in trees.items():
        imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
        here = imported | {var for var, _name in _find_definitions(tree)}
        _Reader(module, {var: places[name] for var, name in hooks.items() if var in here}).visit(tree)
    return places


def _read_modules() -> Iterator[tuple[str, str]]:
    """(name, text) of each module of the apps, migrations aside."""
    base = Path(settings.BASE_DIR)
    for app in settings.OWN_APPS:
        for path in (base / app.replace(".", "/")).rglob("*.py"):
            parts = path.relative_to(base).with_suffix("").parts
            if "migrations" not in parts:
                yield ".".join(parts).removesuffix(".__init__"), path.read_text()


def _find_definitions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(variable, name) of each hook that a module defines: `NAME: Hook[...] = Hook("name", ...)`."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(
                target=ast.Name(id=var),
                value=ast.Call(func=ast.Name(id="Hook"), args=[ast.Constant(value=str(name)), *_]),
            ):
                yield var, name


class _Reader(ast.NodeVisitor):
    """Notes in `places` (by variable) what a module does with hooks."""

    def __init__(self, module: str, places: dict[str, Places]) -> None:
        self.module, self.places = module, places
        self.path: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        self.path.append(node.name)
        self.generic_visit(node)
        self.path.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        var = node.value.id if isinstance(node.value, ast.Name) else ""
        if var in self.places and node.attr in {"register", "register_each"}:
            self.places[var].answered.add(self.module)
        else:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.places and self.path:
            self.places[node.id].asked.add(".".join([self.module, *self.path]))
