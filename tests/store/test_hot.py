from __future__ import annotations

from colophon.evidence import Findings
from colophon.store.hot import HotCache


def test_the_least_recently_used_goes_first() -> None:
    cache = HotCache(2)
    a, b, c = (Findings(name * 64, "image/png") for name in "abc")
    cache.put(a)
    cache.put(b)
    assert cache.get(a.sha256) is a
    cache.put(c)
    assert (cache.get(a.sha256), cache.get(b.sha256), cache.get(c.sha256)) == (a, None, c)
    assert len(cache) == 2
