"""Keeps the interface's catalogues whole: gathers every message of the code and templates, merges, fills in.

python tools/catalogue.py fr                       gather and merge; lists what has no translation yet
python tools/catalogue.py fr --fill FILE.json      the same, then fill in {"English message": "translation"},
                                                   lists for plurals, "context|message" with a context
python tools/catalogue.py fr --check               exit 1 when a message is missing, empty or fuzzy
"""

import argparse
import fcntl
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
METHODS = [("forum_app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"jinja2": {"extensions": "jinja2.ext.do,jinja2.ext.i18n", "silent": "false"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "said": None,
    "said_many": (1, 2),
    # errors that a page shows
    "SkippedHour": None,
    "LastOwner": None,
    "TooManyAttempts": None,
    "KeyRefused": None,
    "TooLate": None,
    "DraftMoved": None,
    "PublishedMeanwhile": None,
    "UnfitNote": None,
    "SessionEnded": None,
    "UnfitForm": None,
    "CookiesNeeded": None,
    "NotAllowed": None,
    "CantBringBack": None,
    "AlreadyBack": None,
    "UnknownZone": None,
    "UnknownChoice": None,
    "UnknownColumn": None,
    "TooManySteps": None,
    "Withdrawn": None,
    "RenderingBusy": None,
    "PictureRefused": None,
    "PicturesBusy": None,
    "NoSpace": None,
    "PartUnfit": None,
}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def gathered() -> Catalog:
    catalogue = Catalog(project="forum", creation_date=EPOCH)
    options = {pattern: OPTIONS.get(method, {}) for pattern, method in METHODS}
    found = extract_from_dir(ROOT, METHODS, options, keywords=KEYWORDS, comment_tags=("i18n:",))
    for filename, _line, message, comments, context in found:
        if filename.startswith((".venv", "node_modules")):
            continue
        catalogue.add(message, None, [(filename, 1)], auto_comments=comments, context=context)
    return catalogue


def merged(language: str, fill: dict[str, str | list[str]]) -> Catalog:
    path = ROOT / "forum_app" / "translations" / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with (ROOT / ".catalogue.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalogue = Catalog(locale=language, project="forum", creation_date=EPOCH, revision_date=EPOCH, fuzzy=False)
        if path.exists():
            with path.open("rb") as source:
                catalogue = read_po(source, locale=language)
        catalogue.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        for message in catalogue:
            key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            if message.context:
                key = f"{message.context}|{key}"
            if key in fill:
                value = fill[key]
                message.string = tuple(value) if isinstance(value, list) else value
        with path.open("wb") as target:
            write_po(target, catalogue, width=0, sort_output=True, no_location=True, omit_header=False)
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and (message.fuzzy or not message.string or (isinstance(message.string, tuple) and not all(message.string)))
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("language")
    parser.add_argument("--fill", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    fill = json.loads(options.fill.read_text("utf-8")) if options.fill else {}
    absent = missing(merged(options.language, fill))
    sys.stdout.writelines(f"{line}\n" for line in absent)
    if options.check and absent:
        sys.exit(1)


if __name__ == "__main__":
    main()
