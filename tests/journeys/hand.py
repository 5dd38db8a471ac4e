"""The hand of a person at the desk: finds fields by their words, buttons and links by what stands on them, and types."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from playwright.sync_api import Locator, Page, expect

from forum_app.i18n import words

WORDS = words("en")
LANGUAGES = {"en": "English", "ar": "Arabic"}
COPY = """(html) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], { type: "text/html" }),
  "text/plain": new Blob([html.replace(/<[^>]+>/g, "")], { type: "text/plain" }),
})])"""


@dataclass(frozen=True)
class Hand:
    """A person at a page; ``here`` is the part of it that they are at, such as one speaker of a talk."""

    page: Page
    here: Locator

    @classmethod
    def at(cls, page: Page) -> "Hand":
        return cls(page, page.get_by_role("main"))

    def within(self, group: str) -> "Hand":
        """At a part of the page that has a name of its own."""
        return Hand(self.page, self.here.get_by_role("group", name=group, exact=True))

    def go(self, *links: str) -> None:
        """Follows links of the desk, one after the other."""
        for link in links:
            with self.page.expect_navigation():
                self.page.get_by_role("link", name=link, exact=True).first.click()

    def unfold(self) -> None:
        """Opens what is folded."""
        folded = self.here.locator("details.group:not([open]) > summary")
        while folded.count():
            folded.first.click()

    def beside(self) -> None:
        """Asks for Arabic beside English, where there are texts and it isn't there yet."""
        tongues = self.page.get_by_role("navigation", name="Language of the texts")
        arabic = tongues.get_by_role("link", name="Arabic")
        if arabic.count() and arabic.get_attribute("aria-current") is None:
            with self.page.expect_navigation():
                arabic.click()

    def field(self, label: str, role: str = "textbox") -> Locator:
        return self.here.get_by_role(role, name=re.compile(rf"^{re.escape(label)}( needed)?$"))  # type: ignore[arg-type]

    def put(self, label: str, value: Any, role: str = "textbox") -> None:
        if value is not None:
            self.field(label, role).fill(str(value))

    def put_in_both(self, label: str, text: dict[str, str] | None) -> None:
        for language, name in LANGUAGES.items():
            if text and language in text:
                self.put(f"{label} {name}", text[language])

    def choose(self, label: str, option: str | re.Pattern[str] | None) -> None:
        """One of a list, by its words."""
        if option is None:
            return
        field = self.field(label, "combobox")
        if isinstance(option, re.Pattern):
            option = field.locator("option").filter(has_text=option).first.inner_text()
        field.select_option(label=option)

    def box(self, group: str, option: str) -> Locator:
        """One of a set; those that are folded away are opened."""
        boxes = self.here.get_by_role("group", name=group, exact=True)
        box = boxes.get_by_label(option, exact=True)
        if not box.is_visible():
            boxes.locator("summary").click()
        return box

    def tick(self, group: str, options: list[str]) -> None:
        for option in options:
            self.box(group, option).check()

    def tick_languages(self, group: str, codes: list[str] | None) -> None:
        self.tick(group, [WORDS.language_name(code) for code in codes or []])

    def add(self, group: str, what: str, number: int) -> "Hand":
        """Adds a part to a list in the form, and is at it."""
        self.here.get_by_role("button", name=f"Add {what}", exact=True).click()
        part = self.within(f"{group} {number}")
        expect(part.here).to_be_visible()
        return part

    def editor(self, label: str, language: str) -> Locator:
        beside = re.compile(rf"^{re.escape(label)}( \(\w+\))?$")  # with the language where two stand beside each other
        return self.here.get_by_role("textbox", name=beside).and_(self.page.locator(f".rt-text[lang={language}]"))

    def write(self, label: str, text: dict[str, str] | None, *, pasted: bool = False) -> None:
        """Into the editors of both languages: typed, or as Word gives it."""
        for language in LANGUAGES:
            if text and language in text:
                self.write_one(label, language, text[language], pasted=pasted)

    def write_one(self, label: str, language: str, html: str, *, pasted: bool = False) -> None:
        self.editor(label, language).click()
        if pasted:
            self.page.keyboard.press("Control+a")
            self.page.evaluate(COPY, from_word(html))
            self.page.keyboard.press("Control+v")
        else:
            self._type(html)
        last = re.sub(r"<[^>]+>", " ", re.sub(r"<sup.*?</sup>", " ", html)).split()[-1]
        expect(self.editor(label, language)).to_contain_text(unescape(last))

    def _type(self, html: str) -> None:
        """Paragraphs and lists as a person types them: an empty line between, a hyphen before."""
        blocks = re.findall(r"<(p|li)>(.*?)</\1>", html)
        for index, (kind, text) in enumerate(blocks):
            if index:
                self.page.keyboard.press("Enter")
            if kind == "li" and (index == 0 or blocks[index - 1][0] != "li"):
                self.page.keyboard.type("- ")
            self.page.keyboard.insert_text(unescape(text))

    def press(self, button: str) -> None:
        """Presses a button, and is at the next page; a form that was refused is none."""
        with self.page.expect_navigation() as next_page:
            self.here.get_by_role("button", name=button, exact=True).click()
        wrong = self.page.get_by_role("main").get_by_role("alert").all_inner_texts()
        assert next_page.value is not None and next_page.value.status == 200, wrong

    def save(self, *, another: bool = False) -> None:
        self.press("Save and add another" if another else "Save")


def from_word(html: str) -> str:
    """A text as Word puts it on the clipboard, with its footnotes."""
    notes = dict(re.findall(r'<li data-id="([^"]+)"><p>(.*?)</p></li>', html))
    numbers = {key: number for number, key in enumerate(notes, 1)}
    body = re.sub(r'<ol class="footnotes">.*?</ol>', "", html)
    body = re.sub(r'<sup class="fn" data-id="([^"]+)">\d+</sup>', lambda mark: _mark(numbers[mark[1]]), body)
    body = body.replace("h2>", "h1>")
    body = re.sub(r"<p>(.*?)</p>", r"<p class=MsoNormal><span lang=EN-GB>\1<o:p></o:p></span></p>", body)
    item = r"<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>\1</p>"
    body = re.sub("</?[ou]l>", "", re.sub(r"<li>(.*?)</li>", item, body))
    feet = "".join(
        f"<div style='mso-element:footnote' id=ftn{numbers[key]}><p class=MsoFootnoteText>"
        f"{_mark(numbers[key], foot=True)} {text}</p></div>"
        for key, text in notes.items()
    )
    feet = f"<div style='mso-element:footnote-list'><hr>{feet}</div>" if feet else ""
    return f"<html xmlns:w='urn:schemas-microsoft-com:office:word'><body><!--StartFragment-->{body}{feet}<!--EndFragment--></body></html>"


def _mark(number: int, *, foot: bool = False) -> str:
    to, name = ("_ftnref", "_ftn") if foot else ("_ftn", "_ftnref")
    return f'<a href="#{to}{number}" name="{name}{number}"><span class=MsoFootnoteReference>[{number}]</span></a>'
