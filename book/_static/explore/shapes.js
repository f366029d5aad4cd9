// The shape of every tensor of torch.nn.RNN, LSTM and GRU, for sizes that the reader chooses.
import * as x from "./common.js";

const GATES = { RNN: 1, LSTM: 4, GRU: 3 };

// name → list of [what the size is, the size]; choice has cell, n, T, d, h, layers, directions, batchFirst, p.
export function axes(choice) {
  const { cell, layers, directions, batchFirst } = choice;
  const p = cell === "LSTM" ? choice.p : 0;
  const [n, T, d, h] = ["n", "T", "d", "h"].map((letter) => [letter, choice[letter]]);
  const out = p ? ["p", p] : h;
  const gates = [GATES[cell] > 1 ? `${GATES[cell]}h` : "h", GATES[cell] * choice.h];
  const wide = directions > 1 ? [`2${out[0]}`, 2 * out[1]] : out;
  const slots = [layers * directions > 1 ? "layers·directions" : "1", layers * directions];
  const lay = (last) => (batchFirst ? [n, T, last] : [T, n, last]);
  const states = (end) => ({
    [`h_${end}`]: [slots, n, out],
    ...(cell === "LSTM" ? { [`c_${end}`]: [slots, n, h] } : {}),
  });
  const shapes = { input: lay(d), ...states("0") };
  for (let layer = 0; layer < layers; layer++) {
    for (const suffix of directions > 1 ? ["", "_reverse"] : [""]) {
      const tail = `l${layer}${suffix}`;
      shapes[`weight_ih_${tail}`] = [gates, layer ? wide : d];
      shapes[`weight_hh_${tail}`] = [gates, out];
      shapes[`bias_ih_${tail}`] = [gates];
      shapes[`bias_hh_${tail}`] = [gates];
      if (p) shapes[`weight_hr_${tail}`] = [out, h];
    }
  }
  return { ...shapes, output: lay(wide), ...states("n") };
}

const product = (shape) => shape.reduce((all, [, size]) => all * size, 1);

// name → sizes alone.
export const tensors = (choice) =>
  Object.fromEntries(Object.entries(axes(choice)).map(([name, shape]) => [name, shape.map(([, size]) => size)]));

export const parameters = (choice) =>
  Object.entries(axes(choice)).reduce((sum, [name, shape]) => sum + (/^(weight|bias)/.test(name) ? product(shape) : 0), 0);

// Which axis is which: a colour for every letter.
const tone = (letters) => ({ n: "red", T: "purple", d: "blue", h: "green", p: "orange" })[letters.at(-1)] ?? "ink";
const bracket = (shape) => `[${shape.map(([, size]) => size).join(", ")}]`;

// What this course calls a tensor, and its shape there; biases and directions are kept otherwise.
function ours(cell, name, shape) {
  const turned = [...shape].reverse().map(([letters]) => letters).join(", ");
  if (name === "input") return "X [n, T, d]";
  if (name === "output") return `H [n, T, ${shape.at(-1)[0]}]`;
  if (name.startsWith("weight")) return `${{ ih: "W_xh", hh: "W_hh", hr: "W_hp" }[name.slice(7, 9)]} [${turned}]`;
  if (name.startsWith("bias_ih")) return `b_h [${turned}], the sum with the next`;
  if (name.startsWith("bias_hh")) return cell === "GRU" ? "of its last third: b_hg [h]" : "";
  return `${name[0]} [${shape[1][0]}, ${shape[2][0]}], one for each`;
}

