"""Every setting of a terminal, with its unit in its name and its meaning beside it.

The values are in `defaults.toml` and `profiles/`; the models have none of their own: there is one place to look.
`config.loader.load` puts the layers together.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from config.devices import Devices, contradictions_of_devices
from config.section import OptionalFile, Seconds, Section, split

SHIPPED = Path(__file__).parent
"""Where the catalogue and the demo persons lie that come with the program."""


def _shipped_catalogue(value: object) -> object:
    return SHIPPED / "catalogue" if value == "" else value


class NearbyTerminal(Section):
    """Where else one can go."""

    name: dict[str, str] = Field(description="where it stands, by language")
    address: dict[str, str] = Field(description="street and number, by language")
    hours: dict[str, str] = Field(description="when it is open, by language")
    walk_minutes: int = Field(ge=1, le=600, description="how long the way takes on foot")
    distance_m: int = Field(ge=1, le=100_000, description="how far it is")


class Terminal(Section):
    id: str = Field(pattern=r"^[A-Z0-9-]{3,32}$", description="terminal number, as in its certificate")
    name: dict[str, str] = Field(description="what the header calls the terminal, by language")
    hall_name: dict[str, str] = Field(description="the hall it stands in, by language")
    hall_short_name: dict[str, str] = Field(description="the hall in a few characters, by language; for large print")
    hall_address: dict[str, str] = Field(description="where the hall's counters are, by language")
    hall_hours: dict[str, str] = Field(description="when the hall's counters are open, by language")
    hotline: str = Field(pattern=r"^[0-9-]{3,16}$", description="telephone number shown wherever help is needed")
    site_code: str = Field(pattern=r"^[0-9]{6}$", description="GB/T 2260 code of the district")
    nearby: tuple[NearbyTerminal, ...] = Field(
        max_length=3, description="the nearest other terminals, the nearest first; shown when this one cannot help"
    )


class Screen(Section):
    width_px: int = Field(ge=800, le=7680, description="width of the window")
    height_px: int = Field(ge=800, le=7680, description="height of the window")
    full_screen: bool = Field(description="cover the whole screen")
    languages: Annotated[tuple[Literal["zh-CN", "en"], ...], BeforeValidator(split)] = Field(
        min_length=1, description="languages offered, the first one at the start"
    )


class Platform(Section):
    embedded: bool = Field(description="start the reference platform beside the terminal and talk to that one")
    base_url: str = Field(pattern=r"^(https://\S+)?$", description="HTTPS address of the platform")
    ca_file: OptionalFile = Field(description="certificate of the authority that the platform's certificate comes from")
    cert_file: OptionalFile = Field(description="the terminal's certificate")
    key_file: OptionalFile = Field(description="the key of the terminal's certificate")
    connect_timeout_s: Seconds = Field(description="how long connecting may take")
    read_timeout_s: Seconds = Field(description="how long an answer may take")
    ntp_server: str = Field(
        pattern=r"^([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])?(:[0-9]{1,5})?$",
        description='host or host:port that is asked for the time when a certificate does not fit it; "" = none',
    )


class Outbox(Section):
    ballast_mib: int = Field(ge=1, le=1024, description="reserve on the disk, given up to make room when it is full")
    stop_free_mib: int = Field(ge=1, le=1_048_576, description="free space below which nothing is taken in")
    resume_free_mib: int = Field(ge=1, le=1_048_576, description="free space above which intake goes on")
    keep_stored_days: int = Field(ge=0, le=3650, description="how long records of confirmed items are kept")
    keep_stored_count: int = Field(ge=0, le=1_000_000, description="how many records of confirmed items are kept")


class KeptDocument(Section):
    """Something that the platform publishes and the terminal keeps for use without a network."""

    ask_every_s: Seconds = Field(description="pause between two questions for a newer one")
    oldest_h: float = Field(gt=0, le=8760, description="hours without the platform's word, until it is out of date")


class Reference(Section):
    catalogue: KeptDocument = Field(description="service items; some must not be begun on an old one")
    texts: KeptDocument = Field(description="notices for everybody")
    vouchers: KeptDocument = Field(description="what can be picked up here")
    revocations: KeptDocument = Field(description="vouchers and certificates that no longer count")
    terminals: KeptDocument = Field(description="keys that the receipts of all terminals are verified with")


class Sound(Section):
    player: str = Field(
        description="program that plays a WAV file from its standard input, with its options; empty = no sound"
    )
    speech: str = Field(
        description="program that writes what its last argument says as a WAV file to its standard output, with its "
        "options; {voice} is the language's; empty = nothing is spoken"
    )
    voices: dict[str, str] = Field(description="the speech program's voices, by language; a language without is silent")


class SessionTimes(Section):
    """The same names as `kiosk.session.limits.Limits`."""

    idle_s: Seconds = Field(description='without a touch, until "are you still there?"')
    idle_slow_s: Seconds = Field(description="the same in large print, while signing and while papers are laid down")
    warning_s: Seconds = Field(description='how long "are you still there?" waits for an answer')
    hint_s: Seconds = Field(description="without a card, until the page says again where it goes")
    retry_s: Seconds = Field(description="pause before a device that failed is asked again")
    prefill_s: Seconds = Field(description="until the form opens without what the platform knows")
    read_paper_s: Seconds = Field(description="until a paper is kept without what stands on it having been read")
    verify_s: Seconds = Field(description="how long the platform may take over a scanned or typed code")
    store_s: Seconds = Field(description="until a submission that the disk has not confirmed counts as unconfirmed")
    answer_s: Seconds = Field(description="how long the page waits for the platform's answer before the receipt prints")
    door_s: Seconds = Field(description="how long the page stays with a door that nobody closes")
    certificate_s: Seconds = Field(description="how long the platform may take to issue a certificate")
    page_s: Seconds = Field(description="until a page that the printer does not finish, nor says why, is called off")
    page_held_s: Seconds = Field(description="until a page that waits for paper, toner or a hand is called off")
    code_tries: int = Field(ge=1, le=10, description="wrong pick-up codes, until another way is offered")
    code_tries_a_day: int = Field(
        ge=1, le=100, description="wrong pick-up codes for one order within 24 hours, until no code counts for it"
    )
    face_tries: int = Field(ge=1, le=10, description="refused face checks, until the other way is offered")


class Paths(Section):
    state_dir: Path = Field(description="what the terminal keeps: queue, keys, logs")
    catalogue_dir: Annotated[Path, BeforeValidator(_shipped_catalogue)] = Field(
        description='service items; "" = those that come with the program'
    )


class Logging(Section):
    level: Literal["debug", "info", "warning", "error"] = Field(description="least severity that is written")
    file_size_bytes: int = Field(ge=65_536, le=1_073_741_824, description="size at which a new log file is begun")
    files_kept: int = Field(ge=1, le=100, description="log files kept")


class Simulation(Section):
    """For simulated devices only."""

    person: str = Field(pattern=r"^[a-z0-9_]+$", description="demo person in front of the terminal")
    paced: bool = Field(description="let simulated wires take the time that real ones take")
    faults_file: OptionalFile = Field(description='fault script that the simulators obey; "" = none')


class Settings(Section):
    terminal: Terminal
    screen: Screen
    devices: Devices
    platform: Platform
    outbox: Outbox
    reference: Reference
    session: SessionTimes
    sound: Sound
    paths: Paths
    logging: Logging
    simulation: Simulation


def contradictions(settings: Settings) -> Iterator[tuple[str, object, str]]:
    """Settings that are well formed each but do not go together: (dotted key, found, allowed)."""
    for key, text in (
        ("terminal.name", settings.terminal.name),
        ("terminal.hall_name", settings.terminal.hall_name),
        ("terminal.hall_short_name", settings.terminal.hall_short_name),
        ("terminal.hall_address", settings.terminal.hall_address),
        ("terminal.hall_hours", settings.terminal.hall_hours),
        *(
            (f"terminal.nearby.{at}.{key}", text)
            for at, other in enumerate(settings.terminal.nearby)
            for key, text in (("name", other.name), ("address", other.address), ("hours", other.hours))
        ),
    ):
        for language in settings.screen.languages:
            if not text.get(language):
                yield f"{key}.{language}", text.get(language), "words in every language that the screen offers"
    yield from contradictions_of_devices(settings.devices)
    yield from _of_outbox(settings.outbox)
    yield from _of_reference(settings.reference)
    for key in () if settings.platform.embedded else ("base_url", "ca_file", "cert_file", "key_file"):
        value = getattr(settings.platform, key)
        if not value:
            yield f"platform.{key}", value or "", "a value, since the platform is not embedded"


def _of_outbox(outbox: Outbox) -> Iterator[tuple[str, object, str]]:
    least_mib = outbox.stop_free_mib + outbox.ballast_mib
    if outbox.resume_free_mib < least_mib:
        allowed = f"at least stop_free_mib and ballast_mib together ({least_mib})"
        yield "outbox.resume_free_mib", outbox.resume_free_mib, allowed


def _of_reference(reference: Reference) -> Iterator[tuple[str, object, str]]:
    for kind, document in (
        ("catalogue", reference.catalogue),
        ("texts", reference.texts),
        ("vouchers", reference.vouchers),
        ("revocations", reference.revocations),
        ("terminals", reference.terminals),
    ):
        if document.oldest_h * 3600 < 2 * document.ask_every_s:
            yield f"reference.{kind}.oldest_h", document.oldest_h, "at least twice ask_every_s"
