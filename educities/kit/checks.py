"""What hooks and views name must exist: pages, permissions, templates, states. Asked by `manage.py check`."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, Tags, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from rules.permissions import perm_exists

from educities.kit.hooks import HOOKS, Hook
from educities.kit.tones import Tones
from educities.kit.views import Permitted


@register(Tags.urls)
def check_hooks(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """Each `url_name`, `permission`, `template` and state that an answer names is there."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    return [
        Error(text, obj=f"{hook.name}: {_key(hook, answer)}", id=code)
        for hook in list(HOOKS.values())
        for answer in hook
        for code, text in _problems(answer, names)
    ]


@register(Tags.urls)
def check_view_permissions(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Error]:
    """The permission that a page asks for is one that some rule answers."""
    return [
        Error(f"no rule answers the permission {view.permission}", obj=view, id="kit.E004")
        for view in _views(get_resolver())
        if view.permission and not perm_exists(view.permission)
    ]


def _key(hook: Hook[Any], answer: Any) -> str:
    return hook.key(answer) if hook.key else str(answer)


def _problems(answer: object, url_names: set[str]) -> Iterator[tuple[str, str]]:
    url_name, permission = getattr(answer, "url_name", ""), getattr(answer, "permission", "")
    if url_name and url_name not in url_names:
        yield "kit.E001", f"there is no page {url_name}"
    if permission and not perm_exists(permission):
        yield "kit.E002", f"no rule answers the permission {permission}"
    for template in _missing_templates(getattr(answer, "template", "")):
        yield "kit.E003", f"there is no template {template}"
    if isinstance(answer, Tones):
        for value in _unknown_values(answer):
            yield "kit.E005", f"{answer.model._meta.label}.{answer.field} is never {value}"


def _unknown_values(tones: Tones) -> list[str]:
    """Values that have a tone and that the field never has."""
    field: Any = tones.model._meta.get_field(tones.field)
    known = {str(value) for value, _label in field.flatchoices}
    return sorted({*tones.good.split(), *tones.sun.split(), *tones.bad.split()} - known)


def _templates(name: str) -> list[str]:
    """A mail is two templates, named without their ends."""
    return [f"{name}.txt", f"{name}.html"] if name and not name.endswith(".html") else [name] if name else []


def _missing_templates(name: str) -> list[str]:
    return [template for template in _templates(name) if not _is_template(template)]


def _is_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def _views(resolver: URLResolver) -> Iterator[type[Permitted]]:
    for entry in resolver.url_patterns:
        if not isinstance(entry, URLPattern):
            yield from _views(entry)
            continue
        view = getattr(entry.callback, "view_class", None)
        if view is not None and issubclass(view, Permitted):
            yield view
