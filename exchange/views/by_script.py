"""What the script of the phone sends, at once or once there is a network again: it asks for a word, not for a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

# The script asks for no page.
BY_SCRIPT = "X-Kept"


class ByScript:
    """A form that the script may send too: "{}" when it was taken, and the reason when it was not."""

    request: HttpRequest

    @property
    def is_by_script(self) -> bool:
        """Is a word enough?"""
        return BY_SCRIPT in self.request.headers

    def answer_at(self, target: Any) -> HttpResponse:
        """The way on; the script knows it."""
        return JsonResponse({}) if self.is_by_script else super().answer_at(target)  # type: ignore[misc]  # of the form's page

    def show_again(self, form: Any, status: int) -> HttpResponse:
        """What is wrong, in one line: what was typed is still on the phone."""
        if not self.is_by_script:
            return super().show_again(form, status)  # type: ignore[misc,no-any-return]
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"said": said}, status=status)
