"""Settings come in layers, and a wrong one is refused with file, key, what was found and what is allowed."""

import dataclasses
import inspect
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import config
from config.errors import ConfigError, ConfigProblem
from config.loader import COMMAND_LINE, load, profiles
from config.settings import Section, Settings
from drivers.camera.opencv import OpenCvCamera
from drivers.face.dlib_matcher import DlibMatcher
from drivers.id_card.samv import SamVReader
from drivers.printer.escpos import EscposPrinter
from kiosk.session.limits import Limits

NO_ENVIRONMENT: dict[str, str] = {}
DEFAULTS = Path(config.__file__).parent / "defaults.toml"


def refused(*files: Path, profile: str = "simulated", environment: dict[str, str] | None = None, **overrides: str):
    with pytest.raises(ConfigError) as caught:
        load(profile, files, {key.replace("__", "."): value for key, value in overrides.items()}, environment or {})
    return caught.value


def the_one(error: ConfigError) -> ConfigProblem:
    assert len(error.problems) == 1, str(error)
    return error.problems[0]


def write(folder: Path, text: str, name: str = "kiosk.toml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("profile", profiles())
def test_every_profile_is_whole(profile: str):
    assert isinstance(load(profile, environment=NO_ENVIRONMENT), Settings)


def test_the_packages_of_this_program_are_the_ones_imported():
    assert (Path(config.__file__).parent.parent / "pyproject.toml").is_file()


def test_simulated_profile_needs_nothing_outside():
    simulated = load("simulated", environment=NO_ENVIRONMENT)
    devices = simulated.devices
    assert all(device.simulate for device in (devices.id_card, devices.camera, devices.face, devices.printer))
    assert simulated.platform.embedded
    assert not simulated.paths.state_dir.is_absolute()
    assert simulated.paths.catalogue_dir.is_dir()


def test_hardware_profile_simulates_nothing():
    hardware = load("hardware", environment=NO_ENVIRONMENT)
    devices = hardware.devices
    assert not any(device.simulate for device in (devices.id_card, devices.camera, devices.face, devices.printer))
    assert not hardware.platform.embedded


def test_landscape_stands_on_simulated():
    landscape, simulated = load("landscape", environment=NO_ENVIRONMENT), load("simulated", environment=NO_ENVIRONMENT)
    assert (landscape.screen.width_px, landscape.screen.height_px) == (1920, 1080)
    assert landscape.devices == simulated.devices


def test_later_layers_win(tmp_path: Path):
    first = write(tmp_path, '[terminal]\nid = "FIRST"\nhotline = "111"\nsite_code = "111111"\n', "1.toml")
    second = write(tmp_path, '[terminal]\nhotline = "222"\nsite_code = "222222"\n', "2.toml")
    environment = {"KIOSK_TERMINAL__SITE_CODE": "333333", "KIOSK_SCREEN__WIDTH_PX": "900"}
    loaded = load("simulated", [first, second], {"screen.width_px": "1000"}, environment)
    terminal = loaded.terminal
    assert (terminal.id, terminal.hotline, terminal.site_code) == ("FIRST", "222", "333333")
    assert loaded.screen.width_px == 1000


def test_lists_and_switches_can_be_given_as_words():
    loaded = load("simulated", overrides={"screen.languages": "en, zh-CN", "simulation.paced": "false"}, environment={})
    assert loaded.screen.languages == ("en", "zh-CN")
    assert loaded.simulation.paced is False


def test_environment_names_without_a_section_are_not_settings():
    assert load("simulated", environment={"KIOSK_PROFILE": "x", "OTHER__KEY": "y"}) == load("simulated", environment={})


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("devices.printer.driver", "printer.epson", "printer.escpos"),
        ("devices.printer.options.port", "nine", "a whole number"),
        ("devices.printer.options.port", "70000", "at most 65535"),
        ("devices.printer.options.paper_mm", "76", "58 or 80"),
        ("devices.id_card.options.baud", "1200", "115200, 57600, 38400, 19200, 9600 or 0"),
        ("devices.id_card.options.buad", "9600", "port, baud, timeout_s, find_interval_s"),
        ("devices.printer.options.model", "epson", "'generic'"),
        ("devices.scanner.driver", "scanner.x", "id_card, camera, face, printer"),
        ("devices.face.options.reject_distance", "0.1", "at least accept_distance"),
        ("platform.embedded", "maybe", "true or false"),
        ("platform.base_url", "http://insecure.example", "https://"),
        ("session.idle_s", "-1", "more than 0"),
        ("session.face_tries", "2.5", "a whole number"),
        ("screen.languages", "zh-CN,fr", "'zh-CN' or 'en'"),
        ("terminal", "lobby", "a table"),
        ("nonsense", "1", "terminal, screen, devices"),
    ],
)
def test_a_wrong_key_is_named_with_what_is_allowed(key: str, value: str, allowed: str):
    problem = the_one(refused(**{key.replace(".", "__"): value}))
    expected = {"devices.scanner.driver": "devices.scanner", "screen.languages": "screen.languages.1"}.get(key, key)
    assert (problem.file, problem.key) == (COMMAND_LINE, expected)
    assert allowed in problem.allowed
    assert value.rsplit(",", maxsplit=1)[-1] in problem.found


