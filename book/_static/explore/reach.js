// Which inputs reach which outputs: the arrows of an unrolled network, followed from one end or the other.
import * as x from "./common.js";

// Every arrow as [from, to]. Nodes: x3 and o3 are input and output of step 3, f1.3 and b1.3 the states of layer 1.
export function arrows({ T, length, directions, layers, packed }) {
  const end = packed ? length : T;
  const kinds = { forward: ["f"], backward: ["b"], both: ["f", "b"] }[directions];
  const found = [];
  for (let t = 1; t <= end; t++) {
    let below = [`x${t}`];
    for (let layer = 1; layer <= layers; layer++) {
      const here = kinds.map((kind) => `${kind}${layer}.${t}`);
      for (const to of here) for (const from of below) found.push([from, to]);
      for (const kind of kinds) {
        const before = kind === "f" ? t - 1 : t + 1;
        if (before >= 1 && before <= end) found.push([`${kind}${layer}.${before}`, `${kind}${layer}.${t}`]);
      }
      below = here;
    }
    for (const from of below) found.push([from, `o${t}`]);
  }
  return found;
}

// All nodes that an arrow or several lead to from `start`; against the arrows with `back`.
export function follow(all, start, back = false) {
  const seen = new Set([start]);
  const next = new Map();
  for (const [from, to] of all) {
    const [key, value] = back ? [to, from] : [from, to];
    next.set(key, [...(next.get(key) ?? []), value]);
  }
  for (const node of seen) for (const other of next.get(node) ?? []) seen.add(other);  // a Set is walked as it grows
  return seen;
}

// T × T: whether input s (column) reaches output t (row).
export function reach(choice) {
  const [all, steps] = [arrows(choice), Array.from({ length: choice.T }, (_, t) => t + 1)];
  const from = steps.map((s) => follow(all, `x${s}`));
  return steps.map((t) => steps.map((s) => from[s - 1].has(`o${t}`)));
}

function make(box, start) {
  let chosen = "o4";
  const [T, knobs] = [start.T, x.group(box, "Choose", "knobs")];
  const turned = () => changed();
  const directions = x.choice(knobs, { label: "directions", value: start.directions, options: [["forward", "forward"], ["backward", "backward"], ["both", "both"]] }, turned);
  const packed = x.choice(knobs, { label: "the layer is told the length", value: "true", options: [["true", "yes"], ["false", "no"]] }, turned);
  const layers = x.slider(knobs, { label: "layers", min: 1, max: 3, step: 1, value: start.layers, says: String }, turned);
  const padding = x.slider(knobs, { label: "steps of padding at the end", min: 0, max: 4, step: 1, value: T - start.length, says: String }, turned);
  const rows = {};
  const addRow = (letter, words) => {
    const set = x.group(box, words, "steps-row");
    rows[letter] = Array.from({ length: T }, (_, t) =>
      x.button(set, "", () => { chosen = `${letter}${t + 1}`; changed(); }));
    rows[letter].forEach((made, t) => made.append(x.el("i", {}, letter), x.el("sub", {}, String(t + 1))));
    // Among the buttons of a row the arrow keys go left and right.
    set.addEventListener("keydown", (event) => {
      const at = rows[letter].indexOf(document.activeElement) + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? NaN);
      rows[letter][at]?.focus();
    });
  };
  addRow("o", "Outputs: choose one, and see what reaches it");
  const picture = x.picture(box, draw);
  addRow("x", "Inputs: choose one, and see what it reaches");
  const rest = box.appendChild(x.el("p", { class: "rest" }));
  const aloud = x.announcer(box);
  const read = () => ({ T, length: T - padding.value, directions: directions.value, layers: layers.value, packed: packed.value === "true" });
  const lit = (now) => follow(arrows(now), chosen, chosen.startsWith("o"));

  function sentence(now) {
    const [seen, other] = [lit(now), chosen.startsWith("o") ? "x" : "o"];
    const steps = Array.from({ length: T }, (_, t) => t + 1).filter((t) => seen.has(other + t));
    const padded = steps.filter((t) => t > now.length).length;
    const range = steps.length > 1 ? `${other}${steps[0]} to ${other}${steps.at(-1)}` : `${other}${steps[0]} alone`;
    const verb = other === "x" ? "is reached by" : "reaches";
    if (!steps.length) return `${chosen} ${other === "x" ? "is reached by nothing: it is padding, and its output is zero" : "reaches nothing: it is padding, and the layer does not read it"}.`;
    return `${chosen} ${verb} ${range}${padded ? `, of which ${padded} ${padded > 1 ? "are" : "is"} padding` : ""}.`;
  }

  function draw(width) {
    const now = read();
    const seen = lit(now);
    const kinds = { forward: ["f"], backward: ["b"], both: ["f", "b"] }[now.directions];
    const tall = 34 + now.layers * kinds.length * 46;
    const place = (node) => {
      const [kind, rest] = [node[0], node.slice(1).split(".").map(Number)];
      const px = ((rest.at(-1) - 0.5) / T) * width;
      if (kind === "o") return [px, 2];
      if (kind === "x") return [px, tall - 2];
      const level = (rest[0] - 1) * kinds.length + kinds.indexOf(kind) + 0.5;
      return [px + (kind === "b" ? width / T / 7 : kinds.length > 1 ? -width / T / 7 : 0), tall - 17 - 46 * level];
    };
    const colour = (node) => ({ f: "green", b: "purple", x: "blue", o: "red" })[node[0]];
    const all = arrows(now);
    const nodes = new Set(all.flat().filter((node) => "fb".includes(node[0])));
    const body = all.map(([from, to]) => {
      const [[x1, y1], [x2, y2]] = [place(from), place(to)];
      const on = seen.has(from) && seen.has(to);
      return `<path d="M${x1.toFixed(1)},${y1.toFixed(1)}L${x2.toFixed(1)},${y2.toFixed(1)}" stroke-width="${on ? 2.2 : 1}" ` +
        `style="stroke:var(--rc-${on ? colour("fb".includes(to[0]) ? to : from) : "line"})"/>`;
    });
    for (const node of nodes) {
      const [px, py] = place(node);
      const name = colour(node);
      body.push(`<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="9" style="stroke:var(--rc-${name});fill:${seen.has(node) ? `var(--rc-${name})` : "var(--rc-paper)"}"/>`,
        arrowhead(px, py, node[0] === "f" ? 1 : -1, seen.has(node) ? "paper" : name));
    }
    return { height: tall, body: body.join(""), alt: `The unrolled network, its arrows followed from ${chosen}: ${sentence(now)}` };
  }

  function arrowhead(px, py, heading, colour) {
    return `<path d="M${(px - 2.5 * heading).toFixed(1)},${py - 4}L${(px + 3 * heading).toFixed(1)},${py}L${(px - 2.5 * heading).toFixed(1)},${py + 4}" fill="none" stroke-width="1.8" style="stroke:var(--rc-${colour})"/>`;
  }

  function changed() {
    const now = read();
    const seen = lit(now);
    picture.redraw();
    for (const [letter, buttons] of Object.entries(rows)) buttons.forEach((made, t) => {
      made.setAttribute("aria-pressed", chosen === `${letter}${t + 1}`);
      made.classList.toggle("lit", seen.has(`${letter}${t + 1}`));
      made.classList.toggle("padding", t >= now.length);
    });
    rest.textContent = sentence(now);
    aloud(rest.textContent);
  }
  changed();
}

x.mount("reach", make);
