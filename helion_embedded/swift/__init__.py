"""An object store of two storage servers: its settings, its rings, and the process of a server."""
