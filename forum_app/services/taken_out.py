"""What the sanitiser took out of a rich text, in words for whoever wrote it."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

WITH_CONTENT = ("script", "style", "template", "noscript", "svg", "math", "iframe", "object", "textarea", "title")
_RENAMED = frozenset({"h1", "h5", "h6", "b", "i"})  # they stay under another name
_OURS = frozenset({("a", "rel")})
LONGEST_SHOWN = 80


class _Markup(HTMLParser):
    """Counts the tags, attributes and addresses of a text; what is inside a tag that goes whole isn't looked at."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[tuple[str, str]] = Counter()
        self.addresses: Counter[tuple[str, str]] = Counter()
        self.comments = 0
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.inside:
            return
        if tag in WITH_CONTENT:
            self.inside = tag
        self.tags[tag] += 1
        for name, value in attrs:
            if (tag, name) in (("a", "href"), ("img", "src")):
                self.addresses[tag, (value or "").strip()] += 1
            elif (tag, name) not in _OURS:
                self.attributes[tag, name] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_comment(self, data: str) -> None:
        self.comments += not self.inside


def taken_out(raw: str, cleaned: str) -> list[str]:
    """A sentence for each thing of ``raw`` that isn't in ``cleaned``; none where only names of tags changed."""
    return [] if raw == cleaned else list(_sentences(_Markup(raw), _Markup(cleaned)))


def _sentences(before: _Markup, after: _Markup) -> Iterator[str]:
    for tag in before.tags - after.tags:
        if tag in WITH_CONTENT:
            yield f"<{tag}> was taken out, with what is in it."
        elif tag not in _RENAMED and tag != "img":
            yield f"<{tag}> was taken out; its words stay."
    for (tag, name), _count in (before.attributes - after.attributes).items():
        if after.tags[tag] or tag in _RENAMED:
            yield f"“{name}” was taken off <{tag}>."
    for (tag, address), _count in (before.addresses - after.addresses).items():
        shown = address if len(address) <= LONGEST_SHOWN else f"{address[:LONGEST_SHOWN]}…"
        if tag == "a":
            yield f"The link to “{shown}” was taken out; its words stay."
        else:
            yield f"The image “{shown}” was taken out: images are media:NAME, with the file in “files”."
    if before.comments > after.comments:
        yield "A comment was taken out."
