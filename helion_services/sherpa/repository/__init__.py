"""TUF repositories: how they are reached, what is trusted, what they list."""
