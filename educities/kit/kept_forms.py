"""A form sent without a session: what was sent is kept for whoever signs in, and a button leads back to its page."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm, FileField
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from educities.kit.addresses import split_address
from educities.kit.form_marks import TOKEN

if TYPE_CHECKING:
    from django.views import View

# Characters. A page of ours takes some five thousand in a box; what is longer waits in the browser alone.
MOST = 200_000
# What no person typed.
UNTYPED = {TOKEN, "next", "read"}


def ask_to_sign_in_first(
    request: HttpRequest, view: "View", *, text: str = "", way: str = "", has_session: bool = False
) -> HttpResponse:
    """The person is led to `way` (signing in, unless told otherwise), and from there back to a page, never to a bare button.

    What a form sent is noted on the request as `sent_form`; the middleware of accounts keeps it for this browser, and says
    so in other words to who is signed in (`has_session`). A part
    of a page is answered by a sign that the page understands: a page inside the page helps nobody.
    """
    if "HX-Request" in request.headers and has_session and way:
        # Nobody is signed out: the whole page goes where the question is, and comes back to where it was.
        return HttpResponse(
            headers={"HX-Reswap": "none", "HX-Redirect": f"{way}?{urlencode({'next': find_shown_page(request)})}"}
        )
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Reswap": "none", "HX-Trigger": "signed-out"})
    page = request.get_full_path()
    if request.method == "POST":
        page = _note_sent_form(request, view, has_session=has_session)
    if text:
        messages.info(request, text)
    return redirect(f"{way}?{urlencode({'next': page})}") if way else redirect_to_login(page)


def find_shown_page(request: HttpRequest) -> str:
    """The page that stands in the window of whoever sent a part of it, as the script names it; "" where it is not ours."""
    shown = request.headers.get("HX-Current-URL", "")
    if not url_has_allowed_host_and_scheme(shown, {request.get_host()}):
        return ""
    parts = urlsplit(shown)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _note_sent_form(request: HttpRequest, view: "View", *, has_session: bool) -> str:
    """What was sent waits, if somebody typed it. Returns the page to come back to."""
    has_own_page = _answers_get(view)
    page = request.get_full_path() if has_own_page else page_behind(request)
    if "X-Roll" in request.headers:
        return page
    typed = {name for name, values in request.POST.lists() if name not in UNTYPED and any(values)}
    files, unkept = _chosen_files(request, view), _list_unkept(request, view)
    # A page that asks for a session was drawn for an account. Where nobody knows whose, it waits for nobody.
    is_known = getattr(request, "last_person", None) is not None
    is_form = is_known and bool(typed or files) and has_own_page and hasattr(view, "form_class")
    is_form = is_form and len(request.POST.urlencode()) <= MOST
    if is_form:
        data = request.POST.copy()
        data.pop(TOKEN, None)
        request.sent_form = {  # type: ignore[attr-defined]
            "page": page,
            "fields": data.urlencode(),
            "files": {name: str(file.name) for name, file in {**files, **unkept}.items()},
            "unkept": sorted(unkept),
        }
    else:
        request.sent_form = {"page": page, "fields": ""}  # type: ignore[attr-defined]
    messages.info(request, _describe_waiting(is_form=is_form, has_session=has_session))
    return page


def _describe_waiting(*, is_form: bool, has_session: bool) -> str:
    """What has become of what was sent."""
    if has_session:
        return (
            _("What you typed is kept for one hour. Answer this first, and you will find it in the form.")
            if is_form
            else _("Nothing was changed yet. Answer this first, then press the button again.")
        )
    if is_form:
        return _("What you typed is kept for one hour. Sign in, and you will find it in the form.")
    return _("You were signed out, so nothing was changed. Sign in, then press the button again.")


def _chosen_files(request: HttpRequest, view: Any) -> dict[str, UploadedFile]:
    """The files that the form of this page asks for, of those that were sent, but those that may wait nowhere."""
    return {name: file for name, (file, is_kept) in _list_form_files(request, view).items() if is_kept}


def _list_unkept(request: HttpRequest, view: Any) -> dict[str, UploadedFile]:
    """Those that may wait nowhere: their box says that they are to be chosen again."""
    return {name: file for name, (file, is_kept) in _list_form_files(request, view).items() if not is_kept}


def _list_form_files(request: HttpRequest, view: Any) -> dict[str, tuple[UploadedFile, bool]]:
    """The files that the form of this page asks for, of those that were sent, and whether each may wait."""
    fields = getattr(getattr(view, "form_class", None), "base_fields", {})
    kept = {name: getattr(field, "is_kept", True) for name, field in fields.items() if isinstance(field, FileField)}
    return {name: (file, kept[name]) for name, file in _list_files(request).items() if name in kept}


def _list_files(request: HttpRequest) -> dict[str, UploadedFile]:
    """The files that were sent, by field; of several in one field the last."""
    return {name: file for name, file in request.FILES.items() if isinstance(file, UploadedFile)}


def keep_typed(request: HttpRequest, page: str) -> None:
    """What a second button of a form sent along, and its action has no use for, stands in the form of `page` again."""
    data = request.POST.copy()
    data.pop(TOKEN, None)
    if len(data.urlencode()) <= MOST:
        about = {"page": page, "fields": data.urlencode(), "quiet": "1", "person": request.user.pk}
        request.sent_form = about  # type: ignore[attr-defined]


def note_chosen_files(request: HttpRequest, view: Any, but: Collection[str] = ()) -> None:
    """The files of a form that is shown once more wait for the signed-in person in this browser, with those kept before.

    `but`: fields whose file was refused. Which of the others there was room for, `kept_now` says while that page is drawn.
    """
    files = {name: file for name, file in _chosen_files(request, view).items() if name not in but}
    if files and request.user.is_authenticated and _answers_get(view):
        all_files = {**_waiting_files(request), **files}
        request.sent_form = {  # type: ignore[attr-defined]
            "page": request.path,
            "fields": "",
            "files": {name: str(file.name) for name, file in all_files.items()},
            "quiet": "1",
            "person": request.user.pk,
        }


def files_to_show(request: HttpRequest) -> dict[str, UploadedFile]:
    """The files that belong to the form that was sent: chosen now, or kept of the last time that it was sent."""
    return {**_waiting_files(request), **_list_files(request)}


def _waiting_files(request: HttpRequest) -> dict[str, UploadedFile]:
    return {name: file for name, file in kept_files(request).items() if file}


def page_behind(request: HttpRequest) -> str:
    """The page of ours on which a pressed button stood: as the form says, as the browser says, else the city's own."""
    host = {request.get_host()}
    referrer = split_address(request.headers.get("Referer", ""))
    came_from = f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
    for place in (request.POST.get("next", ""), came_from if referrer.netloc in host else ""):
        if place and url_has_allowed_host_and_scheme(place, host) and _is_page(urlsplit(place).path):
            return place
    city = getattr(request, "city", None)
    return reverse("city", args=[city.slug]) if city else reverse("home")


