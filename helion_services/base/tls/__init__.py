"""TLS with devices and vCenters: which are connected to, what is trusted, and how it fails."""
