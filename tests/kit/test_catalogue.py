"""Every text that the code says is found for translation, wherever in a line it stands."""

from pathlib import Path

from educities.kit.catalogue import extract_messages


def test_a_call_within_an_fstring_is_found(tmp_path: Path) -> None:
    (tmp_path / "labels.py").write_text("""label = f"{name} ({_('waits for an answer')})"\n""")
    assert [one.id for one in extract_messages(tmp_path)] == ["waits for an answer"]


def test_a_context_within_an_fstring_is_kept(tmp_path: Path) -> None:
    (tmp_path / "labels.py").write_text("""label = f"{a}{pgettext('in a list', ', ')}{b}"\n""")
    assert [(one.id, one.context) for one in extract_messages(tmp_path)] == [(", ", "in a list")]
