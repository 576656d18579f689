"""An http or https URL -> the bytes behind it and the format they are in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import ReadError
from kg.read.characters import too_large
from kg.read.sniff import format_of

if TYPE_CHECKING:
    from requests import Response

TIMEOUT = 30.0  # seconds to connect, and between two packets

_TOTAL = 10  # a download may take this many times the timeout
_CHUNK = 65536
_USER_AGENT = "Mozilla/5.0 (compatible; kg; news to RDF)"

# The formats of READERS by media type; None: what the content looks like.
_MEDIA_TYPES = {
    "": None,
    "application/octet-stream": None,
    "text/html": None,  # feeds are served as this, too
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": None,
    "text/xml": None,
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/json-lines": "jsonl",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: the URL after redirects, the encoding the server names."""

    content: bytes
    format: str
    url: str
    charset: str | None


def fetch(url: str, *, size_limit: int, timeout: float = TIMEOUT, any_type: bool = False) -> Fetched:
    """What is at the URL, after redirects.

    Args:
        size_limit: bytes, after decompression.
        timeout: seconds to connect and between packets; the whole takes at most ten times as long.
        any_type: the caller knows the format, whatever the server says it is.

    Raises:
        ReadError: no such server or page, an error of the server, too slow, too large, or neither a page
            nor a feed nor text.
    """
    import requests
    from urllib3.exceptions import HTTPError

    headers = {"User-Agent": _USER_AGENT, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    try:
        # The identity as auth keeps passwords of a netrc file from being sent to whom a link names.
        with requests.get(url, headers=headers, timeout=timeout, stream=True, auth=lambda r: r) as response:
            if not response.ok:
                raise ReadError(f"the server answered {response.status_code} {response.reason}".rstrip(), url)
            media_type, charset = _content_type(response.headers.get("Content-Type", ""))
            if media_type not in _MEDIA_TYPES and not any_type:
                raise ReadError(f"is {media_type}, not HTML, a feed or text", url)
            content = _body(response, size_limit, timeout * _TOTAL)
            return Fetched(
                content, _MEDIA_TYPES.get(media_type) or format_of(content[:_CHUNK]), response.url, charset
            )
    except requests.Timeout as error:
        raise ReadError(f"no answer within {timeout:g} seconds", url) from error
    except requests.exceptions.SSLError as error:
        raise ReadError(f"the secure connection failed: {_cause(error)}", url) from error
    except requests.ConnectionError as error:
        raise ReadError(f"cannot connect: {_cause(error)}", url) from error
    except (requests.RequestException, HTTPError, UnicodeError) as error:
        raise ReadError(f"cannot be fetched: {error}", url) from error


def _body(response: Response, limit: int, seconds: float) -> bytes:
    end = time.monotonic() + seconds
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > limit:
            raise too_large(limit)
        if time.monotonic() > end:
            raise ReadError(f"took more than {seconds:g} seconds; given up")
    return bytes(content)


def _content_type(header: str) -> tuple[str, str | None]:
    """Media type and charset of a Content-Type header."""
    media_type, *parameters = header.split(";")
    charset = next((p.partition("=")[2] for p in parameters if p.strip().lower().startswith("charset=")), "")
    return media_type.strip().lower(), charset.strip(" \"'") or None


def _cause(error: BaseException) -> str:
    """What the innermost of an error's causes says; the outer ones only wrap it in their names."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(error)
