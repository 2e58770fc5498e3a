"""What a proposal says, as a mark: a yes is to the words that were read."""

from collaborations.models import Collaboration
from educities.kit.concurrent_edit import digest_values


def mark_words(row: Collaboration) -> str:
    """A mark of what its sides read before they answer: another text has another one."""
    belongs = (row.lab_id, row.challenge_id, row.initiative_id)
    return digest_values(row.title, row.purpose, row.circle, row.area_id, row.starts_on, row.due_on, *belongs)
