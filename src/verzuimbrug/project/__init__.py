"""How the parts are put together: settings, addresses, logging, the embedded database."""
