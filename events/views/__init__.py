"""What the addresses of the app answer with."""
