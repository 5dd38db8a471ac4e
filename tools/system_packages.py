"""The few things that come from the system: native libraries, fonts, a browser, tools that read PDFs.

Each is looked for by what it provides, so it doesn't matter who installed it. What is missing is installed with apt
as root; as an ordinary user it is unpacked into ``.setup/system``; where neither works, the one command is named.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

LEVELS = ("run", "test", "soak")
FONTS = "/usr/share/fonts"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """A system package is missing and can't be installed from here."""


@dataclass(frozen=True)
class Need:
    """A Debian or Ubuntu package and how to see that what it provides is there: a file, a library or a command."""

    package: str
    level: str = "run"
    file: str = ""
    library: str = ""
    commands: tuple[str, ...] = ()

    def is_met(self, system: Path) -> bool:
        if self.file:
            return any(_glob(root, self.file) for root in (Path("/"), system))
        if self.library:
            return _loads(self.library) or bool(_glob(system, f"usr/lib/*/{self.library}"))
        return any(shutil.which(name) or _glob(system, f"usr/bin/{name}") for name in self.commands)


NEEDS = (
    Need("libpango-1.0-0", library="libpango-1.0.so.0"),
    Need("libpangoft2-1.0-0", library="libpangoft2-1.0.so.0"),
    Need("libharfbuzz-subset0", library="libharfbuzz-subset.so.0"),
    Need("fonts-noto-core", file=f"{FONTS}/truetype/noto/NotoNaskhArabic-Regular.ttf"),
    Need("fonts-noto-cjk", file=f"{FONTS}/opentype/noto/NotoSansCJK-Regular.ttc"),
    Need("fonts-lao", file=f"{FONTS}/truetype/lao/Phetsarath_OT.ttf"),
    Need("chromium", level="test", commands=BROWSERS),
    Need("libatomic1", level="test", library="libatomic.so.1"),
    Need("poppler-utils", level="test", commands=("pdftotext",)),
    Need("default-jdk-headless", level="soak", commands=("javac",)),
    Need("libjaxb-java", level="soak", file="/usr/share/java/jaxb-impl.jar"),
    Need("libreoffice-writer-nogui", level="soak", commands=("soffice", "libreoffice")),
)


def install(level: str, state: Path, say: Callable[[str], None]) -> None:
    """Makes sure of everything that ``level`` needs; raises Missing with the command that somebody else must type."""
    system = state / "system"
    wanted = [need for need in NEEDS if LEVELS.index(need.level) <= LEVELS.index(level)]
    if _is_ubuntu():
        wanted = [need for need in wanted if need.package != "chromium"]
    if not find_spec("ensurepip"):
        wanted.append(Need("python3-pip-whl", file="/usr/share/python-wheels/pip-*.whl"))
    packages = [need.package for need in wanted if not need.is_met(system)]
    if not packages:
        return
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise Missing(f"these are missing, install what your system calls them: {' '.join(packages)}")
    say(f"system packages: {' '.join(packages)} …")
    if os.geteuid() == 0:
        _apt_install(packages)
    else:
        _unpack(packages, state, command)
        _wrap_commands(state)
    absent = [need.package for need in wanted if not need.is_met(system)]
    if absent:
        raise Missing(_by_hand(command))


def needs_browser(state: Path) -> bool:
    """Whether the tests' browser must be Playwright's own: Ubuntu has Chromium as a snap only."""
    browser = next(need for need in NEEDS if need.package == "chromium")
    return _is_ubuntu() and not browser.is_met(state / "system")


def pip_wheel(state: Path) -> Path | None:
    """Debian's pip, as a wheel, where Python came without ensurepip."""
    if find_spec("ensurepip"):
        return None
    return next(
        path for root in (Path("/"), state / "system") for path in _glob(root, "usr/share/python-wheels/pip-*.whl")
    )


def preload(state: Path, venv: Path) -> None:
    """Lets the virtual environment's Python find what was unpacked: each start loads the libraries, names the fonts."""
    site = next(venv.glob("lib/python3*/site-packages"))
    hook, module = site / "forum_system_packages.pth", site / "forum_system_packages.py"
    system = state / "system"
    names = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
    lines = []
    if not all(_loads(name) for name in names):
        lines.append(f"for path in {_loading_order(system, names)!r}:\n    ctypes.CDLL(path, ctypes.RTLD_GLOBAL)")
    if (fonts := system / "usr/share/fonts").is_dir():
        lines.append(f"os.environ.setdefault('FORUM_FONTS', {str(fonts)!r})")
    if not Path("/etc/fonts/fonts.conf").is_file():
        lines.append(f"os.environ.setdefault('FONTCONFIG_FILE', {str(state / 'fonts.conf')!r})")
    if not _loads("libatomic.so.1") and (found := _glob(system, "usr/lib/*/libatomic.so.1")):
        own = state / "lib"  # for programs that Python starts: Playwright's
        own.mkdir(exist_ok=True)
        shutil.copy(found[0], own)
        lines.append(f"os.environ.setdefault('LD_LIBRARY_PATH', {str(own)!r})")
    if lines:
        module.write_text("\n".join(["import ctypes", "import os", "", *lines, ""]))
        hook.write_text("import forum_system_packages\n")
    else:
        hook.unlink(missing_ok=True)
        module.unlink(missing_ok=True)


