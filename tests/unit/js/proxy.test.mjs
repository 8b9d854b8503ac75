import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { load, open } from './page.mjs';

const PAGE = `
  <form id="helion-proxy">
    <select name="datacenter"><option>DC1</option><option selected>DC2</option></select>
    <select name="port_group">
      <optgroup label="DC1"><option value="VM Network">VM Network</option></optgroup>
      <optgroup label="DC2"><option value="MGMT">MGMT</option><option value="VM Network">VM Network</option></optgroup>
    </select>
  </form>
  <form id="helion-forget"></form>`;

describe('the port groups of a datacenter', () => {
  test('are the only ones to choose from', async () => {
    const page = open(PAGE);
    await load('proxy.mjs');
    const { datacenter, port_group: groups } = page.document.forms[0].elements;
    const offered = () => [...groups.querySelectorAll('optgroup:not([hidden])')].map((group) => group.label);
    assert.deepEqual(offered(), ['DC2']);
    assert.equal(groups.value, 'MGMT');
    groups.value = 'MGMT';
    datacenter.value = 'DC1';
    page.fire('change', datacenter);
    assert.deepEqual(offered(), ['DC1']);
    assert.equal(groups.value, 'VM Network');
    page.close();
  });

  test('wait for a choice that must be made again', async () => {
    const page = open(PAGE.replace('<select name="port_group">', '<select name="port_group"><option value="" selected></option>'));
    await load('proxy.mjs');
    assert.equal(page.document.forms[0].elements.port_group.value, '');
    page.close();
  });
});
