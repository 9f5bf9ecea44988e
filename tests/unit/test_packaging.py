"""The checkout itself: what lies where, what is locked, and that the commands in the README are there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from typer.main import get_group

import config
from kiosk.cli import app

ROOT = Path(__file__).parents[2]
PACKAGES = {"kiosk", "drivers", "ui", "offline_cache", "config"}
TOP_LEVEL = PACKAGES | {
    "tests",
    "packaging",
    "docs",
    ".ci",
    ".gitignore",
    "pyproject.toml",
    "README.md",
    "Makefile",
    "LICENSE",
    "CHANGELOG.md",
    "requirements.lock",
    "requirements-dev.lock",
}
LOCKS = ("requirements.lock", "requirements-dev.lock")
REQUIREMENT = re.compile(r"(?P<name>[a-z0-9-]+)==[0-9][0-9a-z.]*( \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    return listed.stdout.decode().rstrip("\0").split("\0")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))


def locked(name: str) -> set[str]:
    """Names in a lock file; every line of it must be part of a pinned and hashed requirement."""
    content = text(name)
    assert REQUIREMENT.sub("", content) == "", f"{name}: not a pinned name with hashes"
    return {match["name"] for match in REQUIREMENT.finditer(content)}


def test_the_top_level_is_what_it_should_be() -> None:
    assert {name.split("/")[0] for name in tracked()} == TOP_LEVEL


def test_packages_of_the_same_name_on_the_index_do_not_come_in_the_way() -> None:
    assert Path(config.__file__) == ROOT / "config" / "__init__.py"
    # With an __init__.py here the library `packaging` would be hidden from everybody who starts in this directory.
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert {name for name in PACKAGES if not (ROOT / name / "__init__.py").is_file()} == set()


def test_tests_are_no_package() -> None:
    assert [name for name in tracked() if re.fullmatch(r"tests/(.*/)?__init__\.py", name)] == []


def test_lock_files_pin_and_hash_everything_and_hold_no_address() -> None:
    for name in LOCKS:
        assert locked(name)
        assert "://" not in text(name)
        assert "@" not in text(name)


def test_the_terminal_is_locked_without_the_tools() -> None:
    needed, all_of_it = (locked(name) for name in LOCKS)
    assert needed < all_of_it
    assert {"pytest", "ruff", "basedpyright", "uv"} <= all_of_it - needed
    assert "dlib" not in all_of_it
    pinned = [dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text(name), re.MULTILINE)) for name in LOCKS]
    assert pinned[0].items() <= pinned[1].items()


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", text("README.md")))
    assert {"run", "test", "lint", "bench", "soak", "clean"} <= named
    assert named <= targets()
    kiosk = get_group(app)
    context = kiosk.make_context("kiosk", ["--help"], resilient_parsing=True)
    assert kiosk.get_command(context, "nonsense") is None
    for name in sorted(set(re.findall(r"`kiosk ([a-z][a-z-]*)", text("README.md")))):
        assert name in kiosk.list_commands(context)
        assert kiosk.get_command(context, name) is not None


def test_every_link_in_the_documents_leads_somewhere() -> None:
    documents = [name for name in tracked() if name.endswith(".md")]
    broken = [
        (name, target)
        for name in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", text(name))
        if not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_every_decision_is_listed_and_numbered_once() -> None:
    files = sorted(path.name for path in (ROOT / "docs/adr").glob("0*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    assert re.findall(r"\]\((0[^)]+)\)", text("docs/adr/README.md")) == files


def test_scripts_can_be_run() -> None:
    scripts = [ROOT / ".ci/run", *(ROOT / "packaging").glob("*.sh")]
    assert len(scripts) >= 5
    assert [script.name for script in scripts if not script.stat().st_mode & 0o100] == []


def test_the_licence_is_apache_2() -> None:
    licence = text("LICENSE")
    assert "Apache License\n                           Version 2.0, January 2004" in licence
    assert licence.rstrip().endswith("limitations under the License.")
    assert 'license = "Apache-2.0"' in text("pyproject.toml")


def test_no_file_names_a_place_of_the_machine_it_was_made_on() -> None:
    places = re.compile(rb"(?<![\w.])/(root|work|home/[a-z]+|tmp/[a-z])/")
    found = [
        name
        for name in tracked()
        if name.endswith((".py", ".toml", ".md", ".sh", ".qml", ".lock", "Makefile", "run"))
        and places.search((ROOT / name).read_bytes())
    ]
    assert found == []
