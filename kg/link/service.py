"""A reconciliation service: its manifest, and requests for candidates, some things at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from kg.errors import KgError
from kg.link.channel import Channel, Settings
from kg.link.judgement import Candidate, Subject, ordered
from kg.resolve.forms import without_form

if TYPE_CHECKING:
    from kg.ontology import Ontology

__all__ = ["Service", "Settings"]

VERSIONS = ("0.1", "0.2")
_MOST = 1e9  # beyond which a score is none, as is NaN
_EXCERPT = 80  # characters of an answer that is shown because it cannot be read
_SAFE = "/:;,@!$&'()*+=-._~?#%"


class Service:
    """A service whose manifest was read.

    Attributes:
        url: its address as given.
        name: as it calls itself.
        template: the address of an entity, with {id} or {{id}} for its id.
        batch, parallel: things in a request, requests at a time.

    Raises:
        KgError: nobody answers there, or no service that kg can speak with.
    """

    def __init__(self, settings: Settings, ontology: Ontology) -> None:
        self._settings, self._ontology = settings, ontology
        self._channel = Channel(settings)
        self.url = self._channel.url
        manifest = self._manifest()
        self.name = str(manifest.get("name") or urlsplit(self.url).netloc)
        self.template = settings.template or _template(manifest, self.url)
        if "{id}" not in self.template.replace("{{id}}", "{id}"):
            raise KgError("the address of an entity must have {id} in it", settings.template)
        self._spaces = [str(manifest.get(key) or "") for key in ("identifierSpace", "schemaSpace")]
        most = manifest.get("batchSize")
        self.batch = min(settings.batch, most) if isinstance(most, int) and most > 0 else settings.batch
        self.parallel = settings.parallel

    def query(self, subject: Subject, name: str = "") -> dict[str, Any]:
        """What the service is asked about a thing, by its own name or by another."""
        asked: dict[str, Any] = {"query": name or subject.name, "limit": self._settings.limit}
        hint = self._hint(subject.type)
        return {**asked, "type": hint} if hint else asked

    def candidates(self, subjects: Sequence[Subject]) -> list[tuple[Candidate, ...]]:
        """What the service proposes for each of the things, asked about in one request.

        Where it knows nothing by a name with a legal form, it is asked once more without that.

        Raises:
            KgError: it cannot be reached, is too slow, refuses, or answers something else.
        """
        found = self._request([self.query(subject) for subject in subjects])
        bare = {n: without_form(subject.name)[0] for n, subject in enumerate(subjects) if not found[n]}
        again = {n: self.query(subjects[n], name) for n, name in bare.items() if name != subjects[n].name}
        if again:
            for n, candidates in zip(again, self._request(list(again.values())), strict=True):
                found[n] = candidates
        return found

    def _request(self, queries: Sequence[Mapping[str, Any]]) -> list[tuple[Candidate, ...]]:
        asked = {f"q{number}": query for number, query in enumerate(queries)}
        answer = self._object(self._channel.post({"queries": json.dumps(asked, ensure_ascii=False)}))
        found = []
        for key in asked:
            result = answer.get(key)
            result = result.get("result") if isinstance(result, dict) else None
            if not isinstance(result, list):
                raise KgError(f"its answer has no result for {key}: {_excerpt(json.dumps(answer))}", self.url)
            found.append(ordered([self._candidate(each) for each in result]))
        return found

    def _candidate(self, found: Any) -> Candidate:
        id_ = found.get("id") if isinstance(found, dict) else None
        if not isinstance(id_, str | int) or not str(id_).strip():
            raise KgError(
                f"its answer has a candidate without an id: {_excerpt(json.dumps(found))}", self.url
            )
        score = found.get("score")
        number = score if isinstance(score, int | float) and -_MOST <= score <= _MOST else 0
        types = found.get("type")
        return Candidate(
            iri=self._iri(str(id_).strip()),
            name=str(found.get("name") or id_),
            score=Decimal(str(round(number, 4))).normalize() + 0,
            match=found.get("match") is True,
            description=str(found.get("description") or ""),
            types=tuple(filter(None, map(_type, types if isinstance(types, list) else [types]))),
        )

    def _iri(self, id_: str) -> str:
        if not self._settings.template and id_.startswith(("http://", "https://")):
            return quote(id_, safe=_SAFE)
        return self.template.replace("{{id}}", "{id}").replace("{id}", quote(id_, safe=_SAFE))

    def _hint(self, type_: str) -> str:
        """The service's type for the class: what was said for it or the nearest class above it; else the one that
        the ontology knows as a match of the main class.
        """
        for class_ in self._ontology.supertypes(type_):
            if class_ in self._settings.hints:
                return self._settings.hints[class_]
        main = self._ontology.classes.get(self._ontology.main_class(type_))
        for iri in main.matches if main else ():
            for space in self._spaces:
                if space.endswith(("/", "#")) and iri.startswith(space):
                    return iri[len(space) :]
        return ""

    def _manifest(self) -> dict[str, Any]:
        manifest = self._object(self._channel.get())
        versions = manifest.get("versions")
        if isinstance(versions, list) and not {*VERSIONS} & {str(version) for version in versions}:
            told = ", ".join(map(str, versions)) or "none"
            raise KgError(f"speaks versions {told} of the API, kg {' and '.join(VERSIONS)}", self.url)
        if not any(manifest.get(key) for key in ("identifierSpace", "view", "versions")):
            raise KgError(
                f"answered no manifest of a reconciliation service: {_excerpt(json.dumps(manifest))}",
                self.url,
            )
        return manifest

    def _object(self, content: bytes) -> dict[str, Any]:
        try:
            found = json.loads(content)
        except ValueError as error:
            shown = _excerpt(content.decode("utf-8", "replace"))
            raise KgError(f"its answer is no JSON: {shown}", self.url) from error
        if not isinstance(found, dict):
            raise KgError(f"its answer is no JSON object: {_excerpt(json.dumps(found))}", self.url)
        return found


def _template(manifest: Mapping[str, Any], url: str) -> str:
    """How the address of an entity is made of its id: below the space of ids, or as the service shows it."""
    space, view = str(manifest.get("identifierSpace") or ""), manifest.get("view")
    if space.startswith(("http://", "https://")) and space.endswith(("/", "#", "=")):
        return space + "{id}"
    shown = str(view.get("url") or "") if isinstance(view, dict) else ""
    if shown.startswith(("http://", "https://")) and "{id}" in shown.replace("{{id}}", "{id}"):
        return shown
    message = (
        "its manifest does not say how the address of an entity is made; say so with --iri, {id} for the id"
    )
    raise KgError(message, url)


def _type(given: Any) -> str:
    """A type in words: 0.1 gives ids, or objects with id and name, as 0.2 does."""
    if isinstance(given, dict):
        given = given.get("name") or given.get("id")
    return given if isinstance(given, str) else ""


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return repr(plain if len(plain) <= _EXCERPT else plain[:_EXCERPT] + "…")
