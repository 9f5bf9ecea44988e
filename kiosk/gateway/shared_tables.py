"""The tables that are the same in SQLite and PostgreSQL."""

from kiosk.gateway import claims, custody_records, originals, pickup_orders, publications

SHARED_SCHEMA = publications.SCHEMA + pickup_orders.SCHEMA + originals.SCHEMA + claims.SCHEMA + custody_records.SCHEMA
