"""Whatever arrives, the platform answers what its OpenAPI says, and never with a 5xx."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offline_cache.sealing import ENVELOPE_TYPE
from tests.gateway.terminal import Terminal, application, digest_of, new_id

over_the_wire = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    database=None,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
LONE_SURROGATES = st.text(st.characters(categories=["Cs"]), min_size=1, max_size=3)


@over_the_wire
@given(body=st.binary(max_size=400) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_prefill_body(terminal: Terminal, body: bytes) -> None:
    answer = terminal.request("POST", "/v1/prefill", data=body, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500


@over_the_wire
@given(
    name=st.text(max_size=40) | LONE_SURROGATES,
    number=st.text(min_size=0, max_size=24),
    item=st.sampled_from(["GA-WFZJL", "MZ-GLJT"]) | st.text(max_size=20),
    when=st.text(max_size=30) | st.datetimes().map(lambda at: at.isoformat()) | st.integers(),
)
def test_any_prefill_request(terminal: Terminal, name: str, number: str, item: str, when: Any) -> None:
    request = {"name": name, "identity_number": number, "item_code": item, "consented_at": when}
    answer = terminal.request("POST", "/v1/prefill", json=request)
    assert answer.status_code in (200, 404, 422)


@over_the_wire
@given(
    path=st.sampled_from(["", "/QJ-2026-0731/claim", "/QJ-2026-0731/release"]),
    given_=JSON
    | st.fixed_dictionaries(
        {"identity_number": st.text(max_size=20) | LONE_SURROGATES, "claim_id": st.text(max_size=40)}
    )
    | st.fixed_dictionaries({"identity_number": st.text(min_size=15, max_size=18)}),
)
def test_any_question_about_pickups(terminal: Terminal, path: str, given_: Any) -> None:
    body, headers = json.dumps(given_).encode(), {"Content-Type": "application/json"}
    answer = terminal.request("POST", f"/v1/pickups{path}", data=body, headers=headers)
    assert answer.status_code in (200, 404, 422)


@over_the_wire
@given(name=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/?#%\\"), min_size=1))
def test_any_barcode(terminal: Terminal, name: str) -> None:
    assert terminal.request("GET", f"/v1/stock/{name}").status_code in (404, 422)


@over_the_wire
@given(body=st.binary(max_size=300) | st.binary(max_size=200).map(lambda rest: b"GKE1\x00\x00\x00\x02{}" + rest))
def test_any_bytes_as_an_envelope(terminal: Terminal, body: bytes) -> None:
    for channel in ("submissions", "ratings", "custody"):
        assert terminal.put(new_id(), body, channel).status_code == 422


@over_the_wire
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_any_flipped_byte_of_an_envelope(terminal: Terminal, at: float, flip: int) -> None:
    """In the header it is another envelope or none; in a chunk it is none."""
    given_ = application(new_id())
    body = bytearray(terminal.seal(given_.id, given_.model_dump_json().encode()).to_bytes())
    body[int(at * len(body))] ^= flip
    answer = terminal.put(given_.id, bytes(body))
    assert answer.status_code in (201, 422)
    if answer.status_code == 201:  # well formed still, but it opens no more
        assert answer.json()["status"]["state"] == "received"


@over_the_wire
@given(content=st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_sealed_content_is_stored(terminal: Terminal, content: bytes) -> None:
    for channel in ("submissions", "ratings", "custody"):
        envelope_id = new_id()
        assert terminal.put(envelope_id, terminal.seal(envelope_id, content).to_bytes(), channel).status_code == 201


@over_the_wire
@given(
    values=st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=5),
    item=st.sampled_from(["GA-WFZJL", "WJ-WSXK", "NO-SUCH"]) | st.text(max_size=10),
    due=st.sampled_from(["2026-12-04", "9999-12-31", "0001-01-01", "20261204", "tomorrow"]) | st.text(max_size=12),
)
def test_any_application_is_stored(terminal: Terminal, values: dict[str, str], item: str, due: str) -> None:
    materials = ({"code": "id_card", "source": "deferred", "due": due},)
    given_ = application(new_id(), values=values, item_code=item, materials=materials)
    assert terminal.submit(given_).status_code == 201


@over_the_wire
@given(field=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_any_digest_field(terminal: Terminal, field: str) -> None:
    answer = terminal.put(new_id(), b"something", Content_Digest=field.strip())
    assert answer.status_code == 400


@over_the_wire
@given(media_type=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40))
def test_any_media_type(terminal: Terminal, media_type: str) -> None:
    answer = terminal.put(
        new_id(), b"something", Content_Type=media_type or "x", Content_Digest=digest_of(b"something")
    )
    assert answer.status_code == (422 if media_type.partition(";")[0].lower() == ENVELOPE_TYPE else 415)
