"""Where things lie: the project's own files (also when installed from a wheel) and the instance folder."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_INSTALLED = PACKAGE / "_data"
ROOT = _INSTALLED if _INSTALLED.is_dir() else PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
BUILT = STATIC / "built"
MIGRATIONS = ROOT / "migrations"
CATALOGUES = PACKAGE / "translations"
SAMPLES = PACKAGE / "samples"


def instance_folder() -> Path:
    """``FORUM_INSTANCE``, else ``instance`` in the folder the program was started in; made when missing."""
    folder = Path(os.environ.get("FORUM_INSTANCE") or Path.cwd() / "instance")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
