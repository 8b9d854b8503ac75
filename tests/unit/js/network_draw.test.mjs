import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { load, open } from './page.mjs';

const { complain, drawer } = await load('network_draw.mjs');

const TEXTS = { add: 'Add', remove: 'Remove', choose: 'Choose…', kept: 'kept', broken: '%(n)d broken', brokenOne: 'one broken' };
const SECTIONS = [
  {
    key: 'switches', type: 'list', label: 'Switches', help: 'Of all hosts.', min: 1,
    fields: [{ key: 'name', type: 'text', label: 'Name', required: true }, { key: 'mtu', type: 'number', label: 'MTU', default: '1500' }],
  },
  {
    key: 'portGroups', type: 'list', label: 'Port groups', min: 1,
    fields: [
      { key: 'switchName', type: 'choice', label: 'Switch', choices_from: 'switches[].name', required: true },
      { key: 'vlan_type', type: 'choice', label: 'VLAN type', default: 'none', choices: [{ value: 'none', label: 'None' }, { value: 'vlan', label: 'One' }] },
      { key: 'cloud', type: 'words', label: 'Tenants', choices: [{ value: 'vlan', label: 'VLAN' }, { value: 'vxlan', label: 'VXLAN' }] },
      { key: 'vlan', type: 'text', label: 'VLAN', shown_if: { key: 'vlan_type', values: ['vlan'] } },
      { key: 'nic_teaming', type: 'group', label: 'Teaming', fields: [{ key: 'active_nics', type: 'words', label: 'Active' }] },
    ],
  },
  { key: 'template_info', type: 'group', label: 'Template', fields: [{ key: 'upload', type: 'bool', label: 'Upload' }] },
];

