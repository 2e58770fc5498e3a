"""openapi.yaml, made of what the endpoints promise. Only `manage.py openapi` and tests import this: drf-spectacular is
among the packages for developing, so that no process that serves people holds it."""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from django.utils.translation import override
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from educities.api.authentication import CALLS, MINUTE
from educities.api.idempotency import LONGEST
from educities.api.operation import Operation
from educities.api.scopes import SCOPES
from educities.api.serializers import PeopleCountField, ProblemSerializer
from educities.kit.multilingual import LANGUAGES
from educities.kit.problems import TYPE

Schema = dict[str, Any]
TEXT_OR_YAML = {kind: {"schema": {"type": "string"}} for kind in ("application/yaml", "text/plain")}
ANSWER_OF_ITSELF: Schema = {
    "get": {
        "operationId": "description",
        "summary": "This description",
        "tags": ["access"],
        "security": [],
        "responses": {"200": {"description": "This file.", "content": TEXT_OR_YAML}},
    }
}
SETTINGS: Schema = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "EduCities partner API",
    "VERSION": "1",
    "DESCRIPTION": (
        "What a partner app may read of one city, and the figures it may enter.\n\n"
        "A director of the city admits an app; it holds an id, a secret and scopes, for one city and a year at most.\n"
        "No answer holds a person's name, address or number, but for `people`, where adults chose to show theirs. A count of "
        "people is null where it is one to four. Changes within version 1 only add."
    ),
    "LICENSE": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    "SERVERS": [{"url": "/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SORT_OPERATION_PARAMETERS": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "PATH_CONVERTER_OVERRIDES": {
        "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
        "int": {"type": "integer", "minimum": 1},
    },
    "POSTPROCESSING_HOOKS": [],
    "APPEND_PATHS": {"/openapi.yaml": ANSWER_OF_ITSELF},
}


class Problem(NamedTuple):
    """An answer that is a problem: its name among the components, when it comes, and the header it carries."""

    name: str
    text: str
    header: str = ""


PROBLEMS = {
    400: Problem("Invalid", "Something in the request is not right; `errors` names it."),
    401: Problem("Unauthenticated", "There is no token, or it is not valid any more.", "WWW-Authenticate"),
    403: Problem("Forbidden", "The token lacks the scope, or is for another address.", "WWW-Authenticate"),
    404: Problem("NotFound", "There is nothing at this address, or it is another city's."),
    406: Problem("NotAcceptable", "The answer can be had as application/json only."),
    413: Problem("TooLarge", "The body is larger than 5 MB."),
    415: Problem("NoJson", "The body is not application/json in UTF-8, or it is compressed."),
    422: Problem("KeyReused", "This Idempotency-Key was used for another request."),
    429: Problem("TooMany", f"More than {CALLS} calls in {MINUTE} seconds.", "Retry-After"),
    500: Problem("Failure", "A failure of ours."),
    503: Problem("Away", "The database is away for a moment.", "Retry-After"),
}
ALWAYS = {400, 401, 403, 406, 429, 500, 503}
HEADERS: Schema = {
    "WWW-Authenticate": {"type": "string"},
    "Retry-After": {"type": "string", "pattern": "^[0-9]+$"},
}
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST},
    OpenApiParameter.HEADER,
    description="The same request with the same key has one effect for 24 hours.",
)


