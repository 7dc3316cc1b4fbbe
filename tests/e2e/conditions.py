"""How a reader's browser is set: forced colours, dark, less motion, a touch screen, larger text."""

from __future__ import annotations

from colophon.browser import Browser, Tab

# what pages see of each, as Firefox's preferences
PREFERENCES = {
    "forced-colors": {"browser.display.document_color_use": (2, 0)},
    "dark": {"layout.css.prefers-color-scheme.content-override": (0, 1)},
    "reduced-motion": {"ui.prefersReducedMotion": (1, 0)},
    "touch": {"ui.primaryPointerCapabilities": (1, 6), "ui.allPointerCapabilities": (1, 6)},
}
# and as media features of the DevTools protocol
FEATURES = {
    "forced-colors": ("forced-colors", "active", "none"),
    "dark": ("prefers-color-scheme", "dark", "light"),
    "reduced-motion": ("prefers-reduced-motion", "reduce", "no-preference"),
}
SEEN = {
    "forced-colors": "(forced-colors: active)",
    "dark": "(prefers-color-scheme: dark)",
    "reduced-motion": "(prefers-reduced-motion: reduce)",
    "touch": "(pointer: coarse)",
}


class Conditions:
    """Of one tab; a Firefox must have been started with ``system=True``."""

    def __init__(self, browser: Browser, tab: Tab) -> None:
        self._browser = browser
        self._tab = tab
        self._features: dict[str, str] = {}

    async def set(self, name: str, on: bool) -> None:
        """Switch one of `SEEN` on or off, and return when the page sees it.

        A list made afterwards tells it before Firefox's style rules do; one made before tells it with them.
        """
        await self._tab.evaluate(f"void (window.condition = matchMedia('{SEEN[name]}'))")
        if self._browser.name == "firefox":
            for preference, values in PREFERENCES[name].items():
                await self._prefer(preference, values[0 if on else 1])
        elif name == "touch":
            await self._tab.devtools("Emulation.setTouchEmulationEnabled", enabled=on, maxTouchPoints=1)
            metrics = {"width": 0, "height": 0, "deviceScaleFactor": 0, "mobile": on}
            await self._tab.devtools("Emulation.setDeviceMetricsOverride", **metrics)
        else:
            feature, active, inactive = FEATURES[name]
            self._features[feature] = active if on else inactive
            features = [{"name": key, "value": value} for key, value in self._features.items()]
            await self._tab.devtools("Emulation.setEmulatedMedia", features=features)
        await self._tab.wait_for(f"condition.matches === {str(on).lower()}")

    async def enlarge_text(self, factor: float) -> None:
        """Make text larger and nothing else. Firefox only: no other desktop browser can."""
        await self._browser.system(f"void (ZoomManager.useFullZoom = false, ZoomManager.zoom = {factor})")

    async def _prefer(self, preference: str, value: int) -> None:
        await self._browser.system(f"void Services.prefs.setIntPref('{preference}', {value})")
