"""The base of every endpoint: token, city, scope, limits, known parameters only; and the addresses of nobody."""

from pathlib import Path
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import MethodNotAllowed, ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from educities.api.authentication import PartnerAuthentication, get_partner
from educities.api.few import hide_few
from educities.api.operation import Operation
from educities.kit.problems import ScopeMissing

YAML, TEXT = "application/yaml", "text/plain; charset=utf-8"
OPENAPI = Path(__file__).with_name("openapi.yaml")


class Endpoint(APIView):
    """`operations`: what each method promises and needs. Another city's token finds nothing here."""

    authentication_classes: ClassVar[list[Any]] = [PartnerAuthentication]
    http_method_names: ClassVar[list[str]] = [name for name in APIView.http_method_names if name != "options"]
    operations: ClassVar[dict[str, Operation]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        partner = get_partner(request)
        city = getattr(request._request, "city", None)
        in_city = request.path.startswith("/api/v1/cities/")
        if in_city and (city is None or partner.client.city_id != city.pk):
            raise Http404
        operation = self._find_operation(request)
        if operation and operation.scope and operation.scope not in partner.scopes:
            raise ScopeMissing(operation.scope)
        # A method that is not there is refused as such, whatever stands behind the question mark.
        if operation:
            check_parameters(request, operation)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """No answer leaves with a count of few people. None is kept by whoever passes it on: it may hold names."""
        operation = self._find_operation(request)
        if operation and response.status_code == operation.status:
            response.data = hide_few(operation.answer, response.data)
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer

    def _find_operation(self, request: Request) -> Operation | None:
        return self.operations.get("GET" if request.method == "HEAD" else request.method or "")


def check_parameters(request: Request, operation: Operation) -> None:
    """Raises ValidationError for a parameter that the operation does not take, that is given twice, or without a value."""
    given = request.query_params
    unknown = given.keys() - operation.parameters
    twice = {name for name, values in given.lists() if len(values) > 1} - unknown
    empty = {name for name, value in given.items() if not value} - unknown - twice
    refused = {
        **dict.fromkeys(sorted(unknown), _("Unknown parameter. Remove it.")),
        **dict.fromkeys(sorted(twice), _("This parameter stands more than once. Send it once.")),
        **dict.fromkeys(sorted(empty), _("This parameter has no value. Give it one, or leave it out.")),
    }
    if refused:
        raise ValidationError(refused)


def read_body(request: Request, serializer: type[Serializer[Any]]) -> dict[str, Any]:
    """What the body says, of this shape. Raises ValidationError, also for a body that is no object."""
    if not isinstance(request.data, dict):
        raise ValidationError([_("Send a JSON object.")])
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


@csrf_exempt  # there is nothing that a forged request could do
def unknown_address(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """Any address below /api/ that is not there."""
    from educities.kit.problems import as_json, not_found  # noqa: PLC0415 (DRF loads its settings first)

    return as_json(not_found())


@csrf_exempt
def openapi_description(request: HttpRequest) -> HttpResponse:
    """The description of all this for programs, as OpenAPI: as YAML, or as plain text for who takes nothing else."""
    from educities.kit.problems import TITLES, as_json, problem_body  # noqa: PLC0415 (DRF loads its settings first)

    if request.method not in {"GET", "HEAD"}:
        refused = as_json(problem_body(405, MethodNotAllowed.default_code, TITLES[MethodNotAllowed]))
        refused["Allow"] = "GET, HEAD"
        return refused
    kind = request.get_preferred_type([YAML, TEXT]) or YAML
    return HttpResponse(OPENAPI.read_bytes(), content_type=kind, headers={"Vary": "Accept"})
