"""The whole house: files stay small, verbs are registered once, words are translated, one look over the wall."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override

from educities.activity.texts.mail_kinds import MAIL_KINDS
from educities.activity.values import KINDS, VERBS, list_verbs
from educities.kit import catalogue
from educities.kit.hooks import HOOKS
from tests.figures import functions, is_bare_any, parameters, source_files
from tests.support import APPS

ROOT = Path(settings.BASE_DIR)
# Modules that begin to work when they are imported.
ENTRIES = {"__main__.py"}
FILES = [p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts]


def test_files_stay_small() -> None:
    large = {str(p.relative_to(ROOT)): n for p in FILES if (n := len(p.read_text().splitlines())) > 320}
    assert large == {}


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 45
    ]
    assert long == []


def test_three_parameters_of_a_hundred_at_most_are_any() -> None:
    """`*args` and `**kwargs` aside. Whoever passes something on says what it is."""
    trees = [ast.parse(path.read_text()) for path in source_files()]
    kinds = [is_bare_any(one) for tree in trees for function in functions(tree) for one in parameters(function)]
    assert sum(kinds) <= 0.03 * len(kinds)


def test_every_verb_that_an_app_declares_is_registered() -> None:
    """One that is not would be shown as its code."""
    declared = [path for path in FILES if path.name == "verbs.py" or path.parent.name == "verbs"]
    modules = [import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in declared]
    verbs = {verb.code for module in modules for verb in list_verbs(module)}
    assert {verb.code for verb in VERBS} == verbs


def test_verbs_have_known_kinds_and_event_names() -> None:
    for verb in VERBS:
        assert verb.kind in KINDS
        assert not verb.event or re.fullmatch(r"[a-z_]+\.[a-z_]+", verb.event), verb


def test_every_kind_of_mail_has_its_words() -> None:
    """Or is counted in the weekly email; and the verb that it is of is known."""
    assert [kind.code for kind in MAIL_KINDS if bool(kind.words) is kind.folded] == []
    assert [kind.code for kind in MAIL_KINDS if VERBS.get(kind.code) is not kind.verb] == []


def test_only_library_and_reports_look_over_the_wall() -> None:
    looks = [
        str(path.relative_to(ROOT))
        for path in FILES
        if re.search(r"using\(\s*[\"']network|connections\[[\"']network", path.read_text())
        and path.parts[len(ROOT.parts)] not in {"library", "reports"}
    ]
    assert looks == []


def test_nobody_sends_mail_or_tasks_around_the_outbox() -> None:
    around = [
        str(path.relative_to(ROOT))
        for path in FILES
        if re.search(r"\.delay\(|\.apply_async\(", path.read_text()) and "tenancy" not in path.parts
    ]
    assert around == []


def test_messages_are_built_in_one_place() -> None:
    """A message written by hand forgets its key, its end or how urgent it is."""
    made = [
        str(path.relative_to(ROOT))
        for path in FILES
        if re.search(r"\bMessage\(|\bMessage\.objects\.(create|bulk_create|get_or_create)\(", path.read_text())
    ]
    assert sorted(made) == ["educities/activity/actions/outbox.py", "educities/activity/models/outbox.py"]


def test_fields_are_set_by_name_in_one_place() -> None:
    """`apply_changes` says which of them changed; a state moves by itself."""
    found = [str(path.relative_to(ROOT)) for path in FILES if re.search(r"\bsetattr\(", path.read_text())]
    assert sorted(found) == ["educities/kit/instance_cache.py", "educities/kit/rows.py", "educities/kit/states.py"]


def test_templates_have_no_inline_style_or_handler() -> None:
    """The frame of mails is the one exception: mail programs know no style sheet."""
    pattern = re.compile(r"\sstyle=|\son[a-z]+=|javascript:|<style|<script(?![^>]*(src=|type=\"application/json\"))")
    pages = [p for p in (ROOT / "templates").rglob("*.html") if p.parent != ROOT / "templates" / "kit" / "mail"]
    bad = [str(p.relative_to(ROOT)) for p in pages if pattern.search(p.read_text())]
    assert bad == []


def test_numbers_of_rows_are_written_as_digits() -> None:
    """Elsewhere a thousand gets its sign, which no address and no form understands."""
    loose = re.compile(r"\{\{\s*[a-z_.]*\.(pk|id)\s*\}\}")
    bad = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in (ROOT / "templates").rglob("*.html")
        for found in loose.findall(path.read_text())
        if "allauth" not in path.parts
    ]
    assert bad == []


def test_css_has_logical_sides_only() -> None:
    physical = re.compile(r"(margin|padding|border)-(left|right)|text-align:\s*(left|right)|[{;\s](left|right):")
    sizes = {}
    for path in (ROOT / "static" / "css").glob("*.css"):
        assert not physical.search(path.read_text()), path
        sizes[path.name] = path.stat().st_size
    # Every page loads the first; a picture's own sheet is loaded where the picture is.
    assert sizes.pop("main.css") <= 40_000
    assert [name for name, size in sizes.items() if size > 10_000] == []


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_every_word_is_translated(lang: str) -> None:
    gaps = catalogue.missing_messages(ROOT)[lang]
    assert [f"{m.id!r} in {m.path}" for m in gaps] == []
    assert catalogue.holes_differ(lang) == []


def test_layers_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


# Words that say nothing to who looks for a function by its name (CONTRIBUTING.md, "Names"), and why these few may stay.
FORBIDDEN_IN_NAMES = {
    "anew", "asked", "crank", "door", "doors", "mend", "room", "rooms",
    "said", "settle", "stands", "tend", "told", "wake", "wish",
}  # fmt: skip
ONE_WORD_NAMES = {
    "configure", "corrects", "leads", "livez", "main", "readyz", "record", "refusing", "verb", "violates",
}  # fmt: skip


def module_functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


def test_functions_have_names_that_one_would_search_for() -> None:
    bad = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in FILES
        for node in module_functions(path)
        if FORBIDDEN_IN_NAMES & set(node.name.strip("_").split("_"))
    ]
    assert bad == []


def test_functions_have_names_of_more_than_one_word() -> None:
    """A template tag is named as templates call it."""
    bad = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in FILES
        if "templatetags" not in path.parts
        for node in module_functions(path)
        if "_" not in node.name.strip("_") and node.name not in {*ONE_WORD_NAMES, "_reschedule", "_shorten"}
    ]
    assert bad == []


def list_keyed() -> Iterator[tuple[str, Any]]:
    """What modules and classes of the apps keep by a key, and the answers of hooks."""
    names = [path.relative_to(ROOT).with_suffix("").parts for path in FILES if path.name not in ENTRIES]
    modules = [import_module(".".join(parts).removesuffix(".__init__")) for parts in names]
    for module in modules:
        owners = [
            module,
            *(one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__),
        ]
        for owner in owners:
            for name, value in list(vars(owner).items()):
                if isinstance(value, dict | set | frozenset):
                    yield f"{owner.__name__}.{name}", value
    yield from ((hook.name, hook.answers) for hook in HOOKS.values())


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_what_is_kept_by_a_key_is_found_in_every_language(lang: str) -> None:
    """A key with words in it is another one in another language: the step behind it is left out, and nobody hears why."""
    with override(lang):
        assert [where for where, kept in list_keyed() if any(key not in kept for key in list(kept))] == []
