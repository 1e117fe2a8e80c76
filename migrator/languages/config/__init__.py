"""Settings and data files: YAML, JSON, TOML, INI, properties and `.env`."""
