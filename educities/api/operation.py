"""What one method of an address promises. The endpoint holds itself to it, and openapi.yaml is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rest_framework.serializers import Serializer

from educities.api.serializers import NoQuery


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`name` is unique and never changes: programs call by it. `answer` is the shape of the answer with `status`, and
    `answer_text` says what is in it; `scope` what a token needs, none: any token; `query` the parameters, any other is
    refused; `body` the shape of what is sent. `is_repeatable`: takes an Idempotency-Key. `problems`: statuses beyond
    those that the address has anyhow (`educities.api.schema`), each with its sentence."""

    name: str
    summary: str
    answer: type[Serializer]
    answer_text: str
    description: str = ""
    scope: str = ""
    query: type[Serializer] = NoQuery
    body: type[Serializer] | None = None
    status: int = 200
    is_repeatable: bool = False
    problems: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The names of the parameters that it takes."""
        return frozenset(self.query._declared_fields)
