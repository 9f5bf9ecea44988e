"""PUT of sealed envelopes over HTTPS with client certificates: every row of the answers' table."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.gateway.embedded import EmbeddedGateway
from kiosk.gateway.store import ratings, submissions
from kiosk.platform.schema import RatingGiven, StoredAnswer
from kiosk.platform.submission_state import SubmissionState
from offline_cache.answers import Stored, Verdict, judge
from offline_cache.sealing import CHUNK_BYTES, ENVELOPE_TYPE, Envelope, PlatformKey, generate_key_pair, seal
from offline_cache.signing import SignatureKey
from offline_cache.transport import Answer
from tests.gateway.terminal import TERMINAL, Terminal, application, check_answer, digest_of, new_id, session_of, signed

FOREIGN_RECEIPT_KEY = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
FOREIGN_KEY = PlatformKey("platform-1", generate_key_pair()[1])


def judged(answer: requests.Response, envelope: Envelope, receipt_key: bytes) -> Verdict:
    """What a terminal makes of it, the platform's signature included."""
    received = Answer(answer.status_code, answer.headers, answer.content)
    return judge(received, envelope.header.id, envelope.header.digest, receipt_key)


def code_of(answer: requests.Response) -> str:
    return answer.json()["code"]


def test_a_new_envelope_is_stored_and_answered_with_a_signed_receipt(terminal: Terminal) -> None:
    given = application(new_id())
    envelope = terminal.seal(given.id, given.model_dump_json().encode())
    answer = terminal.put(given.id, envelope.to_bytes())
    assert answer.status_code == 201
    stored = StoredAnswer.model_validate_json(answer.content)
    assert (stored.receipt.id, stored.receipt.digest) == (given.id, envelope.header.digest)
    assert isinstance(judged(answer, envelope, terminal.receipt_key), Stored)
    assert not isinstance(judged(answer, envelope, FOREIGN_RECEIPT_KEY), Stored)
    assert stored.status is not None
    assert stored.status.state is SubmissionState.APPROVED
    assert len(stored.status.acceptance_number) == 18
    assert stored.status.acceptance_number.startswith("440304")


