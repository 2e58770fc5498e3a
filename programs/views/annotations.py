from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import translate_plain
from educities.kit.views import AskedOnce, FormPage
from programs import verbs
from programs.actions.annotations import annotate_indicator, remove_annotation
from programs.forms.annotations import AnnotationForm
from programs.models import Annotation, Indicator
from programs.views.indicators import crumbs_of


class AnnotateIndicator(FormPage):
    template_name = "programs/form.html"
    permission = "programs.change_indicator"
    model = Indicator
    form_class = AnnotationForm
    extra_context = {
        "title": _("Add a note"),
        "label": _("Add the note"),
        "lede": _("What happened on a day that helps to read the figures, such as a new school or a strike."),
    }
    success_message = _("The note was added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Annotation(indicator=self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel=self.object.get_absolute_url(), crumbs=crumbs_of(self.object), **kwargs)

    def act(self, form: AnnotationForm) -> Indicator:
        annotate_indicator(self.object, actor=self.actor, **form.values)
        return self.object


class RemoveAnnotation(AskedOnce):
    permission = "programs.remove_annotation"
    model = Annotation
    ends = (verbs.ANNOTATION_REMOVED,)
    success_message = _("The note was removed.")

    def get_queryset(self) -> Any:
        return Annotation.objects.select_related("indicator")

    def get_about(self) -> Indicator:
        return self.object.indicator

    def asks(self) -> dict[str, Any]:
        return {
            "question": gettext("Remove this note?"),
            "quote": translate_plain(self.object.text),
            "text": gettext("It is no longer shown beside the figures. You can write it again."),
            "label": gettext("Remove"),
        }

    def act(self) -> None:
        remove_annotation(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.object.indicator.get_absolute_url()
