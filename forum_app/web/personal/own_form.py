"""The form of what somebody writes of themselves or a talk: filled with what they proposed, read, checked, sent on."""

from dataclasses import dataclass
from typing import Any

from forum_app.domain.answering import words_in
from forum_app.domain.errors import EditRefused
from forum_app.domain.sentences import said, said_many
from forum_app.domain.texts import readable
from forum_app.domain.trees import digest, put_at
from forum_app.domain.vocabularies import ProposalState
from forum_app.forms.controls import Spec
from forum_app.forms.posted import Made, Posted
from forum_app.services.desk import desk_forum
from forum_app.services.proposing import Wish, Written, must_be_theirs, proposals_of, without_names, write_mine
from forum_app.services.things import EditClash, thing_named
from forum_app.web.installed import installed
from forum_app.web.manage.nouns import NOUNS
from forum_app.web.manage.thing_form import ThingForm
from forum_app.web.personal.speaker import Mine

HTTPS = "https://"
_EMPTY = Spec("", ())
_NOUNS = {"person": "people", "talk": "talks"}


@dataclass
class OwnForm(ThingForm):
    """A form in all of the forum's languages. ``proposed`` are the fields that wait for the organisers, by place;
    ``refused`` those that the organisers left as they were."""

    own: Spec = _EMPTY
    key: str = ""
    proposed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def languages(self) -> list[str]:
        return list(self.forum.languages)

    @property
    def spec(self) -> Spec:
        return self.own

    def changed(self) -> dict[str, Any]:
        """What is another than the page showed, by place."""
        seen = self.seen
        return {place: value for place, value in self.posted.values.items() if digest(value) != seen.get(place)}

    def check(self, most: int) -> None:
        """Adds what is wrong with what was changed: a biography of more than ``most`` words, links that aren't https."""
        changed = self.changed()
        for place in (place for place in changed if place.startswith("biography.")):
            count = words_in(readable(str(changed[place] or "")))
            if count > most:
                sentence = said_many("This has %(num)d word; at most %(most)d are kept. Shorten it.", "This has %(num)d words; at most %(most)d are kept. Shorten it.", count, most=most)  # fmt: skip
                self.problems.append((place, sentence))
        for index, link in enumerate(changed.get("links") or ()):
            if link.get("url") and not str(link["url"]).startswith(HTTPS):
                self.problems.append((f"links[{index}].url", said("An address here begins with https://.")))
        if self.problems:
            self.look_further()

    def send(self, mine: Mine) -> Written | None:
        """Proposes or keeps what was changed; None where it was refused, which the form then shows."""
        values = self.changed()
        parts = [item for value in values.values() if isinstance(value, list) for item in value]
        named = {item.get("organisation") for item in parts if isinstance(item, dict)}
        made = {key: (one.kind, one.name) for key, one in self.posted.made.items() if key in named}
        seen = {} if mine.speaker.plan.propose else self.seen
        wish = Wish(self.noun.kind, self.key, values, seen, made)
        try:
            return write_mine(installed().database, self.forum.id, mine.speaker.person.id, wish)
        except EditRefused as error:
            self.refuse(error)
        except EditClash as clash:
            self.clashed(clash)
        return None


def own_form(mine: Mine, kind: str, key: str, spec: Spec) -> OwnForm:
    """The form of a thing of theirs; where the forum asks for proposals, with what they proposed in it. Raises NotFound."""
    here, speaker = installed(), mine.speaker
    with here.database.reading() as connection:
        must_be_theirs(connection, speaker.person.id, kind, key)
        waiting = proposals_of(connection, speaker.person.id, key, ProposalState.OPEN)
        refused = proposals_of(connection, speaker.person.id, key, ProposalState.REFUSED)
    tree = thing_named(here.database, speaker.forum_id, kind, key).tree
    posted = Posted()
    for place, value in waiting.items() if speaker.plan.propose else ():
        bare, made = without_names(value)
        put_at(tree, place, bare)
        posted.made |= {new: Made(*one) for new, one in made.items()}
    form = OwnForm(NOUNS[_NOUNS[kind]], desk_forum(here.database, speaker.slug), tree, words=mine.view.words, own=spec, key=key)  # fmt: skip
    form.posted, form.proposed, form.refused = posted, tuple(waiting), tuple(refused)
    return form
