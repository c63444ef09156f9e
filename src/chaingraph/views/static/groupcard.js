// The things of a large network, from columns: what a card or the search asks of one is made when it is asked.
"use strict";
(() => {
  const page = window.chaingraph;
  const { data } = page;
  const owner = [];
  data.sizes.forEach((size, group) => { for (let one = 0; one < size; one += 1) owner.push(group); });
  const after = data.ids.map(() => []);
  const before = data.ids.map(() => []);
  for (let place = 0; place < data.links.length; place += 2) {
    after[data.links[place]].push(data.links[place + 1]);
    before[data.links[place + 1]].push(data.links[place]);
  }
  const shown = 60;
  const listed = (title, many) => {
    if (!many.length) return [];
    const items = many.slice(0, shown).map((one) => ({ to: data.ids[one] }));
    if (many.length > shown) items.push({ lines: [data.words.more] });
    return [{ title, items }];
  };
  data.things = Object.fromEntries(data.ids.map((id, place) => {
    const thing = {
      kind: data.kindNames[data.kindOf[place]],
      name: data.names[place],
      place,
      group: owner[place],
      facts: [data.groups[owner[place]]],
      tip: [data.groups[owner[place]]],
      get keys() { return [...data.texts[data.names[place]], id]; },
      get sections() {
        return [...listed(data.words.leads, after[place]), ...listed(data.words.comes, before[place])];
      },
    };
    if (data.stateOf[place]) thing.state = data.stateOf[place];
    return [id, thing];
  }));
  page.stateOf = (id) => data.things[id].state || "";
  page.around = (place) => [...after[place], ...before[place]];
})();
