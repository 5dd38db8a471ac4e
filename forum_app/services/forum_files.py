"""``forum.json`` in and out: read whole, checked whole, kept whole or refused whole."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import StoredFile
from forum_app.domain.draft_rules import Problem, problems_of, tidy
from forum_app.domain.errors import ImportRefused, SlugTaken
from forum_app.domain.identity import new_id
from forum_app.domain.renaming import with_ids
from forum_app.domain.sentences import said
from forum_app.domain.vocabularies import Visibility
from forum_app.domain.walking import parts, visit
from forum_app.models.forum import Forum
from forum_app.models.forum import StoredFile as StoredFileRow
from forum_app.models.speaking import SpeakerEvent
from forum_app.services.audit import record
from forum_app.services.calendars_left import end_of_people
from forum_app.services.draft_rows import DRAFT_TABLES, draft_of, row_of, rows_of, sync, table
from forum_app.services.erased_people import erased_in
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.media import Media, file_problem
from forum_app.services.refusals import problems_in
from forum_app.services.registration_rows import keep_registrations, sign_ups_of, spare, with_registrations
from forum_app.services.tidying import rich_text

LARGEST = 32 * 1024 * 1024
MOST_VALUES = 3_000_000


class Imported(msgspec.Struct, frozen=True):
    """What an import did. ``copied``: its ids were here already in another forum, so it got new ones."""

    forum_id: str
    slug: str
    replaced: bool
    copied: bool
    changed_rows: int  # the forum's own, if anything in it differs, and those of its things
    told: list[Problem] = []  # what was taken out or will hardly be seen, with places


def parse_forum_json(data: bytes, told: list[Problem] | None = None) -> Draft:
    """A draft from the bytes of a ``forum.json``, tidied and sound. Raises ImportRefused with places and sentences.

    ``told`` gets a place and a sentence for whatever was taken out of a text, or will hardly be seen.
    """
    if len(data) > LARGEST:
        raise ImportRefused([("", said("The file is larger than 32 MiB."))])
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ImportRefused([("", said("The file holds more than %(most)s values.", most=MOST_VALUES))])
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        try:
            draft = msgspec.json.decode(data, type=Draft)
        except msgspec.DecodeError as error:
            raise ImportRefused(problems_in(data, error)) from None
    except (RecursionError, UnicodeDecodeError) as error:
        deep = isinstance(error, RecursionError)
        text = said("The file is nested too deep.") if deep else said("The file is not in UTF-8.")
        raise ImportRefused([("", text)]) from None
    return sound(draft, told)


def sound(draft: Draft, told: list[Problem] | None = None) -> Draft:
    """The draft tidied, its rich texts sanitised and every new thing with an id; raises ImportRefused.

    ``told`` is as in ``parse_forum_json``.
    """
    problems = tidy(draft)
    told = told if told is not None else []

    def on_text(form: str, value: str, place: str) -> str:
        if form != "word" and value and (unlisted := _unlisted(draft, place)):
            told.append((place, unlisted))
        return rich_text(value, place, problems, told) if form == "rich" and value else value

    if not problems:
        visit(draft, on_text)
    for _place, part in parts(draft):
        if getattr(part, "id", None) == "":
            part.id = new_id()  # type: ignore[attr-defined]
    problems += problems_of(draft)
    problems += [(f"files[{i}]", reason) for i, file in enumerate(draft.files) if (reason := file_problem(file))]
    if problems:
        raise ImportRefused(problems)
    return draft


def _unlisted(draft: Draft, place: str) -> str:
    """What is said of a text in a language that the forum doesn't list; ``""`` for the others."""
    language, listed = place.rpartition(".")[2], draft.forum.languages
    if language in listed:
        return ""
    names = ", ".join(listed)
    sentence = said("The forum doesn't list “%(language)s” among its languages (%(listed)s): this is shown only where none of them has a text.")  # fmt: skip
    return sentence.of({"language": language, "listed": names})


def import_forum(
    database: Database,
    media: Media,
    data: bytes,
    *,
    slug: str | None = None,
    replace: bool = False,
    actor: str,
) -> Imported:
    """Takes a ``forum.json`` in as a new forum, or in place of one with the same slug.

    Raises ImportRefused (nothing is changed) or SlugTaken where the slug is here and ``replace`` was not said.
    """
    told: list[Problem] = []
    draft = parse_forum_json(data, told)
    if slug:
        draft.forum.slug = slug
        draft = sound(draft)
    for file in draft.files:
        media.keep(file)
    done = kept_draft(database, draft, replace, actor)
    return msgspec.structs.replace(done, told=[*told, *done.told])


Then = Callable[[Connection, Imported], None]


def _nothing_more(_connection: Connection, _imported: Imported) -> None:
    pass


def kept_draft(
    database: Database,
    draft: Draft,
    replace: bool,
    actor: str,
    version: int | None = None,
    then: Then = _nothing_more,
    from_file: bool = True,
) -> Imported:
    """``keep_draft`` in a transaction of its own; of two at the same moment the second is refused, or comes after.

    ``then`` is done in the same transaction.
    """

    def job(connection: Connection) -> Imported:
        done = keep_draft(connection, draft, replace, actor, version, from_file)
        then(connection, done)
        return done

    try:
        return database.write(job)
    except IntegrityError:
        raise ImportRefused([("", said("The forum was changed while the file was read: import it again."))]) from None


