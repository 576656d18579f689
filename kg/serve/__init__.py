"""A store -> a SPARQL endpoint and two pages over HTTP, for reading only."""
