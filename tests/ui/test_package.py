import subprocess
import sys

PROGRAM = """
import builtins, linecache
own = builtins.__import__
import ui.main
assert builtins.__import__ is own
assert not any(name.endswith("/ui/main.py") for name in linecache.cache), "its source text is kept"
"""


def test_no_module_keeps_its_source_text() -> None:
    """PySide's own import function would; it is not left in place."""
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
