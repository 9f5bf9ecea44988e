"""What `kiosk doctor --device NAME` does with one device: really use it, and say what was seen.

One file per device, listed in `registry.py`. Nothing personal is shown unmasked: what is printed ends up in mails.
"""
