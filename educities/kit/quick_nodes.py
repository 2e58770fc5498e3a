"""`{% translate %}`, `{% url %}` and `{% static %}` as Django has them, without working out again what cannot change.

Every page shows dozens of them: together they took a tenth of its time.
"""

from functools import lru_cache

from django.conf import settings
from django.template import Context, Node, Variable
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as do_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.html import escape
from django.utils.translation import get_language

from educities.kit.addresses import MOST_KEPT, cached_reverse

escape_once = lru_cache(maxsize=MOST_KEPT)(escape)


class FixedTranslateNode(Node):
    """A sentence that stands in the template itself: one text in each language."""

    child_nodelists = ()

    def __init__(self, inner: TranslateNode) -> None:
        self.inner = inner
        self.texts: dict[str, str] = {}

    def render(self, context: Context) -> str:
        """The sentence in the language that is active now."""
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.inner.render(context)
        return self.texts[language]


class QuickURLNode(URLNode):
    """The address of a page, from those worked out before."""

    def render(self, context: Context) -> str:
        """The address, or nothing once it stands under a name."""
        name = str(self.view_name.var) if is_fixed(self.view_name) else ""
        # A namespace may stand for another one on some pages, which Django finds out.
        if not name or ":" in name or self.kwargs:
            return super().render(context)
        address = ""
        try:
            address = cached_reverse(name, *[part.resolve(context) for part in self.args])
        except NoReverseMatch:
            if self.asvar is None:
                raise
        if self.asvar:
            context[self.asvar] = address
            return ""
        return escape_once(address) if context.autoescape else address


class QuickStaticNode(StaticNode):
    """The address of a file of ours, which stays the same as long as the process runs."""

    def url(self, context: Context) -> str:
        """The file's address."""
        return find_static(settings.STATIC_URL, self.path.resolve(context))


@lru_cache(maxsize=256)
def find_static(prefix: str, path: str) -> str:
    """The file's address; `prefix`, where all files of ours lie, is named because what is kept depends on it."""
    return StaticNode.handle_simple(path)


def is_fixed(expression: FilterExpression) -> bool:
    """Does this stand in the template as a text between quotes, without filters?"""
    return not expression.filters and not isinstance(expression.var, Variable)


def parse_translate(parser: Parser, token: Token) -> Node:
    """`{% translate "a sentence" %}`, as Django has it."""
    node = do_translate(parser, token)
    text = node.filter_expression
    # Django has put the sentence into a variable by now, whose name is the sentence between quotes.
    is_sentence = not text.filters and isinstance(text.var.literal, str)
    is_plain = is_sentence and not node.noop and not node.asvar
    return (
        FixedTranslateNode(node)
        if is_plain and not (node.message_context and not is_fixed(node.message_context))
        else node
    )


def parse_url(parser: Parser, token: Token) -> Node:
    """`{% url "name" part %}`, as Django has it."""
    node = do_url(parser, token)
    return QuickURLNode(node.view_name, node.args, node.kwargs, node.asvar)


def parse_static(parser: Parser, token: Token) -> Node:
    """`{% static "path" %}`, as Django has it."""
    return QuickStaticNode.handle_token(parser, token)