def test_every_problem_is_told_at_once_with_the_layer_it_came_from(tmp_path: Path):
    file = write(tmp_path, '[devices.printer.options]\npaper_mm = 70\n[terminal]\nid = "with space"\n')
    environment = {"KIOSK_SESSION__WARNING_S": "soon"}
    error = refused(file, environment=environment, logging__level="loud")
    assert {(problem.file, problem.key) for problem in error.problems} == {
        (str(file), "devices.printer.options.paper_mm"),
        (str(file), "terminal.id"),
        ("environment variable KIOSK_SESSION__WARNING_S", "session.warning_s"),
        (COMMAND_LINE, "logging.level"),
    }
    text = str(error)
    for words in (str(file), "devices.printer.options.paper_mm", "70", "58 or 80", "'with space'", "'loud'", "'soon'"):
        assert words in text


def test_real_devices_need_their_addresses():
    error = refused(profile="hardware", devices__printer__options__host="", devices__id_card__options__port="")
    assert [problem.key for problem in error.problems] == [
        "devices.id_card.options.port",
        "devices.printer.options.host",
    ]


def test_a_printer_model_that_does_not_exist_on_that_paper():
    error = refused(devices__printer__options__paper_mm="58", devices__printer__options__model="tm-t88")
    assert the_one(error).key == "devices.printer.options.model"


def test_a_platform_elsewhere_needs_address_and_certificates():
    error = refused(platform__embedded="false")
    assert {problem.key for problem in error.problems} == {
        f"platform.{key}" for key in ("base_url", "ca_file", "cert_file", "key_file")
    }


def test_names_are_needed_in_every_language_offered():
    error = refused(terminal__hall_name__en="")
    assert the_one(error).key == "terminal.hall_name.en"


def test_unknown_profile_names_the_known_ones():
    problem = the_one(refused(profile="lab"))
    assert "'lab'" in problem.found
    assert all(name in problem.allowed for name in profiles())


def test_missing_file_is_named(tmp_path: Path):
    assert the_one(refused(tmp_path / "none.toml")).file == str(tmp_path / "none.toml")


@pytest.mark.parametrize("content", [b"[terminal", b"\xff\xfe", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes):
    file = tmp_path / "kiosk.toml"
    file.write_bytes(content)
    problem = the_one(refused(file))
    assert (problem.file, problem.key) == (str(file), "")
    assert "TOML" in problem.allowed


@pytest.mark.parametrize(
    ("section", "driver"),
    [("id_card", SamVReader), ("camera", OpenCvCamera), ("face", DlibMatcher), ("printer", EscposPrinter)],
)
def test_every_device_option_is_one_that_the_driver_takes(section: str, driver: type):
    device = getattr(load("simulated", environment=NO_ENVIRONMENT).devices, section)
    taken = inspect.signature(driver).parameters
    assert set(type(device.options).model_fields) <= set(taken)
    defaults = {name: taken[name].default for name in type(device.options).model_fields}
    chosen = {
        name: value for name, value in device.options.model_dump().items() if name not in ("port", "source", "host")
    }
    assert {name: defaults[name] for name in chosen} == chosen


def sections(model: type[Section]) -> Iterator[type[Section]]:
    yield model
    for field in model.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield from sections(field.annotation)


def test_every_setting_says_what_it_means():
    for section in sections(Settings):
        for name, field in section.model_fields.items():
            is_section = isinstance(field.annotation, type) and issubclass(field.annotation, Section)
            assert is_section or field.description, f"{section.__name__}.{name}"


def test_defaults_hold_every_key():
    document = tomllib.loads(DEFAULTS.read_text("utf-8"))
    assert Settings.model_validate(document).model_fields_set == set(Settings.model_fields)


def test_session_times_are_the_session_s_limits():
    times = load("simulated", environment=NO_ENVIRONMENT).session
    assert Limits(**times.model_dump()) == Limits()
    assert set(type(times).model_fields) == {field.name for field in dataclasses.fields(Limits)}


KEYS = st.text("abcdef_.", max_size=12)


@settings(deadline=None)
@given(st.dictionaries(st.one_of(st.sampled_from(["terminal.id", "devices", "session.idle_s", ""]), KEYS), st.text()))
def test_overrides_are_taken_or_refused_never_more(overrides: dict[str, str]):
    try:
        load("simulated", overrides=overrides, environment={})
    except ConfigError as refusal:
        error = refusal
    else:
        return
    assert {problem.file for problem in error.problems} == {COMMAND_LINE}
    assert len(str(error).splitlines()) > 3
