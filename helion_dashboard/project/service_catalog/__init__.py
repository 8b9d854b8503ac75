"""Service Catalog: endpoints of the user's token and whether they answer."""
