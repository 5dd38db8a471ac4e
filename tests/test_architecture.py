"""The laws of the house, read from the code itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "forum_app"
FILES = sorted(PACKAGE.rglob("*.py"))

# A file imports only from floors named for it. What is not listed may import nothing of ours.
BASE = {
    "charts",
    "forum_app",
    "paths",
    "i18n",
    "labels",
    "goals",
    "grid",
    "addresses",
    "markdown",
    "richtext",
    "templating",
    "branding",
    "score",
    "qr",
    "child_process",
}
MAKERS = {"pages", "calendars", "documents", "pictures", "feeds", "exchange", "forms", "lists", "mails"}
ALLOWED = {
    "domain": {"domain"},
    "charts": set(),
    "paths": set(),
    "child_process": {"paths"},
    "i18n": {"domain", "paths"},
    "labels": {"domain", "i18n"},
    "goals": {"i18n"},
    "qr": set(),
    "addresses": set(),
    "richtext": {"domain"},
    "markdown": {"richtext"},
    "templating": {"forum_app", "markdown", "paths"},
    "branding": {"domain", "grid"},
    "grid": {"domain"},
    "score": {"domain", "i18n"},
    "config": {"domain", "paths"},
    "database": {"domain"},
    "models": {"domain", "models"},
    "pages": {"domain", "pages", "feeds", *BASE},
    "calendars": {"domain", "calendars", *BASE},
    "documents": {"domain", "documents", *BASE},
    "pictures": {"domain", "pictures", *BASE},
    "feeds": {"domain", "feeds", *BASE},
    "exchange": {"domain", "exchange", *BASE},
    "forms": {"domain", "forms", *BASE},
    "lists": {"domain", "lists", "documents", *BASE},
    "mails": {"domain", "mails", *BASE},
    "services": {"domain", "models", "services", "database", "config", *BASE, *MAKERS},
    "web": {"domain", "services", "web", "config", *BASE, *MAKERS},
    "application": {"domain", "services", "web", "config", "database", *BASE},
    "commands": {"domain", "services", "web", "application", "config", "database", "commands", *BASE, *MAKERS},
    "__main__": {"commands", "database", "domain"},
}
# The web door opens the database through services; it is handed one, and its type is all it may name.
ALLOWED["web"].add("database")


def floor_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in found if name == "forum_app" or name.startswith("forum_app.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_from_its_floors_list(path: Path) -> None:
    floor = floor_of(path)
    if floor == "__init__":
        assert imports_of(path) == set()
        return
    reached = {name.split(".")[1] for name in imports_of(path) if "." in name}
    modules = {item.stem for item in PACKAGE.iterdir()}
    assert (reached & modules) - ALLOWED[floor] == set()


def test_the_domain_is_standard_library_and_msgspec_only() -> None:
    import sys

    outside = set()
    for path in (PACKAGE / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            outside |= {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
    assert outside == {"forum_app", "msgspec"}


def test_public_pages_reach_no_draft() -> None:
    for path in (PACKAGE / "web" / "public").rglob("*.py"):
        reached = {name for name in imports_of(path) if name.startswith(("forum_app.models", "forum_app.services."))}
        others = {
            name
            for name in reached
            if not name.startswith(
                ("forum_app.services.live_", "forum_app.services.schema", "forum_app.services.media")
            )
        }
        assert others == set(), path


def test_no_import_goes_in_a_circle() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}
    graph = {name: {other for other in imports_of(path) if other in names} - {name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in graph[name]:
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small_and_say_what_they_show(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{path}: {node.name}"


def test_templates_stay_small_and_hold_no_script_or_style() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        source = path.read_text("utf-8")
        assert len(source.splitlines()) <= 200, path
        if "documents" not in path.parts and "mail" not in path.parts:
            assert " style=" not in source and "<style" not in source, path
            scripts = source.count("<script") - source.count('type="application/ld+json"')
            assert scripts == source.count("<script src=") + source.count('<script type="module" src='), path
