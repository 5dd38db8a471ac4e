"""The log of requests holds no key, no query and nothing that begins a line of its own; no more do those of the proxies."""

import re
from pathlib import Path

import pytest

from forum_app.commands.access_log import shown
from forum_app.services.credentials import TOKEN_LENGTH, new_token
from forum_app.services.personal_keys import new_personal_key

ROOT = Path(__file__).parents[2]
KEY, TOKEN = new_personal_key(), new_token()
PATHS = {
    "/forums/x/agenda": "/forums/x/agenda",
    "/forums/x/agenda?q=ana@example.org": "/forums/x/agenda",
    "/r/abcdefghij0123456789AB": "/r/…",
    "/s/abcdefghij0123456789AB/agenda.ics": "/s/…/agenda.ics",
    "/s/abcdefghij0123456789AB/sessions/225py65p8d/run/state?screen=x": "/s/…/sessions/225py65p8d/run/state",
    "/sign-in/link/abcdefghij": "/sign-in/link/…",
    "/invitation/abcdefghij?x=1": "/invitation/…",
    "/manage/x/messages/write/abcdefghij/undo": "/manage/x/messages/write/…/undo",
    "/a/events/sign-in/link/abcdefghij": "/a/events/sign-in/link/…",
    "/events/r/abcdefghij0123456789AB/agenda": "/events/r/…/agenda",
    "/events/manage/x/invitations/abcdefghij": "/events/manage/x/invitations/…",
    "//r/abcdefghij123456789ABC": "/r/…",
    "///r/abcdefghij123456789ABC": "/r/…",
    "/r//abcdefghij123456789ABC": "/r/…",
    "/R/abcdefghij123456789ABC": "/R/…",
    "//sign-in//link/abcdefghij": "/sign-in/link/…",
    "/forums/x//register/sent/abcdefghij": "/forums/x/register/sent/…",
    "/a.b/r/abcdefghij": "/a.b/r/…",
    "/-/é/s/abcdefghij": "/-/é/s/…",
    f"/s./{KEY}": "/s./…",
    f"/{KEY}": "/…",
    f"/r;/{KEY}/agenda": "/r;/…/agenda",
    f"/forums/x/agenda/{KEY}.": "/forums/x/agenda/….",
    f"/forums/x/agenda/({KEY})": "/forums/x/agenda/(…)",
    f"/sign-in/links/{TOKEN}": "/sign-in/links/…",
    f"/media/{'0a' * 32}.png": f"/media/{'0a' * 32}.png",
    "/forums/a-forum-of-sisters-and-brothers-of-the-seas-2022/": "/forums/a-forum-of-sisters-and-brothers-of-the-seas-2022/",
    "/a b\nc\x1b[31m\u202e": "/a?b?c?[31m?",
    "/" + "x" * 1000: "/" + "x" * 299,
}


@pytest.mark.parametrize(("path", "logged"), PATHS.items(), ids=PATHS.values())
def test_a_path_is_logged_without_what_lets_somebody_in(path: str, logged: str) -> None:
    assert shown(path) == logged


def test_a_token_has_the_length_by_which_the_log_knows_it() -> None:
    assert len(TOKEN) == TOKEN_LENGTH


def test_the_proxies_of_the_guide_log_no_key_either() -> None:
    """As they read the patterns in the guide: Caddy the address as it came, nginx one that is decoded, slash by slash."""
    guide = (ROOT / "docs/running.md").read_text()
    [caddy] = re.findall(r'request>uri regexp "(.+)" "\$1-"', guide)
    placed, shaped = (
        re.compile(pattern.replace("?<", "?P<"), re.IGNORECASE if folds else 0)
        for folds, pattern in re.findall(r'"~(\*?)(\^.+\$)"  "\$', guide)
    )
    for path, logged in PATHS.items():
        if "…" not in logged:
            continue
        secret = next((each for each in (KEY, TOKEN) if each in path), "abcdefghij")
        assert secret not in re.sub(caddy, lambda found: f"{found[1] or ''}-", path), path
        once = placed.sub(r"\g<kind>-\g<rest>", re.sub("/+", "/", path.partition("?")[0]))
        assert secret not in shaped.sub(r"\g<before>-\g<after>", once), path
