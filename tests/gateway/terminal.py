"""A terminal that holds every answer against the OpenAPI document."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import requests

from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.platform.schema import Application, PlatformKeys
from offline_cache.ids import uuid7
from offline_cache.sealing import ENVELOPE_TYPE, Envelope, PlatformKey, seal
from offline_cache.signing import SignatureKey

CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"
TERMINAL = "SZ-FT-0001"
LIN = {"identity_number": "440304199006189989", "name": "林小禾"}
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

RECORD_VALUES = {
    "purpose": "work",
    "destination": "mainland",
    "edition": "zh",
    "registered_address": "广东省深圳市福田区园岭街道百花一路示范小区8栋1203",
    "residence_address": "",
    "phone": "13800135612",
}
"""A filled form of GA-WFZJL, which is approved at once."""


def new_id() -> str:
    return str(uuid7(int(datetime.now(UTC).timestamp() * 1000)))


def digest_of(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def application(submission_id: str, **changes: Any) -> Application:
    """An application for GA-WFZJL by a person of one's own, so that it repeats nobody's."""
    number = f"440304{int(submission_id.replace('-', ''), 16) % 10**12:012d}"
    record: dict[str, Any] = {
        "id": submission_id,
        "item_code": "GA-WFZJL",
        "item_version": 1,
        "applicant": {"name": "林小禾", "identity_number": number, "card_kind": "resident"},
        "values": RECORD_VALUES,
        "sources": {"phone": "last"},
        "materials": [{"code": "id_card", "source": "have"}],
        "face": {
            "verdict": "accept",
            "score_band": "match",
            "engine": "test",
            "consented_at": NOW,
            "checked_at": NOW,
        },
        "data_consented_at": NOW,
        "signature": {"png_base64": "iVBORw0KGgo=", "strokes": 3, "signed_at": NOW},
        "language": "zh-CN",
        "terminal_id": TERMINAL,
        "created_at": NOW,
    }
    return Application.model_validate(record | changes)


@dataclass
class Terminal:
    """HTTPS with the terminal's certificate. Every answer is checked against the gateway's own OpenAPI document."""

    base_url: str
    session: requests.Session
    key: SignatureKey
    document: dict[str, Any] = field(default_factory=dict, repr=False)

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        answer = self.session.request(method, self.base_url + path, timeout=20, **options)
        check_answer(self.document, method, path, answer)
        return answer

    def keys(self) -> PlatformKeys:
        return PlatformKeys.model_validate_json(self.request("GET", "/v1/keys").content)

    @property
    def receipt_key(self) -> bytes:
        """What the platform signs its storage receipts with."""
        return base64.b64decode(self.keys().receipt_public_key)

    def seal(self, envelope_id: str, content: bytes) -> Envelope:
        keys = self.keys()
        key = PlatformKey(keys.sealing_key_id, base64.b64decode(keys.sealing_public_key))
        return seal(envelope_id, content, (), key)

    def put(self, envelope_id: str, body: bytes, channel: str = "submissions", **headers: str) -> requests.Response:
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = signed(self.key, f"/v1/{channel}/{envelope_id}", body, changed)
        return self.request("PUT", f"/v1/{channel}/{envelope_id}", data=body, headers=sent)

    def submit(self, given: Application) -> requests.Response:
        return self.put(given.id, self.seal(given.id, given.model_dump_json().encode()).to_bytes())


def signed(key: SignatureKey, path: str, body: bytes, changed: dict[str, str] | None = None) -> dict[str, str]:
    """The header fields of an envelope's PUT, signed as they are; `changed` ones are not what they should be."""
    headers = {"Content-Type": ENVELOPE_TYPE, "Content-Digest": digest_of(body)} | (changed or {})
    covered = {name.lower(): value for name, value in headers.items()}
    try:
        signature = key.sign("PUT", path, covered, created_s=int(NOW.timestamp()))
    except UnicodeEncodeError:  # not a field that could be signed
        return headers
    return signature.headers | headers


def key_of(gateway: EmbeddedGateway) -> SignatureKey:
    return SignatureKey.from_pem(gateway.key_file.read_bytes())


def check_answer(document: dict[str, Any], method: str, path: str, answer: requests.Response) -> None:
    """Fail unless status, media type and body are as the document says for this operation."""
    template = next(
        (known for known in document["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", known), path)), None
    )
    if template is None or method.lower() not in document["paths"][template]:
        assert answer.status_code in (404, 405)
        return
    responses = document["paths"][template][method.lower()]["responses"]
    assert str(answer.status_code) in responses, f"{method} {template} answered {answer.status_code}, which is not said"
    content = responses[str(answer.status_code)].get("content", {})
    if not content:
        assert answer.content == b""
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in content
    schema = content[media_type]["schema"] | {"components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json())


def session_of(gateway: EmbeddedGateway) -> requests.Session:
    return session_with(gateway, gateway.cert_file, gateway.key_file)


def session_with(gateway: EmbeddedGateway, *cert: Path) -> requests.Session:
    """A session that shows this certificate and key, or none."""
    session = requests.Session()
    session.trust_env = False  # REQUESTS_CA_BUNDLE would override `verify`
    session.verify = str(gateway.ca_file)
    if cert:
        session.cert = tuple(map(str, cert))
    return session
