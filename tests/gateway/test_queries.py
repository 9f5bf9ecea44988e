"""Catalogue, keys, prefill; and who may ask at all."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from kiosk.gateway.catalogue import CatalogueError, publish
from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.paths import GatewayPaths
from kiosk.gateway.pki import ensure_pki
from kiosk.platform.schema import Catalogue, PrefillAnswer
from tests.gateway.terminal import CATALOGUE, LIN, TERMINAL, Terminal, application, new_id, session_with


def prefill(terminal: Terminal, item_code: str, **changes: str) -> requests.Response:
    request = {"item_code": item_code, "consented_at": datetime.now(UTC).isoformat(), **LIN, **changes}
    return terminal.request("POST", "/v1/prefill", json=request)


def test_the_catalogue_has_every_item_file_and_a_version(terminal: Terminal) -> None:
    answer = terminal.request("GET", "/v1/catalogue")
    catalogue = Catalogue.model_validate_json(answer.content)
    assert len(catalogue.items) == len(list(CATALOGUE.glob("*.toml"))) - 1
    assert {item.theme for item in catalogue.items} <= {theme.code for theme in catalogue.themes}
    assert answer.headers["etag"] == f'"{catalogue.version}"'


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_known_catalogue_is_not_sent_again(terminal: Terminal, form: str) -> None:
    etag = terminal.request("GET", "/v1/catalogue").headers["etag"]
    answer = terminal.request("GET", "/v1/catalogue", headers={"If-None-Match": form.format(etag)})
    assert (answer.status_code, answer.headers["etag"]) == (304, etag)


def test_an_old_catalogue_is_sent_again(terminal: Terminal) -> None:
    assert terminal.request("GET", "/v1/catalogue", headers={"If-None-Match": '"old"'}).status_code == 200


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    for file in CATALOGUE.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert publish(tmp_path).version == publish(CATALOGUE).version
    item = next(file for file in tmp_path.glob("*.toml") if file.name != "themes.toml")
    item.write_text(re.sub(r"(?m)^version = \d+", "version = 99", item.read_text("utf-8")), "utf-8")
    assert publish(tmp_path).version != publish(CATALOGUE).version


def test_a_wrong_item_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_text("")
    (tmp_path / "broken.toml").write_text('code = "X"')
    with pytest.raises(CatalogueError, match=r"broken\.toml"):
        publish(tmp_path)


def test_prefill_answers_fields_and_licences(terminal: Terminal) -> None:
    answer = PrefillAnswer.model_validate_json(prefill(terminal, "ZJ-ZLBA").content)
    assert answer.fields["rent_cny"].source == "licence"
    assert answer.fields["rent_cny"].source_name["zh-CN"] == "网签租赁合同"
    assert answer.fields["phone"].source == "last"
    assert set(answer.licences) == {"lease_contract"}


def test_prefill_tells_nothing_when_number_and_name_do_not_belong_together(terminal: Terminal) -> None:
    for changes in ({"name": "周晓岚"}, {"identity_number": "440305198811239987"}):
        answer = prefill(terminal, "ZJ-ZLBA", **changes)
        assert answer.json() == {"fields": {}, "licences": {}}


def test_an_expired_licence_is_not_offered(terminal: Terminal) -> None:
    who = {"identity_number": "650102199509029982", "name": "古丽努尔·艾山"}
    answer = prefill(terminal, "JT-YHYQ", **who).json()
    assert set(answer["licences"]) == {"vehicle_quota"}


def test_what_was_given_last_time_is_offered_next_time(terminal: Terminal) -> None:
    given = application(new_id())
    values = {**given.values, "phone": "13511112222"}
    terminal.submit(given.model_copy(update={"values": values}))
    who = {"identity_number": given.applicant.identity_number, "name": given.applicant.name}
    answer = prefill(terminal, "MZ-GLJT", **who).json()
    assert (answer["fields"]["phone"]["value"], answer["fields"]["phone"]["source"]) == ("13511112222", "last")
    stranger = prefill(terminal, "MZ-GLJT", **{**who, "name": "别人"}).json()
    assert stranger["fields"] == {}


def test_an_unknown_item_is_refused(terminal: Terminal) -> None:
    answer = prefill(terminal, "NO-SUCH")
    assert (answer.status_code, answer.json()["code"]) == (404, "item.unknown")


# ---- who may ask -----------------------------------------------------------------------------------------------------


def is_shut_out(gateway: EmbeddedGateway, *cert: Path) -> bool:
    """Whether the connection fails, and by the gateway's will: its own certificate was found good."""
    with session_with(gateway, *cert) as session, pytest.raises(requests.ConnectionError) as failed:
        session.get(gateway.base_url + "/v1/keys", timeout=20)
    return "CERTIFICATE_VERIFY_FAILED" not in str(failed.value)


def test_without_a_certificate_there_is_no_answer(gateway: EmbeddedGateway) -> None:
    assert is_shut_out(gateway)


def test_a_certificate_of_another_authority_is_refused(gateway: EmbeddedGateway, tmp_path: Path) -> None:
    foreign = GatewayPaths(tmp_path)
    ensure_pki(foreign, [TERMINAL], datetime.now(UTC))
    assert is_shut_out(gateway, foreign.terminal_cert(TERMINAL), foreign.terminal_key(TERMINAL))


def test_a_server_certificate_is_no_terminal_certificate(gateway: EmbeddedGateway) -> None:
    paths = GatewayPaths(gateway.state_dir)
    assert is_shut_out(gateway, paths.server_cert, paths.server_key)


def test_a_certificate_that_names_no_terminal_is_403(gateway: EmbeddedGateway, terminal: Terminal) -> None:
    paths = GatewayPaths(gateway.state_dir)
    name = "no terminal id"
    ensure_pki(paths, [name], datetime.now(UTC))
    with session_with(gateway, paths.terminal_cert(name), paths.terminal_key(name)) as session:
        nobody = Terminal(gateway.base_url, session, terminal.key, terminal.document)
        for method, path in (("GET", "/v1/keys"), ("GET", "/v1/catalogue"), ("GET", "/v1/ping")):
            answer = nobody.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (403, "terminal.unknown")
        assert nobody.put(new_id(), b"").status_code == 403
