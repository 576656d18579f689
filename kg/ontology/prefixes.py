"""CURIEs and the IRIs that they abbreviate."""

from __future__ import annotations

from collections.abc import Mapping

PREFIXES: Mapping[str, str] = {
    "kg": "https://kg.example.org/ontology#",
    "lex": "https://kg.example.org/lexicon#",
    "arg": "https://kg.example.org/argument#",
    "frame": "https://kg.example.org/frame#",
    "neural": "https://kg.example.org/neural#",
    "chain": "https://kg.example.org/chain#",
    "rule": "https://kg.example.org/rule#",
    "cue": "https://kg.example.org/cue#",
    "place": "https://kg.example.org/place#",
    "shape": "https://kg.example.org/shapes#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "geonames": "https://sws.geonames.org/",
}


def curie_of(iri: str) -> str:
    """The CURIE of an IRI; the IRI itself where no prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def iri_of(name: str) -> str:
    """The IRI of a CURIE with a known prefix; what is none comes back as it is."""
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name
