"""Whatever a file asks for, nothing is fetched: a server on loopback waits and counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.checks.c2pa.signing import Authority, picture

from colophon.checks.c2pa import C2paCheck

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="{url}"/>'
    "</rdf:RDF></x:xmpmeta>"
)


class Bait(ThreadingHTTPServer):
    """Remembers every connection, even one that asks for nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), BaseHTTPRequestHandler)
        self.connections = 0

    def process_request(self, request: object, client_address: object) -> None:
        self.connections += 1
        self.shutdown_request(request)  # type: ignore[arg-type]


@pytest.fixture
def bait() -> Iterator[Bait]:
    with Bait() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def with_xmp(jpeg: bytes, url: str) -> bytes:
    packet = b"http://ns.adobe.com/xap/1.0/\0" + XMP.format(url=url).encode()
    return jpeg[:2] + b"\xff\xe1" + (len(packet) + 2).to_bytes(2) + packet + jpeg[2:]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_url_in_the_file_is_not_fetched(
    local_check: C2paCheck, plain_jpeg: bytes, bait: Bait, host: str
) -> None:
    file = with_xmp(plain_jpeg, f"http://{host}:{bait.server_port}/record.c2pa")
    (evidence,) = local_check.look(picture(file)).evidence
    assert evidence.details == {"integrity": "remote_only", "trust": "none"}
    assert (evidence.rank, bait.connections) == (0, 0)


def test_a_url_beside_an_embedded_record_is_not_fetched(
    local_check: C2paCheck, authority: Authority, plain_jpeg: bytes, bait: Bait
) -> None:
    signed = authority.sign(plain_jpeg, {"action": "c2pa.created"})
    file = with_xmp(signed, f"http://127.0.0.1:{bait.server_port}/record.c2pa")
    assert local_check.look(picture(file)).evidence
    assert bait.connections == 0


def test_an_identity_that_names_a_host_is_not_looked_up(
    case_check: C2paCheck, cases: Path, bait: Bait
) -> None:
    """A did:web issuer is a host name: here it is ours."""
    file = (cases / "c2pa" / "f1cac026e7_adobe_connected_identities.jpg").read_bytes()
    issuer = b"did:web:connected-identities.identity-stage.adobe.com"
    ours = f"did:web:localhost%3A{bait.server_port}:".encode().ljust(len(issuer), b"a")
    assert issuer in file
    (evidence,) = case_check.look(picture(file.replace(issuer, ours))).evidence
    assert evidence.details["integrity"] == "tampered"
    assert bait.connections == 0


def test_case_files_that_point_elsewhere(case_check: C2paCheck, cases: Path) -> None:
    for name in ("3b2e50770b_libpng-test_with_url.png", "9735b328ab_cloud.jpg"):
        (evidence,) = case_check.look(picture((cases / "c2pa" / name).read_bytes())).evidence
        assert evidence.details["integrity"] == "remote_only"


def test_the_bait_counts(bait: Bait) -> None:
    """The counter above can fail: a connection is seen."""
    import socket

    with socket.create_connection(("127.0.0.1", bait.server_port)) as client:
        assert client.recv(1) == b""
    assert bait.connections == 1
