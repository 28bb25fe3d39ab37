"""Management: code tables, keys, terms, the configuration as a file, and its versions."""
