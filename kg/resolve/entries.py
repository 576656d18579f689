"""A YAML file that people write, a list of entries -> the entries, each with its line; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from kg.errors import KgError


def text_of(file: Path) -> str:
    """What a file that people write holds; nothing if there is no such file.

    Raises:
        KgError: it cannot be read, or is not in UTF-8.
    """
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise KgError(f"cannot be read: {error.strerror}", str(file)) from error
    except UnicodeDecodeError as error:
        raise KgError("is not in UTF-8", str(file)) from error


def entries(text: str, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line and fields of each entry; a value is text as it is written, or a list of such, or None.

    Raises:
        KgError: it is no YAML, or no list of entries; where names the line.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{where}:{mark.line + 1}" if mark else where
        raise KgError(f"is not YAML: {error.problem or error}", place) from error
    except yaml.YAMLError as error:
        raise KgError(f"is not YAML: {error}", where) from error
    except RecursionError as error:
        raise KgError("is nested too deep", where) from error
    yield from _entries(root, where)


class Entry:
    """The fields of one entry, by their names.

    Raises:
        KgError: in every method: the field is not what it must be.
    """

    def __init__(self, fields: Mapping[str, Any], line: int, place: str) -> None:
        self.line, self._fields, self._place = line, fields, place

    def text(self, name: str, default: str | None = None) -> str:
        """The text of a field; without a default it must be there and not be blank."""
        value = self._fields.get(name, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise KgError(
                f"{name} must be text" if name in self._fields else f"{name} is missing", self._place
            )
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a field that is a list of one or more."""
        value = self._fields.get(name)
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(v, str) and v.strip() for v in value)
        ):
            raise KgError(f"{name} must be a list of texts", self._place)
        return tuple(v.strip() for v in value)

    def pair(self, name: str) -> tuple[str, str]:
        """The two different texts of a field, in order."""
        values = sorted(set(self.texts(name)))
        if len(values) != 2:
            raise KgError(f"{name} takes two different ids", self._place)
        return values[0], values[1]


def _entries(root: yaml.Node | None, where: str) -> Iterator[tuple[int, dict[str, Any]]]:
    if root is None:
        return  # an empty file decides nothing
    if not isinstance(root, yaml.SequenceNode):
        raise KgError(
            "must be a list of decisions, each after a hyphen", f"{where}:{root.start_mark.line + 1}"
        )
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            raise KgError("must be an entry of fields, such as merge: one", f"{where}:{line}")
        yield line, _fields(node, f"{where}:{line}")


def _fields(entry: yaml.MappingNode, place: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in entry.value:
        if not isinstance(name, yaml.ScalarNode):
            raise KgError("the name of a field must be text", place)
        if name.value in found:
            raise KgError(f"{name.value} is there twice", place)
        found[name.value] = _value(value)
    return found


def _value(node: yaml.Node) -> Any:
    """Text as it is written, so that an id such as 3m or 1e5 stays what it is; a list of such; None for others."""
    if isinstance(node, yaml.SequenceNode):
        return [_text(each) for each in node.value]
    return _text(node)


def _text(node: yaml.Node) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None
