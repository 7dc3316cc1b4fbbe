"""Drives a stock Chromium or Firefox by WebDriver BiDi: for the demo, and for tests in real browsers."""

from colophon.browser.launch import installed, launch
from colophon.browser.tab import Tab
from colophon.browser.window import Browser

__all__ = ["Browser", "Tab", "installed", "launch"]
