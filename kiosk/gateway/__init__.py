"""The reference central platform: serves the catalogue, prefills, and takes sealed submissions in. Its own process."""
