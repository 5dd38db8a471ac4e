"""Sets everything up: system packages, the virtual environment, pinned packages, built assets.

    python3 tools/setup.py run|test|soak

Standard library only. Takes no question, works as root and as an ordinary user, and does nothing where nothing
changed: every step keeps a fingerprint of what it was made from in ``.setup/``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = ROOT / ".setup"
BASE_PYTHON = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
PYTHON = VENV / "bin" / "python"
LEVELS = ("run", "test", "soak")
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock", "soak": "requirements-soak.lock"}
ASSET_SOURCES = ("static/css", "static/js", "static/img", "static/icons.txt", "tools/build_assets.mjs")


class Stop(Exception):
    """Set-up can't go on; the text says what to do."""


def say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


def fingerprint(parts: Iterable[str | Path]) -> str:
    """Of texts and of files and folders of the project, with their names; a missing file counts as absent."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            total.update(f"text {part}\0".encode())
            continue
        files = sorted(path for path in part.rglob("*") if path.is_file()) if part.is_dir() else [part]
        for file in files:
            total.update(f"file {file.relative_to(ROOT)}\0".encode())
            total.update(file.read_bytes() if file.is_file() else b"absent")
    return total.hexdigest()


def step(name: str, key: str, made: Path, job: Callable[[], None], doing: str) -> None:
    """Runs ``job`` unless ``made`` is there and was made from the same ``key``."""
    stamp = STATE / f"{name}.stamp"
    if made.exists() and stamp.is_file() and stamp.read_text() == key:
        return
    say(f"{doing} …")
    started = time.monotonic()
    stamp.unlink(missing_ok=True)
    job()
    stamp.write_text(key)
    say(f"{doing}: done in {time.monotonic() - started:.0f} s")


def run(*command: str | Path, **environment: str) -> None:
    """Runs a command quietly; its output is shown when it fails."""
    env = {**os.environ, "VIRTUAL_ENV": str(VENV), **environment}
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    for name in ("PYTHONPATH", "PYTHONHOME"):
        env.pop(name, None)
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise Stop(f"this failed:\n  {' '.join(words)}\n{done.stdout.rstrip()}")


def make_venv() -> None:
    """A virtual environment with uv in it, also where ensurepip is missing (bare Debian)."""
    shutil.rmtree(VENV, ignore_errors=True)
    requirements = ROOT / "requirements-tools.lock"
    run(BASE_PYTHON, "-m", "venv", "--without-pip", VENV)
    wheel = system_packages.pip_wheel(STATE)
    if wheel:
        pip: list[str | Path] = [PYTHON, f"{wheel}/pip"]
    else:
        run(PYTHON, "-m", "ensurepip")
        pip = [PYTHON, "-m", "pip"]
    run(*pip, "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", requirements)


def install_packages(lock: Path) -> None:
    """Exactly what the lock file says, then this project itself, editable."""
    uv = VENV / "bin" / "uv"
    run(uv, "pip", "sync", "--quiet", "--require-hashes", lock)
    run(uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")


def what_is_installed() -> str:
    """The parts of pyproject.toml that an installation depends on; a linter's setting is none of them."""
    import tomllib  # not in the Pythons that main refuses

    data = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return repr((data["build-system"], data["project"], data["tool"]["hatch"]))


def install_node_packages(level: str) -> None:
    leave_out = ["--omit=dev"] if level == "run" else []
    run(VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *leave_out)


def install_browser() -> None:
    """Playwright's own Chromium, with what it needs from the system when we may install that."""
    needed = ["--with-deps"] if os.geteuid() == 0 else []
    run(VENV / "bin" / "playwright", "install", *needed, "chromium", PLAYWRIGHT_BROWSERS_PATH=str(STATE / "browsers"))


def build_assets() -> None:
    run(VENV / "bin" / "node", "tools/build_assets.mjs")


def set_up(level: str) -> None:
    kept = STATE / "level"
    if kept.is_file() and VENV.exists():  # never take away what an earlier call installed for tests
        level = max(level, kept.read_text(), key=LEVELS.index)
    system_packages.install(level, STATE, say)
    lock = ROOT / LOCKS[level]
    python = f"{ROOT} {BASE_PYTHON} {sys.version}"
    tools = fingerprint([python, ROOT / "requirements-tools.lock"])
    step("venv", tools, VENV / "bin" / "uv", make_venv, "virtual environment")
    wanted = fingerprint([tools, what_is_installed(), lock])
    step("packages", wanted, VENV / "bin" / "forum", lambda: install_packages(lock), "Python packages")
    system_packages.preload(STATE, VENV)
    if level != "run" and system_packages.needs_browser(STATE):
        step("browser", fingerprint([lock]), STATE / "browsers", install_browser, "a browser for the tests")
    if (ROOT / "package-lock.json").is_file():
        node = fingerprint(["all" if level != "run" else level, ROOT / "package-lock.json"])
        modules = ROOT / "node_modules"
        step("node", node, modules, lambda: install_node_packages(level), "asset packages")
        sources = fingerprint([ROOT / "package-lock.json", *(ROOT / name for name in ASSET_SOURCES)])
        built = ROOT / "static" / "built"
        step("assets", sources, built / "manifest.json", build_assets, "style sheets, scripts, fonts and icons")
    kept.write_text(level)


def main() -> int:
    level = sys.argv[1] if len(sys.argv) == 2 else ""
    if level not in LEVELS:
        print(f"usage: python3 tools/setup.py {'|'.join(LEVELS)}", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):
        print(f"set-up: Python 3.11 or newer is needed, this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    if sys.prefix != sys.base_prefix:  # started from a virtual environment, perhaps the one to be made anew
        os.execv(BASE_PYTHON, [BASE_PYTHON, *sys.argv])
    STATE.mkdir(exist_ok=True)
    with (STATE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once: the second waits, then finds everything done
        try:
            set_up(level)
        except (Stop, system_packages.Missing) as stop:
            print(f"set-up: {stop}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
