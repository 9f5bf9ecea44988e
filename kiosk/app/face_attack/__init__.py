"""`kiosk face-attack`: how often the face check takes an attack for a person, and a person for an attack."""
