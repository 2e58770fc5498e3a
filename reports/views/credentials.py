from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from accelerator.models import Credential
from educities.kit.views import RowPage


class CredentialPaper(RowPage):
    """The holder takes the credential along on paper, in the language of the page."""

    permission = "accelerator.hold_credential"
    model = Credential
    http_method_names: ClassVar[list[str]] = ["post"]

    def get_queryset(self) -> Any:
        return Credential.objects.select_related("city", "enrolment__profile__user")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Few print, and the drawing carries much: a web process loads it when the first one does.
        from reports.renderers.credential import render_credential  # noqa: PLC0415

        answer = HttpResponse(render_credential(self.object), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="credential-{self.object.number}.pdf"'
        return answer
