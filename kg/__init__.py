"""kg turns news articles into an RDF knowledge graph whose every triple carries its evidence."""

__version__ = "0.1.0"
