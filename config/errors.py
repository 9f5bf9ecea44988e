"""A wrong configuration, said so that whoever wrote it can mend it without reading code."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One wrong key. `file` is the layer it came from: a file, an environment variable, or the command line."""

    file: str
    key: str
    """Dotted path, such as `devices.printer.options.port`; "" when the file as a whole is meant."""
    found: str
    allowed: str


class ConfigError(Exception):
    """Everything that is wrong, at once. `str()` is several lines, ready to be printed."""

    def __init__(self, problems: Sequence[ConfigProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    def __str__(self) -> str:
        lines = ["The configuration is wrong:"]
        ordered = sorted(self.problems, key=lambda problem: (problem.file, problem.key))
        for file, problems in groupby(ordered, key=lambda problem: problem.file):
            lines.append(f"  {file}")
            for problem in problems:
                lines += [
                    f"    {problem.key or 'the file itself'}",
                    f"      found    {problem.found}",
                    f"      allowed  {problem.allowed}",
                ]
        return "\n".join(lines)
