"""Rich texts in forms without an editor: Markdown out, stored text in, footnotes and all."""

import json

import pytest

from forum_app.markdown import as_markdown, from_form, submitted_rich
from forum_app.paths import SAMPLES
from forum_app.richtext import clean, for_print

STORED = [
    "<p>One <strong>strong</strong> and <em>soft</em> word.</p><p>Two.</p>",
    "<h2>Aim</h2><p>Text</p><h3>More</h3><ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
    "<ol><li>first</li><li>second</li></ol><blockquote><p>said</p></blockquote>",
    '<p>See <a href="https://example.org/a_b" rel="nofollow ugc noopener">the page</a>.</p>',
    '<p>Noted.<sup class="fn" data-id="a1">1</sup> Again.<sup class="fn" data-id="b-2">2</sup></p>'
    '<ol class="footnotes"><li data-id="a1"><p>A/72/664, <em>par.</em> 3.</p></li><li data-id="b-2"><p>Two.</p></li></ol>',
    f'<p><img src="media:{"a" * 64}.png" alt="A map"></p>',
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    "<p>5 * 3 = 15, a_b_c, [no link], # no heading, 1. no list, &lt;script&gt; &amp; R&amp;D</p>",
    "<p>1. no list</p><p>- none</p><p>+ none</p><p>= x</p><p>2024.</p><p>12.5 of 3. A=b, &amp;amp; 5+3 &amp; x~y</p>",
    "<p>مرحبا <strong>بكم</strong></p>",
]


def bare(html: str) -> str:
    """Without the blanks between blocks, which mean nothing."""
    return "".join(line.strip() for line in html.splitlines())


@pytest.mark.parametrize("html", STORED)
def test_markdown_comes_back_as_the_same_text(html: str) -> None:
    assert bare(from_form(as_markdown(clean(html)))) == bare(clean(html))


@pytest.mark.parametrize("html", [*STORED, "<p>H<sub>2</sub>O <sup>th</sup></p>", '<p lang="fr">Bonjour</p>'])
def test_what_comes_back_untouched_is_kept_byte_for_byte(html: str) -> None:
    stored = clean(html)
    for text in (as_markdown(stored), as_markdown(stored).replace("\n", "\r\n"), f"\n{as_markdown(stored)}\n"):
        assert submitted_rich({"t": text, "t@form": "markdown"}, "t", stored) == stored


def test_every_text_of_the_samples_keeps_its_words_and_footnotes() -> None:
    from forum_app.domain.texts import readable

    texts = []
    for name in ("gssd2022", "eiip2025"):
        data = json.loads((SAMPLES / f"{name}.json").read_bytes())
        texts += [text for section in (data["forum"].get("note") or {}).get("sections", [])
                  for key, text in section.get("body", {}).items() if "@" not in key]  # fmt: skip
        texts += [
            text for person in data["people"] for key, text in person.get("biography", {}).items() if "@" not in key
        ]
    assert len(texts) > 20
    for text in texts:
        again = from_form(as_markdown(text))
        assert readable(again) == readable(text)
        assert again.count('class="fn"') == text.count('class="fn"')


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/a.png)",
        "[^a]: <img onerror=x>\n\n[^a]",
    ],
)
def test_markdown_that_would_act_is_text_or_gone(source: str) -> None:
    kept = from_form(source)
    assert "<script" not in kept and 'href="javascript:' not in kept and "<img" not in kept.replace("&lt;img", "")


@pytest.mark.parametrize(
    "source", [">" * 2000, "*" * 10_000, "[" * 50_000, "`" * 10_000, "- " * 300 + "x", "[^a]" * 5000]
)
def test_endless_markdown_is_answered(source: str) -> None:
    assert isinstance(from_form(source), str)


def test_plain_sentences_are_written_as_they_are() -> None:
    assert as_markdown("<p>ILO, 2024. R&amp;D a=b, 5+3, x~y - z.</p>") == "ILO, 2024. R&D a=b, 5+3, x~y - z."


def test_an_editors_html_is_sanitised() -> None:
    fields = {"t": "<p onclick=x>a<script>b</script></p>", "t@form": "html"}
    assert submitted_rich(fields, "t", "") == "<p>a</p>"


def test_a_footnote_without_paragraphs_is_printed_whole() -> None:
    html = from_form("Said.[^a]\n\n[^a]: See *x*.").replace("<p>See <em>x</em>.</p>", "See <em>x</em> y")
    assert "See <em>x</em> y" in for_print(html, heading=2, media=str)
