"""Everything on the screen; the only place that knows Qt.

PySide puts an import function of its own in Python's place. It keeps the source text of every module that is imported
after it, to find those that switch on `__feature__`; none of ours does. So Python's own is put back: that text was
10 MB, and reading it took time before the first page.
"""

import builtins
from importlib import import_module

_pythons_own = builtins.__import__
import_module("PySide6")
builtins.__import__ = _pythons_own
