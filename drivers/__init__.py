"""Device layer: real drivers, and simulators that speak the same wires. Knows nothing of kiosk, ui or offline_cache."""
