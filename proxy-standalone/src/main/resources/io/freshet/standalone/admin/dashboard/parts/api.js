// Asks the API, with the token where one is wanted. That stays in this tab's session.

import {$} from './dom.js';

const KEPT = 'freshet-token';
const PATIENCE = 10_000;

let asking;

/** A refusal that a person can read. */
export class Refused extends Error {}

export const hasToken = () => sessionStorage.getItem(KEPT) !== null;
export const forgetToken = () => sessionStorage.removeItem(KEPT);

/** What is at a path; with an object that is posted. Asks for the token, and again, until it is right. */
export async function call(path, object) {
  for (let wrong = false; ; wrong = true) {
    const used = sessionStorage.getItem(KEPT);
    const headers = {};
    if (used) headers.Authorization = `Bearer ${used}`;
    if (object) headers['Content-Type'] = 'application/json';
    const response = await fetch(path, {
      method: object ? 'POST' : 'GET', headers, body: object && JSON.stringify(object),
      cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 401) {
      if (used === sessionStorage.getItem(KEPT)) await token(wrong && used !== null);
      continue;
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Refused(answer.error || `The proxy answered ${response.status}.`);
    return answer;
  }
}

/** Whoever asks meanwhile waits for the same answer. */
function token(wrong) {
  asking ??= new Promise(resolve => {
    const dialog = $('token');
    $('token-wrong').hidden = !wrong;
    $('token-value').value = '';
    $('token-form').onsubmit = event => {
      event.preventDefault();
      // Only what a header can carry; anything else is wrong anyway.
      sessionStorage.setItem(KEPT, $('token-value').value.replace(/[^!-~]/g, '?'));
      $('token-value').value = '';
      asking = undefined;
      dialog.close();
      resolve();
    };
    // There is nothing to see without it.
    dialog.oncancel = event => event.preventDefault();
    dialog.showModal();
  });
  return asking;
}
