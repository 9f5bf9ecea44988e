"""The tables that are the same in SQLite and PostgreSQL."""

from kiosk.gateway import certificates, claims, custody_records, originals, pickup_orders, publications

_OF_ORDERS = pickup_orders.SCHEMA + originals.SCHEMA + claims.SCHEMA + custody_records.SCHEMA
SHARED_SCHEMA = publications.SCHEMA + _OF_ORDERS + certificates.SCHEMA
