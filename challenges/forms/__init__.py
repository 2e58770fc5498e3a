"""The shape of what residents and staff type about challenges."""

from challenges.forms.residents import NAMED, IdeaForm, IdeaTextForm, JoinForm, RewriteForm, SupportForm
from challenges.forms.staff import AnswerForm, ChallengeForm, HideForm, PhasesForm

__all__ = [
    "NAMED",
    "AnswerForm",
    "ChallengeForm",
    "HideForm",
    "IdeaForm",
    "IdeaTextForm",
    "JoinForm",
    "PhasesForm",
    "RewriteForm",
    "SupportForm",
]
