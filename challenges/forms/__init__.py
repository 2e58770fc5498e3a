"""The shape of what residents and staff type about challenges."""

from challenges.forms.photos import PhotoForm
from challenges.forms.residents import NAMED, IdeaForm, IdeaTextForm, JoinForm, RewriteForm, SupportForm
from challenges.forms.staff import AnswerForm, ChallengeForm, HideForm, PhasesForm, RefusePhotoForm

__all__ = [
    "NAMED",
    "AnswerForm",
    "ChallengeForm",
    "HideForm",
    "IdeaForm",
    "IdeaTextForm",
    "JoinForm",
    "PhasesForm",
    "PhotoForm",
    "RefusePhotoForm",
    "RewriteForm",
    "SupportForm",
]
