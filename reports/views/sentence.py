from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from educities.kit.concurrent_edit import ConcurrentEditPage
from reports.actions.sentence import change_sentence, lock_sentence
from reports.forms import SentenceForm
from reports.models import DirectorSentence


class ChangeSentence(ConcurrentEditPage):
    """What the director wants of whoever reads the city's one page. The city has one such row, or none yet."""

    template_name = "reports/sentence.html"
    permission = "reports.change_directorsentence"
    model = DirectorSentence
    form_class = SentenceForm
    extra_context = {
        "lede": _(
            "Say what you want from the people who read the page. It appears at the top, in the reader’s "
            "language if you wrote it in that one, otherwise in the language you wrote first."
        ),
    }
    success_message = _("Saved. The next page you make has this sentence.")

    def get_row(self) -> DirectorSentence:
        return DirectorSentence.objects.first() or DirectorSentence(city=self.city)

    def permission_object(self) -> Any:
        return self.city

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            self.object = lock_sentence()
            return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel=self.city_url("dashboard"), **kwargs)

    def act(self, form: SentenceForm) -> str:
        change_sentence(actor=self.actor, **form.values)
        return f"{self.city_url('dashboard')}#reports"
