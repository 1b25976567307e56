"""The built-in meeting templates, one TOML file each; `facilitator.services.templates` reads them."""
