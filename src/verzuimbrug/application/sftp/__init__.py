"""What the SFTP door needs: keys, logins, and the files that are not there."""
