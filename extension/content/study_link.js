// On a study's page of a server on this computer only: what it is about opens on a page of Colophon's own.
"use strict";
if (location.hash) void Colophon.ask({ type: "study-invited" });
