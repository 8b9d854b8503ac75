// A page for the modules under test: they find a document where a browser has one.

import { JSDOM } from 'jsdom';

export const MODULES = new URL('../../../helion_dashboard/static/helion_dashboard/js/', import.meta.url);

// Replaces the document by one with this body, until `close()`.
export function open(body = '') {
  const { window } = new JSDOM(`<!DOCTYPE html><body>${body}</body>`, { pretendToBeVisual: true });
  globalThis.document = window.document;
  return {
    window,
    document: window.document,
    fire(type, target = window.document) { target.dispatchEvent(new window.Event(type, { bubbles: true })); },
    close() { delete globalThis.document; window.close(); },
  };
}

export function load(name) {
  return import(new URL(name, MODULES));
}
