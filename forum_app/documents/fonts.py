"""Fonts of documents: one named family per script, and a private fontconfig that knows no others than are installed.

The brand fonts are built at set-up into ``static/built/ttf``; the other scripts come from the system's Noto fonts.
"""

import os
from pathlib import Path
from tempfile import gettempdir

from markupsafe import Markup, escape

from forum_app.paths import BUILT

SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
BRAND_FAMILIES = ("IBM Plex Sans", "Source Serif 4")

# Sans and serif family of each script, with the languages that use it. Order is the order of fallback.
SCRIPTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Noto Sans Arabic", "Noto Naskh Arabic", ("ar", "fa", "ur", "ps", "sd", "ug", "ks", "ckb")),
    ("Noto Sans Hebrew", "Noto Serif Hebrew", ("he", "yi")),
    ("Noto Sans Thai", "Noto Serif Thai", ("th",)),
    ("Noto Sans Devanagari", "Noto Serif Devanagari", ("hi", "mr", "ne", "sa")),
    ("Noto Sans Bengali", "Noto Serif Bengali", ("bn", "as")),
    ("Noto Sans Ethiopic", "Noto Serif Ethiopic", ("am", "ti")),
    ("Noto Sans Lao", "Noto Serif Lao", ("lo",)),
    ("Noto Sans Khmer", "Noto Serif Khmer", ("km",)),
    ("Noto Sans Myanmar", "Noto Serif Myanmar", ("my",)),
    ("Noto Sans Tamil", "Noto Serif Tamil", ("ta",)),
    ("Noto Sans Telugu", "Noto Serif Telugu", ("te",)),
    ("Noto Sans Gujarati", "Noto Serif Gujarati", ("gu",)),
    ("Noto Sans Gurmukhi", "Noto Serif Gurmukhi", ("pa",)),
    ("Noto Sans Kannada", "Noto Serif Kannada", ("kn",)),
    ("Noto Sans Malayalam", "Noto Serif Malayalam", ("ml",)),
    ("Noto Sans Sinhala", "Noto Serif Sinhala", ("si",)),
    ("Noto Sans Georgian", "Noto Serif Georgian", ("ka",)),
    ("Noto Sans Armenian", "Noto Serif Armenian", ("hy",)),
    ("Noto Sans CJK SC", "Noto Serif CJK SC", ("zh", "zh-Hans")),
    ("Noto Sans CJK TC", "Noto Serif CJK TC", ("zh-Hant", "zh-TW", "zh-HK")),
    ("Noto Sans CJK JP", "Noto Serif CJK JP", ("ja",)),
    ("Noto Sans CJK KR", "Noto Serif CJK KR", ("ko",)),
)
SANS = ("h1", "h2", "h3", "h4", "h5", "h6", ".sans")
_SYMBOLS = ("Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math", "Noto Emoji")


def families(serif: bool, first: str = "") -> str:
    """A CSS list of families for running text: the brand's, ``first``, then every script's."""
    brand = ("Source Serif 4", "Noto Serif") if serif else ("IBM Plex Sans", "Noto Sans")
    first = first or ("" if serif else "IBM Plex Sans Arabic")
    scripts = [pair[1 if serif else 0] for pair in SCRIPTS]
    names = dict.fromkeys([*brand, *([first] if first else []), *scripts, *_SYMBOLS])
    return ", ".join(f"'{name}'" for name in names)


def stylesheet() -> Markup:
    """The two faces, serif for what is read and sans for what is looked up, and the Han forms of each language.

    Every other script has one family, so that its place in the list is enough.
    """
    rules = [f"html {{ font-family: {families(True)} }}", f"{', '.join(SANS)} {{ font-family: {families(False)} }}"]
    for sans, serif, languages in SCRIPTS:
        if "CJK" not in sans:
            continue
        for language in languages:
            rules.append(f":lang({language}) {{ font-family: {families(True, serif)} }}")
            inside = ", ".join(f"{place}:lang({language}), {place} :lang({language})" for place in SANS)
            rules.append(f"{inside} {{ font-family: {families(False, sans)} }}")
    return Markup("\n".join(rules))  # noqa: S704 - our own names


def folders() -> list[str]:
    """Where fonts are looked for; ``FORUM_FONTS`` names one more, first."""
    extra = os.environ.get("FORUM_FONTS", "")
    return [*([extra] if extra else []), str(BUILT / "ttf"), *(os.path.expanduser(name) for name in SYSTEM_FOLDERS)]


def configuration(folder: Path) -> Path:
    """Writes ``fonts.conf`` into ``folder`` and returns its path. The cache lies beside it, or in the system's."""
    lines = [f"  <dir>{escape(name)}</dir>" for name in folders()]
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        + "\n".join(lines)
        + f"\n  <cachedir>{escape(str(folder / 'cache'))}</cachedir>\n  <cachedir>/var/cache/fontconfig</cachedir>\n"
        "</fontconfig>\n",
        "utf-8",
    )
    return path


def folder() -> Path:
    """Where the private configuration lies: one folder a user, kept between starts so that its cache is warm."""
    path = Path(gettempdir()) / f"forum-fonts-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid != os.getuid():
        raise OSError(f"{path} belongs to somebody else.")
    return path
