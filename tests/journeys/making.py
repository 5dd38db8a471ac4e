"""A forum made from nothing by a newcomer, step by step, through pages alone: what is typed is what the facts say."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from forum_app import labels
from forum_app.domain.vocabularies import Constituency, MaterialKind, Mode, RoleKind, SessionKind, TalkKind
from tests.journeys.facts import Facts
from tests.journeys.hand import WORDS, Hand

PARTS = {
    "organiser": "Organiser",
    "co-organiser": "Co-organiser",
    "host": "Host",
    "partner": "Partner",
    "donor": "Donor",
}


def begin(page: Page, link: str, facts: Facts, slug: str) -> None:
    """Signs in by a link that came by mail or from the command line, and makes the forum."""
    forum, hand = facts["forum"], Hand.at(page)
    page.goto(link)
    hand.press("Sign in")
    hand.go("New forum")
    hand.put("Title", forum["title"]["en"])
    page.get_by_label(re.compile("^Short name")).fill(slug)
    hand.put("First day", forum["first_day"])
    hand.put("Last day", forum["last_day"])
    hand.choose("Time zone", re.compile(rf"^{re.escape(forum['zone'])}|{re.escape(forum['zone'])}"))
    hand.put("City", forum["venue"]["city"]["en"])
    hand.tick_languages("Languages of the texts", forum["languages"])
    hand.press("Make the forum")


def settings(page: Page, facts: Facts) -> None:
    forum, hand = facts["forum"], Hand.at(page)
    hand.go("Settings")
    hand.beside()
    hand.unfold()
    for label, place in (
        ("Title", "title"),
        ("Short title", "short_title"),
        ("Theme", "theme"),
        ("Summary", "summary"),
    ):
        hand.put_in_both(label, forum[place])
    venue = forum["venue"]
    for label, place in (("Venue", "name"), ("Address", "address"), ("City", "city"), ("Accessibility of the venue", "accessibility")):  # fmt: skip
        hand.put_in_both(label, venue[place])
    hand.choose("Country or territory", WORDS.country_name(venue["country"]))
    _online(hand, forum)
    hand.put_in_both("Recording and streaming", forum["recording"])
    hand.tick_languages("Working languages", forum["working_languages"])
    hand.tick_languages("Interpretation into", forum["interpretation"])
    hand.write("Practical information", forum["practical"], pasted=True)
    hand.put_in_both("Who can come, and how", forum["registration"]["policy"])
    hand.put("Months for which registrations are kept", forum["registration"]["keep_months"])
    hand.put_in_both("Words of the contact", forum["contact"]["label"])
    hand.put("Public e-mail address", forum["contact"]["email"])
    hand.put("Sustainable Development Goals", "\n".join(forum["goals"]))
    hand.put("Sources of funding", "\n".join(forum["funding"]))
    hand.put("Minutes from room to room", forum["minutes_between_rooms"])
    for number, figure in enumerate(forum["figures"], 1):
        part = hand.add("Figures", "a figure", number)
        part.put("Number", figure["value"])
        part.put_in_both("Words", figure["label"])
    hand.save()
    hand.go("Colour and logo")
    page.get_by_label("Colour", exact=True).fill(forum["accent"])
    hand.save()


def _online(hand: Hand, place: Facts) -> None:
    online = place.get("online") or {}
    hand.put("Online platform", online.get("platform"))
    hand.put("Online link", online.get("url"))


def themes(page: Page, facts: Facts) -> None:
    _each(Hand.at(page), ("Programme", "Themes", "New theme"), facts["themes"], _theme)


def rooms(page: Page, facts: Facts) -> None:
    _each(Hand.at(page), ("Programme", "Rooms", "New room"), facts["rooms"], _room)


def organisations(page: Page, facts: Facts) -> None:
    """All of them, then which of them stand behind the forum."""
    hand = Hand.at(page)
    _each(hand, ("People", "Organisations", "New organisation"), facts["organisations"], _organisation)
    hand.go("Settings")
    hand.unfold()
    for number, partner in enumerate(facts["forum"]["partners"], 1):
        part = hand.add("Organisers and partners", "an organisation", number)
        part.put("Organisation", partner["organisation"], "combobox")
        part.choose("Part", PARTS[partner.get("kind", "partner")])
    hand.save()


def _each(hand: Hand, links: tuple[str, ...], things: list[Facts], fill: Callable[[Hand, Facts], None]) -> None:
    """Things of one sort, from the links that lead to the form of the first to what comes after the last."""
    if things:
        hand.go(*links)
    for number, thing in enumerate(things, 1):
        hand.beside()
        fill(hand, thing)
        hand.save(another=number < len(things))


def _theme(hand: Hand, theme: Facts) -> None:
    hand.put_in_both("Title", theme["title"])
    hand.write("Text", theme["text"])
    hand.choose("Colour", theme["colour"].capitalize())


def _room(hand: Hand, room: Facts) -> None:
    hand.put_in_both("Name", room["name"])
    hand.put("Seats", room["capacity"])
    hand.put_in_both("How to find it", room["where"])
    _online(hand, room)


def _organisation(hand: Hand, each: Facts) -> None:
    hand.put_in_both("Name", each["name"])
    hand.put_in_both("Acronym", each.get("acronym"))
    hand.choose("Constituency", labels.constituency(WORDS, Constituency(each["kind"])))
    hand.choose("Country or territory", _country(each))
    hand.put("Web page", each.get("url"))


def _country(thing: Facts) -> str | None:
    return WORDS.country_name(thing["country"]) if "country" in thing else None


def people(page: Page, facts: Facts, portraits: dict[str, tuple[str, bytes]]) -> None:
    hand = Hand.at(page)
    for person in facts["people"]:
        hand.go("People", "New person")
        hand.beside()
        _person(hand, person)
        hand.save()
        if "photo" in person:
            _portrait(hand, person, portraits[person["name"]["en"]])


def _person(hand: Hand, person: Facts) -> None:
    hand.put_in_both("Name as it is shown", person["name"])
    hand.put_in_both("Form of address", person.get("honorific"))
    hand.put("Given name", person.get("given_name"))
    hand.put("Family name", person.get("family_name"))
    for number, post in enumerate(person["posts"], 1):
        part = hand.add("Posts", "a post", number)
        part.put_in_both("Title of the post", post["title"])
        part.put("Organisation", post["organisation"], "combobox")
    hand.choose("Country or territory", _country(person))
    hand.tick_languages("Languages spoken", person["languages"])
    hand.write("Biography", person["biography"])
    private = person.get("private", {})
    hand.put("E-mail", private.get("email"))
    if "language" in private:
        hand.choose("Language to write in", WORDS.language_name(private["language"]))


def _portrait(hand: Hand, person: Facts, file: tuple[str, bytes]) -> None:
    """Beside the form, which is there after the first save; then the page that asks what it shows."""
    name, data = file
    photo = {"name": name, "mimeType": "image/png", "buffer": data}
    hand.page.get_by_label("Choose a photo").set_input_files(photo)  # what is chosen is sent at once
    hand.go("Cut and describe")
    hand.put("English", person["photo"]["alt"]["en"])
    hand.put("Arabic", person["photo"]["alt"]["ar"])
    hand.save()
    expect(hand.here.get_by_role("img").first).to_be_visible()


def sessions(page: Page, facts: Facts) -> None:
    hand = Hand.at(page)
    for session in facts["sessions"]:
        hand.go("Programme", "Sessions", "New session")
        hand.beside()
        hand.unfold()
        _session(hand, session)
        hand.save()
        _in_order(hand, session.get("languages", []), facts["forum"]["languages"])
        _each(hand, ("Add a person",), session.get("roles", []), _role)
        _each(hand, ("Add a talk",), session.get("talks", []), _talk)
        _each(hand, ("Add a key question",), session.get("key_questions", []), _question)
        _each(hand, ("Add a material",), session.get("materials", []), _material)


def _session(hand: Hand, session: Facts) -> None:
    hand.put_in_both("Title", session["title"])
    hand.put_in_both("A label of its own", session.get("label"))
    hand.choose("Kind", labels.session_kind(WORDS, SessionKind(session["kind"])))
    hand.tick("Themes", session.get("themes", []))
    day, clock = session["start"].split("T")
    hand.put("Day", day)
    hand.put("Time", clock[:5])
    hand.put("Length in minutes", session["minutes"])
    if "room" in session:
        hand.choose("Room", re.compile(f"^{session['room']}"))
    if "mode" in session:
        hand.choose("How people take part", labels.mode(WORDS, Mode(session["mode"])))
    hand.put("Seats", session.get("capacity"))
    if session.get("sign_up"):
        hand.page.get_by_label("People sign up for this session").check()
    hand.write("Summary", session.get("summary"))
    hand.write("Objectives", session.get("objectives"))
    hand.write("Expected outcomes", session.get("expected_outcomes"))
    for group, place in (("Languages spoken", "languages"), ("Interpretation into", "interpretation"), ("Captions in", "captions")):  # fmt: skip
        hand.tick_languages(group, session.get(place))


def _in_order(hand: Hand, spoken: list[str], offered: list[str]) -> None:
    """Languages stand in the order in which they were saved: what is spoken before the forum's first one, before it."""
    if spoken and spoken[0] in offered[1:]:
        for others in (False, True):
            hand.unfold()
            for code in spoken[1:]:
                hand.box("Languages spoken", WORDS.language_name(code)).set_checked(others)
            hand.save()


