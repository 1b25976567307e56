"""The words of a page without its make-up, the descriptions of its drawings too: all that a reader can learn of it."""

from __future__ import annotations

from html.parser import HTMLParser

_UNSEEN = frozenset({"style", "script"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARTS = (
    "title",
    "p",
    "li",
    "dt",
    "tr",
    "section",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "header",
    "main",
    "footer",
)
_BLOCKS = frozenset({*_HEADINGS, *_PARTS, "svg", "desc"})
_BETWEEN = {"td": " ", "th": " ", "text": " ", "br": " ", "div": " ", "dd": ": "}


def of_page(page: str) -> str:
    """The words of an HTML page, a line for each block."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        else:
            self.parts.append(_BETWEEN.get(tag, ""))
        # What a page says only to those who listen leaves with it, too.
        self.parts += [f" {value} " for name, value in attrs if name in ("alt", "aria-label", "title") and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        if tag in _BLOCKS and tag != "dt":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace("\n", " "))
