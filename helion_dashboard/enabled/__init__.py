"""One file for each panel, as Horizon reads them."""