function make(box, { choice: start, full }) {
  const set = x.group(box, "Choose", "knobs");
  const knobs = {};
  const turned = () => changed();
  const size = (name, label, max, min = 1) =>
    (knobs[name] = x.slider(set, { label, min, max, step: 1, value: start[name], says: (v) => (v ? String(v) : "none") }, turned));
  const pick = (name, label, options) => (knobs[name] = x.choice(set, { label, options, value: String(start[name]) }, turned));
  if (full) pick("cell", "cell", ["RNN", "LSTM", "GRU"].map((cell) => [cell, `torch.nn.${cell}`]));
  size("n", "n, sequences in the batch", 12);
  size("T", "T, steps", 30);
  size("d", "d, numbers in an input", 30);
  size("h", "h, units (hidden_size)", 30);
  if (full) {
    size("layers", "num_layers", 3);
    pick("directions", "directions", [["1", "one"], ["2", "both (bidirectional=True)"]]);
    size("p", "proj_size, LSTM only", 12, 0);
  }
  pick("batchFirst", "batch_first", [["true", "True"], ["false", "False"]]);
  const picture = x.picture(box, draw);
  const rest = box.appendChild(x.el("p", { class: "rest" }));
  const holder = box.appendChild(x.el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "All tensors" }));
  const aloud = x.announcer(box);
  const read = () => {
    const now = { ...start };
    for (const name in knobs) now[name] = name === "cell" ? knobs[name].value : name === "batchFirst" ? knobs[name].value === "true" : Number(knobs[name].value);
    now.p = now.cell === "LSTM" ? Math.min(now.p, now.h - 1) : 0;
    return now;
  };

  const coloured = (px, y, name, shape, size = 14) =>
    `<text x="${px}" y="${y + 5}" text-anchor="middle" font-size="${size}" style="fill:var(--rc-ink)">${name} [` +
    shape.map(([letters, value]) => `<tspan style="fill:var(--rc-${tone(letters)});font-weight:650">${value}</tspan>`).join(", ") + "]</text>";

  function draw(width) {
    const [now, shapes] = [read(), axes(read())];
    const half = Math.max(0.22 * width, 86);
    const [middle, right, height] = [Math.max(0.38 * width, half + 2), width * 0.8, 110 + 70 * now.layers];
    const arrow = (x1, y1, x2, y2) => {
      const [tip, side] = x1 === x2 ? [`l-4,7h8z`, 0] : ["l-7,-4v8z", 0];
      return `<path d="M${x1},${y1}L${x2},${y2 + side}" style="stroke:var(--rc-quiet)"/><path d="M${x2},${y2}${tip}" style="fill:var(--rc-quiet)"/>`;
    };
    const body = [
      coloured(middle, 20, "output", shapes.output), coloured(middle, height - 20, "input", shapes.input),
      arrow(middle, height - 34, middle, height - 64), arrow(middle, 66, middle, 34),
      ...["h_n", "c_n"].filter((name) => shapes[name]).map((name, k) => coloured(right, 20 + 20 * k, name, shapes[name])),
      x.text(right, height - 90, "last states", "quiet", "middle", 13),
    ];
    for (let layer = 0; layer < now.layers; layer++) {
      const y = height - 90 - 70 * layer;
      body.push(
        `<rect x="${middle - half}" y="${y - 23}" width="${2 * half}" height="46" rx="6" style="fill:var(--rc-wash);stroke:var(--rc-quiet)"/>`,
        x.text(middle, y - 9, `layer ${layer}: ${now.cell}${now.directions > 1 ? ", both ways" : ""}`, "ink", "middle", 13),
        coloured(middle, y + 11, "weight_ih", shapes[`weight_ih_l${layer}`], 12),
        arrow(middle + half + 2, y, right - 42, y), layer ? arrow(middle, y + 46, middle, y + 26) : "");
    }
    return { height, body: body.join(""), alt: `A stack of layers, ${now.layers} high: input ${bracket(shapes.input)}, output ${bracket(shapes.output)}, h_n ${bracket(shapes.h_n)}.` };
  }

  function changed() {
    const [now, shapes] = [read(), axes(read())];
    if (knobs.p) {  // what the slider says is what is used
      knobs.p.input.disabled = now.cell !== "LSTM";
      if (now.cell === "LSTM" && knobs.p.value !== now.p) knobs.p.value = now.p;
    }
    picture.redraw();
    rest.textContent = `torch.nn.${now.cell} of this size has ${parameters(now).toLocaleString("en")} parameters.`;
    const rows = new Map();  // tensors of one kind and one shape share a row
    for (const [name, shape] of Object.entries(shapes)) {
      const key = name.replace(/_l\d.*/, "") + bracket(shape);
      rows.set(key, [...(rows.get(key) ?? []), name]);
    }
    const table = x.el("table", { class: "table" }, x.el("thead", {}, x.el("tr", {},
      ...["torch.nn", "shape", "in letters", "in this course"].map((words) => x.el("th", { scope: "col" }, words)))));
    const body = table.appendChild(x.el("tbody"));
    for (const names of rows.values()) {
      const shape = shapes[names[0]];
      const sizes = shape.flatMap(([letters, value], k) => [k ? ", " : "", x.el("b", { class: `tone-${tone(letters)}` }, String(value))]);
      body.append(x.el("tr", {}, x.el("th", { scope: "row" }, names.join(", ")), x.el("td", {}, "[", ...sizes, "]"),
        x.el("td", {}, shape.map(([letters]) => letters).join(", ")), x.el("td", {}, ours(now.cell, names[0], shape))));
    }
    holder.replaceChildren(table);
    aloud(`Output ${bracket(shapes.output)}, h_n ${bracket(shapes.h_n)}. ${rest.textContent}`);
  }
  changed();
}

x.mount("shapes", make);