class OperationSchema(AutoSchema):
    """Reads an endpoint's `operations`; nothing is guessed."""

    @property
    def promise(self) -> Operation:
        view: Any = self.view  # an Endpoint, which stands above
        return view.operations[self.method]

    def get_operation_id(self) -> str:
        return self.promise.name

    def get_summary(self) -> str:
        return self.promise.summary

    def get_description(self) -> str:  # type: ignore[override]  # as the base class has it, unlike the stubs
        return self.promise.description

    def get_tags(self) -> list[str]:
        """The area of the scope."""
        return [self.promise.scope.partition(":")[0] or "access"]

    def get_request_serializer(self) -> type[serializers.Serializer] | None:
        return self.promise.body

    def get_response_serializers(self) -> dict[int, OpenApiResponse]:  # type: ignore[override]  # as above
        return {self.promise.status: OpenApiResponse(self.promise.answer, self.promise.answer_text)}

    def get_override_parameters(self) -> list[Any]:
        query = [self.promise.query] if self.promise.parameters else []
        if not self.promise.is_repeatable:
            return query
        replay = OpenApiParameter(
            "Idempotent-Replay",
            {"type": "string", "const": "true"},
            OpenApiParameter.HEADER,
            description='"true" where the answer is that of an earlier request with the same key.',
            response=[self.promise.status],
        )
        return [*query, KEY, replay]

    def _resolve_path_parameters(self, variables: list[str]) -> list[Schema]:
        parameters = super()._resolve_path_parameters(variables)
        texts = {"city": "The city's address, as `/me` gives it."}
        for one in parameters:
            one["description"] = texts.get(one["name"], f"The `id` of the {one['name']}, as the list gives it.")
        return parameters

    def _get_response_bodies(self, direction: Direction = "response") -> Schema:
        answers = super()._get_response_bodies(direction)
        for status in sorted(self._problem_statuses()):
            text = self.promise.problems.get(status)
            answers[str(status)] = self._render_problem(status, text) if text else self._refer_to_problem(status)
        return answers

    def _problem_statuses(self) -> set[int]:
        """Every status with which this operation may answer that it did nothing."""
        statuses = ALWAYS | self.promise.problems.keys()
        if "{city}" in self.path:
            statuses |= {404}
        if self.promise.body:
            statuses |= {413, 415}
        if self.promise.is_repeatable:
            statuses |= {422}
        return statuses

    def _render_problem(self, status: int, text: str, header: str = "") -> Schema:
        headers = {"headers": {header: {"schema": HEADERS[header], "required": True}}} if header else {}
        # Only with the content type beside the status does it become problem+json.
        body = self._get_response_for_code(OpenApiResponse(ProblemSerializer, text), str(status), (TYPE,))
        return {**headers, **body}

    def _refer_to_problem(self, status: int) -> Schema:
        problem = PROBLEMS[status]
        schema = self._render_problem(status, problem.text, problem.header)
        component = ResolvedComponent(problem.name, ResolvedComponent.RESPONSE, schema, object=problem)
        self.registry.register_on_missing(component)
        return component.ref

    def _map_serializer_field(
        self, field: serializers.Field, direction: Direction, bypass_extensions: bool = False
    ) -> Schema | None:
        schema = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, PeopleCountField) and schema:
            return {**schema, "x-counts-people": "exception" if field.shown_because else "null-below-five"}
        if direction == "request" and isinstance(field, serializers.DecimalField) and schema:
            kinds = ["string", "number", *(["null"] if field.allow_null else [])]
            return {key: value for key, value in schema.items() if key != "format"} | {"type": kinds}
        return schema

    def _postprocess_serializer_schema(
        self, schema: Schema, serializer: serializers.BaseSerializer, direction: Direction
    ) -> Schema:
        """Whatever an answer holds is described; a shape with sentences of its own begins with them."""
        about = type(serializer).__dict__.get("__doc__")
        return {
            **({"description": " ".join(about.split())} if about else {}),
            **super()._postprocess_serializer_schema(schema, serializer, direction),
            **({"additionalProperties": False} if direction == "response" else {}),
        }


class PartnerScheme(OpenApiAuthenticationExtension):
    """How a program signs in."""

    target_class = "educities.api.authentication.PartnerAuthentication"
    name = "program"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        scopes = {scope.code: str(scope.label) for scope in SCOPES}
        return {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "/identity/o/api/token", "scopes": scopes}},
        }

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        scope = cast("OperationSchema", auto_schema).promise.scope
        return {self.name: [scope] if scope else []}


class LocalizedText(OpenApiSerializerFieldExtension):
    target_class = "educities.api.serializers.LocalizedTextField"

    def get_name(self) -> str:
        return "LocalizedText"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> Schema:
        return {
            "description": " ".join((self.target_class.__doc__ or "").split()),
            "type": "object",
            "properties": {language: {"type": "string"} for language in LANGUAGES},
            "additionalProperties": False,
        }


class NamedChoice(OpenApiSerializerFieldExtension):
    target_class = "educities.api.serializers.NamedChoiceField"

    def get_name(self) -> str:
        return self.target.component

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> Schema:
        codes = list(self.target.choices)
        meaning = {"description": self.target.meaning} if self.target.meaning else {}
        return {**meaning, "type": "integer" if isinstance(codes[0], int) else "string", "enum": codes}


class Generator(SchemaGenerator):
    """Every endpoint is described by its operations; no setting of DRF says so, because only this file needs it."""

    def create_view(self, callback: Callable[..., Any], method: str, request: Request | None = None) -> APIView:
        view = super().create_view(callback, method, request)
        self._set_schema_to_view(view, OperationSchema())
        return view


def list_tags() -> list[Schema]:
    """The areas of the scopes, each with what its scopes allow."""
    areas: dict[str, list[str]] = {"access": ["whom a token stands for, and this description"]}
    for scope in SCOPES:
        areas.setdefault(scope.code.partition(":")[0], []).append(str(scope.label))
    return [{"name": area, "description": ", ".join(labels)} for area, labels in areas.items()]


def render_openapi() -> str:
    """The text of openapi.yaml. Raises ValueError when something of it had to be guessed."""
    with override("en"), patched_settings({**SETTINGS, "TAGS": list_tags()}):
        schema = Generator().get_schema(public=True)
        if GENERATOR_STATS:
            GENERATOR_STATS.emit_summary()
            msg = "openapi.yaml cannot be made without guessing"
            raise ValueError(msg)
        return OpenApiYamlRenderer().render(schema).decode()