def _role(hand: Hand, role: Facts) -> None:
    hand.put("Person", role["person"], "combobox")
    hand.choose("Role", labels.role(WORDS, RoleKind(role["role"])))


def _talk(hand: Hand, talk: Facts) -> None:
    hand.put_in_both("Title", talk["title"])
    hand.put("Minutes", talk["minutes"])
    if "kind" in talk:
        hand.choose("Kind", labels.talk_kind(WORDS, TalkKind(talk["kind"])))
    for number, speaker in enumerate(talk.get("speakers", []), 1):
        part = hand.add("Speakers", "a speaker", number)
        part.put("Person", speaker["person"], "combobox")
        part.choose("State", "Confirmed")
    hand.write("Abstract", talk.get("abstract"))
    hand.tick("Themes", talk.get("themes", []))


def _question(hand: Hand, question: Facts) -> None:
    hand.put_in_both("Question", question["text"])


def _material(hand: Hand, material: Facts) -> None:
    hand.put_in_both("Title", material["title"])
    hand.put("Address", material["url"])
    hand.choose("Language", WORDS.language_name(material["language"]) if "language" in material else None)
    if "kind" in material:
        hand.choose("Kind", labels.material_kind(WORDS, MaterialKind(material["kind"])))


def lists(page: Page, facts: Facts) -> None:
    """What the forum itself asks, hands out, cites and shortens, and whom one asks."""
    hand, forum = Hand.at(page), facts["forum"]
    for links, things, fill in (
        (("Programme", "Key questions", "New key question"), forum["key_questions"], _question),
        (("Documents", "New material"), forum["materials"], _material),
        (("Concept note", "References", "New reference"), forum["references"], _reference),
        (("Concept note", "Terms", "New term"), forum["terms"], _term),
        (("People", "Focal points", "New focal point"), forum["roles"], _focal_point),
    ):
        _each(hand, links, things, fill)


def _reference(hand: Hand, reference: Facts) -> None:
    hand.put_in_both("Title", reference["title"])
    for label, place in (("Year", "year"), ("Number or symbol", "number"), ("Address", "url")):
        hand.put(label, reference.get(place))


def _term(hand: Hand, term: Facts) -> None:
    hand.put_in_both("Acronym", term["acronym"])
    hand.put_in_both("What it stands for", term["expansion"])


def _focal_point(hand: Hand, role: Facts) -> None:
    hand.put("Person", role["person"], "combobox")
    hand.put_in_both("Responsible for", role["responsible_for"])
    hand.put("E-mail", role["contact"]["email"])
