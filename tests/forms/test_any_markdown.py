"""Any stored text that Markdown can say comes back from a form without an editor as the same text."""

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markupsafe import escape

from forum_app.markdown import as_markdown, from_form
from forum_app.richtext import clean

# Signs that mean something in Markdown, alone and where they mean it.
SIGNS = [*"ab1.2)-+*_#>[]()!`~|\\&<=^:\"'éم", " ", "w ", "[^a]", "http://x.y", "**", "1. ", "- ", "<b>", "&amp;"]
INLINE = {"strong": "<strong>%s</strong>", "em": "<em>%s</em>", "link": '<a href="https://e.org/a_b">%s</a>', "": "%s"}
OF_BLOCKS = {"div", "ul", "ol", "li", "table", "thead", "tbody", "tr", "blockquote"}
BLOCKS = (OF_BLOCKS | {"p", "h2", "h3", "th", "td"}) - {"div"}

words = (
    st.lists(st.sampled_from(SIGNS), min_size=1, max_size=12)
    .map(lambda signs: " ".join("".join(signs).split()))
    .filter(bool)
)
inline = st.tuples(st.sampled_from(sorted(INLINE)), words).map(
    lambda made: INLINE[made[0]].replace("%s", escape(made[1]))
)
line = st.lists(inline, min_size=1, max_size=4).map(" ".join)
lines = st.lists(line, min_size=1, max_size=3)


def row(cell: str, cells: list[str]) -> str:
    return "<tr>" + "".join(f"<{cell}>{text}</{cell}>" for text in cells) + "</tr>"


def table(head: list[str], body: list[list[str]]) -> str:
    return (
        f"<table><thead>{row('th', head)}</thead><tbody>{''.join(row('td', cells) for cells in body)}</tbody></table>"
    )


pair = st.lists(line, min_size=2, max_size=2)
block = st.one_of(
    line.map("<p>{}</p>".format),
    line.map("<h2>{}</h2>".format),
    line.map("<h3>{}</h3>".format),
    line.map("<blockquote><p>{}</p></blockquote>".format),
    lines.map(lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"),
    lines.map(lambda items: "<ol>" + "".join(f"<li>{item}</li>" for item in items) + "</ol>"),
    st.builds(table, pair, st.lists(pair, min_size=1, max_size=2)),
)
notes = st.lists(line, max_size=2).map(
    lambda found: "<p>Noted" + "".join(f'<sup class="fn" data-id="k{at}">{at}</sup>' for at in range(1, len(found) + 1)) + "</p>"
    + (f'<ol class="footnotes">{"".join(f"""<li data-id="k{at}"><p>{text}</p></li>""" for at, text in enumerate(found, 1))}</ol>' if found else "")
)  # fmt: skip
# Two lists that touch are one in Markdown, so something stands between.
texts = st.tuples(st.lists(block, min_size=1, max_size=3).map("<p>between</p>".join), notes).map("".join)


def shape(html: str) -> Any:
    """A text as a tree, without the blanks between blocks and without attributes that the sanitiser adds."""
    return _shape(lxml_html.fragment_fromstring(html, create_parent="div"))


def _shape(element: Any) -> Any:
    children = list(element)
    between = element.tag in OF_BLOCKS and (not children or any(child.tag in BLOCKS for child in children))
    said = [element.text, *(part for child in children for part in (child, child.tail))]
    kept = []
    for part in said:
        if isinstance(part, str):
            text = re.sub(r"\s+", " ", part)
            text = text.strip() if between else text
            kept += [text] if text else []
        elif part is not None:
            kept.append(_shape(part))
    attributes = sorted((name, value) for name, value in element.attrib.items() if name != "rel")
    return element.tag, attributes, kept


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_any_text_comes_back_from_markdown_as_it_was(html: str) -> None:
    stored = clean(html)
    assert shape(from_form(as_markdown(stored))) == shape(stored), as_markdown(stored)
