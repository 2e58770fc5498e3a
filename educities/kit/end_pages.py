"""The page before something ends: what hangs on it, who is told, why, and whether there is a way back."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from educities.kit.forms import ReasonForm
from educities.kit.states import describe_refused_move
from educities.kit.views import ReasonPage, safe_next_url


class EndPage(ReasonPage):
    """Something ends that concerns people: asked once, with a reason that they read. `step` ends the row.

    `ends_as`: the state in which the row is then; where it cannot come to it, that is said and nobody is asked.
    """

    template_name = "kit/end.html"
    label: ClassVar[Any] = ""
    ends_as: ClassVar[str] = ""
    # Who reads the reason.
    told: ClassVar[Any] = _("Those whom it concerns read the reason. It stays in the history.")

    def get_question(self) -> str:
        raise NotImplementedError

    def get_text(self) -> str:
        """What is true afterwards, and the way back."""
        return ""

    def list_effects(self) -> Sequence[str]:
        """What hangs on the row and changes with it, in sentences."""
        return ()

    def get_blocker(self) -> str:
        refused_move = describe_refused_move(self.object, self.ends_as) if self.ends_as else ""
        return super().get_blocker() or refused_move

    def get_told(self) -> str:
        """Who hears of it, in a sentence."""
        return str(self.told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {
            "question": self.get_question(),
            "text": self.get_text(),
            "effects": self.list_effects(),
            "told": self.get_told(),
            "label": self.label,
            "cancel": safe_next_url(self.request, self.cancel_url()),
            "next": safe_next_url(self.request, ""),
        }
        return super().get_context_data(**{**asked, **kwargs})

    def target_url(self) -> str:
        """Where it goes on afterwards."""
        return str(self.object.get_absolute_url())

    def cancel_url(self) -> str:
        """Where the way back leads."""
        return self.target_url()

    def act(self, form: ReasonForm) -> Any:
        target = safe_next_url(self.request, self.target_url())
        type(self).step(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        return target
