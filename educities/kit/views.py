"""The doors of HTML: each names who may, takes a row of this city or 404, calls one action, answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from educities.kit.ask_pages import AsksAboutRow, AsksAge, SaysWhyNot
from educities.kit.button_pages import LeadsToPage
from educities.kit.drafts import drop_drafts, keep_drafts
from educities.kit.errors import DomainError
from educities.kit.forms import ReasonForm, name_missing_answers
from educities.kit.kept_forms import ask_to_sign_in_first, kept_data, kept_files, show_without_errors, tell_kept_files
from educities.kit.language_choice import LanguageChoiceMixin
from educities.kit.lists import PagedRowsMixin
from educities.kit.rows import refusing_rows
from educities.kit.undo import UNDONE_TAG, drop_undo, offer_undo

if TYPE_CHECKING:
    # The type checker reads the project's own user model here, which stands above.
    from django.contrib.auth.models import _User

__all__ = [
    "ActionView",
    "Confirm",
    "FormPage",
    "ListPage",
    "Page",
    "Paginator",
    "Permitted",
    "ReasonPage",
    "RowPage",
    "UndoView",
    "safe_next_url",
]


def safe_next_url(request: HttpRequest, fallback: str) -> str:
    """The page the form says it came from, if it is ours; else `fallback`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else fallback


class Permitted(AsksAge, LeadsToPage):
    """Who may enter: `permission` (asked with the row or the city) or `public = True`.

    `signed_in = True` stands for pages that any signed-in person has of their own.
    """

    permission: ClassVar[str | None] = None
    public: ClassVar[bool] = False
    signed_in: ClassVar[bool] = False
    model: ClassVar[Any] = None
    # The verbs that end something and are recorded here: `tests/test_ends.py` sees that such a page asks first.
    ends: ClassVar[tuple[Any, ...]] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Who has not signed in learns nothing of rows, not even which numbers there are.
        is_looked_for = self.public or request.user.is_authenticated
        self.object: Any = self.get_row() if is_looked_for else None
        if not self.public:
            refused = self.refuse(request)
            if refused:
                return refused
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        """None when the person may; a way to sign in or to a second factor; else PermissionDenied."""
        if not request.user.is_authenticated:
            return ask_to_sign_in_first(request, self)
        # A person's own pages of sign-in, outside every city, are where the second step is set up.
        if (self.permission or getattr(request, "city", None)) and getattr(request, "second_factor_missing", False):
            text = _("Your role needs a second step at sign-in.")
            return ask_to_sign_in_first(request, self, text=text, way=reverse("second_factor"))
        if asked := self.ask_age(request):
            return asked
        if self.signed_in:
            return None
        if not self.permission or not request.user.has_perm(self.permission, self.permission_object()):
            raise PermissionDenied
        return None

    def get_queryset(self) -> Any:
        """The rows from which this page takes its own."""
        return self.model.objects.all()

    def get_row(self) -> Any:
        """The row that the address names, of this city, or 404."""
        is_named = self.model is not None and "pk" in self.kwargs
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]) if is_named else None

    def permission_object(self) -> Any:
        """What the permission is asked about: the row, else the city."""
        return self.object or getattr(self.request, "city", None)

    @property
    def city(self) -> Any:
        return self.request.city  # type: ignore[attr-defined]  # the middleware of `cities`, above, says whose page it is

    @property
    def actor(self) -> "_User":
        """The account that acts. Raises PermissionDenied where nobody has signed in."""
        user = self.request.user
        if not user.is_authenticated:
            raise PermissionDenied
        return user

    def city_url(self, name: str, *args: Any) -> str:
        """The address of a page of this city."""
        return reverse(name, args=[self.city.slug, *args])


class Page(Permitted, TemplateView):
    """A page without a list or a form."""


