"""Between the server and its workers (进程间通信): jobs as JSON, answers as JSON with the bytes of the body behind it.

Nothing that comes from a worker is unpickled: what a query has done to a worker goes no further.
"""

import json
import struct
from dataclasses import asdict, replace
from typing import Any, BinaryIO, Final

from chaingraph.serving.settings import Answer

__all__ = ["READY", "Job", "from_answer", "from_job", "read_job", "to_answer"]

Job = tuple[str, dict[str, Any], str]
READY: Final = b"\0"  # a single byte, which comes whole
_LENGTHS: Final = struct.Struct("!IQ")  # of the JSON and of what stands behind it


def from_job(job: Job) -> bytes:
    """Return a job as it goes to a worker.

    Examples
    --------
    >>> import io
    >>> read_job(io.BytesIO(from_job(("query", {"text": "ASK {}"}, "zh"))))
    ('query', {'text': 'ASK {}'}, 'zh')
    """
    head = json.dumps(job).encode()
    return _LENGTHS.pack(len(head), 0) + head


def read_job(line: BinaryIO) -> Job | None:
    """Wait for the next job; None when the line has been closed."""
    lengths = line.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    name, given, lang = json.loads(line.read(_LENGTHS.unpack(lengths)[0]))
    return name, given, lang


def from_answer(answer: Answer) -> bytes:
    """Return an answer as it goes to the server.

    Examples
    --------
    >>> told = bytearray(from_answer(Answer(media="text/csv", body=b"a,b", rows=1)))
    >>> to_answer(told[:-1]) is None, to_answer(told)
    (True, Answer(status=200, media='text/csv', body=b'a,b', rows=1, cut='', policy=''))
    """
    head = json.dumps(asdict(replace(answer, body=b"")) | {"body": None}).encode()
    return b"".join((_LENGTHS.pack(len(head), len(answer.body)), head, answer.body))


def to_answer(told: bytearray) -> Answer | None:
    """Return the answer, None when it has not come whole."""
    if len(told) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack_from(told)
    start = _LENGTHS.size + head
    if len(told) < start + body:
        return None
    with memoryview(told) as view:
        given = json.loads(bytes(view[_LENGTHS.size : start]))
        return Answer(**{**given, "body": bytes(view[start:])})