describe('the form of network properties', () => {
  let page; let place; let verdict; let content; let changes;

  beforeEach(() => {
    page = open('<p id="verdict"></p><div id="place"></div>');
    page.window.Element.prototype.scrollIntoView = () => {}; // jsdom has no layout
    globalThis.CSS = { escape: (text) => text.replace(/[.]/g, '\\.') };
    place = page.document.getElementById('place');
    verdict = page.document.getElementById('verdict');
    content = { switches: [{ name: 'A', mtu: '1500' }], portGroups: [{ switchName: 'A', vlan_type: 'none', other: 1, cloud: 'vlan' }], more: true };
    changes = 0;
    drawer(place, SECTIONS, TEXTS, () => { changes += 1; })(content);
  });
  afterEach(() => page.close());

  const at = (path) => page.document.getElementById(`network-${path}`);
  const type = (path, value) => { at(path).value = value; page.fire('input', at(path)); };
  const press = (label, within = place) => [...within.querySelectorAll('button')].find((element) => element.textContent.includes(label)).click();

  test('has a labelled control for each value', () => {
    assert.equal(at('switches.0.name').value, 'A');
    assert.match(at('switches.0.name').labels[0].textContent, /Name/);
    assert.equal(at('portGroups.0.switchName').value, 'A');
    assert.equal(at('template_info.upload').type, 'checkbox');
  });

  test('what is typed goes into the document, and nothing else is lost', () => {
    type('switches.0.mtu', '9000');
    assert.equal(content.switches[0].mtu, '9000');
    assert.equal(content.portGroups[0].other, 1);
    assert.equal(content.more, true);
    assert.equal(changes, 1);
  });

  test('a box that is ticked is true', () => {
    at('template_info.upload').checked = true;
    page.fire('input', at('template_info.upload'));
    assert.deepEqual(content.template_info, { upload: true });
  });

  test('words to choose from are boxes', () => {
    const [vlan, vxlan] = at('portGroups.0.cloud').querySelectorAll('input');
    assert.deepEqual([vlan.checked, vxlan.checked], [true, false]);
    vxlan.checked = true;
    page.fire('input', vxlan);
    assert.equal(content.portGroups[0].cloud, 'vlan,vxlan');
    complain(place, verdict, [{ path: 'portGroups.0.cloud', message: 'Not both.' }], TEXTS);
    assert.match(at('portGroups.0.cloud').textContent, /Not both\./);
    assert.match(verdict.textContent, /Port groups 1, Tenants/);
  });

  test('a field is shown when it means something', () => {
    const box = at('portGroups.0.vlan').closest('.form-group');
    assert.equal(box.hidden, true);
    type('portGroups.0.vlan_type', 'vlan');
    assert.equal(box.hidden, false);
  });

  test('what refers to a name follows it', () => {
    type('switches.0.name', 'Blue');
    assert.equal(content.portGroups[0].switchName, 'Blue');
    assert.equal(at('portGroups.0.switchName').value, 'Blue');
  });

  test('but not where another one has the name', () => {
    press('Add', at('switches'));
    type('switches.1.name', 'A');
    type('switches.1.name', 'B');
    assert.equal(content.portGroups[0].switchName, 'A');
  });

  test('an item more, with its defaults and the focus in it', () => {
    press('Add', at('switches'));
    assert.deepEqual(content.switches[1], { name: '', mtu: '1500' });
    assert.equal(page.document.activeElement.id, 'network-switches.1.name');
    type('switches.1.name', 'B');
    const offered = [...at('portGroups.0.switchName').options].map((element) => element.value);
    assert.deepEqual(offered, ['A', 'B']);
  });

  test('an item less', () => {
    press('Remove', at('portGroups'));
    assert.deepEqual(content.portGroups, []);
    assert.equal(at('portGroups.0.switchName'), null);
    assert.equal(page.document.activeElement.id, 'network-portGroups');
  });

  test('a value that is no choice stays to be seen', () => {
    content.portGroups[0].switchName = 'Gone';
    drawer(place, SECTIONS, TEXTS, () => {})(content);
    assert.equal(at('portGroups.0.switchName').value, 'Gone');
  });

  test('a document without lists can be filled in', () => {
    const empty = {};
    drawer(place, SECTIONS, TEXTS, () => {})(empty);
    press('Add', at('switches'));
    assert.equal(empty.switches.length, 1);
  });

  test('what is wrong stands at its field, and on top', () => {
    complain(place, verdict, [
      { path: 'portGroups.0.nic_teaming.active_nics', message: 'No such NIC.' },
      { path: 'switches', message: 'Too few.' },
      { path: 'elsewhere', message: 'Hm <b>.' },
    ], TEXTS);
    const field = at('portGroups.0.nic_teaming.active_nics');
    assert.equal(field.getAttribute('aria-invalid'), 'true');
    assert.match(field.closest('.form-group').textContent, /No such NIC\./);
    assert.equal(field.closest('details').open, true);
    assert.match(at('switches').textContent, /Too few\./);
    assert.match(verdict.textContent, /3 broken/);
    assert.match(verdict.textContent, /elsewhere: Hm <b>\./);
    verdict.querySelector('a').click();
    assert.equal(page.document.activeElement, field);
    complain(place, verdict, [], TEXTS);
    assert.equal(field.hasAttribute('aria-invalid'), false);
    assert.match(verdict.textContent, /kept/);
    assert.equal(place.querySelectorAll('.has-error, [data-error]').length, 0);
  });

  test('an item is called by its name', () => {
    complain(place, verdict, [{ path: 'switches.0.mtu', message: 'Too small.' }], TEXTS);
    assert.equal(verdict.querySelector('a').textContent, 'Switches “A”, MTU: Too small.');
    type('switches.0.name', '');
    complain(place, verdict, [{ path: 'switches.0.mtu', message: 'Too small.' }], TEXTS);
    assert.equal(verdict.querySelector('a').textContent, 'Switches 1, MTU: Too small.');
  });

  test('an error below a value that has no field stands at the nearest one', () => {
    complain(place, verdict, [{ path: 'portGroups.0.unknown', message: 'Odd.' }], TEXTS);
    assert.match(verdict.textContent, /one broken/);
    assert.match(verdict.querySelector('a').textContent, /Port groups 1/);
  });
});
