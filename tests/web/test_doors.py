"""Every route has a door and stands in the list of routes; what has no door stays shut."""

from pathlib import Path

from flask import Flask

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.web.access import door_of

LIST = Path(__file__).resolve().parents[2] / "docs" / "routes.md"


def test_every_route_has_a_door(app: Flask) -> None:
    assert [rule.rule for rule in app.url_map.iter_rules() if door_of(app.view_functions[rule.endpoint]) is None] == []


def test_the_list_of_routes_is_the_routes(app: Flask) -> None:
    rows = [line.split("|")[1:4] for line in LIST.read_text("utf-8").splitlines() if line.startswith("| `")]
    listed = sorted((row[0].strip().strip("`"), row[1].strip(), row[2].strip()) for row in rows)
    found = sorted(
        (
            rule.rule,
            " ".join(sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})),
            door_of(app.view_functions[rule.endpoint]),
        )
        for rule in app.url_map.iter_rules()
    )
    assert listed == found


def test_a_route_without_a_door_stays_shut(config: Config, database: Database) -> None:
    app = create_app(config, database)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert (answer.status_code, b"secret" in answer.data) == (404, False)
