"""Mail to the recipients of accounts: what is to be told, its texts, and giving it to a server."""
