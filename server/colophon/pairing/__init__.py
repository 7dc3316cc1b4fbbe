"""Who may ask: codes become tokens, tokens have a reader behind them, readers have quotas."""

from colophon.pairing.codes import hash_secret, random_code
from colophon.pairing.exchange import Pairing
from colophon.pairing.quotas import Quotas
from colophon.pairing.readers import Readers

__all__ = ["Pairing", "Quotas", "Readers", "hash_secret", "random_code"]
