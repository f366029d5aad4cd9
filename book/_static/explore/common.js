// What the explorers share: controls with labels, charts, and what is said to those who do not see the picture.

const SVG = "http://www.w3.org/2000/svg";
let count = 0;

// el("p", { class: "says" }, "words", child)
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A number as it is read: a true minus, and powers of ten where digits would be many.
export function show(value, digits = 3) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text = size && (size < 0.5 * 10 ** -digits || size >= 1e6) ? value.toExponential(2) : value.toFixed(digits);
  return text.replace("e+", "e").replaceAll("-", "−");
}

// A range with its label and its value; `says(value)` is what is written beside it and read aloud.
export function slider(parent, { label, min, max, step, value, says = (v) => show(v, 1) }, changed) {
  const id = `explorer-${++count}`;
  const input = el("input", { type: "range", id, min, max, step });
  const shown = el("span", { class: "value", "aria-hidden": "true" });
  parent.append(el("div", { class: "knob" }, el("label", { for: id }, label), shown, input));
  const tell = () => {
    shown.textContent = says(Number(input.value));
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", () => (tell(), changed()));
  const knob = {
    input,
    get value() { return Number(input.value); },
    set value(v) { input.value = v; tell(); },
    tell,
  };
  knob.value = value;
  return knob;
}

// A list to choose from; options are [value, words] pairs.
export function choice(parent, { label, options, value }, changed) {
  const id = `explorer-${++count}`;
  const select = el("select", { id }, ...options.map(([key, words]) => el("option", { value: key }, words)));
  select.value = value;
  parent.append(el("div", { class: "knob choice" }, el("label", { for: id }, label), select));
  select.addEventListener("change", changed);
  return select;
}

export function button(parent, words, pressed) {
  const made = el("button", { type: "button" }, words);
  made.addEventListener("click", () => pressed(made));
  parent.append(made);
  return made;
}

export function group(parent, words, className = "") {
  const made = el("fieldset", { class: className }, el("legend", {}, words));
  parent.append(made);
  return made;
}

// A picture that `draw(width)` fills, as wide as its box allows; drawn again when that changes.
export function picture(parent, draw) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("role", "img");
  parent.append(svg);
  let width = 0;
  const redraw = () => {
    width = Math.round(Math.min(680, Math.max(280, parent.clientWidth || 640)));
    const { height, body, alt } = draw(width);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("aria-label", alt);
    svg.innerHTML = body;
  };
  new ResizeObserver(() => {
    if (Math.abs(Math.min(680, parent.clientWidth) - width) > 1) redraw();
  }).observe(parent);
  // Where in the picture a pointer is, in its own units.
  const onPoint = (take) => {
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      take(((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.width) * width);
    };
    svg.addEventListener("pointerdown", at);
    svg.addEventListener("pointermove", (event) => event.buttons && at(event));
  };
  return { svg, redraw, onPoint };
}

// Says something aloud when nothing has changed for a while: not at every notch of a slider.
export function announcer(parent) {
  const region = el("div", { class: "explorer-aloud", "aria-live": "polite" });
  parent.append(region);
  let waiting = 0;
  return (words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (region.textContent = words), 700);
  };
}

// A chart's rectangle and the values shown in it: x(value) and y(value) are pixels.
export function frame(left, right, top, bottom, [x0, x1], [y0, y1]) {
  return {
    left, right, top, bottom, x0, x1, y0, y1,
    x: (v) => left + ((v - x0) / (x1 - x0)) * (right - left),
    y: (v) => bottom + ((Math.min(Math.max(v, y0), y1) - y0) / (y1 - y0)) * (top - bottom),
  };
}

export const text = (x, y, words, colour = "ink", anchor = "middle", size = 12) =>
  `<text x="${x.toFixed(1)}" y="${(y + size * 0.35).toFixed(1)}" text-anchor="${anchor}" font-size="${size}" ` +
  `style="fill:var(--rc-${colour})">${words}</text>`;

export const line = (f, xs, ys, colour, dash = "") =>
  `<path d="M${xs.map((x, k) => `${f.x(x).toFixed(1)},${f.y(ys[k]).toFixed(1)}`).join("L")}" fill="none" ` +
  `stroke-width="2" stroke-dasharray="${dash || "none"}" style="stroke:var(--rc-${colour})"/>`;

export const dot = (x, y, r, colour, full = true) =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" ` +
  `style="stroke:var(--rc-${colour});fill:${full ? `var(--rc-${colour})` : "none"}"/>`;

export const upright = (f, value, colour = "ink") =>
  `<path d="M${f.x(value).toFixed(1)},${f.top}V${f.bottom}" stroke-dasharray="3 3" style="stroke:var(--rc-${colour})"/>`;

export function axes(f, xs, ys) {
  const rules = ys.map(([v, words]) =>
    `<path d="M${f.left},${f.y(v).toFixed(1)}H${f.right}" stroke-width=".7" style="stroke:var(--rc-line)"/>` +
    text(f.left - 6, f.y(v), words, "quiet", "end"));
  return rules.join("") + xs.map(([v, words]) => text(f.x(v), f.bottom + 14, words, "quiet")).join("");
}

// Words in a row, each in the colour of its curve.
export function legend(y, entries) {
  let x = 8;
  return entries.map(([words, colour]) => {
    const piece = text(x, y, words, colour, "start", 13);
    x += 20 + 7.2 * words.length;
    return piece;
  }).join("");
}

// Every explorer of this name on the page comes to life, once the page can be read; one that cannot leaves its still
// picture where it is.
export function mount(name, make) {
  const whenIdle = window.requestIdleCallback?.bind(window) ?? ((act) => setTimeout(act, 50));
  for (const data of document.querySelectorAll(`script[data-explorer="${name}"]`)) {
    const figure = data.closest("figure");
    whenIdle(() => {
      if (!figure.classList.contains("live")) enliven(figure, data, make);
    }, { timeout: 3000 });
  }
}

function enliven(figure, data, make) {
  const box = el("div", { class: "explorer-live", role: "group", "aria-label": "Controls, picture and numbers" });
  data.after(box);
  figure.classList.add("live");
  try {
    make(box, JSON.parse(data.textContent));
  } catch (error) {
    box.remove();
    figure.classList.remove("live");
    throw error;
  }
}
