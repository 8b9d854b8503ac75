"""The Sirius service: arrays and their CPGs, and the back ends of Cinder that are made of them."""
