"""The Sirius service: arrays, CPGs, and back ends of Cinder."""
