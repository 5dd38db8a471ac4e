"""What set-up promises: pinned and hashed, no host and no place of one machine in any file, one version everywhere."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# In pieces, so that this file doesn't hold what it looks for.
HOSTS = ["pypi" + ".org", "python" + "hosted", "npm" + "js", "deb." + "debian", "archive." + "ubuntu"]
PLACES = re.compile(r"(?<![\w.:/\"'-])/(?:home|root|work|Users)/[\w.-]+")


def committed_texts() -> dict[str, str]:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    texts = {}
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (data := path.read_bytes()):
            texts[name] = data.decode("utf-8")
    return texts


def packages(lock: Path) -> dict[str, set[str]]:
    """name -> versions (more than one where they differ by Python or system)."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", lock.read_text("utf-8"), re.MULTILINE
    ):
        found.setdefault(name, set()).add(version)
    return found


def test_no_committed_file_names_a_registry_s_host() -> None:
    found = [(name, host) for name, text in committed_texts().items() for host in HOSTS if host in text]
    assert found == []


def test_no_committed_file_names_a_folder_of_somebody_s_machine() -> None:
    found = [(name, match) for name, text in committed_texts().items() for match in PLACES.findall(text)]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_python_package_is_pinned_with_hashes_and_fetched_from_no_given_address(lock: Path) -> None:
    text = lock.read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    assert [line.split()[0] for line in lines if "==" not in line.split()[0] or "--hash=sha256:" not in line] == []
    assert re.findall(r"https?://|^-", text, re.MULTILINE) == []


def test_the_smaller_locks_are_part_of_the_larger_ones() -> None:
    whole = packages(ROOT / "requirements-soak.lock")
    for lock in LOCKS:
        assert {name: versions for name, versions in packages(lock).items() if whole.get(name) != versions} == {}


def test_every_direct_dependency_is_locked() -> None:
    wanted = {re.split(r"[\[>=<;]", line)[0].strip().lower() for line in PROJECT["dependencies"]}
    assert wanted - set(packages(ROOT / "requirements.lock")) == set()


def test_npm_packages_are_pinned_with_hashes_and_without_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, entry in lock.items() if name and "integrity" not in entry] == []
    assert [name for name, entry in lock.items() if "resolved" in entry] == []
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert {name: lock[f"node_modules/{name}"]["version"] for name in versions} == versions


def test_the_version_is_one() -> None:
    asset_version = json.loads((ROOT / "package.json").read_text("utf-8"))["version"]
    released = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert asset_version == PROJECT["version"]
    assert released[:1] in ([], [PROJECT["version"]])


def test_make_knows_what_the_readme_names() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert targets == {"run", "test", "soak", "bench", "setup", "install", "lock"}
    texts = [(ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    named = re.findall(r"(?:`|^ {4})make ([a-z]+)", "\n".join(texts), re.MULTILINE)
    assert named
    assert set(named) - targets == set()


def test_every_icon_that_pages_name_is_in_the_list() -> None:
    lines = (ROOT / "static" / "icons.txt").read_text("utf-8").splitlines()
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "forum_app").rglob("*.py")]
    used = {
        name for path in sources for name in re.findall(r"\bicon\(\s*['\"]([a-z0-9-]+)['\"]", path.read_text("utf-8"))
    }
    assert used - set(lines) == set()


def test_what_is_built_is_there_and_named_by_its_content() -> None:
    built = ROOT / "static" / "built"
    manifest = json.loads((built / "manifest.json").read_text("utf-8"))
    icons = json.loads((built / "icons.json").read_text("utf-8"))
    assert [name for name in manifest.values() if not (ROOT / "static" / name).is_file()] == []
    assert [name for name in manifest.values() if not re.search(r"-[0-9A-Za-z]{8,12}\.\w+$", name)] == []
    assert [
        name for name, inner in icons.items() if not re.fullmatch(r"(<[a-z]+( [a-z0-9-]+=\"[^\"]*\")+/>)+", inner)
    ] == []
