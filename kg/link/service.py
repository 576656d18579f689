"""A reconciliation service: its manifest, and requests for candidates, some things at a time."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import kg
from kg.errors import KgError
from kg.link.judgement import Candidate, Subject, ordered

if TYPE_CHECKING:
    from requests import Response, Session

    from kg.ontology import Ontology

VERSIONS = ("0.1", "0.2")
AGAIN = (429, 500, 502, 503, 504)  # answers after which a request is made again
LONGEST_WAIT = 60  # seconds between two tries, whatever the service asks for
LARGEST = 32 << 20  # bytes of an answer
_TOTAL = 4  # an answer may take this many times the timeout
_CHUNK = 65536
_EXCERPT = 80  # characters of an answer that is shown because it cannot be read
_SAFE = "/:;,@!$&'()*+=-._~?#%"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to ask.

    Attributes:
        url: the address of the service; what is secret does not stand in it.
        template: address of an entity with {id} in it, in place of what the manifest says.
        hints: class of ours -> id of the service's type that candidates must have, "" for any.
        limit: candidates for a thing.
        batch: things in a request, at most.
        parallel: requests at a time.
        timeout: seconds to connect, and between two packets.
        retries: how often a request is made again, after longer and longer waits.
        token: sent as a bearer token if there is one.
    """

    url: str
    template: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    limit: int = 5
    batch: int = 10
    parallel: int = 2
    timeout: float = 30
    retries: int = 5
    token: str = field(default="", repr=False)


class Service:
    """A service whose manifest was read.

    Attributes:
        url: its address as given.
        name: as it calls itself.
        batch, parallel: things in a request, requests at a time.

    Raises:
        KgError: nobody answers there, or no service that kg can speak with.
    """

    def __init__(self, settings: Settings, ontology: Ontology) -> None:
        self._settings, self._ontology = settings, ontology
        self._sessions = threading.local()
        self.url = self._endpoint = _address(settings.url)
        manifest = self._manifest()
        self.name = str(manifest.get("name") or urlsplit(self.url).netloc)
        self._template = settings.template or _template(manifest, self.url)
        if "{id}" not in self._template.replace("{{id}}", "{id}"):
            raise KgError("the address of an entity must have {id} in it", settings.template)
        self._spaces = [str(manifest.get(key) or "") for key in ("identifierSpace", "schemaSpace")]
        most = manifest.get("batchSize")
        self.batch = min(settings.batch, most) if isinstance(most, int) and most > 0 else settings.batch
        self.parallel = settings.parallel

    def query(self, subject: Subject) -> dict[str, Any]:
        """What the service is asked about a thing."""
        asked: dict[str, Any] = {"query": subject.name, "limit": self._settings.limit}
        hint = self._hint(subject.type)
        return {**asked, "type": hint} if hint else asked

    def candidates(self, subjects: Sequence[Subject]) -> list[tuple[Candidate, ...]]:
        """What the service proposes for each of the things, in one request.

        Raises:
            KgError: it cannot be reached, is too slow, refuses, or answers something else.
        """
        asked = {f"q{number}": self.query(subject) for number, subject in enumerate(subjects)}
        answer = self._json("POST", {"queries": json.dumps(asked, ensure_ascii=False)})
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
        number = score if isinstance(score, int | float) and math.isfinite(score) else 0
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
        return self._template.replace("{{id}}", "{id}").replace("{id}", quote(id_, safe=_SAFE))

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
        manifest = self._json("GET", None)
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

    def _json(self, method: str, form: Mapping[str, str] | None) -> dict[str, Any]:
        content = self._answer(method, form)
        try:
            found = json.loads(content)
        except ValueError as error:
            shown = _excerpt(content.decode("utf-8", "replace"))
            raise KgError(f"its answer is no JSON: {shown}", self.url) from error
        if not isinstance(found, dict):
            raise KgError(f"its answer is no JSON object: {_excerpt(json.dumps(found))}", self.url)
        return found

    def _answer(self, method: str, form: Mapping[str, str] | None) -> bytes:
        import requests
        from urllib3.exceptions import HTTPError

        settings = self._settings
        try:
            with self._session().request(
                method, self._endpoint, data=form, timeout=settings.timeout, stream=True
            ) as response:
                if not response.ok:
                    told = f"{response.status_code} {response.reason or ''}".rstrip()
                    raise KgError(f"the service answered {told}", self.url)
                if method == "GET":
                    self._endpoint = (
                        response.url
                    )  # a form that is sent on to another address arrives there empty
                return _body(response, settings.timeout * _TOTAL, self.url)
        except (requests.RequestException, HTTPError, UnicodeError) as error:
            cause = _cause(error)
            if isinstance(error, requests.Timeout) or isinstance(cause, TimeoutError):
                raise KgError(f"no answer within {settings.timeout:g} seconds", self.url) from error
            raise KgError(f"cannot be asked: {cause}", self.url) from error

    def _session(self) -> Session:
        """One for each thread: requests does not say that one may be shared."""
        session: Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = _new_session(self._settings)
        return session


def _new_session(settings: Settings) -> Session:
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    class Patient(Retry):
        """Waits as long as the service asks, within reason."""

        def get_retry_after(self, response: Any) -> float | None:
            asked = super().get_retry_after(response)
            return None if asked is None else min(asked, LONGEST_WAIT)

    # A form may be sent again: it asks, and changes nothing.
    again = Patient(
        total=settings.retries,
        backoff_factor=0.5,
        backoff_max=LONGEST_WAIT,
        status_forcelist=AGAIN,
        allowed_methods=None,
        raise_on_status=False,
    )
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=again))
    session.headers.update(
        {"User-Agent": f"kg/{kg.__version__} (reconciliation)", "Accept": "application/json"}
    )
    if settings.token:
        session.headers["Authorization"] = f"Bearer {settings.token}"
    return session


def _address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        secret = parts.username or parts.password
    except ValueError:
        parts, secret = urlsplit(""), None
    if secret:
        message = "leave name and password out of the address, where others can read them; .netrc is read"
        raise KgError(message, "--service")
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        raise KgError("is no http or https address", url)
    return url.strip()


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


def _body(response: Response, seconds: float, url: str) -> bytes:
    end = time.monotonic() + seconds
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise KgError(f"its answer has more than {LARGEST >> 20} MB", url)
        if time.monotonic() > end:
            raise KgError(f"its answer took more than {seconds:g} seconds", url)
    return bytes(content)


def _type(given: Any) -> str:
    """A type in words: 0.1 gives ids, or objects with id and name, as 0.2 does."""
    if isinstance(given, dict):
        given = given.get("name") or given.get("id")
    return given if isinstance(given, str) else ""


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return repr(plain if len(plain) <= _EXCERPT else plain[:_EXCERPT] + "…")


def _cause(error: BaseException) -> BaseException:
    """The innermost of an error's causes; the outer ones only wrap it in their names."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error
