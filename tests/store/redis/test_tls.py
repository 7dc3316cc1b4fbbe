"""Redis by TLS, one server and a cluster, with a certificate of our own authority."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.services.redis import SLOTS, RedisServer, free_port, wait_for
from tests.store.redis.conftest import CALM
from tests.store.redis.test_shared import found

from colophon.store.redis.opening import open_redis


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "colophon test")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return paths


@pytest.mark.parametrize("scheme", ["rediss", "rediss+cluster"])
async def test_by_tls(tmp_path: Path, scheme: str) -> None:
    public, private = certificate(tmp_path)
    port = free_port()
    options = ["--tls-port", str(port), "--tls-auth-clients", "no", "--tls-ca-cert-file", str(public)]
    options += ["--tls-cert-file", str(public), "--tls-key-file", str(private)]
    if "cluster" in scheme:
        options += ["--cluster-enabled", "yes", "--tls-cluster", "yes"]
    server = RedisServer(*options)
    try:
        server.start()
        if "cluster" in scheme:
            with server.client() as client:
                client.execute_command("CLUSTER", "ADDSLOTS", *range(SLOTS))
                wait_for(
                    lambda: client.execute_command("CLUSTER INFO")["cluster_state"] == "ok", lambda: "down"
                )
        url = f"{scheme}://127.0.0.1:{port}"
        async with open_redis(f"{url}?ssl_ca_certs={public}", CALM, 1, lambda: None) as shared:
            await shared.put([found(1)])
            assert await shared.get_many([found(1).sha256], "v")
        async with open_redis(url, CALM, 1, lambda: None) as stranger:  # nobody vouches for the certificate
            assert stranger.working is False
    finally:
        server.close()
