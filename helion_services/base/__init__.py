"""What every service of the house stands on."""
