"""The base of every endpoint: token, city, scope, limits, known parameters only; and the addresses of nobody."""

from pathlib import Path
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated, PermissionDenied, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from educities.api.authentication import Partner, PartnerAuthentication
from educities.kit.limits import TooOften, check_limit

CALLS, SECONDS = 600, 60
OPENAPI = Path(__file__).with_name("openapi.yaml")


class Endpoint(APIView):
    """`scopes`: what each method needs; write does not imply read. Another city's token finds nothing here."""

    authentication_classes: ClassVar[list[Any]] = [PartnerAuthentication]
    http_method_names: ClassVar[list[str]] = [name for name in APIView.http_method_names if name != "options"]
    scopes: ClassVar[dict[str, str]] = {}
    parameters: ClassVar[set[str]] = set()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not isinstance(request.user, Partner):
            raise NotAuthenticated
        city: Any = request._request.city
        in_city = request.path.startswith("/api/v1/cities/")
        if in_city and (city is None or request.user.client.city_id != city.pk):
            raise Http404
        needed = self.scopes.get("GET" if request.method == "HEAD" else request.method or "")
        if needed and needed not in request.user.scopes:
            raise PermissionDenied
        self.limit(request)
        unknown = set(request.query_params) - self.parameters
        if unknown:
            raise ValidationError(dict.fromkeys(sorted(unknown), _("There is no such parameter here.")))

    def limit(self, request: Request) -> None:
        try:
            check_limit("api", str(request.user.client.pk), most=CALLS, seconds=SECONDS)
        except TooOften as error:
            raise Throttled(wait=SECONDS) from error


@csrf_exempt  # there is nothing that a forged request could do
def unknown(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """Any address below /api/ that is not there."""
    from educities.kit.problems import as_json, not_found  # noqa: PLC0415 (DRF loads its settings first)

    return as_json(not_found())


@csrf_exempt
def description(request: HttpRequest) -> HttpResponse:
    """The description of all this for programs, as OpenAPI."""
    from educities.kit.problems import TITLES, as_json, problem  # noqa: PLC0415 (DRF loads its settings first)

    if request.method not in {"GET", "HEAD"}:
        refused = as_json(problem(405, MethodNotAllowed.default_code, TITLES[MethodNotAllowed]))
        refused["Allow"] = "GET, HEAD"
        return refused
    return HttpResponse(OPENAPI.read_bytes(), content_type="application/yaml")
