"""Through which door the running code was entered: written into the audit log and the logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(slots=True)
class AuditContext:
    """One entry through a door: web, api, import, job or console."""

    via: str = "console"
    request_id: str = ""
    ip: str = ""
    # The number of the partner's program that calls.
    client: int | None = None
    # Who acts writes down what others have said, on paper or by word of mouth.
    is_entered: bool = False
    data: dict[str, Any] = field(default_factory=dict)


_act: ContextVar[AuditContext | None] = ContextVar("act", default=None)


def current_audit_context() -> AuditContext:
    """The act that runs now; a console's when none was opened."""
    return _act.get() or AuditContext()


@contextmanager
def audit_context(via: str, *, request_id: str = "", ip: str = "") -> Iterator[AuditContext]:
    """Inside, records say that they came through this door."""
    act = AuditContext(via, request_id=request_id, ip=ip)
    token = _act.set(act)
    try:
        yield act
    finally:
        _act.reset(token)


@contextmanager
def entering_for_others() -> Iterator[None]:
    """Inside, records say that who acts writes down what others have answered, on paper or by word of mouth."""
    token = _act.set(replace(current_audit_context(), is_entered=True))
    try:
        yield
    finally:
        _act.reset(token)


def truncated_ip(address: str) -> str:
    """The network of an address (/24 or /48): enough to see an attack, too little to see a person."""
    if ":" in address:
        return ":".join(address.split(":")[:3]) + "::"
    return ".".join([*address.split(".")[:3], "0"]) if address.count(".") == 3 else ""
