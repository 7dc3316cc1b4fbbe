"""Text in the image: self-disclosures written on a picture (specification, section 14, 13)."""

from colophon.checks.image_text.check import ImageTextCheck, available

__all__ = ["ImageTextCheck", "available"]
