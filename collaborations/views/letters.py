"""One side writes to the others."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from collaborations.actions.letters import describe_why_no_letter, write_to_sides
from collaborations.forms.letters import LetterForm
from collaborations.models import Collaboration
from educities.activity.texts.delivery_rows import say_when_sent
from educities.kit.views import FormPage


class WriteToSides(FormPage):
    """A few words to those who do it together; their answers go to whoever wrote."""

    permission = "collaborations.write_collaboration"
    model = Collaboration
    form_class = LetterForm
    template_name = "collaborations/collaboration_form.html"
    describe_why_not = describe_why_no_letter
    extra_context = {"title": gettext_lazy("Write to the others"), "label": gettext_lazy("Send")}
    object: Collaboration

    def get_queryset(self) -> Any:
        return Collaboration.objects.select_related("city")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url = self.object.get_absolute_url()
        return super().get_context_data(crumbs=[(url, str(self.object))], cancel=url, **kwargs)

    def act(self, form: LetterForm) -> str:
        write_to_sides(self.object, actor=self.actor, text=form.cleaned_data["text"])
        self.success_message = say_when_sent(gettext("Sent. Their answers come to your email address."), self.city)
        return self.object.get_absolute_url()
