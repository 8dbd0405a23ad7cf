'use strict';
(async () => {
  const CLOSER = 1.25;
  const paper = document.querySelector('[data-diagram]');
  if (!paper) {
    return;
  }
  const ids = (list) => list.split(' ').filter((id) => id);
  try {
    const answer = await fetch(paper.dataset.diagram, { credentials: 'same-origin' });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const viewer = new BpmnJS({ container: paper });
    await viewer.importXML(await answer.text());
    const canvas = viewer.get('canvas');
    const elements = viewer.get('elementRegistry');
    const passed = new Set(ids(paper.dataset.taken));
    const here = new Set(ids(paper.dataset.here));
    const reached = (id) => passed.has(id) || here.has(id);
    elements.forEach((element) => {
      if (passed.has(element.id)) {
        canvas.addMarker(element.id, 'taken');
      }
      if (here.has(element.id)) {
        canvas.addMarker(element.id, 'here');
      }
      if (element.waypoints && element.source && element.target
          && passed.has(element.source.id) && reached(element.target.id)) {
        canvas.addMarker(element.id, 'taken');
      }
    });
    canvas.zoom('fit-viewport', 'auto');
    const buttons = document.querySelector('[data-zoom]');
    buttons.hidden = false;
    buttons.querySelector('[data-fit]').addEventListener('click', () => canvas.zoom('fit-viewport', 'auto'));
    buttons.querySelector('[data-in]').addEventListener('click', () => canvas.zoom(canvas.zoom() * CLOSER));
    buttons.querySelector('[data-out]').addEventListener('click', () => canvas.zoom(canvas.zoom() / CLOSER));
    paper.dataset.drawn = 'yes';
  } catch (failure) {
    const words = document.createElement('p');
    words.className = 'failed';
    words.textContent = 'The diagram could not be drawn. The table below says the same.';
    paper.replaceChildren(words);
    document.getElementById('path').open = true;
    paper.dataset.drawn = 'no';
  }
})();
