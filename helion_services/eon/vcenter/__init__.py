"""vCenter sessions, and the inventory that is read through them."""
