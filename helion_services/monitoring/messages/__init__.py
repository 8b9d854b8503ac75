"""Messages by webhook and mail: when a problem begins, and when it is over."""
