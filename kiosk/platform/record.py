"""What all that terminal and platform read from each other has in common."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """It holds nothing unknown and never changes.

    Of its values the parser keeps none. By pydantic's default it remembers short strings for those to come: names and
    identity numbers among them, long after the person has gone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", cache_strings="keys")