def _end_missing(connection: Connection, draft: Draft) -> None:
    """Takes the entries out of the calendars of those who are in the draft no more."""
    told = select(SpeakerEvent.person).where(SpeakerEvent.forum_id == draft.forum.id).distinct()
    missing = set(connection.execute(told).scalars()) - {person.id for person in draft.people}
    if missing:
        end_of_people(connection, draft.forum.id, missing, datetime.now(UTC))


def keep_draft(
    connection: Connection, draft: Draft, replace: bool, actor: str, version: int | None = None, from_file: bool = True
) -> Imported:
    """Keeps a sound draft as a new forum or in place of the one with its slug; ``version`` is the one that it was made
    from, and the log is told of it where it came ``from_file``. Raises SlugTaken, and ImportRefused where somebody changed the forum since."""
    here = connection.execute(
        select(Forum.id, Forum.version, Forum.epoch).where(Forum.slug == draft.forum.slug)
    ).first()
    if here is not None and not replace:
        raise SlugTaken(f"A forum “{draft.forum.slug}” is here already: choose another --slug, or --replace it.")
    if here is not None and version is not None and here.version != version:
        raise ImportRefused([("", said("The forum was changed while the file was read: import it again."))])
    copied = False
    if here is not None and here.id != draft.forum.id:
        draft = with_ids(draft, lambda key: here.id if key == draft.forum.id else key)
    if _taken(connection, draft, here.id if here else None):
        kept_id = here.id if here else None
        fresh: dict[str, str] = {}
        draft = with_ids(draft, lambda key: key if key == kept_id else fresh.setdefault(key, new_id()))
        copied = True
    now = datetime.now(UTC)
    altered = 1
    if here is None:
        connection.execute(insert(Forum).values(_forum_row(draft, Visibility.DRAFT, 1, 0, now)))
    else:
        values = row_of("forum", draft.forum, id=here.id, version=here.version + 1)
        before = connection.execute(select(table("forum")).where(Forum.id == here.id)).one()._mapping
        altered = int(any(before[name] != value for name, value in values.items() if name != "version"))
        connection.execute(update(Forum).where(Forum.id == here.id).values(values))
    told = [("registrations", sentence) for sentence in spare(connection, draft)] if here else []
    if here is not None:
        _end_missing(connection, draft)
    changed = altered + sync(connection, draft.forum.id, rows_of(draft))
    changed += keep_registrations(connection, draft.forum.id, draft.delegations, draft.registrations)
    if from_file:
        action = "forum.replaced" if here else "forum.imported"
        record(connection, actor, action, draft.forum.id, draft.forum.slug, after=_taken_in(changed, copied))
    return Imported(draft.forum.id, draft.forum.slug, here is not None, copied, changed, told)


def _taken_in(changed: int, copied: bool) -> dict[str, Any]:
    return {"rows": changed, **({"copied": True} if copied else {})}


def _forum_row(draft: Draft, visibility: Visibility, version: int, epoch: int, now: datetime) -> dict[str, Any]:
    known = {"visibility": visibility, "version": version, "epoch": epoch, "current_release": None, "created_at": now}
    return row_of("forum", draft.forum, **known)


def _taken(connection: Connection, draft: Draft, own: str | None) -> bool:
    """Whether an id of this draft is the id of a thing in another forum."""
    ids = [key for _place, part in parts(draft) if (key := getattr(part, "id", ""))]
    for name in ("forum", *DRAFT_TABLES, "delegation", "registration"):
        here = table(name)
        if "id" not in here.c:
            continue
        owner = here.c.id if name == "forum" else here.c.forum_id
        for start in range(0, len(ids), 500):
            query = select(here.c.id).where(here.c.id.in_(ids[start : start + 500]))
            if connection.execute(query.where(owner != own) if own else query).first():
                return True
    return False


def version_named(database: Database, slug: str) -> int | None:
    """The version of a forum's draft, None where there is no such forum."""
    with database.reading() as connection:
        found: int | None = connection.execute(select(Forum.version).where(Forum.slug == slug)).scalar()
    return found


def draft_named(database: Database, media: Media, slug: str, *, everybody: bool = False) -> Draft:
    """The draft of a forum with its files, and with ``everybody`` who comes; raises NotFound."""
    with database.reading() as connection:
        forum_id = forum_id_of(connection, slug)
        query = select(StoredFileRow.name).where(StoredFileRow.forum_id == forum_id).order_by(StoredFileRow.position)
        names = connection.execute(query).scalars().all()
        files = [{"name": name, "data": media.path(name).read_bytes()} for name in names]
        draft = draft_of(connection, forum_id)
        if everybody:
            draft = with_registrations(connection, draft)
    return msgspec.structs.replace(draft, files=[msgspec.convert(file, StoredFile) for file in files])


def checked_draft(database: Database, media: Media, slug: str) -> tuple[Draft, dict[str, int], frozenset[str]]:
    """What the checker reads: the draft of a forum with its files, how many people are signed up by session, and who
    was erased."""
    draft = draft_named(database, media, slug)
    with database.reading() as connection:
        return draft, sign_ups_of(connection, draft.forum.id), erased_in(connection, draft.forum.id)


def export_draft(database: Database, media: Media, slug: str, *, actor: str, why: str = "") -> bytes:
    """The complete draft as ``forum.json``, private data included; the export is logged."""
    draft = draft_named(database, media, slug, everybody=True)
    after = {"why": why} if why else None
    database.write(lambda connection: record(connection, actor, "forum.exported", draft.forum.id, slug, after=after))
    return msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n"
