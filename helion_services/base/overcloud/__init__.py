"""The overcloud's Nova and Placement, as far as more than one service works with them."""
