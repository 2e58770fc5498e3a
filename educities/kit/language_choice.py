"""Another language in the middle of writing: the page comes back in it, with all that was typed so far."""

from typing import Any, ClassVar

from django.conf import settings
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.generic import FormView

from educities.kit.kept_forms import note_chosen_files, tell_chosen_files


def keep_language(response: HttpResponse, language: str) -> None:
    """This browser reads every page in that language from now on, as after Django's own `set_language`."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]  # a word of the settings
    )


class LanguageChoiceMixin(FormView):
    """A form that a reader may have in another language at any moment."""

    # Its template gives the form the id "typed", so that another language can be chosen in the middle of writing.
    changes_language: ClassVar[bool] = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.changes_language and request.POST.get("in_language") in dict(settings.LANGUAGES):
            self.post = self.show_in_language  # type: ignore[method-assign]

    def show_in_language(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form as it was typed so far, unchecked, in the language that the reader has chosen."""
        language = request.POST["in_language"]
        translation.activate(language)
        request.LANGUAGE_CODE = language
        form = self.get_form()
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # as if it had been checked
        self.keep_chosen_files(form)
        response = self.render_to_response(self.get_context_data(form=form))
        keep_language(response, language)
        return response

    def keep_chosen_files(self, form: Any) -> None:
        """The files chosen so far go along with the form in the other language, and each box says whether they do."""
        note_chosen_files(self.request, self)
        tell_chosen_files(self.request, form)

    def keep_refused_files(self, form: Any) -> None:
        """What is wrong with another line costs nobody the file: it goes along with the form that is shown again."""
        note_chosen_files(self.request, self, but=form.errors)
        tell_chosen_files(self.request, form, but=form.errors)
