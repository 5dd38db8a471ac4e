"""What a request asks for: which forum, in which language and zone."""

from dataclasses import replace
from functools import lru_cache

from flask import Response, redirect, request

from forum_app.addresses import Addresses
from forum_app.domain import filters
from forum_app.domain.errors import NotFound, UnknownChoice, Withdrawn
from forum_app.domain.filters import Filters
from forum_app.domain.texts import pick
from forum_app.domain.times import zone_named
from forum_app.domain.vocabularies import Visibility
from forum_app.i18n import best_language
from forum_app.pages.reader import Reader
from forum_app.services.live_releases import LiveForum
from forum_app.web.installed import installed

LONGEST_HEADER = 500


def forum_named(slug: str) -> LiveForum:
    """The visible forum with this slug; raises NotFound."""
    forum = installed().live.all().get(slug)
    if forum is None:
        raise NotFound("There is no forum at this address.")
    return forum


@lru_cache(maxsize=1000)
def accepted_languages(header: str) -> tuple[str, ...]:
    """The languages of an Accept-Language header, best first (RFC 9110, 12.5.4); rubbish is no language."""
    found = []
    for place, part in enumerate(header[:LONGEST_HEADER].split(",")):
        code, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if weight > 0 and code and code != "*":
            found.append((-weight, place, code))
    return tuple(code for _weight, _place, code in sorted(found))


def accepted_header() -> tuple[str, ...]:
    """The languages that this request accepts, best first."""
    return accepted_languages(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def language(offered: list[str]) -> str:
    """The language to answer a page in: ``?lang=``, else the reader's, else the first of the forum."""
    return best_language(_asked("lang"), accepted_header(), offered)


def _asked(name: str) -> str | None:
    """A value of the address; most addresses have none, and then nothing is parsed."""
    return request.args.get(name) if request.query_string else None


def file_language(offered: list[str]) -> str:
    """The language of a feed or file: from the address only, so that every subscriber gets the same."""
    return best_language(_asked("lang"), (), offered)


def chosen(forum: LiveForum) -> Filters:
    """What of the programme the address chooses. Raises UnknownChoice for what this forum has not and never had."""
    if not request.query_string:
        return Filters()
    if len(request.args.get("q", "").strip()) > filters.LONGEST:
        raise UnknownChoice("The search holds more than %(most)s characters: shorten it.", most=filters.LONGEST)
    wanted = filters.parse(request.args.items(multi=True))
    if not wanted.any:
        return wanted
    live = installed().live
    merged: dict[str, str] = {}
    for name, value in filters.unknown(live.release(forum).content, wanted):
        if name in ("kind", "mode") or value not in live.ever(forum):
            raise filters.refusal(name, value)
        if name == "speaker" and (kept := live.kept_person(forum, value)):
            merged[value] = kept
    speakers = dict.fromkeys(merged.get(key, key) for key in wanted.speaker)
    return replace(wanted, speaker=tuple(speakers)) if merged else wanted


def elsewhere(address: str) -> Response:
    """Found, for now, at another address of ours; what the address asks for besides goes along."""
    query = request.query_string.decode("ascii", "replace")
    response: Response = redirect(f"{address}?{query}" if query else address, 302)  # type: ignore[assignment]
    response.headers["Cache-Control"] = "no-store"
    return response


def check_session(forum: LiveForum, key: str) -> None:
    """Raises Withdrawn for a session that was published and is no longer in the programme."""
    live = installed().live
    release = live.release(forum)
    if key in release.content.session:
        return
    entry = release.ledger.get(key)
    if entry is not None:
        languages = release.content.forum.languages
        title = pick(entry.title, language(languages), languages)
        raise Withdrawn("The session “%(title)s” was taken out of the programme.", title=title)
    # One that never had a time is in no ledger: the changes tell of it.
    if key in live.ever(forum) and any(
        change.session == key for news in live.history(forum) for change in news.changes
    ):
        raise Withdrawn("This session was taken out of the programme.")


def zone() -> str | None:
    """The reader's zone where the address names one; raises UnknownZone."""
    name = _asked("tz")
    if name:
        zone_named(name)
    return name or None


def reader(forum: LiveForum, code: str, zone_name: str | None) -> Reader:
    return Reader(
        language=code,
        zone=zone_name,
        base_url=installed().config.base_url,
        addresses=Addresses(forum.slug),
        visibility=forum.visibility,
    )


def robots(forum: LiveForum) -> tuple[tuple[str, str], ...]:
    """What search engines are told with every answer of a forum that is not listed."""
    return (("X-Robots-Tag", "noindex"),) if forum.visibility == Visibility.UNLISTED else ()
