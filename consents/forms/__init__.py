"""What a child asks of a grown-up, and what the grown-up answers."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from consents.forms.read_answers import CHANGED_TO, Answer, list_kept, merge_answers, parse_answer
from consents.texts import TEXTS, Words
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS
from educities.kit.concurrent_edit import CHANGED
from educities.kit.fields import AddressField, NameField


class GuardianLanguageField(forms.ChoiceField):
    """The language in which the adult reads; the page's own until another is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
        label = _("In which language does your parent or guardian read?")
        super().__init__(**{"label": label, "choices": names, "required": False, "initial": page_language, **kwargs})
        self.is_needed = True  # the page's language stands in it: not "(optional)"


def page_language() -> str:
    """The language in which the page is read."""
    return (get_language() or "en")[:2]


class AskGuardianForm(forms.Form):
    guardian_email = AddressField(label=_("Email address of a parent or guardian"))
    guardian_language = GuardianLanguageField()


# One short line at the first purpose, and one where somebody else has answered.
FIRST = _("The choices below only apply if you tick this one.")
BUT_ADULT = _("Another parent or guardian said no to this. Your yes takes effect only if they change their answer.")
BUT_CHILD = _("The child said no to this. Your yes takes effect only if the child changes this answer.")


class GuardianForm(forms.Form):
    """Purpose by purpose, a few sentences each.

    `now`: the grown-up's own answer as it is now; nothing is ticked before there is one. `held`: what holds and would end
    with a no. `but`: what another one says no to; `but_child`: what the child does.

    A page that was opened before the answer changed in another window writes only what its reader changed on it; where the
    answer has become a no, or was none, it comes back and asks.
    """

    display_name = NameField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    )
    is_adult = forms.BooleanField(
        label=_("I am 18 or over, and I am the parent or legal guardian of this child"),
        error_messages={
            "required": _("Only a parent or legal guardian who is 18 or over can answer. Tick this box if that is you.")
        },
    )

    consent_account = forms.BooleanField(label=TEXTS[ACCOUNT].name, required=False)  # type: ignore[arg-type]
    consent_lab = forms.BooleanField(label=TEXTS["lab"].name, required=False)  # type: ignore[arg-type]
    consent_publication = forms.BooleanField(label=TEXTS["publication"].name, required=False)  # type: ignore[arg-type]
    consent_photo = forms.BooleanField(label=TEXTS["photo"].name, required=False)  # type: ignore[arg-type]
    consent_sharing = forms.BooleanField(label=TEXTS["sharing"].name, required=False)  # type: ignore[arg-type]
    consent_research = forms.BooleanField(label=TEXTS["research"].name, required=False)  # type: ignore[arg-type]
    # Sent by the page that asks once before much is taken back.
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput())
    read = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        now: Answer,
        named: bool = True,
        held: Collection[str] = (),
        but: Collection[str] = (),
        but_child: Collection[str] = (),
        texts: Mapping[str, Words] = TEXTS,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for purpose in ASKED_OF_GUARDIANS:
            words = texts[purpose]
            noes = [text for text, said_no in ((BUT_ADULT, but), (BUT_CHILD, but_child)) if purpose in said_no]
            box = self.fields[f"consent_{purpose}"]
            box.help_text, box.initial = " ".join(map(str, (words.adult, *noes))), purpose in now.yes
        account = self.fields[f"consent_{ACCOUNT}"]
        account.help_text = format_lazy("{} {}", account.help_text, FIRST)
        if not named:
            del self.fields["display_name"], self.fields["is_adult"]
        self.now, self.held = now, set(held)
        self.fields["read"].initial = now.write()
        # What another window has changed meanwhile, and this page leaves so.
        self.kept: Collection[str] = ()

    @property
    def consents(self) -> dict[str, bool]:
        """The answer for each purpose. Without the account there is nothing else."""
        if not self.cleaned_data[f"consent_{ACCOUNT}"]:
            return dict.fromkeys(ASKED_OF_GUARDIANS, False)
        return {purpose: self.cleaned_data[f"consent_{purpose}"] for purpose in ASKED_OF_GUARDIANS}

    @property
    def is_late(self) -> bool:
        """Has the answer become another one since the page was opened, so that it asks?"""
        return any(error.code == CHANGED for error in self.errors.as_data().get("__all__", ()))

    @property
    def ends_account(self) -> bool:
        """Is the answer a no to the account, and so to everything?"""
        return not self.cleaned_data[f"consent_{ACCOUNT}"]

    @property
    def taken_back(self) -> list[str]:
        """The purposes that hold, and that this answer ends."""
        return [purpose for purpose in ASKED_OF_GUARDIANS if purpose in self.held and not self.consents[purpose]]

    @property
    def is_asked_once(self) -> bool:
        """What holds is not ended by a slip: several consents at once, or the account with everything."""
        return not self.cleaned_data.get("sure") and (self.ends_account or len(self.taken_back) > 1)

    def clean(self) -> dict[str, Any]:
        """Who answers for the first time and ticks something without the account has overlooked it."""
        said = super().clean() or self.cleaned_data
        if not self._bring_together(said):
            return said
        ticked = any(said.get(f"consent_{one}") for one in ASKED_OF_GUARDIANS)
        if not self.now.yes and ticked and not said.get(f"consent_{ACCOUNT}"):
            self.add_error(
                f"consent_{ACCOUNT}",
                _(
                    "Everything else needs a yes to “Keeping the details”. Tick it, or untick every box to say no to all."
                ),
            )
        return said

    def _bring_together(self, said: dict[str, Any]) -> bool:
        """What this person changed is written over the answer of now. Returns False where the page has to ask instead."""
        read = parse_answer(said.get("read", ""), self.now)
        if read.stand != self.now.stand:
            self.add_error(None, ValidationError(str(CHANGED_TO[self.now.stand]), code=CHANGED))
            self._show_now()
            return False
        sent = {purpose: bool(said.get(f"consent_{purpose}")) for purpose in ASKED_OF_GUARDIANS}
        merged = merge_answers(sent, read=read, now=self.now)
        self.kept = list_kept(sent, merged, ASKED_OF_GUARDIANS)
        said |= {f"consent_{purpose}": yes for purpose, yes in merged.items()}
        return True

    def _show_now(self) -> None:
        """The boxes are as the answer is now: what is ticked and sent next is meant."""
        sent: Any = self.data
        data = sent.copy()
        for name in ("sure", *(f"consent_{purpose}" for purpose in ASKED_OF_GUARDIANS)):
            data.pop(name, None)
        for purpose in self.now.yes:
            data[f"consent_{purpose}"] = "on"
        data["read"] = self.now.write()
        self.data = data
