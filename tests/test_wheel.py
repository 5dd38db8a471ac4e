"""The wheel is the whole program: installed into an empty folder it migrates, loads the sample and makes its PDF."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).parent / "uv"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [UV, "build", "--wheel", "--no-build-isolation", "--offline", "--quiet", "--out-dir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_templates_migrations_built_files_and_their_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    data = [name.removeprefix("forum_app/_data/") for name in names if name.startswith("forum_app/_data/")]
    assert {"templates/base.html", "migrations/env.py", "static/built/manifest.json", "static/built/icons.json"} <= set(
        data
    )
    assert [name for name in data if name.startswith("migrations/versions/")] != []
    assert [name for name in data if name.startswith("static/built/licences/")] != []
    assert [name for name in data if name.startswith("static/built/ttf/") and name.endswith(".ttf")] != []
    assert [name for name in names if "__pycache__" in name or name.startswith(("tests/", "instance/"))] == []


@pytest.mark.broad
def test_installed_from_its_wheel_into_an_empty_folder_it_makes_a_pdf(wheel: Path, tmp_path: Path) -> None:
    installed, place = tmp_path / "installed", tmp_path / "place"
    place.mkdir()
    command = [UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--target", installed, wheel]
    subprocess.run(command, check=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FORUM_", "PYTEST", "COV"))}
    environment = {**kept, "PYTHONPATH": str(installed)}

    def forum(*words: str) -> str:
        run = [sys.executable, "-m", "forum_app", *words]
        done = subprocess.run(run, cwd=place, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = [sys.executable, "-c", "from forum_app import paths; print(paths.ROOT)"]
    found = subprocess.run(where, cwd=place, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    assert Path(found) == installed / "forum_app" / "_data"
    forum("db", "upgrade")
    assert "gssd2022" in forum("demo")
    forum("export", "gssd2022", "concept-note.pdf", "-o", "note.pdf")
    assert (place / "note.pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in place.iterdir()) == ["instance", "note.pdf"]
