// Questions that are answered with a number: a field and a button. What is typed is compared with the right number
// and with the usual wrong ones; the explanation that belongs to it is shown below.
"use strict";

// "1,234", "1234", "−0.5", "1.5e-3", "1.5 × 10⁻³", "12 %": a number, or NaN.
function readNumber(text) {
  const plain = text
    .replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (sign) => "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign)])
    .replace(/[\s\u00a0\u202f%]/g, "")
    .replace(/−/g, "-")
    .replace(/[×x*·]10\^?/g, "e")
    .trim();
  const thousands = /^[+-]?[1-9]\d{0,2}(,\d{3})+(?=$|[.e])/.test(plain);
  return plain === "" ? NaN : Number(thousands ? plain.replaceAll(",", "") : plain.replace(",", "."));
}

// Whether fewer digits were typed than the number has, and those are right: 0.36 for 0.363.
function roundedFrom(number, typed, text) {
  const [, decimals, power] = text.replace(",", ".").match(/(?:\.(\d+))?(?:e([-+]?\d+))?$/i);
  const last = 10 ** (Number(power ?? 0) - (decimals?.length ?? 0));
  return Math.abs(typed - number) <= 0.5 * last && Math.abs(typed - number) < 0.03 * Math.abs(number);
}

function makeField(question, number) {
  const shut = question.querySelector("details.answers");
  const form = document.createElement("form");
  const label = form.appendChild(document.createElement("label"));
  const field = form.appendChild(document.createElement("input"));
  const button = form.appendChild(document.createElement("button"));
  const says = document.createElement("div");
  form.className = "numeric-form";
  field.id = `numeric-${number}`;
  field.type = "text";
  field.inputMode = "decimal";
  field.autocomplete = "off";
  label.htmlFor = field.id;
  [label.textContent, button.textContent, says.className] = ["Your number", "Check", "numeric-says"];
  says.setAttribute("role", "status");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = readNumber(field.value);
    const known = [...shut.querySelectorAll(".explanation")].find(
      (one) => Math.abs(typed - Number(one.dataset.value)) <= Number(one.dataset.near) * (1 + 1e-9),
    );
    says.replaceChildren();
    if (known) {
      says.append(known.cloneNode(true));
    } else {
      const words = says.appendChild(document.createElement("p"));
      words.className = "verdict";
      const right = Number(shut.querySelector(".explanation.right").dataset.value);
      words.textContent = Number.isNaN(typed)
        ? "Type a number, as 1234, 0.5 or 1.5e-3."
        : roundedFrom(right, typed, field.value.trim())
        ? "Right as far as it goes: give one digit more."
        : "Not so, and it is none of the usual slips. Work it out once more, or show the answer.";
    }
  });
  shut.before(form, says);
}

document.querySelectorAll(".question.numeric").forEach(makeField);
