"""The front door: ``create_app`` puts the house together.

A request meets, in order: trusted hosts · the doorkeeper (``web.access``) · a route of ``web.public`` that parses,
asks a ``live_*`` service which release is current and sends what is kept (``web.kept``) · the headers. A release
becomes bytes in ``pages``, ``calendars``, ``feeds`` and ``documents``, which know neither Flask nor a database.
"""

from datetime import timedelta

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map
from whitenoise import WhiteNoise

from forum_app.config import Config, read_config
from forum_app.database import Database
from forum_app.paths import STATIC
from forum_app.services.live_documents import LiveDocuments
from forum_app.services.live_releases import LiveReleases
from forum_app.services.media import Media
from forum_app.web.access import keep_doors
from forum_app.web.errors import answer_errors
from forum_app.web.headers import ALWAYS, set_headers
from forum_app.web.installed import Installed
from forum_app.web.manage.routes import blueprints as manage_blueprints
from forum_app.web.personal.doors import keep_personal
from forum_app.web.personal.routes import blueprints as personal_blueprints
from forum_app.web.public.routes import blueprints
from forum_app.web.under_path import UnderPath


def create_app(config: Config | None = None, database: Database | None = None) -> Flask:
    """The application, with the settings of the environment unless others are given."""
    config = config or read_config()
    database = database or Database(config.database_url)
    app = Flask("forum_app", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        TRUSTED_HOSTS=config.trusted_hosts,
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_PARTS=1000,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
    )
    app.url_map.strict_slashes = True
    app.url_map.converters["int"] = Counted
    app.extensions["forum"] = Installed(
        config=config,
        database=database,
        media=Media(config.instance),
        live=LiveReleases(database),
        documents=LiveDocuments(database, config.instance),
    )
    app.session_interface = NoSessions()
    keep_personal(app)
    keep_doors(app)
    set_headers(app, https=config.base_url.startswith("https:"))
    answer_errors(app)
    for blueprint in (*blueprints(), *personal_blueprints(), *manage_blueprints()):
        app.register_blueprint(blueprint)
    _stand_behind(app, config)
    return app


def _stand_behind(app: Flask, config: Config) -> None:
    """What a request meets before the application: proxies that are believed, a path before all addresses, files."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        immutable_file_test=_is_immutable,
        add_headers_function=_static_headers,
    )
    if config.path:
        segments = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} | {"static"}
        app.wsgi_app = UnderPath(app.wsgi_app, config.path, segments - {""})  # type: ignore[method-assign]
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]


class Counted(IntegerConverter):
    """A number in an address: what we count fits into 31 bits, in every database; a larger one leads nowhere."""

    def __init__(self, url_map: Map, fixed_digits: int = 0) -> None:
        super().__init__(url_map, fixed_digits, max=2**31 - 1)


class NoSessions(SessionInterface):
    """Flask's own sessions are not used: who is signed in is a row, asked for by the doors that need it."""

    def open_session(self, app: Flask, request: Request) -> None:
        return None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        return None


def _is_immutable(_path: str, url: str) -> bool:
    """Built files carry their content's hash in their name."""
    return url.startswith("/static/built/") and not url.endswith(".json")


def _static_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    for name, value in ALWAYS:
        headers[name] = value
