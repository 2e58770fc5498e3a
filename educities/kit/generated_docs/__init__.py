"""Pages of docs/ that are drawn from the code, so that they cannot say anything else."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from educities.kit.generated_docs.data import data_page
from educities.kit.generated_docs.hooks import hooks_page
from educities.kit.generated_docs.retention import retention_page
from educities.kit.generated_docs.states import generate_states_doc

DOCS = Path(settings.BASE_DIR) / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "states.md": generate_states_doc,
    "data.md": data_page,
    "hooks.md": hooks_page,
    "retention.md": retention_page,
}
