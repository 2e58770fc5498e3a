"""Every text that the code says is found for translation, wherever in a line it stands."""

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import call_command

from educities.kit import catalogue
from educities.kit.catalogue import extract_messages


def test_a_call_within_an_fstring_is_found(tmp_path: Path) -> None:
    (tmp_path / "labels.py").write_text("""label = f"{name} ({_('waits for an answer')})"\n""")
    assert [one.id for one in extract_messages(tmp_path)] == ["waits for an answer"]


def test_a_context_within_an_fstring_is_kept(tmp_path: Path) -> None:
    (tmp_path / "labels.py").write_text("""label = f"{a}{pgettext('in a list', ', ')}{b}"\n""")
    assert [(one.id, one.context) for one in extract_messages(tmp_path)] == [(", ", "in a list")]


def test_a_text_with_a_number_is_not_found_under_an_entry_without_plural_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At reading it would be English in every language."""
    (tmp_path / "lists.py").write_text(
        """a = _("and %(n)s more")\nb = ngettext("and %(n)s more", "and %(n)s more", 2)\n"""
    )
    known = Catalog(locale="he")
    known.add("and %(n)s more", "ועוד %(n)s")
    monkeypatch.setattr(catalogue, "load_catalogue", lambda _lang: known)
    missing = catalogue.missing_messages(tmp_path)["he"]
    assert [(one.id, one.plural) for one in missing] == [("and %(n)s more", "and %(n)s more")]


def test_an_entry_that_no_code_says_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.py").write_text("""a = _("here")\nb = pgettext("verb", "open")\n""")
    known = Catalog(locale="he")
    for text, context in (("here", None), ("gone", None), ("open", "verb"), ("open", "state")):
        known.add(text, "x", context=context)
    monkeypatch.setattr(catalogue, "load_catalogue", lambda _lang: known)
    unused = catalogue.unused_entries(extract_messages(tmp_path), "he")
    assert [(one.id, one.context) for one in unused] == [("gone", None), ("open", "state")]


def test_the_command_finds_every_word_translated(capsys: pytest.CaptureFixture) -> None:
    call_command("words", "check")
    assert "Every message is translated" in capsys.readouterr().out
    call_command("words", "missing", "--under", "cities")
    assert json.loads(capsys.readouterr().out) == []


def test_the_command_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    lacking = catalogue.SourceMessage("Not said yet", None, None, "cities/views.py")
    monkeypatch.setattr(catalogue, "missing_messages", lambda *_: {"he": [lacking], "ar": [lacking]})
    call_command("words", "missing")
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["id"], row["he"], row["ar"]) == ("Not said yet", "", "")
