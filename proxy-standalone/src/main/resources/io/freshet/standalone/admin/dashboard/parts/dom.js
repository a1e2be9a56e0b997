// Makes elements. Text becomes text and nothing else, whoever wrote it.

/** Text with every character that steers instead of shows spelt, as in the logs: io.freshet.log.Printable. Line feeds are our own. */
export function printable(text) {
  return String(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, c => c === '\n' ? c :
    c.split('').map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}

/** An element with attributes (class, title, data-*, or a function for an event: onclick) and children: elements or text. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(key, value === true ? '' : printable(value));
    }
  }
  element.append(...children.filter(child => child !== undefined && child !== null)
    .map(child => child instanceof Node ? child : printable(child)));
  return element;
}

export const $ = id => document.getElementById(id);

/** Names and values, one below the other; pairs without a value are left out. */
export function facts(pairs) {
  const list = el('dl', {class: 'facts'});
  for (const [name, value] of pairs) {
    if (value !== undefined && value !== null && value !== '') {
      list.append(el('dt', {}, name), el('dd', {}, value));
    }
  }
  return list;
}

/** How full something is; share from 0 to 1. */
export function meter(label, share, kind = '') {
  const bar = el('i', {class: kind});
  const within = Math.max(0, Math.min(1, share || 0));
  bar.style.width = `${(within * 100).toFixed(1)}%`;
  return el('div', {
    class: 'meter', role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100,
    'aria-valuenow': Math.round(within * 100),
  }, bar);
}

/** A rule's name, and where it stands. */
export function why(reason) {
  return el('span', {}, el('code', {class: 'token'}, reason.token), ' ', el('span', {class: 'clause'}, reason.clause || ''));
}
