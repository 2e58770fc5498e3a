"""The states of every machine as Markdown, drawn from the tables themselves."""

from collections.abc import Iterable
from inspect import getdoc

from django.utils.translation import override

from educities.kit.states import STATE_MACHINES, Stateful

HEAD = """# State diagrams (generated)

Each thing moves along these arrows only, by one conditional `UPDATE`; two people who move the same row at once do not
both succeed. This page is written by `manage.py draw`; a test fails when it is not the truth.
"""


def generate_states_doc() -> str:
    """The whole page: each machine with its words and a diagram, in the order of their names."""
    with override("en"):
        return "\n".join([HEAD, *(_render_machine(model) for model in sorted(STATE_MACHINES, key=_model_label))])


def _model_label(model: type[Stateful]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def _render_machine(model: type[Stateful]) -> str:
    labels = {str(value): str(label) for value, label in model._meta.get_field("state").flatchoices}
    arrows = [(str(old), str(new)) for old, targets in model.MOVES.items() for new in sorted(map(str, targets))]
    entered = {new for _old, new in arrows}
    starts = [
        value for value in labels if value not in entered or value == model._meta.get_field("state").get_default()
    ]
    return f"""## {_model_label(model)}

{(getdoc(model) or "").partition(chr(10))[0]}

```mermaid
stateDiagram-v2
{_indent_lines(f"{value} : {label}" for value, label in labels.items())}
{_indent_lines(f"[*] --> {start}" for start in starts)}
{_indent_lines(f"{old} --> {new}" for old, new in arrows)}
```
"""


def _indent_lines(texts: Iterable[str]) -> str:
    return "\n".join(f"    {text}" for text in texts)
