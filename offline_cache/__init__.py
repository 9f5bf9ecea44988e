"""Durable queue and sync: sealed, committed, sent until the platform confirms. Knows no kiosk, drivers or Qt."""
