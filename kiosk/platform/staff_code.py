"""What a code from staff looks like, to those who give it and to those who type it."""

LENGTH = 8
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which the telephone and the eye confuse."""
