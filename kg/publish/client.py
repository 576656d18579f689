"""Graphs -> requests to a triple store that outlast broken connections, refusals for a while, and slow answers."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from kg.errors import PublishError

RETRIES, TIMEOUT = 6, 300.0
_CONNECT = 10.0  # seconds until a server must have answered at all
_LONGEST_WAIT = 120.0  # seconds between two attempts, whatever Retry-After asks for
_PASSING = (429, 500, 502, 503, 504)
_UNKNOWN_METHOD = (404, 405, 501)
_RDF = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who pushes: a user and a password, or a token; nothing of it is shown by repr, errors or logs."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if any(not character.isprintable() for character in self.user + self.password + self.token):
            raise PublishError("user, password or token hold a character that no header may have")
        if not self.token.isascii():
            raise PublishError(
                "the token holds a character outside ASCII, which no header may have; is it whole?"
            )


class _Patient(Retry):
    """Waits as long as Retry-After says, within reason."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Seconds."""
        asked = super().get_retry_after(response)
        return None if asked is None else min(asked, _LONGEST_WAIT)


class Client:
    """Requests to one server. All of them may be repeated: they set, add or delete given triples.

    Args:
        retries: how often a request is repeated after a broken connection, a 429 or a 5xx; each time the wait
            doubles, unless the server says how long it is.
        timeout: seconds without a byte of an answer.
        wait: seconds before the second repetition; the first is at once.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        retries: int = RETRIES,
        timeout: float = TIMEOUT,
        wait: float = 1.0,
    ) -> None:
        self._credentials, self._timeout = credentials, timeout
        self._auth: AuthBase | None = None
        self._patient = _session(retries, wait, _PASSING)
        self._trying = _session(retries, wait, (429, 502, 503, 504))

    def close(self) -> None:
        """Closes the connections."""
        self._patient.close()
        self._trying.close()

    def send(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        *,
        trying: bool = False,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """The answer, whatever its status but 401, 403 and redirections.

        Args:
            trying: the server may not know what is sent; its 500 is an answer.

        Raises:
            PublishError: there is none, it redirects, or it asks for other credentials.
        """
        session = self._trying if trying else self._patient

        def once() -> requests.Response:
            return session.request(
                method,
                url,
                params=dict(params or {}),
                data=body,
                headers=dict(headers or {}) | self._bearer(),
                auth=self._auth or _no_auth,
                timeout=(_CONNECT, self._timeout),
                allow_redirects=False,
            )

        try:
            answer = once()
            if answer.status_code == requests.codes.unauthorized and self._choose_auth(answer):
                answer = once()
        except (requests.RequestException, HTTPError) as error:
            raise PublishError(f"cannot be reached: {self._hidden(_reason(error))}", url) from error
        if answer.status_code in (401, 403):
            raise PublishError(self._refusal(answer), url)
        if answer.is_redirect or answer.is_permanent_redirect:
            raise PublishError(f"redirects to {answer.headers['Location']}; push to that address", url)
        return answer

    def expect(self, answer: requests.Response) -> requests.Response:
        """The answer, if it is a success.

        Raises:
            PublishError: it is none; with what the server says about it.
        """
        if answer.ok:
            return answer
        words = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text[:5000])).split())[:300]
        told = f": {self._hidden(words)}" if words else ""
        raise PublishError(
            f"answers {answer.status_code} {answer.reason}{told}", answer.url.partition("?")[0]
        )

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._credentials.token}"} if self._credentials.token else {}

    def _choose_auth(self, answer: requests.Response) -> bool:
        """Takes the way that the server asks for; whether that is new."""
        asked = answer.headers.get("WWW-Authenticate", "").lower()
        user, password = self._credentials.user, self._credentials.password
        if self._auth or self._credentials.token or not user:
            return False
        if "digest" in asked:
            self._auth = HTTPDigestAuth(user, password)
        elif "basic" in asked:
            self._auth = HTTPBasicAuth(user.encode(), password.encode())
        return self._auth is not None

    def _refusal(self, answer: requests.Response) -> str:
        if self._credentials.user or self._credentials.token:
            return f"answers {answer.status_code}: these credentials are wrong, or may not do this"
        return f"answers {answer.status_code}: it asks for a password or a token (kg push --help)"

    def _hidden(self, text: str) -> str:
        """A server may repeat what it was sent; credentials are cut out of its words."""
        for secret in (self._credentials.password, self._credentials.token):
            if secret:
                text = text.replace(secret, "…")
        return re.sub(r"(?i)\b(basic|bearer|digest) +[\w+/=.~-]{6,}", r"\1 …", text)


def compressed(body: bytes) -> tuple[bytes, dict[str, str]]:
    """A body for a server that takes gzip, and the header that says so; the same bytes for the same body."""
    return gzip.compress(body, compresslevel=6, mtime=0), {"Content-Encoding": "gzip"}


def unknown_here(answer: requests.Response) -> bool:
    """Whether the server does not know this method at this address."""
    return answer.status_code in _UNKNOWN_METHOD


def count(answer: requests.Response) -> int | None:
    """How many triples a server gives; None if what it gives is no RDF."""
    format_ = _RDF.get(answer.headers.get("Content-Type", "").partition(";")[0].strip())
    if format_ is None:
        return None
    try:
        return len({quad.triple for quad in ox.parse(answer.content, format=format_)})
    except (SyntaxError, ValueError):
        return None


def _session(retries: int, wait: float, statuses: tuple[int, ...]) -> requests.Session:
    policy = _Patient(
        total=retries,
        status_forcelist=statuses,
        allowed_methods=None,  # any: see Client
        backoff_factor=wait / 2,
        backoff_jitter=wait / 2,
        backoff_max=30,
        raise_on_status=False,
    )
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=policy))
    return session


def _no_auth(request: Any) -> Any:
    """In place of None, for which requests would look into netrc and send what it finds unasked."""
    return request


def _reason(error: Exception) -> str:
    """The innermost of the causes that urllib3 and requests wrap into each other."""
    inner: Exception | None = error
    while inner is not None:
        error = inner
        causes = (getattr(error, "reason", None), *error.args)
        inner = next((cause for cause in causes if isinstance(cause, Exception)), None)
    words = str(error)
    return re.sub(r"^<[^>]*>: |^\w+\([^)]*\): ", "", words) or type(inner).__name__
