"""The label catalogue: one file of words per language, and how labels and card rows are made from them."""

from colophon.labels.help import help_in
from colophon.labels.messages import LABELS_VERSION, LOCALES, language_of
from colophon.labels.rendering import Catalogue, catalogue

__all__ = ["LABELS_VERSION", "LOCALES", "Catalogue", "catalogue", "help_in", "language_of"]
