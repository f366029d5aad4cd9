// How much of a gradient is left after a distance: a matrix alone, the matrix with its tanh, a forget gate.
import * as x from "./common.js";

const times = (row, matrix) => matrix[0].map((_, k) => row.reduce((sum, value, j) => sum + value * matrix[j][k], 0));
const timesTransposed = (row, matrix) => matrix.map((other) => other.reduce((sum, value, j) => sum + value * row[j], 0));
const length = (row) => Math.hypot(...row);

export const sigmoid = (a) => 0.5 * (1 + Math.tanh(0.5 * a));

// The states h_1 … h_T of h_t = φ(drive · x_t U + radius · h_{t−1} Q), from zero.
export function states({ Q, U, X }, radius, drive, T, squash = Math.tanh) {
  let h = Q.map(() => 0);
  return X.slice(0, T).map((x_t) => {
    const [seen, kept] = [times(x_t, U), times(h, Q)];
    return (h = seen.map((value, k) => squash(drive * value + radius * kept[k])));
  });
}

// The lengths of ∂L/∂h after 0, 1, …, T steps back: times 1 − h², times W_hh transposed, at every step.
export function withTanh(net, radius, drive, T) {
  let gradient = net.last;
  const lengths = [length(gradient)];
  for (const h of states(net, radius, drive, T).reverse()) {
    const inside = gradient.map((value, k) => value * (1 - h[k] * h[k]));
    gradient = timesTransposed(inside, net.Q).map((value) => radius * value);
    lengths.push(length(gradient));
  }
  return lengths;
}

// Without the tanh every factor is the radius, since the rest of the matrix is orthogonal.
export const alone = (net, radius, T) => Array.from({ length: T + 1 }, (_, j) => length(net.last) * radius ** j);

// Through a cell, every factor is the forget gate.
export const throughGate = (net, bias, T) => Array.from({ length: T + 1 }, (_, j) => length(net.last) * sigmoid(bias) ** j);

function make(box, net) {
  const set = x.group(box, "Turn", "knobs");
  const turned = () => changed();
  const radius = x.slider(set, { label: "spectral radius of the matrix", min: 0.5, max: 2, step: 0.01, value: net.radius, says: (v) => x.show(v, 2) }, turned);
  const drive = x.slider(set, { label: "size of the inputs", min: 0, max: 3, step: 0.05, value: net.drive, says: (v) => x.show(v, 2) }, turned);
  const bias = net.gate && x.slider(set, { label: "forget bias", min: -2, max: 8, step: 0.1, value: net.bias,
    says: (v) => `${x.show(v, 1)}, gate at ${x.show(sigmoid(v))}` }, turned);
  const T = x.slider(set, { label: "length of the sequence", min: 10, max: net.longest, step: 10, value: net.T, says: String }, () => {
    at.input.max = T.value;
    at.tell();
    changed();
  });
  const picture = x.picture(box, draw);
  const at = x.slider(box, { label: "Numbers after so many steps back", min: 0, max: net.T, step: 1, value: net.at, says: String }, turned);
  const numbers = box.appendChild(x.el("dl", { class: "numbers long" }));
  const rest = box.appendChild(x.el("p", { class: "rest" }));
  const aloud = x.announcer(box);
  const curves = () => [
    ["matrix alone", "blue", "6 3", alone(net, radius.value, T.value)],
    ["with its tanh", "green", "", withTanh(net, radius.value, drive.value, T.value)],
    ...(net.gate ? [["forget gate", "orange", "2 3", throughGate(net, bias.value, T.value)]] : []),
  ];
  picture.onPoint((px) => {
    at.value = Math.round(((px - 52) / (picture.svg.viewBox.baseVal.width - 68)) * T.value);
    changed();
  });

  function draw(width) {
    const frame = x.frame(52, width - 16, 34, 284, [0, T.value], [net.low, net.high]);
    const steps = Array.from({ length: T.value + 1 }, (_, j) => j);
    const log = (value) => Math.log10(Math.max(value, 1e-300));
    const inside = (value) => log(value) >= net.low && log(value) <= net.high;
    const all = curves();
    const powers = steps.slice(0, 8).map((k) => net.low + 4 * k).filter((power) => power <= net.high);
    const body = [
      x.legend(12, all),
      x.axes(frame, [0, 1, 2, 3, 4, 5].map((k) => [(k * T.value) / 5, String((k * T.value) / 5)]),
        powers.map((power) => [power, power ? `1e${power}`.replace("-", "−") : "1"])),
      // where two agree, the dashes lie on top
      ...all.map(([, colour, dash, lengths]) => {
        const seen = steps.filter((j) => inside(lengths[j]));
        return x.line(frame, seen, seen.map((j) => log(lengths[j])), colour, dash);
      }).reverse(),
      x.upright(frame, at.value),
      ...all.filter(([, , , lengths]) => inside(lengths[at.value])).map(([, colour, , lengths]) =>
        x.dot(frame.x(at.value), frame.y(log(lengths[at.value])), 4, colour)),
      x.text(width - 10, 316, "steps back", "quiet", "end"),
    ];
    const ends = all.map(([name, , , lengths]) => `${name} ${x.show(lengths.at(-1))}`).join(", ");
    return { height: 326, body: body.join(""), alt: `Length of a gradient against the steps back, on a logarithmic scale. After ${T.value} steps: ${ends}.` };
  }

  function changed() {
    const [all, j] = [curves(), at.value];
    picture.redraw();
    numbers.replaceChildren(...all.map(([name, colour, , lengths]) =>
      x.el("div", { class: `tone-${colour}` }, x.el("dt", {}, name), x.el("dd", {}, x.show(lengths[j], 4)))));
    const [first, tanh] = [all[0][3], all[1][3]];
    const step = (lengths) => (lengths.at(-1) / lengths[0]) ** (1 / T.value);
    rest.textContent = `A step multiplies by ${x.show(step(first), 2)} without the tanh and by ${x.show(step(tanh), 2)} with it, on average over ${T.value} steps.`;
    aloud(`${j} steps back: ${all.map(([name, , , lengths]) => `${name} ${x.show(lengths[j], 4)}`).join(", ")}. ${rest.textContent}`);
  }
  changed();
}

x.mount("gradients", make);
