"""Releases: publish, bring back, list, compare, preview; and who sees the forum."""

from pathlib import Path
from typing import Any

import click

from forum_app.commands.context import ACTOR, house
from forum_app.domain.release import Release
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import Visibility
from forum_app.feeds.change_words import sentence
from forum_app.i18n import words
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.live_releases import release_history
from forum_app.services.merged_people import changes_between
from forum_app.services.publishing import bring_back, publish_changes, release_numbered, set_visibility
from forum_app.services.taking_back import take_back
from forum_app.services.telling import told_of
from forum_app.services.telling_choosers import choosers_told


@click.command()
@click.argument("slug")
@click.option("--note", default="", help="A line about this release, for everybody: at most 300 characters.")
@click.option("--unlisted", is_flag=True, help="Not on the home page, where nobody sees the forum yet.")
@click.option("--again", type=int, help="Bring release N back as the next one.")
@click.option(
    "--take-back",
    "back",
    is_flag=True,
    help="Take the last release back, within ten minutes: whoever was not told of it never is.",
)
def publish(slug: str, note: str, unlisted: bool, again: int | None, back: bool) -> None:
    """Makes a release of the draft, and tells the people whose slot moved or went, ten minutes later."""
    if back:
        _take_back(slug)
        return
    if again is None:
        publish_draft(slug, note, unlisted)
        return
    release = bring_back(house.database, slug, again, note=note, **_known())
    _published(release)


def publish_draft(slug: str, note: str = "", unlisted: bool = False) -> None:
    """Publishes a draft and says what that came to."""
    release, made = publish_changes(house.database, slug, unlisted=unlisted, note=note, **_known())
    if made:
        _published(release)
    else:
        click.echo(f"Nothing changed since release {release.number}.")


def _take_back(slug: str) -> None:
    """Takes the last release back and says what the public sees now."""
    last = release_numbered(house.database, slug).number or 0
    shown = take_back(house.database, slug, last, **_known())
    if shown is None:
        click.echo(f"Release {last} is taken back: nobody sees the forum.")
    else:
        told = len(told_of(house.database, shown.content.forum.id, shown.number or 0))
        whom = "Nobody is" if not told else "1 person will be" if told == 1 else f"{told} people will be"
        now = " how it is now" if told else ""
        held = f"the public sees what release {shown.brought_back} held"
        click.echo(f"Release {last} is taken back: {held}. {whom} told{now}.")


def _published(release: Release) -> None:
    """Says that a release is published, and whom it tells when."""
    number = release.number or 0
    click.echo(f"Release {number} is published.")
    _choosers(release)
    told = told_of(house.database, release.content.forum.id, number)
    if not told:
        return
    when = f"{told[0].not_before:%Y-%m-%d %H:%M} UTC"
    people = "1 person" if len(told) == 1 else f"{len(told)} people"
    click.echo(f"{people} will be told at {when}, one mail each; until then it can be taken back (--take-back):")
    for mail in told:
        click.echo(f"  {pick(mail.name or {}, '')} <{mail.to}>")


def _choosers(release: Release) -> None:
    """Says how many of those who registered are told, since they chose a session that changed."""
    if chose := choosers_told(house.database, release.content.forum.id, release.number or 0):
        click.echo(f"Told in ten minutes, since they registered and chose these sessions: {chose}.")


def _known() -> dict[str, Any]:
    """What a publication takes from the settings."""
    config = house.config
    site = {"host": config.host, "base_url": config.base_url, "sender": config.sender}
    return {**site, "now": config.now(), "actor": ACTOR}


@click.command()
@click.argument("slug")
def releases(slug: str) -> None:
    """Lists the releases, newest first."""
    with house.database.reading() as connection:
        forum_id = forum_id_of(connection, slug)
    for news in release_history(house.database, forum_id):
        about = f"  brings back release {news.brought_back}" if news.brought_back else ""
        note = f"  {news.note}" if news.note else ""
        click.echo(
            f"{news.number:>4}  {news.published_at:%Y-%m-%d %H:%M} UTC  {len(news.changes)} changes{about}{note}"
        )


@click.command()
@click.argument("slug")
@click.argument("first", type=int)
@click.argument("second", type=int)
@click.option("--lang", default="en", help="The language of the words.")
def compare(slug: str, first: int, second: int, lang: str) -> None:
    """Says what changed from one release to another."""
    old = release_numbered(house.database, slug, first).content
    new = release_numbered(house.database, slug, second).content
    changes = changes_between(house.database, old, new)
    for change in changes:
        click.echo(sentence(change, words(lang), new.forum.zone))
    if not changes:
        click.echo("Nothing changed.")


@click.command()
@click.argument("slug")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def preview(slug: str, folder: Path) -> None:
    """Writes the draft's pages and documents, as publishing would make them."""
    from forum_app.commands.previewing import write_preview

    count = write_preview(slug, folder)
    click.echo(f"{count} files in {folder}: open {folder / 'index.html'}")


@click.command()
@click.argument("slug")
@click.argument("state", type=click.Choice([state.value for state in Visibility]))
def visibility(slug: str, state: str) -> None:
    """Says who finds the forum: draft (nobody), unlisted, published, archived."""
    set_visibility(house.database, slug, Visibility(state), actor=ACTOR)
    click.echo(f"{slug} is {state}.")


def add_to(group: click.Group) -> None:
    for command in (publish, releases, compare, preview, visibility):
        group.add_command(command)
