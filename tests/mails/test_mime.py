"""A mail as it goes over the wire, parsed again: its headers, its parts, and names that try to be more than names."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from forum_app.mails.letter import UNTOLD, Button, Fact, Letter, Written, written
from forum_app.mails.mime import Envelope, NoAddress, email_of, wire_bytes

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PLAIN = Envelope("a23456789b", "zoe@example.org", "fr", "Bonjour", "Bonjour\n", "<p>Bonjour</p>", AT)
SENDER = '"ILO, Forums" <forum@example.org>'
NAMES = (
    "Zoe\r\nBcc: x@example.org",
    "Zoe\u2028Bcc: x@example.org",
    "x" * 1_000,
    "👩🏽‍🚀 Zoé \u202eevil\u202c",
    "=?utf-8?q?Zoe=0D=0ABcc:_x=40example.org?=",
    "مريم Zoe 2026",
    "Zoe\x00\x1b[31m",
)


def parsed(mail: Envelope) -> EmailMessage:
    message = message_from_bytes(wire_bytes(email_of(mail, SENDER, "forum.example.org")), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_headers_say_whose_it_is_and_that_nobody_typed_it() -> None:
    message = parsed(replace(PLAIN, reply_to="desk@example.org"))
    assert message.defects == []
    assert {name: str(value) for name, value in message.items() if name not in ("Content-Type", "MIME-Version")} == {
        "To": "zoe@example.org",
        "Reply-To": "desk@example.org",
        "From": SENDER,
        "Subject": "Bonjour",
        "Date": "Fri, 02 Jan 2026 03:04:05 +0000",
        "Message-ID": "<a23456789b@forum.example.org>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "fr",
    }
    assert parsed(replace(PLAIN, bulk=True))["List-Unsubscribe"] == "<mailto:forum@example.org?subject=unsubscribe>"


def test_the_same_row_is_the_same_mail() -> None:
    assert parsed(PLAIN)["Message-ID"] == parsed(replace(PLAIN, subject="Other"))["Message-ID"]


def test_a_calendar_is_the_last_alternative_and_a_file_beside_them() -> None:
    """ITIP-1, ITIP-6: RFC 6047, 2.4."""
    attendee = 'ATTENDEE;CN="Amorim, Anita; ILO":mailto:zoe@example.org'
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:a@b", attendee]
    lines += ["DTSTAMP:20260102T030405Z", "DTSTART:20260102T030405Z", "SUMMARY:Été", "END:VEVENT", "END:VCALENDAR", ""]
    calendar = "\r\n".join(lines).encode()
    message = parsed(replace(PLAIN, calendar=calendar, method="REQUEST"))
    assert message.get_content_type() == "multipart/mixed"
    alternative, file = message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in alternative.iter_parts()]  # type: ignore[attr-defined]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    part = list(alternative.iter_parts())[-1]  # type: ignore[attr-defined]
    assert dict(part["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert part.get_payload(decode=True) == calendar
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_payload(decode=True) == calendar  # type: ignore[attr-defined]
    event = Calendar.from_ical(part.get_payload(decode=True)).events[0]
    assert event["ATTENDEE"].params["CN"] == "Amorim, Anita; ILO"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_a_subject_is_one_header_and_only_words(name: str) -> None:
    """B144."""
    letter = written(Letter("en", subject=f"{name}: your part", heading=name, greeting=f"Dear {name},", why=name))
    message = parsed(replace(PLAIN, subject=letter.subject, text=letter.text, html=letter.html))
    assert message.defects == [] and message["Bcc"] is None
    assert str(message["Subject"]) == letter.subject
    assert (
        len(letter.subject) <= 200
        and letter.subject.replace("\u200d", "").replace("\u200e", "").replace("\u2060", "").isprintable()
    )
    assert all(len(line) <= 998 for line in wire_bytes(email_of(PLAIN, SENDER, "x")).split(b"\r\n"))
    plain = message.get_body(("plain",))
    assert plain is not None and "\x00" not in plain.get_content() and "\x1b" not in plain.get_content()


@pytest.mark.parametrize("to", ["", "zoe", "zoe@", "a@b.org, c@d.org", "Zoe <a@b.org>", "a@b.org\r\nBcc: c@d.org"])
def test_what_is_not_one_address_is_refused(to: str) -> None:
    with pytest.raises(NoAddress):
        email_of(replace(PLAIN, to=to), SENDER, "x")


def test_lines_that_begin_with_a_dot_stay() -> None:
    data = wire_bytes(email_of(replace(PLAIN, text=".\n..x\nend\n"), SENDER, "x"))
    assert b"\r\n.\r\n" not in data and b"\n" not in data.replace(b"\r\n", b"")


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action", "background")]


@pytest.mark.parametrize(
    "name",
    [
        "Click https://evil.test to confirm",
        '<a href="https://evil.test">x</a>',
        "[x](https://evil.test)",
        "<img src=https://evil.test>",
        '"><script>alert(1)</script>',
        "www.evil.test",
    ],
)
def test_a_name_is_plain_text_and_no_link(name: str) -> None:
    """B145."""
    letter = Letter(
        "en",
        subject=name,
        heading=name,
        over=name,
        greeting=name,
        opening=name,
        paragraphs=(name,),
        facts=(Fact(name, name, name),),
        button=Button("Go", "https://forum.example.org/x"),
        small=(name,),
        signed=(name,),
        why=name,
        contact="desk@example.org",
    )
    done = written(letter)
    links = Links(done.html)
    assert links.found == ["https://forum.example.org/x", "mailto:desk@example.org"]
    assert not {"script", "img", "form", "iframe"} & set(links.tags)
    assert name in done.text


@pytest.mark.parametrize(("language", "way"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl"), ("es", "ltr")])
def test_a_letter_says_its_language_and_direction(language: str, way: str) -> None:
    done: Written = written(Letter(language, "s", "h"))
    said = "en" if language == "es" else language
    assert done.language == said and f'<html lang="{said}" dir="{way}">' in done.html


def test_an_opening_in_a_language_that_our_words_don_t_speak_says_so() -> None:
    html = written(Letter("es", "s", "h", opening="Hola", opening_language="es")).html
    assert '<div lang="es" dir="ltr"><p style="margin:0 0 14px" dir="auto">Hola</p></div>' in html


def test_an_opening_of_which_nobody_told_the_language_says_none_and_runs_as_its_letters_do() -> None:
    page = BeautifulSoup(written(Letter("en", "s", "h", opening="يسعدنا حضورك", opening_language=UNTOLD)).html, "lxml")
    [said] = page.find_all(string="يسعدنا حضورك")
    around = said.find_parent("div")
    assert (around["lang"], around["dir"], said.parent["dir"]) == ("", "auto", "auto")


@pytest.mark.parametrize(
    ("subject", "first"),
    [
        ("ILO Solution Forum: تغير موعدك", "\u200f"),
        ("تغير موعدك", "ت"),
        ("2026: ILO تغير", "\u200f"),
        ("2026", "\u200f"),
    ],
)
def test_an_arabic_subject_runs_from_the_right_whatever_it_begins_with(subject: str, first: str) -> None:
    told = written(Letter(language="ar", subject=subject, heading="", paragraphs=("مرحبا",)))
    assert told.subject.removeprefix(first) == subject.removeprefix(first)
    message = parsed(replace(PLAIN, language="ar", subject=told.subject))
    assert str(message["Subject"])[0] == first


@pytest.mark.parametrize(("subject", "first"), [("منتدى: your slot moved", "\u200e"), ("2026: slot", "2"), ("Ça", "Ç")])
def test_an_english_subject_runs_from_the_left_whatever_it_begins_with(subject: str, first: str) -> None:
    told = written(Letter(language="en", subject=subject, heading="", paragraphs=("x",)))
    assert told.subject[0] == first and told.subject.removeprefix("\u200e") == subject
