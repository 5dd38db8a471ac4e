"""The log of requests holds no key, no query and nothing that begins a line of its own."""

import pytest

from forum_app.commands.access_log import shown

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
    "/a b\nc\x1b[31m\u202e": "/a?b?c?[31m?",
    "/" + "x" * 1000: "/" + "x" * 299,
}


@pytest.mark.parametrize(("path", "logged"), PATHS.items())
def test_a_path_is_logged_without_what_lets_somebody_in(path: str, logged: str) -> None:
    assert shown(path) == logged
