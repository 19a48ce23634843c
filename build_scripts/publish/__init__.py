"""Build, engine, preview."""
