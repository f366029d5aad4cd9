// One unit of an LSTM: eight numbers to turn, and c and h over time. The equations are 5.1 to 5.6.
import * as x from "./common.js";

export const sigmoid = (a) => 0.5 * (1 + Math.tanh(0.5 * a));
export const halfLife = (f) => (f <= 0 ? 0 : Math.LN2 / -Math.log(f));

// The weights in the order i, f, g, o: W_xh is 2 × 4 (value, mark), W_hh and b_h are 4 numbers each.
export const params = (k) => ({
  W_xh: [[0, 0, k.x_g, 0], [k.m_i, k.m_f, 0, k.m_o]],
  W_hh: [0, 0, k.h_g, 0],
  b_h: [k.b_i, k.b_f, 0, k.b_o],
});

export function step({ W_xh, W_hh, b_h }, x_t, h, c) {
  const a = b_h.map((b, k) => x_t.reduce((sum, value, j) => sum + value * W_xh[j][k], 0) + h * W_hh[k] + b);
  const [i, f, g, o] = [sigmoid(a[0]), sigmoid(a[1]), Math.tanh(a[2]), sigmoid(a[3])];
  const held = f * c + i * g;
  return { i, f, g, o, c: held, h: o * Math.tanh(held) };
}

// A sequence, from c = h = 0: each of i, f, g, o, c and h as a list over time.
export function run(weights, X) {
  const values = { i: [], f: [], g: [], o: [], c: [], h: [] };
  let now = { h: 0, c: 0 };
  for (const x_t of X) {
    now = step(weights, x_t, now.h, now.c);
    for (const name in values) values[name].push(now[name]);
  }
  return values;
}

const GROUPS = [
  ["Forget gate", "orange", [["b_f", "bias", 8, 0.1], ["m_f", "weight of the mark", 16, 0.5]]],
  ["Input gate", "purple", [["b_i", "bias", 8, 0.1], ["m_i", "weight of the mark", 16, 0.5]]],
  ["Output gate", "grey", [["b_o", "bias", 8, 0.1], ["m_o", "weight of the mark", 16, 0.5]]],
  ["Candidate", "blue", [["x_g", "weight of the value", 8, 0.1], ["h_g", "weight of the last h", 8, 0.1]]],
];

function make(box, settings) {
  const knobs = {};
  const read = () => Object.fromEntries(Object.entries(knobs).map(([name, knob]) => [name, knob.value]));
  const chooser = x.group(box, "Begin with", "presets");
  const presets = Object.values(settings.presets).map((preset) => {
    const made = x.button(chooser, preset.label, () => {
      for (const name in knobs) knobs[name].value = preset.knobs[name];
      sequence.value = preset.sequence;
      changed();
    });
    return [made, preset];
  });
  const all = Object.entries(settings.sequences).map(([key, { label }]) => [key, label]);
  const sequence = x.choice(box, { label: "It reads", options: all, value: settings.sequence }, () => changed());
  const picture = x.picture(box, draw);
  const at = x.slider(box, { label: "Numbers of step", min: 1, max: 24, step: 1, value: 24, says: String }, () => changed());
  const numbers = box.appendChild(x.el("dl", { class: "numbers" }));
  const rest = box.appendChild(x.el("p", { class: "rest" }));
  const grid = box.appendChild(x.el("div", { class: "knobs" }));
  for (const [words, colour, rows] of GROUPS) {
    const set = x.group(grid, words, `tone-${colour}`);
    for (const [name, label, reach, notch] of rows) {
      const range = { label, min: -reach, max: reach, step: notch, value: settings.knobs[name] };
      const says = name.startsWith("b_") ? (v) => `${x.show(v, 1)}, gate at ${x.show(sigmoid(v))}` : undefined;
      knobs[name] = x.slider(set, says ? { ...range, says } : range, () => changed());
    }
  }
  const aloud = x.announcer(box);
  const values = () => run(params(read()), settings.sequences[sequence.value].X);
  picture.onPoint((px) => {
    const t = Math.round(0.5 + ((px - 44) / (picture.svg.viewBox.baseVal.width - 52)) * 24);
    at.value = Math.min(24, Math.max(1, t));
    changed();
  });

  function draw(width) {
    const [X, v] = [settings.sequences[sequence.value].X, values()];
    const steps = X.map((_, t) => t + 1);
    const both = [...v.c, ...v.h];
    const [low, high] = [Math.min(-1, Math.floor(Math.min(...both))), Math.max(1, Math.ceil(Math.max(...both)))];
    const place = (top, bottom, range) => x.frame(44, width - 8, top, bottom, [0.5, 24.5], range);
    const [input, gates, cell] = [place(30, 96, [-1, 1]), place(138, 208, [0, 1]), place(250, 350, [low, high])];
    const stems = X.map(([value, mark], t) =>
      `<path d="M${input.x(t + 1).toFixed(1)},${input.y(0)}V${input.y(value).toFixed(1)}" stroke-width="1.4" style="stroke:var(--rc-blue)"/>` +
      x.dot(input.x(t + 1), input.y(value), mark ? 4 : 2.6, "blue", mark > 0));
    const ticks = (...ts) => ts.map((t) => [t, x.show(t, 0)]);
    const body = [
      x.text(8, 12, "the input; full dots are marked", "blue", "start", 13), x.axes(input, [], ticks(-1, 0, 1)), ...stems,
      x.legend(120, [["forget", "orange"], ["input", "purple"], ["output", "grey"]]), x.axes(gates, [], ticks(0, 1)),
      x.line(gates, steps, v.f, "orange"), x.line(gates, steps, v.i, "purple", "6 3"), x.line(gates, steps, v.o, "grey", "2 3"),
      x.legend(232, [["c, what is held", "green"], ["h, what is shown", "red"]]),
      x.axes(cell, ticks(4, 8, 12, 16, 20, 24), ticks(low, 0, high)),
      x.line(cell, steps, v.c, "green"), x.line(cell, steps, v.h, "red", "6 3"),
      ...[input, gates, cell].map((f) => x.upright(f, at.value)),
      x.dot(cell.x(at.value), cell.y(v.c[at.value - 1]), 4, "green"), x.dot(cell.x(at.value), cell.y(v.h[at.value - 1]), 4, "red"),
      x.text(width - 8, 382, "step", "quiet", "end"),
    ];
    const end = `c ends at ${x.show(v.c.at(-1))}, h at ${x.show(v.h.at(-1))}`;
    return { height: 392, body: body.join(""), alt: `The input, the three gates, and c and h over 24 steps; ${end}.` };
  }

  function changed() {
    const [v, t, k] = [values(), at.value - 1, read()];
    picture.redraw();
    for (const [made, preset] of presets) {
      const same = preset.sequence === sequence.value && Object.entries(preset.knobs).every(([name, value]) => k[name] === value);
      made.setAttribute("aria-pressed", same);
    }
    numbers.replaceChildren(...["f", "i", "g", "o", "c", "h"].map((name) =>
      x.el("div", { class: `of-${name}` }, x.el("dt", {}, name), x.el("dd", {}, x.show(v[name][t])))));
    const gate = sigmoid(k.b_f);
    rest.textContent = `Where there is no mark the forget gate stands at ${x.show(gate)}: by that gate alone half is gone after ${x.show(halfLife(gate), halfLife(gate) < 10 ? 1 : 0)} steps.`;
    aloud(`Step ${t + 1}: c is ${x.show(v.c[t])}, h is ${x.show(v.h[t])}. ${rest.textContent}`);
  }
  changed();
}

x.mount("gates", make);
