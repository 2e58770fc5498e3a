"""The frame of every mail: one pair of templates draws the words of any kind, in a reader's language."""

from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from educities.activity.texts.mail_kinds import END_ISOLATE, ISOLATE, LinkedLine, Mail
from educities.kit.multilingual import text_direction

RIGHT_TO_LEFT_MARK = "\u200f"
FONT = "font-family:-apple-system,'Segoe UI',Arial,sans-serif;"
# Blanks that no mail program shows: behind the preview it would put the first words of the mail else.
FILLER = mark_safe("&#8199;&#847; " * 30)  # noqa: S308 (a constant)
# For Word, which draws the mails of Outlook: a table of fixed width, and no blocks beside each other.
WORD = {
    "ghost_begin": mark_safe('<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->'),
    "ghost_end": mark_safe("<!--[if mso]></td></tr></table><![endif]-->"),
    "not_word_begin": mark_safe("<!--[if !mso]><!-->"),
    "not_word_end": mark_safe("<!--<![endif]-->"),
    "word_font": mark_safe("<!--[if mso]><style>*{font-family:Arial,sans-serif !important}</style><![endif]-->"),
    "plain": mark_safe('cellpadding="0" cellspacing="0" border="0"'),
}


@dataclass(frozen=True)
class Stop:
    """The way to stop such mails."""

    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class DrawnButton:
    """A button as the templates draw it; `css` b1 is the wanted answer, b2 the other."""

    label: str
    url: str
    css: str
    ground: str
    style: str


def render_frame(mail: Mail, language: str, *, sender: str, greeting: str, stop: Stop) -> tuple[str, str, str]:
    """(subject, text, HTML) of the mail in this language. `sender`: the city, or the platform."""
    with translation.override(language):
        direction = text_direction(language)
        context = {
            **WORD,
            "mail": mail,
            "language": language,
            "dir": direction,
            "align": "right" if direction == "rtl" else "left",
            "css": _inline_styles(language),
            "filler": FILLER,
            "sender": sender,
            "greeting": greeting,
            "buttons": _draw_buttons(mail),
            "stop": stop,
            "signature": _signature_line(sender),
        }
        plain = {**context, "mail": _without_marks(mail), "buttons": context["buttons"]}
        text = render_to_string("kit/mail/frame.txt", plain)
        html = render_to_string("kit/mail/frame.html", context)
    mark = RIGHT_TO_LEFT_MARK if direction == "rtl" else ""
    return f"{mark}{' '.join(mail.subject.split())}", _tidy_lines(text), _strip_indentation(html)


def _signature_line(sender: str) -> str:
    platform = _("Education Cities")
    return sender if sender == platform else f"{sender} · {platform}"


def _inline_styles(language: str) -> dict[str, SafeString]:
    line = "1.7" if language == "ar" else "1.55"
    text = f"{FONT}font-size:16px;line-height:{line};color:#14242b;"
    styles = {
        "font": FONT,
        "card": "background:#ffffff;border:1px solid #d9e2e5;border-radius:14px;padding:28px 30px",
        "h1": f"margin:0 0 16px;{FONT}font-size:23px;line-height:1.3;font-weight:bold;color:#14242b",
        "p": f"margin:0 0 14px;{text}",
        "fact": f"margin:0 0 10px;{text}",
        "other": f"margin:6px 0 0;{FONT}font-size:15px;line-height:{line};color:#14242b",
        "sunk": "background:#eaeff1;border-radius:10px;margin:4px 0 18px",
        "soft": f"margin:0 0 10px;{FONT}font-size:14px;line-height:{line};color:#4e606a",
    }
    return {name: mark_safe(style) for name, style in styles.items()}  # noqa: S308 (constants)


def _draw_buttons(mail: Mail) -> list[DrawnButton]:
    shape = f"display:inline-block;padding:12px 22px;border-radius:10px;{FONT}font-size:16px;line-height:20px;"
    shape += "font-weight:bold;text-decoration:none;"
    first = mark_safe(f"{shape}border:1px solid #0b6477;color:#ffffff")  # noqa: S308 (a constant)
    other = mark_safe(f"{shape}border:1px solid #9fb2ba;color:#14242b")  # noqa: S308 (a constant)
    drawn = []
    if mail.button[1]:
        drawn.append(DrawnButton(*mail.button, css="b1", ground="#0b6477", style=first))
    if mail.second and mail.second[1]:
        drawn.append(DrawnButton(*mail.second, css="b2", ground="#ffffff", style=other))
    return drawn


def _without_marks(mail: Mail) -> Mail:
    """For the plain part: old programs show the marks of direction as boxes, and lines of one script need none."""

    def bare(text: str) -> str:
        return text.replace(ISOLATE, "").replace(END_ISOLATE, "")

    def bare_line(line: object) -> str:
        text = bare(str(line))
        return LinkedLine(text, line.url) if isinstance(line, LinkedLine) else text

    def bare_value(value: object) -> str | list[str]:
        return [bare_line(line) for line in value] if isinstance(value, (list, tuple)) else bare(str(value))

    return replace(
        mail,
        heading=bare(mail.heading),
        lead=bare(mail.lead),
        body=[bare(text) for text in mail.body],
        facts=[(label, bare_value(value)) for label, value in mail.facts],
        until=bare(mail.until),
        other=bare(mail.other),
        why=bare(mail.why),
    )


def _tidy_lines(text: str) -> str:
    """No more than one empty line between two."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def _strip_indentation(html: str) -> str:
    """Without the indentation that serves whoever reads the templates."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())