def _is_page(path: str) -> bool:
    try:
        view = getattr(resolve(path).func, "view_class", None)
    except Http404:
        return False
    return view is not None and _answers_get(view)


def _answers_get(view: Any) -> bool:
    return "get" in view.http_method_names and hasattr(view, "get")


def kept_data(request: HttpRequest) -> QueryDict | None:
    """What this person typed into the form of this page before signing in; None when nothing waits."""
    kept: dict[str, str] | None = getattr(request, "kept_form", None)
    return QueryDict(kept["fields"]) if kept and kept["fields"] and request.method in {"GET", "HEAD"} else None


def kept_files(request: HttpRequest) -> Mapping[str, UploadedFile | None]:
    """The files chosen for this page before, by field. None: its contents could not be kept.

    A page cannot put a file back into its box, so it goes along with the form for as long as no other is chosen.
    """
    return getattr(request, "kept_files", {})


def tell_kept_files(request: HttpRequest, form: BaseForm) -> None:
    """Each box of a file says what came of the one that was chosen before."""
    names = getattr(request, "kept_file_names", {})
    for field, file in kept_files(request).items():
        if field in form.fields:
            box = form[field]
            box.help_text = _add_file_text(box.help_text, names[field], is_kept=bool(file))


def tell_chosen_files(request: HttpRequest, form: BaseForm, but: Collection[str] = ()) -> None:
    """The same of those sent just now with a page that is shown once more: whether there is room, drawing it tells."""
    for field, file in _list_files(request).items():
        if field in form.fields and field not in but:
            box = form[field]
            box.help_text = _tell_later(request, field, str(file.name), str(form.fields[field].help_text))


def _tell_chosen_file(request: HttpRequest, field: str, name: str, help_text: str) -> str:
    return _add_file_text(help_text, name, is_kept=field in getattr(request, "kept_now", ()))


_tell_later = lazy(_tell_chosen_file, SafeString)


def _add_file_text(help_text: Any, name: str, *, is_kept: bool) -> str:
    text = (
        _("“{file}”, which you chose before, goes along. Choose another file to replace it.")
        if is_kept
        else _("“{file}”, which you chose before, could not be kept. Choose it again.")
    )
    shown = format_html("<bdi>{}</bdi>", name)
    return format_html("{} <strong>{}</strong>", help_text, format_html(text, file=shown))


def show_without_errors(form: BaseForm) -> None:
    """The form shows what was typed and says nothing of it yet: nobody has sent it this time."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]  # Django's own way to begin afresh
    form.cleaned_data = {}
