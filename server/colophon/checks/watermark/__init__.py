from colophon.checks.watermark.check import WatermarkCheck

__all__ = ["WatermarkCheck"]
