'use strict';
(() => {
  const CLOSER = 1.25;
  const MARKS = ['taken', 'here', 'added', 'changed', 'removed', 'wrong'];
  const ids = (list) => (list || '').split(' ').filter((id) => id);

  // what stands where is read from the table that says the same
  const loads = () => [...document.querySelectorAll('tr[data-element]')].map((row) => ({
    id: row.dataset.element,
    waiting: Number(row.dataset.waiting),
    incidents: Number(row.dataset.incidents),
    heat: Number(row.dataset.heat),
  }));

  // drawn however small the diagram is, and never too small to read
  const ALWAYS = { show: { minZoom: 0, maxZoom: 100 }, scale: { min: 0.9, max: 1.2 } };
  const badge = (kind, number, words) => {
    const label = document.createElement('span');
    label.className = 'load ' + kind;
    label.textContent = String(number);
    label.title = number + ' ' + words;
    return label;
  };

  const mark = (viewer, paper) => {
    const canvas = viewer.get('canvas');
    const elements = viewer.get('elementRegistry');
    const overlays = viewer.get('overlays');
    const marked = Object.fromEntries(MARKS.map((kind) => [kind, new Set(ids(paper.dataset[kind]))]));
    const reached = (id) => marked.taken.has(id) || marked.here.has(id);
    elements.forEach((element) => {
      MARKS.filter((kind) => marked[kind].has(element.id))
        .forEach((kind) => canvas.addMarker(element.id, kind));
      if (element.waypoints && element.source && element.target
          && marked.taken.has(element.source.id) && reached(element.target.id)) {
        canvas.addMarker(element.id, 'taken');
      }
    });
    if ('loads' in paper.dataset) {
      loads().filter((load) => elements.get(load.id)).forEach((load) => {
        if (load.heat) {
          canvas.addMarker(load.id, 'heat-' + load.heat);
          overlays.add(load.id, { ...ALWAYS, position: { top: -12, left: -12 }, html: badge('waiting', load.waiting, 'here now') });
        }
        if (load.incidents) {
          overlays.add(load.id, { ...ALWAYS, position: { top: -12, right: 12 }, html: badge('incidents', load.incidents, 'incidents') });
        }
      });
    }
    return canvas;
  };

  // a file that is tried lies in the page itself, as nothing else holds it
  const inPage = (id) => new TextDecoder().decode(
    Uint8Array.from(atob(document.getElementById(id).value), (char) => char.charCodeAt(0)));

  const fetched = async (address) => {
    const answer = await fetch(address, { credentials: 'same-origin' });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer.text();
  };

  const draw = async (paper) => {
    try {
      const from = paper.dataset.diagram;
      const viewer = new BpmnJS({ container: paper });
      await viewer.importXML(from.startsWith('#') ? inPage(from.slice(1)) : await fetched(from));
      const canvas = mark(viewer, paper);
      canvas.zoom('fit-viewport', 'auto');
      const buttons = paper.closest('section').querySelector('[data-zoom]');
      if (buttons) {
        buttons.hidden = false;
        buttons.querySelector('[data-fit]').addEventListener('click', () => canvas.zoom('fit-viewport', 'auto'));
        buttons.querySelector('[data-in]').addEventListener('click', () => canvas.zoom(canvas.zoom() * CLOSER));
        buttons.querySelector('[data-out]').addEventListener('click', () => canvas.zoom(canvas.zoom() / CLOSER));
      }
      paper.dataset.drawn = 'yes';
    } catch (failure) {
      const words = document.createElement('p');
      words.className = 'failed';
      words.textContent = 'The diagram could not be drawn. The table below says the same.';
      paper.replaceChildren(words);
      const twin = document.getElementById('path');
      if (twin) {
        twin.open = true;
      }
      paper.dataset.drawn = 'no';
    }
  };

  document.querySelectorAll('[data-diagram]').forEach(draw);
})();
