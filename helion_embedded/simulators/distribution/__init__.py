"""A simulated distribution network: a signed TUF repository over HTTPS, with faults on demand.

Its metadata is written by python-tuf's own repository library. Consistent snapshots; ranges of
bytes; a user name and password; a role ``images`` beside the role ``targets``. Below
``/simplestreams/`` is a mirror of cloud images.
"""
