"""What stands where hardware, switches and arrays would be: plugins of the real services."""
