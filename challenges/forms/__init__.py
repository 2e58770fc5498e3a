"""The shape of what residents, guardians and staff type about challenges."""

from challenges.forms.guardians import AskGuardianForm, GuardianForm
from challenges.forms.residents import NAMED, IdeaForm, JoinForm, RewriteForm, SupportForm
from challenges.forms.staff import AnswerForm, ChallengeForm, HideForm, PhasesForm

__all__ = [
    "NAMED",
    "AnswerForm",
    "AskGuardianForm",
    "ChallengeForm",
    "GuardianForm",
    "HideForm",
    "IdeaForm",
    "JoinForm",
    "PhasesForm",
    "RewriteForm",
    "SupportForm",
]
