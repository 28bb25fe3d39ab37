"""The SFTP door: folders that exist for the client only, and no file of a message on disk."""
