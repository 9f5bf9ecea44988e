"""Custody: what lies in which cell, which door may be open, and what may be done next, as the audit ledger tells."""
