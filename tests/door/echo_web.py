"""A tiny web process for the door to pass requests on to. Not a mock: a real WSGI application under granian."""

import hashlib
import os
import time


def application(environment, start):
    path = environment["PATH_INFO"]
    if path.endswith("/upload/"):
        digest, size = hashlib.sha256(), 0
        while chunk := environment["wsgi.input"].read(65536):
            digest.update(chunk)
            size += len(chunk)
        body = f"{size} {digest.hexdigest()}".encode()
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]
    if path.endswith("/large/"):
        start("200 OK", [("Content-Type", "application/octet-stream")])
        return (bytes([n % 256]) * 50_000 for n in range(40))
    if path.endswith("/huge/"):
        start("200 OK", [("Content-Type", "video/mp4"), ("Content-Length", str(1600 * 65536))])
        return (bytes([n % 256]) * 65536 for n in range(1600))
    if path.endswith("/moved/"):
        headers = [("Location", "/newsroom/login/?next=x"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        start("302 Found", [*headers, ("Connection", "X-Inner, close"), ("X-Inner", "mine"), ("Content-Length", "0")])
        return [b""]
    if path.endswith("/unchanged/"):
        start("304 Not Modified", [("ETag", '"e"')])
        return [b""]
    if path.endswith("/die/"):
        os._exit(3)
    if path.endswith("/slow/"):
        time.sleep(1)
    lines = [f"{key}={value}" for key, value in sorted(environment.items()) if key.startswith(("HTTP_", "REMOTE_ADDR"))]
    told = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING")
    body = "\n".join([*(f"{key}={environment[key]}" for key in told), *lines]).encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
