"""The one Jinja environment, for pages, documents and mails: autoescaped, strict about names, without Flask.

Templates ask for words through ``_()``/``ngettext`` of the ``words`` they are given, so that one environment
serves every language.
"""

import hashlib
import json
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from forum_app import __version__
from forum_app.markdown import as_markdown, mark_of
from forum_app.paths import BUILT, PACKAGE, TEMPLATES


@cache
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
    )
    env.filters["markdown"] = as_markdown
    env.filters["mark_of"] = mark_of
    env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext, icon=icon, asset=asset)
    return env


@pass_context
def _gettext(context: Context, message: str, **values: Any) -> Markup:
    """Translates; the message is markup of ours, values are escaped."""
    text = Markup(context["words"].gettext(message))  # noqa: S704 - our own catalogue
    return text % values if values else text


@pass_context
def _ngettext(context: Context, one: str, many: str, num: int, **values: Any) -> Markup:
    message = Markup(context["words"].catalogue.ungettext(one, many, num))  # noqa: S704 - our own catalogue
    return message % {"num": num, **values}


@cache
def _built(name: str) -> dict[str, str]:
    path = BUILT / name
    data: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return data


def asset(name: str) -> str:
    """The name under /static of a built file, with its content's hash in it: css/app.css → built/app-3F….css."""
    return _built("manifest.json").get(name, name)


@cache
def icon(name: str, size: int = 18, flip: bool = False) -> Markup:
    """An icon of the set, inlined and hidden from screen readers; it never stands without a word or a label."""
    inner = Markup(_built("icons.json").get(name, ""))  # noqa: S704 - built from a pinned package
    return Markup(
        '<svg class="i{}" width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>'
    ).format(" flip" if flip else "", size, size, inner)


@cache
def build() -> str:
    """A fingerprint of the software that renders: artefacts made by another build are made anew."""
    digest = hashlib.blake2s(__version__.encode(), digest_size=8)
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.po"), *TEMPLATES.rglob("*"), BUILT / "manifest.json"]
    for path in sorted(path for path in sources if path.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
