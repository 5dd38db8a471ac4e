"""Inviting to speak, moderate and take notes, in the language that somebody reads; and what their page says: where to be, the
link to join, by when each thing is wanted, the moderator's words."""

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import Mode, RoleKind, RoleState
from forum_app.models.forum import Forum
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.programme import Session, Talk
from forum_app.services.media import Media
from forum_app.services.personal_keys import keep_key, new_personal_key
from tests.documents.conftest import Paper
from tests.houses import Start
from tests.keyholders import MODERATOR, SPEAKER
from tests.services.speakers import asks
from tests.services.test_inviting import ask, entry, mails, publish, speaker, states
from tests.web.test_mails_in_ones_language import plain
from tests.web.test_speaker import answer_with, mine, page_of

__all__ = ["mine", "speaker"]  # fixtures
ASKED = {
    ("en", RoleKind.SPEAKER): ("You are invited to speak", "I will speak"),
    ("en", RoleKind.MODERATOR): ("You are invited to moderate", "I will moderate"),
    ("en", RoleKind.RAPPORTEUR): ("You are invited to take notes", "I will come"),
    ("fr", RoleKind.SPEAKER): ("Vous êtes invité(e) à intervenir", "J’interviendrai"),
    ("fr", RoleKind.MODERATOR): ("Vous êtes invité(e) à animer", "J’animerai"),
    ("fr", RoleKind.RAPPORTEUR): ("Vous êtes invité(e) à prendre des notes", "Je viendrai"),
    ("ar", RoleKind.SPEAKER): ("أنت مدعو إلى الحديث", "سأتحدث"),
    ("ar", RoleKind.MODERATOR): ("أنت مدعو إلى إدارة الجلسة", "سأدير الجلسة"),
    ("ar", RoleKind.RAPPORTEUR): ("أنت مدعو إلى تدوين المحضر", "سأحضر"),
}


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(("language", "kind"), ASKED)
def test_an_invitation_says_what_is_asked_in_the_persons_language(
    client: FlaskClient, database: Database, config: Config, media: Media, speaker: str, kind: RoleKind, language: str
) -> None:
    def job(connection: Connection) -> None:
        connection.execute(update(Forum).values(languages=["en", "fr", "ar"], version=Forum.version + 1))
        connection.execute(update(PersonPrivate).where(PersonPrivate.parent == speaker).values(language=language))
        mine = connection.execute(select(Role).where(Role.person == speaker)).one()
        session = connection.execute(select(Talk.parent).where(Talk.id == mine.talk_id)).scalar_one()
        if kind is not RoleKind.SPEAKER:
            changed = update(Role).where(Role.id == mine.id).values(role=kind, talk_id=None, session_id=session)
            connection.execute(changed)

    database.write(job)
    publish(database, media)
    ask(database, config, speaker)
    [mail] = [each for each in mails(database) if each.kind is MessageKind.SPEAKING]
    heading, yes = ASKED[language, kind]
    assert mail.language == language and plain(mail.subject).startswith(f"{heading}")
    assert heading in plain(mail.text) and yes in plain(mail.text)
    method, event = entry(mail)
    assert method == "REQUEST" and event.attendee.value == "mailto:zoe@example.org"
    page = page_of(client, "/s/" + mail.text.partition("/s/")[2].partition("?")[0])
    assert page.get("lang") == language
    assert [button.text_content().strip() for button in page.xpath("//button[@value='yes']")] == [yes]
    mine = "/s/" + mail.text.partition("/s/")[2].partition("?")[0]
    assert answer_with(client, mine, answer="yes").status_code == 303
    assert states(database, speaker) == {RoleState.CONFIRMED}


def session_of(database: Database, person: str) -> str:
    with database.reading() as connection:
        talk = select(Talk.parent).join(Role, Role.talk_id == Talk.id).where(Role.person == person)
        return str(connection.execute(talk).scalar_one())


@pytest.mark.parametrize("public", [True, False])
def test_who_speaks_online_has_the_link_also_where_readers_have_not(
    client: FlaskClient, database: Database, media: Media, speaker: str, mine: str, public: bool
) -> None:
    session, link = session_of(database, speaker), "https://meet.example.org/room-1"

    def job(connection: Connection) -> None:
        online = {"platform": "Zoom", "url": link, "public": public}
        connection.execute(update(Session).where(Session.id == session).values(mode=Mode.HYBRID, online=online))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)
    publish(database, media)
    page = page_of(client, mine)
    slot = page.xpath("//article[contains(@class, 'slot-a')]")[0]
    assert slot.xpath(".//a[.='Join online']/@href") == [link]
    assert "Meeting room 1" in slot.text_content()
    calendar = vobject.readOne(client.get(f"{mine}/agenda.ics").text)
    assert [event.conference.value for event in calendar.vevent_list] == [link]
    assert link.removeprefix("https://") in "".join(Paper(client.get(f"{mine}/brief.pdf").data).pages)
    programme = client.get(f"/forums/gssd2022/sessions/{session}").text
    assert (link in programme) == public


def test_each_thing_that_is_asked_says_by_when(
    client: FlaskClient, database: Database, speaker: str, mine: str
) -> None:
    nothing = update(Person).where(Person.id == speaker).values(photo=None, biography={})
    database.write(lambda connection: connection.execute(nothing))
    asks(database, photo_by="2022-09-05", texts_by="2022-09-06", slides_by="2022-09-07", answers_by="2022-09-08")
    answer_with(client, mine, answer="yes")
    page = page_of(client, mine)
    said = {
        task.xpath(".//b")[0].text_content(): task.text_content()
        for task in page.xpath("//section[h2[starts-with(., 'To prepare')]]//li")
    }
    days = {"Photo": "5 September", "Biography": "6 September", "Slides": "7 September"}
    assert {name: day in said[name] for name, day in days.items()} == dict.fromkeys(days, True), said
    assert "Please write them by 8 September 2022." in page.xpath("//section[@id='questions']")[0].text_content()


def test_the_moderators_words_stand_on_the_speakers_page_and_on_nobody_elses(
    client: FlaskClient, database: Database, config: Config, speaker: str, mine: str
) -> None:
    session = session_of(database, speaker)
    answer_with(client, mine, answer="yes")
    keys = {"moderator": MODERATOR, "other": SPEAKER}
    links = {name: new_personal_key() for name in keys}

    def job(connection: Connection) -> None:
        forum = connection.execute(select(Forum.id)).scalar_one()
        for name, person in keys.items():
            keep_key(connection, links[name], forum, person=person)

    database.write(job)
    prepares = f"/s/{links['moderator']}/sessions/{session}"
    page = page_of(client, prepares)
    form = page.xpath("//form[contains(@action, '/notes')]")[0]
    carried = dict(form.form_values()) | {f"n-{speaker}": "Begin with the wells.\nThree minutes less, please."}
    assert client.post(f"{prepares}/notes", data=carried).status_code == 303
    [said] = page_of(client, mine).xpath(
        "//section[h2[starts-with(., 'Your moderator')]]//p[contains(@class, 'say-note')]"
    )
    assert said.text_content().split() == "Begin with the wells. Three minutes less, please.".split()
    assert "Begin with the wells" not in client.get(f"/s/{links['other']}").text
    assert "Begin with the wells" not in client.get(f"/forums/gssd2022/sessions/{session}").text
