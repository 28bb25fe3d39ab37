"""The web service (docs/interfaces): SOAP 1.1 and 1.2, document/literal."""
