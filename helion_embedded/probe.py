"""Does a service answer? One small HTTP request, without a client library."""

import asyncio
import contextlib
import ssl
import time
import urllib.parse

# 300 is how version documents answer, 401 an API that wants a token, 302 Horizon's way to its
# login page.
HEALTHY = frozenset({200, 300, 301, 302, 401})


async def answers(url, ca=None, timeout=3.0):
    """Whether ``GET url`` gives one of :data:`HEALTHY` within ``timeout`` seconds.

    ``ca`` is a file with the authority to trust, for an ``https`` URL.
    """
    try:
        return await asyncio.wait_for(_status(url, ca), timeout) in HEALTHY
    except (OSError, ValueError):
        return False


def answers_now(url, ca=None):
    """:func:`answers` for code without an event loop."""
    return asyncio.run(answers(url, ca))


def wait(url, timeout=240.0, ca=None):
    """Return when ``url`` answers; TimeoutError after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not answers_now(url, ca):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{url} did not answer in {timeout:.0f} s")
        time.sleep(0.1)


async def _status(url, ca):
    parts = urllib.parse.urlsplit(url)
    tls = ssl.create_default_context(cafile=ca) if parts.scheme == "https" else None
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=tls)
    try:
        writer.write(
            f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        await writer.drain()
        line = await reader.readline()
        return int(line.split()[1]) if line.count(b" ") >= 1 else 0
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
