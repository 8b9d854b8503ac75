"""Demo content that a person would believe, through the public APIs."""


def run(instance):
    """Placeholder."""
