"""What the operations of the Backup service do."""
