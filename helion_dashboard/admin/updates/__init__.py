"""**Updates**: catalogue, local content, publications and the sources they come from."""