def test_the_same_envelope_again_gives_the_first_answer(terminal: Terminal) -> None:
    given = application(new_id())
    body = terminal.seal(given.id, given.model_dump_json().encode()).to_bytes()
    first, second = terminal.put(given.id, body), terminal.put(given.id, body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content


def test_the_same_id_with_another_digest_conflicts_and_changes_nothing(
    terminal: Terminal, gateway: EmbeddedGateway
) -> None:
    given = application(new_id())
    first = terminal.submit(given)
    again = terminal.submit(given)  # sealed anew: other bytes
    assert (again.status_code, code_of(again)) == (409, "envelope.conflict")
    kept = [record for record in submissions(gateway.state_dir) if record["id"] == given.id]
    assert [record["digest"] for record in kept] == [first.json()["receipt"]["digest"]]


def test_concurrent_duplicates_are_stored_once(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    given = application(new_id())
    body = terminal.seal(given.id, given.model_dump_json().encode()).to_bytes()

    def put(_: int) -> requests.Response:
        with session_of(gateway) as session:
            headers = signed(terminal.key, f"/v1/submissions/{given.id}", body)
            url = f"{gateway.base_url}/v1/submissions/{given.id}"
            return session.put(url, data=body, headers=headers, timeout=20)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(put, range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert sum(record["id"] == given.id for record in submissions(gateway.state_dir)) == 1


def test_the_platform_keeps_what_was_submitted(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    given = application(new_id())
    terminal.submit(given)
    record = next(record for record in submissions(gateway.state_dir) if record["id"] == given.id)
    assert record["application"] == given.model_dump(mode="json")
    assert (record["terminal_id"], record["alarm"], record["status"]["state"]) == (TERMINAL, "", "approved")


def test_the_status_can_be_asked_for(terminal: Terminal) -> None:
    given = application(new_id())
    answer = terminal.submit(given)
    assert terminal.request("GET", f"/v1/submissions/{given.id}").json() == answer.json()["status"]
    missing = terminal.request("GET", f"/v1/submissions/{new_id()}")
    assert (missing.status_code, code_of(missing)) == (404, "submission.unknown")


def test_the_same_person_and_item_again_is_a_status_not_an_error(terminal: Terminal) -> None:
    first = application(new_id())
    second = application(new_id(), applicant=first.applicant)
    other_item = application(
        new_id(), applicant=first.applicant, item_code="JT-YHYQ",
        values={"quota_code": "0200100098765", "vehicle": "fuel", "driving_class": "C1", "phone": "13800135612"},
    )  # fmt: skip
    answers = [terminal.submit(given) for given in (first, second, other_item)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert [answer.json()["status"]["state"] for answer in answers] == ["approved", "possible_duplicate", "approved"]
    assert answers[1].json()["status"]["acceptance_number"] == ""


@pytest.mark.parametrize(
    ("why", "content", "alarm"),
    [
        ("not JSON", b"\x00\xff not json", "content.malformed"),
        ("another message", b'{"hello": "world"}', "content.malformed"),
        ("nothing", b"", "content.malformed"),
        ("another id", application(new_id()).model_dump_json().encode(), "content.id"),
    ],
)
def test_what_cannot_be_understood_is_stored_with_an_alarm(
    terminal: Terminal, gateway: EmbeddedGateway, why: str, content: bytes, alarm: str
) -> None:
    submission_id = new_id()
    answer = terminal.put(submission_id, terminal.seal(submission_id, content).to_bytes())
    assert answer.status_code == 201, why
    assert answer.json()["status"]["state"] == "received"
    record = next(record for record in submissions(gateway.state_dir) if record["id"] == submission_id)
    assert record["alarm"] == alarm


def test_what_was_sealed_to_another_key_is_stored_with_an_alarm(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    submission_id = new_id()
    answer = terminal.put(submission_id, seal(submission_id, b"{}", (), FOREIGN_KEY).to_bytes())
    assert answer.status_code == 201
    record = next(record for record in submissions(gateway.state_dir) if record["id"] == submission_id)
    assert (record["alarm"], record["application"]) == ("seal.damaged", None)


def test_an_application_in_another_terminals_name_is_stored_with_an_alarm(
    terminal: Terminal, gateway: EmbeddedGateway
) -> None:
    given = application(new_id(), terminal_id="SZ-FT-0099")
    assert terminal.submit(given).json()["status"]["state"] == "received"
    record = next(record for record in submissions(gateway.state_dir) if record["id"] == given.id)
    assert record["alarm"] == "content.terminal"


# ---- refused envelopes -----------------------------------------------------------------------------------------------


def test_400_for_a_digest_that_is_missing_malformed_or_wrong(terminal: Terminal) -> None:
    submission_id = new_id()
    body = terminal.seal(submission_id, b"{}").to_bytes()
    unknown = f"md5=:{base64.b64encode(b'0' * 16).decode()}:"
    for field in ("", "nonsense", "sha-256=:!:", "sha-256=:AAA:", unknown, digest_of(b"something else")):
        answer = terminal.put(submission_id, body, Content_Digest=field)
        assert (answer.status_code, code_of(answer)) == (400, "envelope.digest"), field
    assert terminal.put(submission_id, body, Content_Digest=f"{unknown}, {digest_of(body)}").status_code == 201


def test_411_without_a_length(terminal: Terminal) -> None:
    body = terminal.seal(new_id(), b"{}").to_bytes()
    headers = {"Content-Type": ENVELOPE_TYPE, "Content-Digest": digest_of(body)}
    answer = terminal.request("PUT", f"/v1/submissions/{new_id()}", data=iter([body]), headers=headers)
    assert (answer.status_code, code_of(answer)) == (411, "envelope.length_required")


def test_413_when_it_is_too_large_and_the_answer_arrives(terminal: Terminal) -> None:
    answer = terminal.put(new_id(), bytes(17 * 1024 * 1024))
    assert (answer.status_code, code_of(answer)) == (413, "envelope.too_large")


def test_415_for_another_media_type_or_coding(terminal: Terminal) -> None:
    submission_id = new_id()
    body = terminal.seal(submission_id, b"{}").to_bytes()
    assert terminal.put(submission_id, body, Content_Type="application/json").status_code == 415
    assert terminal.put(submission_id, body, Content_Encoding="gzip").status_code == 415


def test_422_for_what_is_no_envelope_of_this_id(terminal: Terminal) -> None:
    submission_id = new_id()
    envelope = terminal.seal(submission_id, b"{}")
    body = envelope.to_bytes()
    damaged = body[:-1] + bytes([body[-1] ^ 1])
    for broken, code in (
        (b"", "envelope.malformed"),
        (b"GKE1", "envelope.malformed"),
        (body[:-5], "envelope.malformed"),
        (damaged, "envelope.malformed"),
        (terminal.seal(new_id(), b"{}").to_bytes(), "envelope.id"),
    ):
        answer = terminal.put(submission_id, broken)
        assert (answer.status_code, code_of(answer)) == (422, code)
    assert terminal.put("not-a-uuid", body).status_code == 422
    assert terminal.put(submission_id, body).status_code == 201  # nothing of the above took the id


def test_425_names_the_chunks_that_are_missing_until_they_are_there(terminal: Terminal) -> None:
    given = application(new_id())
    whole = terminal.seal(given.id, given.model_dump_json().encode())
    without = Envelope(whole.header, (None,)).to_bytes()
    (chunk,), (listed,) = whole.chunks, whole.header.chunks
    answer = terminal.put(given.id, without)
    assert (answer.status_code, code_of(answer)) == (425, "envelope.incomplete")
    assert answer.json()["detail"] == {"missing": [listed.sha256]}
    put = [put_chunk(terminal, given.id, listed.sha256, chunk).status_code for _ in range(2)]
    assert put == [201, 204]
    answer = terminal.put(given.id, without)
    assert (answer.status_code, answer.json()["status"]["state"]) == (201, "approved")
    assert terminal.put(given.id, whole.to_bytes()).content == answer.content


def test_a_chunk_that_is_not_what_it_is_called_is_refused(terminal: Terminal) -> None:
    name = hashlib.sha256(b"chunk").hexdigest()
    for sha256, chunk, status in (
        (name, b"other", 400),
        (name.upper(), b"chunk", 422),
        ("0" * 63, b"chunk", 422),
        (name, bytes(CHUNK_BYTES + 17), 413),
    ):
        assert put_chunk(terminal, new_id(), sha256, chunk).status_code == status
    path = f"/v1/submissions/{new_id()}/chunks/{name}"
    assert terminal.request("PUT", path, data=b"chunk").status_code == 415


def put_chunk(terminal: Terminal, submission_id: str, sha256: str, chunk: bytes) -> requests.Response:
    headers = {"Content-Type": "application/octet-stream", "Content-Digest": digest_of(chunk)}
    return terminal.request("PUT", f"/v1/submissions/{submission_id}/chunks/{sha256}", data=chunk, headers=headers)


def test_an_envelope_that_the_terminal_did_not_sign_is_refused(terminal: Terminal) -> None:
    given = application(new_id())
    body = terminal.seal(given.id, given.model_dump_json().encode()).to_bytes()
    stranger = SignatureKey(ec.generate_private_key(ec.SECP256R1()))
    other_path = signed(terminal.key, f"/v1/submissions/{new_id()}", body)
    other_body = signed(terminal.key, f"/v1/submissions/{given.id}", body + b" ")
    for forged, reason in (
        ({"Signature": "", "Signature-Input": ""}, "missing"),
        ({"Signature": "terminal=:AAAA:"}, "mismatch"),
        ({"Signature-Input": "terminal=()"}, "key"),
        (signed(stranger, f"/v1/submissions/{given.id}", body), "key"),
        (other_path, "mismatch"),
        ({name: other_body[name] for name in ("Signature", "Signature-Input")}, "mismatch"),
    ):
        answer = terminal.put(given.id, body, **{name.replace("-", "_"): value for name, value in forged.items()})
        assert (answer.status_code, code_of(answer), answer.json()["detail"]) == (
            400,
            "envelope.signature",
            {"reason": reason},
        )
    assert terminal.put(given.id, body).status_code == 201


def test_nothing_that_was_sent_comes_back_in_a_problem(terminal: Terminal) -> None:
    request = {"item_code": 7, "identity_number": "440304199006189989" * 3, "name": "林小禾"}
    answer = terminal.request("POST", "/v1/prefill", json=request)
    assert answer.status_code == 422
    assert "4403" not in answer.text
    assert "林" not in answer.text


def test_unknown_places_and_methods_are_problems(terminal: Terminal) -> None:
    for method, path, status in (("GET", "/v1/nothing", 404), ("DELETE", "/v1/keys", 405)):
        answer = terminal.request(method, path)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


# ---- ratings ---------------------------------------------------------------------------------------------------------


def test_a_rating_is_stored_once(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    rating = RatingGiven(id=new_id(), submission_id=new_id(), grade=2, reasons=("slow",), created_at=datetime.now(UTC))
    envelope = terminal.seal(rating.id, rating.model_dump_json().encode())
    first, second = (terminal.put(rating.id, envelope.to_bytes(), "ratings") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert first.json()["status"] is None
    assert isinstance(judged(first, envelope, terminal.receipt_key), Stored)
    kept = [record for record in ratings(gateway.state_dir) if record["id"] == rating.id]
    assert [(record["submission_id"], record["grade"], record["reasons"]) for record in kept] == [
        (rating.submission_id, 2, ["slow"])
    ]


def test_a_rating_that_is_none_is_stored_but_not_counted(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    rating_id = new_id()
    content = json.dumps({"id": rating_id, "submission_id": new_id(), "grade": 9, "created_at": "2026-01-01T00:00:00Z"})
    answer = terminal.put(rating_id, terminal.seal(rating_id, content.encode()).to_bytes(), "ratings")
    assert answer.status_code == 201
    assert rating_id not in {record["id"] for record in ratings(gateway.state_dir)}


# ---- the checks themselves -------------------------------------------------------------------------------------------


def test_the_openapi_check_would_notice_a_lie(terminal: Terminal) -> None:
    answer = terminal.session.get(terminal.base_url + "/v1/keys", timeout=20)
    lying = json.loads(json.dumps(terminal.document))
    lying["components"]["schemas"]["PlatformKeys"]["required"].append("never_there")
    check_answer(terminal.document, "GET", "/v1/keys", answer)
    with pytest.raises(Exception, match="never_there"):
        check_answer(lying, "GET", "/v1/keys", answer)


def test_nothing_personal_is_logged(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    given = application(new_id())
    terminal.submit(given)
    log = (gateway.state_dir / "gateway.log").read_text("utf-8")
    assert given.id in log
    assert given.applicant.identity_number not in log
    assert given.applicant.name not in log


def test_every_file_is_private_to_its_owner(terminal: Terminal, gateway: EmbeddedGateway) -> None:
    files = [file for file in Path(gateway.state_dir).rglob("*") if file.is_file()]
    assert len(files) > 8
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []
