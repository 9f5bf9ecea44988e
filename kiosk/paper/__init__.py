"""Papers as PDF: templates as data, filled with values (docs/adr)."""
