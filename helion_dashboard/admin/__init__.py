"""The panels of Admin › Undercloud Admin, a package each."""
