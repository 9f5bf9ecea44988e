"""Working days of the mainland's public offices: weekends and the State Council's yearly list of moved days."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """`off` are weekdays without work, `work` are weekend days with work (调休)."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`; time limits count from the next day on
        (Civil Code of the PRC, article 201). 0 gives `start` itself."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return day


def load_working_days(file: Path) -> WorkingDays:
    """Read a TOML file with two lists of dates, `off` and `work`."""
    document = tomllib.loads(file.read_text("utf-8"))
    return WorkingDays(off=frozenset(document["off"]), work=frozenset(document["work"]))
