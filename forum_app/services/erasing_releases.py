"""Releases rewritten without a person: the one exception to what is published never changing (a legal right)."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select, update

from forum_app.domain.erasing import without_person
from forum_app.domain.release import Release
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.erasure_traces import Subject
from forum_app.services.merged_people import changes_since
from forum_app.services.release_store import read_release

Text = dict[str, str]


def releases_rewritten(connection: Connection, subject: Subject, name: Text) -> int:
    """Takes somebody out of every release of their forum, one at a time, and out of what each says it changed; how many
    were rewritten. Numbers, times and ledgers stay."""
    numbers = connection.execute(
        select(ReleaseRow.id).where(ReleaseRow.forum_id == subject.forum_id).order_by(ReleaseRow.number)
    ).scalars()
    before: Release | None = None
    touched_before, count = False, 0
    for key in numbers.all():
        kept = connection.execute(select(ReleaseRow.content).where(ReleaseRow.id == key)).scalar_one()
        release = read_release(kept)
        touched = any(person in release.content.person for person in subject.people)
        if touched:
            for person in subject.people:
                release = msgspec.structs.replace(release, content=without_person(release.content, person, name))
            content = msgspec.json.encode(release)
            connection.execute(update(ReleaseRow).where(ReleaseRow.id == key).values(content=content))
            count += content != kept
        if touched or touched_before:
            changes = changes_since(connection, before.content, release.content) if before is not None else []
            connection.execute(
                update(ReleaseRow).where(ReleaseRow.id == key).values(changes=msgspec.json.encode(changes))
            )
        before, touched_before = release, touched
    return count


def releases_showing(connection: Connection, subject: Subject) -> int:
    """How many releases somebody is in."""
    query = select(ReleaseRow.content).where(ReleaseRow.forum_id == subject.forum_id).execution_options(yield_per=1)
    marks = [f'"id":"{key}"'.encode() for key in subject.people]
    return sum(any(mark in content for mark in marks) for content in connection.execute(query).scalars())


def published_as(connection: Connection, subject: Subject) -> list[tuple[int, datetime | None, dict[str, object]]]:
    """How each release shows somebody: its number, when it was published, their entry; only where that differs from the
    release before."""
    found: list[tuple[int, datetime | None, dict[str, object]]] = []
    query = select(ReleaseRow.content).where(ReleaseRow.forum_id == subject.forum_id).order_by(ReleaseRow.number)
    for content in connection.execute(query.execution_options(yield_per=1)).scalars():
        release = read_release(content)
        for key in subject.people:
            if (entry := release.content.person.get(key)) is None:
                continue
            shown = msgspec.to_builtins(entry)
            if not found or found[-1][2] != shown:
                found.append((release.number or 0, release.published_at, shown))
    return found
