"""The address of a service -> the bytes that it answers, tried again where that helps, never waited for too long."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import kg
from kg.errors import KgError

if TYPE_CHECKING:
    from requests import Response, Session

AGAIN = (429, 500, 502, 503, 504)  # answers after which a request is made again
LONGEST_WAIT = 60  # seconds between two tries, whatever the service asks for
LARGEST = 32 << 20  # bytes of an answer

_TOTAL = 4  # an answer may take this many times the timeout
_CHUNK = 65536


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


class Channel:
    """Requests to one service; several threads may use it.

    Attributes:
        url: the address as given.

    Raises:
        KgError: the address is none, or has a secret in it.
    """

    def __init__(self, settings: Settings) -> None:
        self.url = self._endpoint = _address(settings.url)
        self._settings = settings
        self._sessions = threading.local()

    def get(self) -> bytes:
        """What is at the address; where that leads elsewhere, forms are posted there from now on.

        Raises:
            KgError: nobody answers, too late, too much, or with a status that is an error.
        """
        return self._answer("GET", None)

    def post(self, form: Mapping[str, str]) -> bytes:
        """The answer to a form.

        Raises:
            KgError: as for `get`.
        """
        return self._answer("POST", form)

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


def _cause(error: BaseException) -> BaseException:
    """The innermost of an error's causes; the outer ones only wrap it in their names."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error
