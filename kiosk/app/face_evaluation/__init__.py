"""`kiosk face-eval`: how often the face engine errs on a set of pictures (ISO/IEC 19795-1)."""
