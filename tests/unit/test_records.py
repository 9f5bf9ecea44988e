"""What terminal and platform read from each other: nothing of a person outlives the record."""

import json

import pytest
from pydantic import BaseModel

from kiosk.platform.references import Voucher
from kiosk.platform.schema import Application, PrefillAnswer, QrIdentity

NAME = "林小禾"


class Careless(BaseModel):
    """As pydantic reads by default."""

    name: str


def test_the_parser_keeps_no_value_for_later_ones() -> None:
    """Read twice it is made twice: the first one was not kept. That can be seen, for by default it is."""
    text = json.dumps({"name": NAME})
    assert Careless.model_validate_json(text).name is Careless.model_validate_json(text).name
    identity = json.dumps(dict.fromkeys(QrIdentity.model_fields, NAME))
    assert QrIdentity.model_validate_json(identity).name is not QrIdentity.model_validate_json(identity).name
    field = {"value": NAME, "source": "last", "source_name": {}}
    prefill = json.dumps({"fields": {"name": field}, "licences": {}})
    first, second = (PrefillAnswer.model_validate_json(prefill).fields["name"].value for _ in range(2))
    assert first is not second


@pytest.mark.parametrize("model", [Application, PrefillAnswer, QrIdentity, Voucher])
def test_whatever_holds_a_person_is_read_so(model: type[BaseModel]) -> None:
    assert model.model_config.get("cache_strings") == "keys"
