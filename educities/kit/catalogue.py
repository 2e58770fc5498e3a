"""The words of the interface: what the code says, what the catalogues hold, what is missing between them."""

import ast
import fcntl
import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages import Message
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template.base import Origin
from django.utils.translation.template import templatize

LANGUAGES = ("he", "ar")
# English is the message id; its catalogue holds only what allauth and Django say poorly.
COMPILED = ("en", *LANGUAGES)
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "he": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
SKIP = {".venv", "var", "node_modules", "tests", "migrations", "build", ".git"}
PYTHON_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


class SourceMessage(NamedTuple):
    """One message as the code says it."""

    id: str
    plural: str | None
    context: str | None
    path: str


def _source_files(root: Path) -> Iterator[Path]:
    found = []
    for folder, folders, names in os.walk(root):
        # Not looked into at all: the environment beside the code holds a hundred times as many files.
        folders[:] = [name for name in folders if name not in SKIP]
        texts = (".py", ".html", ".txt") if "templates" in Path(folder).relative_to(root).parts else (".py",)
        found += [Path(folder, name) for name in names if name.endswith(texts)]
    yield from sorted(found)


def _find_calls(source: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for _line, name, found, _comments in extract_python(io.BytesIO(source.encode()), PYTHON_KEYWORDS, (), {}):
        yield name, found if isinstance(found, tuple) else (found,)


def _find_calls_in_fstrings(source: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Babel reads an f-string as one token, so that a call within it would never be translated."""
    for outer in ast.walk(ast.parse(source)):
        for node in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PYTHON_KEYWORDS:
                yield node.func.id, tuple(arg.value for arg in node.args if isinstance(arg, ast.Constant))


def _parse_messages(calls: Iterable[tuple[str, tuple[Any, ...]]]) -> Iterator[tuple[Any, str | None]]:
    for name, args in calls:
        if name in {"pgettext", "pgettext_lazy"}:
            yield (args[1], None), args[0]
        elif name == "npgettext":
            yield (args[1], args[2]), args[0]
        elif name in {"ngettext", "ngettext_lazy"}:
            yield (args[0], args[1]), None
        else:
            yield (args[0], None), None


_TEMPLATE_CALL = re.compile(
    r"\b(n?p?gettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:[^()\n]|\([^()]*\))*)\)"
)


def _template_source(path: Path) -> str:
    """The template's messages as Python calls, one a line."""
    code = templatize(path.read_text(encoding="utf-8"), origin=str(Origin(str(path))))
    return "\n".join(match[0] for match in _TEMPLATE_CALL.finditer(code))


@cache
def _read_calls(path: Path, changed_at: int) -> list[tuple[str, tuple[Any, ...]]]:
    """The calls of one file as it was at this moment: one command asks for them up to three times."""
    if path.suffix != ".py":
        return list(_find_calls(_template_source(path)))
    source = path.read_text(encoding="utf-8")
    return [*_find_calls(source), *_find_calls_in_fstrings(source)]


def extract_messages(root: Path, under: tuple[str, ...] = ()) -> list[SourceMessage]:
    """Every message in Python and templates below `root`; `under` narrows by path prefix."""
    found: dict[tuple[str, str | None, bool], SourceMessage] = {}
    for path in _source_files(root):
        name = str(path.relative_to(root))
        if under and not name.startswith(under):
            continue
        for (message, plural), context in _parse_messages(_read_calls(path, path.stat().st_mtime_ns)):
            # One text may be said with a number and without: both are asked for.
            if isinstance(message, str) and message and (message, context, bool(plural)) not in found:
                found[message, context, bool(plural)] = SourceMessage(
                    message, plural if isinstance(plural, str) else None, context, name
                )
    return list(found.values())


def po_path(lang: str) -> Path:
    """Where the catalogue of a language stands."""
    return Path(settings.LOCALE_PATHS[0]) / lang / "LC_MESSAGES" / "django.po"


def load_catalogue(lang: str) -> Catalog:
    """The catalogue of a language; an empty one when there is none yet."""
    path = po_path(lang)
    if not path.exists():
        catalogue = Catalog(locale=lang, project="EduCities", charset="utf-8", fuzzy=False)
    else:
        catalogue = read_po(io.BytesIO(path.read_bytes()), locale=lang)
    known: Any = catalogue  # Babel finds these two by itself, for fewer languages; it declares them as None
    known._plural_expr, known._num_plurals = _plural_rule(lang)
    return catalogue


def _plural_rule(lang: str) -> tuple[str, int]:
    count, _sep, expression = PLURALS[lang].partition(";")
    return expression.split("plural=")[1].rstrip(";"), int(count.split("=")[1])


@contextmanager
def catalogue_lock() -> Iterator[None]:
    """One writer at a time."""
    path = Path(settings.LOCALE_PATHS[0]) / ".lock"
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def store_catalogue(lang: str, catalogue: Catalog) -> None:
    """The catalogue is written, sorted, without places and dates, so that two changes do not clash."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    head = f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    head += f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {PLURALS[lang]}\\n"\n\n'
    path = po_path(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + out.getvalue().decode().strip() + "\n", encoding="utf-8")


def add_entries(entries: list[dict[str, Any]]) -> int:
    """The entries {id, plural?, context?, he, ar} stand in the catalogues. Returns how many were written."""
    with catalogue_lock():
        for lang in LANGUAGES:
            catalogue = load_catalogue(lang)
            for entry in entries:
                key = (entry["id"], entry["plural"]) if entry.get("plural") else entry["id"]
                text = entry[lang]
                catalogue.delete(entry["id"], entry.get("context"))
                catalogue.add(key, tuple(text) if isinstance(text, list) else text, context=entry.get("context"))
            store_catalogue(lang, catalogue)
    return len(entries)


def missing_messages(root: Path, under: tuple[str, ...] = ()) -> dict[str, list[SourceMessage]]:
    """Per language the messages without a translation."""
    messages = extract_messages(root, under)
    gaps: dict[str, list[SourceMessage]] = {}
    for lang in LANGUAGES:
        catalogue = load_catalogue(lang)
        gaps[lang] = [m for m in messages if not _is_translated(catalogue.get(m.id, m.context), m)]
    return gaps


def _is_translated(message: Message | None, asked: SourceMessage) -> bool:
    """Is there a text of it? One that is asked for with a number is not found under an entry without plural forms."""
    if message is None or message.fuzzy or (asked.plural and not message.pluralizable):
        return False
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(texts) and all(texts)


def unused_entries(messages: Iterable[SourceMessage], lang: str) -> list[Message]:
    """The entries of a language that none of the code's `messages` asks for: nobody reads them or would correct them."""
    said = {(message.id, message.context) for message in messages}
    return [one for one in load_catalogue(lang) if one.id and (_source_id(one), one.context) not in said]


def _source_id(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def drop_unused_entries(root: Path) -> int:
    """No entry stands in the catalogues that no code says. Returns how many went."""
    messages, dropped = extract_messages(root), 0
    with catalogue_lock():
        for lang in LANGUAGES:
            catalogue = load_catalogue(lang)
            for entry in unused_entries(messages, lang):
                catalogue.delete(_source_id(entry), entry.context)
                dropped += 1
            store_catalogue(lang, catalogue)
    return dropped


_HOLE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def holes_differ(lang: str) -> list[str]:
    """Messages whose placeholders are not those of the original, or whose plural forms are too few."""
    wrong = []
    for message in load_catalogue(lang):
        if not message.id:
            continue
        plural = isinstance(message.id, tuple)
        ids: tuple[str, ...] = tuple(message.id) if plural else (str(message.id),)
        texts: tuple[str, ...] = tuple(message.string) if plural else (str(message.string),)  # type: ignore[arg-type]
        wanted = set.union(*(set(_HOLE.findall(i)) for i in ids))
        if plural and len(texts) != _plural_rule(lang)[1]:
            wrong.append(f"{lang}: {ids[0]!r}: {len(texts)} plural forms")
        for text in texts:
            found = set(_HOLE.findall(text))
            # A plural form for one or two may say the number in words.
            if (found != wanted and not plural) or not found <= wanted:
                wrong.append(f"{lang}: {ids[0]!r} -> {text!r}")
    return wrong


def compile_all() -> None:
    """Every catalogue is compiled beside its source."""
    for lang in COMPILED:
        if po_path(lang).exists():
            target = po_path(lang).with_suffix(".mo")
            scratch = target.with_suffix(f".{id(target)}.tmp")
            with scratch.open("wb") as handle:
                write_mo(handle, load_catalogue(lang))
            scratch.replace(target)
