"""What the consents say, in the three languages, as a page that is kept for each version: `python -m tests.consents.text_versions`."""

import os
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "consent-texts"
OWN = (("who answers alone", False), ("who answers alone and is under 18", True))


def render_texts() -> str:
    """The words of today, purpose by purpose, for the adult, the child and who answers alone."""
    from django.utils.translation import override

    from consents import texts

    parts = [f"# What was agreed to: text version {texts.VERSION}\n"]
    for code in ("en", "he", "ar"):
        with override(code):
            parts.append(f"## {code}\n")
            for title, table in (
                ("", texts.TEXTS),
                (" (no mailbox)", {"account": texts.TEXTS_WITHOUT_MAILBOX["account"]}),
            ):
                parts += [f"- **{w.name}{title}**: {w.adult}\n  - child: {w.child}" for w in table.values()]
            for title, is_minor in OWN:
                own = texts.find_own_texts(is_minor=is_minor)
                parts += [f"- {title}, {purpose}: {text}" for purpose, text in own.items()]
            parts.append("")
    return "\n".join(parts)


def find_page() -> Path:
    """Where the page of today's version is kept."""
    from consents.texts import VERSION

    return FOLDER / f"{VERSION}.md"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "educities.settings")
    django.setup()
    if find_page().exists():
        raise SystemExit("This version was published: give `VERSION` in consents/texts/__init__.py another name first.")
    find_page().write_text(render_texts())
