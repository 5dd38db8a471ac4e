"""Days told in texts. The forum is on Tuesday 10 and Wednesday 11 June 2031."""

import pytest

from tests.domain.checker.examples import GONE, Example, right, wrong

PANEL, NOTE, TALK = "sessions[0].summary", "forum.note.sections[0].body", "sessions[0].talks[0].abstract"

EXAMPLES = [
    wrong("weekday-wrong", "en", {f"{NOTE}.en": "<p>Everybody is welcome on Monday 10 June 2031.</p>"}, says="Tuesday"),
    wrong("weekday-wrong", "en", {f"{NOTE}.en": "<p>Seeds may be sent until Friday, May 1, 2031.</p>"}, says="Thursday"),
    right("weekday-wrong", "en", {f"{NOTE}.en": "<p>Everybody is welcome on Tuesday 10 June 2031.</p>"}),
    right("weekday-wrong", "en", {f"{NOTE}.en": "<p>Seeds may be sent until Thursday, May 1, 2031.</p>"}),
    right("weekday-wrong", "en", {f"{NOTE}.en": "<p>Since 1931 the growers have met on Monday, May in and May out.</p>"}),
    wrong("weekday-wrong", "fr", {f"{NOTE}.fr": "<p>Rendez-vous le jeudi 11 juin 2031 sur le quai.</p>"}, says="Wednesday"),
    wrong("weekday-wrong", "fr", {f"{NOTE}.fr": "<p>Les greffons sont attendus avant le samedi 1er mars 2031 ; merci d’écrire le lundi 2.</p>", f"{PANEL}.fr": "<p>On se retrouve mardi 11 juin.</p>"}),
    right("weekday-wrong", "fr", {f"{NOTE}.fr": "<p>Rendez-vous le mercredi 11 juin 2031 sur le quai.</p>"}),
    right("weekday-wrong", "fr", {f"{NOTE}.fr": "<p>Les greffons sont attendus avant le samedi 1er mars 2031.</p>"}),
    wrong("future-told-as-past", "en", {f"{TALK}.en": "<p>The bank was opened on 3 November 2031 in an old mill.</p>"}),
    wrong("future-told-as-past", "en", {f"{TALK}.en": "<p>In August 2032 the growers signed a charter on pears.</p>"}),
    wrong("future-told-as-past", "en", {f"{NOTE}.en": "<p>The catalogue went online on 2 July 2031 and lists every pear.</p>"}),
    wrong("future-told-as-past", "en", {f"{NOTE}.en": "<p>Since September 2031, the mill has lent seeds to schools.</p>"}),
    wrong("future-told-as-past", "en", {f"{TALK}.en": "<p>Launched on 1 August 2031, the second bank lends tools.</p>"}),
    right("future-told-as-past", "en", {f"{TALK}.en": "<p>To be launched on 1 August 2031, the second bank will lend tools.</p>"}),
    right("future-told-as-past", "en", {f"{TALK}.en": "<p>The bank was opened on 3 November 2029 in an old mill.</p>"}),
    right("future-told-as-past", "en", {f"{TALK}.en": "<p>The bank will be opened on 3 November 2031 in an old mill.</p>"}),
    right("future-told-as-past", "en", {f"{TALK}.en": "<p>The growers signed a charter that takes effect in August 2032.</p>"}),
    right("future-told-as-past", "en", {f"{TALK}.en": "<p>A second mill is due to open in 2033; the money was voted for 2032.</p>"}),
    right("future-told-as-past", "en", {f"{TALK}.en": "<p>By May 2034 every village will have planted a hedge.</p>"}),
    wrong("future-told-as-past", "fr", {f"{TALK}.fr": "<p>La banque a ouvert ses portes le 3 novembre 2031.</p>"}),
    wrong("future-told-as-past", "fr", {f"{TALK}.fr": "<p>En août 2032, les cultivateurs ont signé une charte des poires.</p>"}),
    right("future-told-as-past", "fr", {f"{TALK}.fr": "<p>La banque a ouvert ses portes le 3 novembre 2029.</p>"}),
    right("future-told-as-past", "fr", {f"{TALK}.fr": "<p>En août 2032, les cultivateurs signeront une charte des poires.</p>"}),
    right("future-told-as-past", "fr", {f"{TALK}.fr": "<p>La charte adoptée au printemps doit entrer en vigueur en août 2032.</p>"}),
    wrong("date-stated", "en", {f"{NOTE}.en": "<p>The forum takes place on 17 and 18 June 2031.</p>"}),
    wrong("date-stated", "en", {f"{PANEL}.en": "<p>The panel will be held on 11 June 2031.</p>"}),
    wrong("date-stated", "en", {"forum.summary.en": "Harbour Exchange, Lisbon, 12 June 2031"}),
    wrong("date-stated", "en", {f"{NOTE}.en": "<p>Orchard Days will take place on 11 and 12 June 2031.</p>"}),
    wrong("date-stated", "en", {f"{NOTE}.en": "<p>The Days open on 9 June 2031.</p>"}),
    right("date-stated", "en", {f"{NOTE}.en": "<p>Orchard Days will take place on 10 and 11 June 2031.</p>"}),
    right("date-stated", "en", {f"{NOTE}.en": "<p>The next Orchard Days will take place on 7 June 2033; Orchard Days 2035 is set for 5 June 2035.</p>"}),
    right("date-stated", "en", {f"{NOTE}.en": "<p>The forum takes place on 10 and 11 June 2031.</p>"}),
    right("date-stated", "en", {f"{PANEL}.en": "<p>The panel will be held on 10 June 2031.</p>"}),
    right("date-stated", "en", {f"{NOTE}.en": "<p>The next forum will be held on 8 June 2033; the first took place on 4 May 2027.</p>"}),
    right("date-stated", "en", {f"{NOTE}.en": "<p>Registration for the forum closes on 1 June 2031.</p>"}),
    wrong("date-stated", "fr", {f"{NOTE}.fr": "<p>Le forum se tiendra les 17 et 18 juin 2031.</p>"}),
    wrong("date-stated", "fr", {f"{PANEL}.fr": "<p>Le panel aura lieu le 11 juin 2031.</p>"}),
    wrong("date-stated", "fr", {f"{NOTE}.fr": "<p>Les Journées auront lieu les 11 et 12 juin 2031.</p>"}),
    right("date-stated", "fr", {f"{NOTE}.fr": "<p>Les prochaines Journées auront lieu le 7 juin 2033, les Journées de 2035 le 5 juin 2035.</p>"}),
    right("date-stated", "fr", {f"{NOTE}.fr": "<p>Le forum se tiendra les 10 et 11 juin 2031.</p>"}),
    right("date-stated", "fr", {f"{PANEL}.fr": "<p>Le panel aura lieu le 10 juin 2031 ; les inscriptions au forum sont closes le 1er juin.</p>"}),
    right("date-stated", "fr", {f"{NOTE}.fr": "<p>Le prochain forum se tiendra le 8 juin 2033.</p>"}),
    wrong("session-outside-days", "en", {"sessions[0].start": "2031-06-12T10:00:00"}, says="12 June 2031"),
    wrong("session-outside-days", "fr", {"sessions[1].start": "2031-06-10T03:30:00"}, "sessions[1].start"),
    right("session-outside-days", "en", {"sessions[0].start": "2031-06-12T01:00:00"}),  # a night belongs to the day before
    right("session-outside-days", "fr", {"sessions[0].start": GONE, "sessions[0].status": "tentative"}),
    right("session-outside-days", "fr", {"sessions[0].start": "2031-07-12T10:00:00", "sessions[0].status": "cancelled", "themes[0]": GONE, "sessions[0].themes": []}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
