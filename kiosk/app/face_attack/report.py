"""What the trials found, in numbers (JSON) and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from drivers.camera.scripts import BONA_FIDE
from kiosk.app.face_attack.rates import Outcome, Rate, Tally

if TYPE_CHECKING:
    from kiosk.app.face_attack.trials import Result


@dataclass(frozen=True, slots=True)
class Report:
    """`fields` is what `--json` prints; rates are shares, 0 … 1."""

    fields: dict[str, Any]

    def lines(self) -> Iterator[str]:
        found = self.fields
        yield f"{found['engine']}, liveness {found['liveness']}; {found['looks_per_s']:g} looks a second"
        yield f"{'attack':<20}{'trials':>7}  {'APCER':<30}{'no response':<13}refused for"
        for kind, row in found["attacks"].items():
            yield _line(kind, row, row["apcer"], row["apnrr"])
        if found["bona_fide"]:
            row = found["bona_fide"]
            yield f"{'persons':<20}{'trials':>7}  {'BPCER':<30}{'no response':<13}refused for"
            yield _line(BONA_FIDE, row, row["bpcer"], row["bpnrr"])
        if found["attacks"]:
            yield f"largest APCER: {_percent(found['apcer_max'])}"
        yield "In brackets: exact intervals of 95 %. Rates count all presentations of a kind (ISO/IEC 30107-3)."


def report(results: Sequence[Result], engine: str, liveness: str, looks_per_s: float) -> Report:
    kinds = sorted({result.presentation.kind for result in results} - {BONA_FIDE})
    attacks = {kind: _attack(_tally(results, kind)) for kind in kinds}
    persons = _tally(results, BONA_FIDE)
    worst = max((attack["apcer"] for attack in attacks.values()), key=lambda rate: rate["rate"], default=None)
    return Report(
        {
            "engine": engine,
            "liveness": liveness,
            "looks_per_s": looks_per_s,
            "trials": len(results),
            "apcer_max": worst,
            "attacks": attacks,
            "bona_fide": _persons(persons) if persons.trials else None,
            "presentations": [
                {
                    "name": result.presentation.name,
                    "kind": result.presentation.kind,
                    "seed": result.seed,
                    "outcome": result.outcome,
                    "code": result.code,
                    "after_s": round(result.after_s, 2),
                }
                for result in results
            ],
        }
    )


def _tally(results: Sequence[Result], kind: str) -> Tally:
    of_kind = [result for result in results if result.presentation.kind == kind]
    return Tally([result.outcome for result in of_kind], [result.code for result in of_kind])


def _attack(tally: Tally) -> dict[str, Any]:
    return {
        "trials": tally.trials,
        "apcer": asdict(tally.rate_of(Outcome.ACCEPTED)),
        "apnrr": asdict(tally.rate_of(Outcome.NO_RESPONSE)),
        "codes": tally.reasons,
    }


def _persons(tally: Tally) -> dict[str, Any]:
    return {
        "trials": tally.trials,
        "bpcer": asdict(tally.rate_of(Outcome.REFUSED)),
        "bpnrr": asdict(tally.rate_of(Outcome.NO_RESPONSE)),
        "codes": tally.reasons,
    }


def _line(kind: str, row: dict[str, Any], rate: dict[str, float], no_response: dict[str, float]) -> str:
    codes = ", ".join(f"{code} {times}" for code, times in row["codes"].items())
    return (
        f"{kind:<20}{row['trials']:>7}  {_percent(rate):<30}{100 * no_response['rate']:<5.1f}%       {codes}".rstrip()
    )


def _percent(rate: dict[str, float] | Rate) -> str:
    values = asdict(rate) if isinstance(rate, Rate) else rate
    return f"{100 * values['rate']:.1f} % [{100 * values['low']:.1f} … {100 * values['high']:.1f}]"