class RowPage(Permitted, TemplateView):
    """A page about one row, `{{ row }}` in its template."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"row": self.object, **kwargs})


class ListPage(Permitted, PagedRowsMixin, ListView):
    """A list of `rows()`; pages of 50. `filter_class` (a form with `narrow(queryset)`) narrows it."""

    paginate_by: ClassVar[int] = 50
    filter_class: ClassVar[Any] = None

    def rows(self) -> Any:
        """The rows of the list before anybody narrows it."""
        return self.model.objects.all()

    def get_queryset(self) -> Any:
        rows = self.rows()
        if self.filter_class is None:
            return rows
        self.filter = self.filter_class(self.request.GET or None)
        return self.filter.narrow(rows) if self.filter.is_bound and self.filter.is_valid() else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=getattr(self, "filter", None), **kwargs)


class FormPage(SaysWhyNot, Permitted, LanguageChoiceMixin):
    """A form. `act(form)` calls one action and returns where to go; a DomainError shows above the form, 409.

    `returns_to_sender`: the form may stand on another page, whose address it sends as `next`, and is answered there.
    `taken_by`: the name of the page that takes the form, where it is another one.
    """

    success_message: ClassVar[Any] = ""
    returns_to_sender: ClassVar[bool] = False
    taken_by: ClassVar[str] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"row": self.object, "changes_language": self.changes_language, **kwargs})

    def get_form(self, form_class: Any = None) -> BaseForm:
        form = super().get_form(form_class)
        name_missing_answers(form)
        keep_drafts(self.request, form, self.taken_by)
        tell_kept_files(self.request, form)
        if kept_data(self.request) is not None:
            show_without_errors(form)
        return form

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs, kept = super().get_form_kwargs(), kept_data(self.request)
        if files := kept_files(self.request):
            kwargs["initial"] = {**kwargs["initial"], **files}
        return kwargs if kept is None else {**kwargs, "data": kept}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            with refusing_rows():
                target = self.act(form)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.show_again(form, error.status)
        if self.success_message:
            messages.success(self.request, self.success_message)
        response = target if isinstance(target, HttpResponse) else self.answer_at(target)
        drop_drafts(response, form)
        return response

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.show_again(form, 422)

    def answer_at(self, target: Any) -> HttpResponse:
        """The way on: `target`, or the page that sent the form."""
        sender = safe_next_url(self.request, "") if self.returns_to_sender else ""
        return redirect(sender or target)

    def show_again(self, form: BaseForm, status: int) -> HttpResponse:
        """The page with what was typed and what is wrong; it takes the place of the page a part of which sent it."""
        self.keep_refused_files(form)
        response = self.render_to_response(self.get_context_data(form=form), status=status)
        if self.returns_to_sender and "HX-Request" in self.request.headers:
            shown = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Push-Url": self.request.path}
            for name, value in shown.items():
                response[name] = value
        return response

    def act(self, form: Any) -> Any:
        raise NotImplementedError


class ReasonPage(AsksAboutRow, FormPage):
    """A step that asks for a sentence why: `step(row, actor=, reason=)` is its action."""

    form_class = ReasonForm
    step: ClassVar[Callable[..., Any]]

    def act(self, form: ReasonForm) -> Any:
        type(self).step(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        return self.object.get_absolute_url()


class ActionView(Permitted):
    """A button: POST, one action, a message, back to where the person was.

    `undo_name`: the address, by the row's number, whose button takes the act back.
    """

    http_method_names: ClassVar[list[str]] = ["post"]
    success_message: ClassVar[Any] = ""
    undo_name: ClassVar[str] = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with refusing_rows():
                self.act()
        except DomainError as error:
            messages.error(request, str(error))
        else:
            self.tell_success()
        return HttpResponseRedirect(safe_next_url(request, self.success_url()))

    def get_success_message(self) -> str:
        """What came of it."""
        return str(self.success_message)

    def tell_success(self) -> None:
        """The message stands on the next page, with the way to take the act back if there is one."""
        text = self.get_success_message()
        if self.undo_name:
            offer_undo(self.request, text, self.city_url(self.undo_name, self.object.pk))
        elif text:
            messages.success(self.request, text)

    def act(self) -> None:
        raise NotImplementedError

    def success_url(self) -> str:
        """Where to go when the form does not say."""
        return self.object.get_absolute_url()


class UndoView(ActionView):
    """The button that takes back what one has just done."""

    def tell_success(self) -> None:
        drop_undo(self.request)
        messages.success(self.request, self.get_success_message(), extra_tags=UNDONE_TAG)


class Confirm(AsksAboutRow, ActionView, TemplateView):
    """A page of one question before something that cannot be taken back; its button does it."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options", "post"]
    template_name = "kit/confirm.html"
    label: ClassVar[Any] = ""
    # What the way back says; the template's own words when it is empty.
    back: ClassVar[Any] = ""

    def get_question(self) -> str:
        raise NotImplementedError

    def get_text(self) -> str:
        """What is true afterwards."""
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=self.get_question(),
            text=self.get_text(),
            label=self.label,
            back=self.back,
            cancel=safe_next_url(self.request, self.success_url()),
            **kwargs,
        )


class AskedOnce(Confirm):
    """A step that cannot be undone: its page shows what it is about and asks, its button does it."""

    template_name = "kit/asked_once.html"

    def asks(self) -> dict[str, Any]:
        """`question`, `text`, `label`, what is shown above them (`eyebrow`, `quote`) and where `cancel` leads."""
        raise NotImplementedError

    def get_question(self) -> str:
        return self.asks()["question"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What the ways up name already is not named again below the heading.
        context = super().get_context_data(**kwargs) | self.asks()
        is_named = any(label == str(context.get("eyebrow")) for _url, label in context["crumbs"])
        return context | {"eyebrow": ""} if is_named else context
