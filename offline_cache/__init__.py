"""Durable queue and sync: sealed, committed, sent until the platform confirms. Knows nothing of kiosk, drivers or Qt."""
