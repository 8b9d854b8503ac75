"""What the sensors of nodes read, as Prometheus has it from Ironic's exporter."""
