"""Whose business each column is, as Markdown, drawn from what the models say."""

from inspect import getdoc

from django.db import models

from educities.kit.data_classes import CLASSES, data_classes, our_models

CLOSE = ("personal", "child", "secret")
HEAD = """# Stored data and privacy classes

Each column is of one class, written down beside the model; a model with a column of none does not pass the tests. This
page is written by `manage.py draw`; a test fails when it is not the truth.
"""
THEIRS = """## Kept by the libraries

- `account_emailaddress`: a person's mail addresses and whether they are confirmed: personal.
- `mfa_authenticator`: the second step at sign-in (keys, recovery codes): secret.
- `django_session`: who was signed in before sessions had a table of ours; empty: secret.
- `allauth_idp_oidc_*`: partners' programs and their tokens, as hashes: secret.
"""


def data_page() -> str:
    """The whole page: the words first, then the tables that hold something of a person, then the others."""
    found = {model: data_classes(model) for model in our_models()}
    close = [model for model, classes in found.items() if set(classes.values()) & set(CLOSE)]
    words = "\n".join(f"- **{name}**: {text}" for name, text in CLASSES.items())
    rest = "\n".join(
        f"- `{m._meta.label}`: {', '.join(sorted(set(c.values())))}" for m, c in found.items() if m not in close
    )
    tables = "\n".join(_render_table(model, found[model]) for model in close)
    return f"{HEAD}\n{words}\n\n{tables}\n## Nothing of a person in these\n\n{rest}\n\n{THEIRS}"


def _render_table(model: type[models.Model], classes: dict[str, str]) -> str:
    lines = [f"## {model._meta.label}", "", (getdoc(model) or "").partition("\n")[0], ""]
    for kind in CLASSES:
        names = [f"`{name}`" for name, said in classes.items() if said == kind]
        if names:
            lines.append(f"- {kind}: {', '.join(names)}")
    return "\n".join([*lines, ""])
