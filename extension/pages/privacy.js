// What is sent and what is kept: the words of docs/privacy.md, where each names the test that holds it.

import { translatePage } from "./i18n.js";

const { t } = await translatePage();
document.title = t("privacy_title");
