"""What one client may take up, so that no client keeps the others out."""

LOGIN_SECONDS = 30
"""A connection that has not signed in by then is closed."""
IDLE_SECONDS = 600
"""So is one that asks nothing for this long."""
KEEPALIVE_SECONDS = 60
"""How often it is asked whether a silent client is still there."""

MOST_SIGNING_IN = 50
"""Connections that have not signed in yet, of everybody together."""
MOST_KEYS_TRIED = 20
"""Keys that one connection may try: an agent offers all that it has."""
MOST_CONNECTIONS = 10
"""Of one account at the same time."""
MOST_SESSIONS = 8
"""Of one connection at the same time."""

MOST_HANDLES = 64
"""Files and folders that a session has open."""
MOST_UPLOADS = 64
"""Files that a session has on their way in, those that wait to be renamed included."""
MOST_BYTES_WAITING = 256 * 1024 * 1024
"""Bytes of those files together."""
MOST_REMEMBERED = 200
"""Deliveries that a session still finds under the name it gave them."""

DATABASE_THREADS = 4
"""Each keeps one connection to the database."""
STOP_SECONDS = 20
"""How long a stop waits for deliveries that are being stored."""
