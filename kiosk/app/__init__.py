"""The composition root: settings → devices → cache → runtime → screen. Nothing imports it but the command line."""