def _is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.is_file() and "ID=ubuntu" in release.read_text("utf-8").splitlines()


def _by_hand(command: str) -> str:
    return f"system packages are missing. As root, type this, then make again:\n\n  {command}\n"


def _glob(root: Path, pattern: str) -> list[Path]:
    return sorted(root.glob(pattern.lstrip("/")))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _quiet(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    return subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _apt_install(packages: list[str]) -> None:
    """As root. The lists may be absent or old: when the first try fails they are fetched."""
    command = ("apt-get", "install", "-y", "--no-install-recommends", *packages)
    if _quiet(*command).returncode == 0:
        return
    _quiet("apt-get", "update")
    done = _quiet(*command)
    if done.returncode:
        raise Missing(f"apt-get could not install {' '.join(packages)}:\n{done.stdout.rstrip()}")


def _unpack(packages: list[str], state: Path, command: str) -> None:
    """As an ordinary user: the packages and what they need, fetched with a state of our own and unpacked."""
    own, debs, system = state / "apt", state / "debs", state / "system"
    for folder in (own / "lists/partial", own / "archives/partial", debs, system):
        folder.mkdir(parents=True, exist_ok=True)
    options = ("-o", f"Dir::State::lists={own / 'lists'}", "-o", f"Dir::Cache={own}", "-o", "Debug::NoLocking=1")
    _quiet("apt-get", *options, "update")
    plan = _quiet("apt-get", *options, "--simulate", "--no-install-recommends", "install", *packages)
    closure = [line.split()[1] for line in plan.stdout.splitlines() if line.startswith("Inst ")]
    if plan.returncode or not closure:
        raise Missing(_by_hand(command))
    if _quiet("apt-get", *options, "download", *closure, cwd=debs).returncode:
        raise Missing(_by_hand(command))
    for deb in sorted(debs.glob("*.deb")):
        if _quiet("dpkg-deb", "-x", str(deb), str(system)).returncode:
            raise Missing(_by_hand(command))
    shutil.rmtree(debs)
    shutil.rmtree(own)


def _library_folders(system: Path) -> list[Path]:
    patterns = ("usr/lib/*/*.so*", "lib/*/*.so*", "usr/lib/*-linux-gnu/*/*.so*")
    return list(dict.fromkeys(path.parent for pattern in patterns for path in _glob(system, pattern)))


def _wrap_commands(state: Path) -> None:
    """``.setup/bin`` holds the unpacked commands, each started with its libraries and fonts."""
    system, commands = state / "system", state / "bin"
    commands.mkdir(exist_ok=True)
    fonts = state / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f'  <include ignore_missing="yes">{system}/etc/fonts/fonts.conf</include>\n'
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        f"  <dir>{system}/usr/share/fonts</dir>\n  <cachedir>{state}/fontcache</cachedir>\n</fontconfig>\n"
    )
    libraries = ":".join(map(str, _library_folders(system)))
    programs = {path.name: path for path in system.glob("usr/bin/pdf*")}
    for pattern in ("usr/lib/chromium/chromium", "usr/lib/jvm/*/bin/java*", "usr/lib/libreoffice/program/soffice"):
        programs |= {path.name: path for path in system.glob(pattern)}
    for name, program in programs.items():
        wrapper = commands / name
        wrapper.write_text(
            "#!/bin/sh\n"
            f'export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}" FONTCONFIG_FILE="{fonts}"\n'
            f'exec "{program}" "$@"\n'
        )
        wrapper.chmod(0o755)


def _loading_order(system: Path, names: tuple[str, ...]) -> list[str]:
    """The unpacked libraries that ``names`` need, each after those it needs itself."""
    files = [path for folder in _library_folders(system) for path in sorted(folder.glob("*.so.*"))]
    wanted = [path for path in files if path.name in names]
    script = (
        "import ctypes, json, os, sys\n"
        "for path in sys.argv[1:]:\n    ctypes.CDLL(path, ctypes.RTLD_GLOBAL)\n"
        "maps = [line.split()[-1] for line in open('/proc/self/maps') if '.so' in line]\n"
        "print('\\n'.join(dict.fromkeys(maps)))\n"
    )
    env = {**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, _library_folders(system)))}
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, wanted)], env=env, capture_output=True, text=True, check=True
    )
    left = [path for path in done.stdout.split() if path.startswith(str(system))]
    order: list[str] = []
    while left:
        ready = next((path for path in left if _loads_alone([*order, path])), None)
        if ready is None:
            raise Missing(f"the unpacked libraries can't be loaded: {' '.join(left)}")
        left.remove(ready)
        order.append(ready)
    return order


def _loads_alone(paths: list[str]) -> bool:
    script = "import ctypes, sys\nfor path in sys.argv[1:]:\n    ctypes.CDLL(path, ctypes.RTLD_GLOBAL)\n"
    return subprocess.run([sys.executable, "-c", script, *paths], capture_output=True).returncode == 0
