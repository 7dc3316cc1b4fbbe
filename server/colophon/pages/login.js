// Puts the code of a one-time link into its field. Without this script it is typed there.
'use strict';
const code = decodeURIComponent(location.hash.slice(1)).trim();
if (/^[\w-]{4,40}$/.test(code)) {
  document.getElementById('code').value = code;
  document.getElementById('password-form').hidden = true;
  history.replaceState(null, '', location.pathname + location.search); // it need not stay in the address bar
  document.querySelector('#code-form button').focus();
}
