"""The panels of the Project dashboard."""
