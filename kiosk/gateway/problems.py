"""Refusals as RFC 9457 problem details. No problem ever repeats what was sent."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kiosk.gateway.refusal import Refusal
from kiosk.gateway.register import StoreUnavailable
from kiosk.platform.schema import Problem

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_S = 5

_log = logging.getLogger(__name__)

_BY_STATUS = {400: "request.malformed", 404: "not_found", 405: "method_not_allowed"}


def problem(
    status: int, code: str, detail: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    content = Problem(title=HTTPStatus(status).phrase, status=status, code=code, detail=dict(detail or {}))
    return Response(content.model_dump_json(), status, dict(headers or {}), PROBLEM_TYPE)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These refusals, as OpenAPI responses."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {PROBLEM_TYPE: {"schema": schema}}}
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Answer every error with a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StoreUnavailable, _store_failed)
    app.add_exception_handler(OSError, _store_failed)
    app.add_exception_handler(500, _failed)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return problem(error.status, error.code, error.detail)


def _invalid(_request: Request, error: Exception) -> Response:
    """Where it is wrong and how, not what was there."""
    assert isinstance(error, RequestValidationError)
    found = [{"at": ".".join(map(str, entry["loc"])), "kind": str(entry["type"])} for entry in error.errors()]
    return problem(422, "request.malformed", {"problems": found})


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, _BY_STATUS.get(error.status_code, "refused"), headers=error.headers)


def _store_failed(_request: Request, error: Exception) -> Response:
    """A full disk or a locked file: the terminal keeps the envelope and comes back."""
    code = error.code if isinstance(error, StoreUnavailable) else getattr(error, "errno", None)
    _log.error("store failed: %s", code)
    return problem(503, "store.unavailable", headers={"Retry-After": str(RETRY_AFTER_S)})


def _failed(_request: Request, _error: Exception) -> Response:
    return problem(500, "internal")
