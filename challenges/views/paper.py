"""The paper evening: one form after the other, typed off for who wrote it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext

from challenges.actions.paper import PaperPerson, enter_idea, find_same_form
from challenges.forms.paper import CARRIED, PaperForm
from challenges.models import Challenge, Contribution, PaperScan
from educities.kit.views import FormPage, Permitted


def describe_why_not_entered(challenge: Challenge) -> str:
    """Why nothing is entered for this challenge now, in a sentence; "" when it gathers ideas."""
    return "" if challenge.is_open and challenge.takes("gather") else gettext("Ideas are not gathered at this moment.")


class EnterPaper(FormPage):
    """A form typed off; the next one begins with what is the same on all of them."""

    permission = "challenges.enter_ideas_challenge"
    model = Challenge
    form_class = PaperForm
    template_name = "challenges/enter_paper.html"
    describe_why_not = describe_why_not_entered

    @property
    def number(self) -> int:
        """How many forms were entered in this sitting."""
        number = self.request.GET.get("n", "")
        return int(number) if number.isdecimal() and len(number) < 5 else 0

    def get_initial(self) -> dict[str, Any]:
        carried = {name: self.request.GET[name] for name in CARRIED if name in self.request.GET}
        return {"language": (get_language() or "en")[:2], "channel": Contribution.Channel.PAPER, **carried}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.object.get_absolute_url(), str(self.object))]
        return super().get_context_data(**{"crumbs": crumbs, "number": self.number, **kwargs})

    def act(self, form: PaperForm) -> str:
        data = form.cleaned_data
        person = PaperPerson(data["display_name"], data["phone"], data["neighbourhood"])
        about = {"text": data["text"], "language": data["language"], "channel": data["channel"], "scan": data["scan"]}
        if form.same_as and find_same_form(self.object, text=data["text"], author=form.same_as):
            text = gettext("This form of %(name)s is here already. Nothing was added.")
            self.success_message = text % {"name": form.same_as.display_name}
            return self._next_url(form, self.number)
        idea = enter_idea(self.object, actor=self.actor, person=person, author=form.same_as, **about)
        self.success_message = gettext("Entered for %(name)s.") % {"name": idea.author.display_name}
        return self._next_url(form, self.number + 1)

    def _next_url(self, form: PaperForm, number: int) -> str:
        """The next empty form, with what is the same on all of them and how many are entered by now."""
        data = form.cleaned_data
        carried = {"channel": data["channel"], "language": data["language"], "adults": "on", "n": number}
        return f"{self.city_url('enter_paper', self.object.pk)}?{urlencode(carried)}"


class PaperScanView(Permitted):
    """The paper itself, for those who check ideas."""

    permission = "challenges.view_paperscan"
    model = PaperScan

    def get_queryset(self) -> Any:
        return PaperScan.objects.select_related("contribution__challenge")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(bytes(self.object.data), content_type="image/webp", headers=headers)
