"""A vCenter simulator on loopback, for the demo and the tests.

The protocol is govmomi's simulator library as Debian packages it; ``source`` holds our own program
over it, in Go: it builds the site that :mod:`site` describes and makes good what the library lacks.
:mod:`build` compiles it once and keeps it, :mod:`authority` makes its certificate, and
:mod:`configuration` writes the file that it is started with. What shall go wrong is told it by
:mod:`faults`.
"""
