"""The shape of what residents and staff type about challenges."""

from challenges.forms.answers import AnswerForm
from challenges.forms.hiding import HideForm, KeepHiddenForm, ObjectForm
from challenges.forms.photos import PhotoForm
from challenges.forms.residents import NAMED, IdeaForm, IdeaTextForm, JoinForm, RewriteForm, SupportForm
from challenges.forms.staff import ChallengeForm, PhasesForm, RefusePhotoForm

__all__ = [
    "NAMED",
    "AnswerForm",
    "ChallengeForm",
    "HideForm",
    "IdeaForm",
    "IdeaTextForm",
    "JoinForm",
    "KeepHiddenForm",
    "ObjectForm",
    "PhasesForm",
    "PhotoForm",
    "RefusePhotoForm",
    "RewriteForm",
    "SupportForm",
]
