"""How far a submission is with the platform."""

from enum import StrEnum


class SubmissionState(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    RETURNED = "returned"
    POSSIBLE_DUPLICATE = "possible_duplicate"
