"""A store -> a SPARQL endpoint and two pages over HTTP, for reading only."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")  # by which a machine calls itself
